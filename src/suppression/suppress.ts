import type { Judgement } from '../engine.ts';
import { inOrder } from '../findings.ts';
import { append } from '../multimap.ts';
import type { Finding, Report } from '../report.ts';
import type { Rule } from '../rule.ts';
import { didYouMean } from '../source/meant.ts';
import { notice, notices, unused, withoutReason } from './notices.ts';
import { lineOf, placesOf, type Suppression, type Suppressions } from './suppression.ts';

/** Files that were checked with each other, and with no others. */
export interface Together {
  /** What the files say themselves. */
  readonly written: readonly Suppressions[];
  readonly judgements: readonly Judgement[];
}

/** What is known of the run that a report comes from. */
export interface Ran {
  readonly parts: readonly Together[];
  readonly rules: readonly Rule[];
  /** The ids of all rules, those that did not run included; nothing where that is not known. */
  readonly known?: Iterable<string>;
  /** What the configuration suppresses. */
  readonly configured: readonly Suppression[];
}

/**
 * The report with every finding marked that a comment, metadata or the configuration suppresses, and with what there is
 * to say of suppressions that do nothing.
 */
export function suppress(report: Report, ran: Ran): Report {
  const { parts, configured } = ran;
  const written = parts.flatMap((part) => part.written);
  const all = [...written.flatMap(({ suppressions }) => suppressions), ...configured];
  const misspelt = written.flatMap((each) => each.misspelt);
  if (all.length + misspelt.length === 0) return report;
  const whole = parts.flatMap(({ judgements }) => judgements);
  const said = [
    ...misspelt.map((each) => notice(unused, each)),
    ...parts.flatMap(({ written, judgements }) =>
      written.flatMap(({ suppressions }) => suppressions.flatMap((each) => noticesOf(each, report, ran, judgements))),
    ),
    ...configured.flatMap((each) => noticesOf(each, report, ran, whole)),
  ];
  const byRule = new Map<string, Suppression[]>();
  for (const each of all) append(byRule, each.rule, each);
  const findings = [...report.findings, ...said].map((finding) => marked(finding, byRule.get(finding.rule.id) ?? []));
  return { ...report, findings: inOrder(findings) };
}

function marked(finding: Finding, suppressions: readonly Suppression[]): Finding {
  const found = suppressions.find((each) => each.reason !== '' && each.covers(finding));
  return found ? { ...finding, suppressed: { kind: found.kind, reason: found.reason, span: found.span } } : finding;
}

/** What there is to say of a suppression, by what was checked where it stands; nothing of one that does its work. */
function noticesOf(
  suppression: Suppression,
  report: Report,
  ran: Ran,
  judgements: readonly Judgement[],
): readonly Finding[] {
  const { rule, reason } = suppression;
  const known = ran.known && [...ran.known, ...notices.map(({ id }) => id)];
  if (known && !known.includes(rule)) {
    const message = `there is no rule \`${rule}\`, so this suppresses nothing${rule.length > longest ? '' : didYouMean(rule, known)}`;
    return [notice(unused, { ...suppression, message })];
  }
  if (reason === '') {
    const message = `\`${rule}\` is suppressed without a reason, which has no effect`;
    return [notice(withoutReason, { ...suppression, message })];
  }
  if (!isUnused(suppression, report, ran, judgements)) return [];
  const message = `\`${rule}\` ${suppression.nothing}, so this suppresses nothing${elsewhere(suppression, report)}`;
  return [notice(unused, { ...suppression, message })];
}

/** Nobody mistypes a longer name, and to compare it takes long. */
const longest = 200;

/** Whether a suppression is sure to suppress nothing: the rule ran and came to its verdicts wherever this may matter. */
function isUnused(suppression: Suppression, report: Report, { rules }: Ran, judgements: readonly Judgement[]): boolean {
  const { rule: id, complete } = suppression;
  const rule = rules.find((each) => each.id === id);
  if (!complete || !rule || report.errors.length > 0) return false;
  if (report.findings.some((finding) => finding.rule.id === id && suppression.covers(finding))) return false;
  const isOpen = ({ undecided, unexplored, crashes }: Judgement): boolean =>
    [...undecided, ...unexplored, ...crashes].some((each) => each.rule.id === id);
  return !judgements.some(isOpen) && (seesAll(suppression, judgements) || seesEnough(suppression, rule, judgements));
}

/** Whether there are roads of requests, and none that leads to where nobody can look. */
const seesAll = ({ kind, span }: Suppression, judgements: readonly Judgement[]): boolean =>
  judgements.some(({ paths }) => paths > 0) &&
  !judgements.some(({ gaps }) =>
    gaps.some(
      ({ from, value }) =>
        kind === 'config' || from.span.file === span.file || ['import', 'template'].includes(value.reason.kind),
    ),
  );

/** Whether the rule looks at nothing but single resources, knew all it asked of them, and nobody else refers to them. */
const seesEnough = (
  { closed = false }: Suppression,
  { id, over, and }: Rule,
  judgements: readonly Judgement[],
): boolean =>
  closed &&
  [over, and?.over ?? over].every((kind) => single.has(kind)) &&
  judgements.some(({ looked }) => looked.has(id)) &&
  !judgements.some(({ guessing }) => guessing.has(id));

/** Subjects that are what a template says of one resource: roads make no difference to them. */
const single: ReadonlySet<Rule['over']> = new Set<Rule['over']>([
  'service',
  'taskDefinition',
  'autoScalingGroup',
  'securityGroup',
  'securityGroupRule',
  'deploymentGroup',
  'dnsRecords',
]);

/** Where in the same file the rule does find something. */
function elsewhere({ rule, kind, span }: Suppression, { findings }: Report): string {
  if (kind !== 'comment') return '';
  const places = findings.filter((finding) => finding.rule.id === rule).flatMap(placesOf);
  const lines = [...new Set(places.filter(({ file }) => file === span.file).map(lineOf))].sort((a, b) => a - b);
  if (lines.length === 0) return '';
  const shown = lines.slice(0, 6).join(', ');
  return `; it underlines line${lines.length > 1 ? 's' : ''} ${shown}${lines.length > 6 ? ', …' : ''}`;
}
