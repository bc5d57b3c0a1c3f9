import { append } from './multimap.ts';
import { type Known, type Report, standing } from './report.ts';
import { InputError } from './source/file.ts';
import { entryOf, type Tree } from './source/tree.ts';

/** The files and rules of the run that is compared with a baseline. */
export interface Compared {
  /** A file's path from the folder of the baseline. */
  locate(path: string): string;
  /** Whether the run would have found again what was in this file, given as it stands in the baseline. */
  looksAt(file: string): boolean;
  readonly ruleIds: readonly string[];
}

const version = 1;

/** The findings that a baseline knows. @throws InputError at the first place that says nothing we know. */
export function readBaseline(tree: Tree): readonly Known[] {
  const findings = entryOf(tree, 'findings')?.value;
  const stated = entryOf(tree, 'version')?.value;
  if (findings?.kind !== 'list' || stated?.kind !== 'scalar')
    throw new InputError('this is no baseline; `alb-lint baseline` writes one', stated?.span ?? tree.span);
  if (stated.value !== version)
    throw new InputError(`this alb-lint knows baselines of version ${version} only`, stated.span);
  return findings.items.map((item) => ({
    fingerprint: textOf(item, 'fingerprint'),
    rule: textOf(item, 'rule'),
    resource: textOf(item, 'resource'),
    file: textOf(item, 'file'),
    message: textOf(item, 'message'),
  }));
}

function textOf(item: Tree, key: string): string {
  const value = entryOf(item, key)?.value;
  if (value?.kind === 'scalar' && typeof value.value === 'string') return value.value;
  throw new InputError(`this entry of the baseline has no \`${key}\``, value?.span ?? item.span);
}

/** What a baseline holds of a report: the findings that nobody suppressed, in an order that no renamed file changes. */
export const knownIn = ({ findings }: Report, locate: (path: string) => string): readonly Known[] =>
  standing(findings)
    .map(({ fingerprint, rule, resource, primary, message }) => ({
      fingerprint,
      rule: rule.id,
      resource: resource.id,
      file: locate(primary[0].span.file.path),
      message,
    }))
    .sort(
      (a, b) => compare(a.rule, b.rule) || compare(a.resource, b.resource) || compare(a.fingerprint, b.fingerprint),
    );

/** A baseline as a file: one line for each finding. */
export function baselineText(known: readonly Known[]): string {
  const lines = known.map((each) => `    ${JSON.stringify(each)}`);
  return `{\n  "version": ${version},\n  "findings": [${lines.length > 0 ? `\n${lines.join(',\n')}\n  ` : ''}]\n}\n`;
}

/** The report without what the baseline knows, and with what of it is no longer there. */
export function since(report: Report, baseline: readonly Known[], run: Compared): Report {
  const now = knownIn(report, run.locate);
  const { met, gone } = paired(now, baseline);
  const fixed = gone.filter(
    ({ rule, file }) => run.ruleIds.includes(rule) && run.looksAt(file) && isDecided(rule, report),
  );
  return {
    ...report,
    findings: report.findings.filter(({ fingerprint, suppressed }) => suppressed || !met.has(fingerprint)),
    baseline: { known: met.size, fixed },
  };
}

/** Whether a rule that finds nothing was able to find everything. */
const isDecided = (id: string, { coverage: { undecided, unexplored }, crashes, errors }: Report): boolean =>
  errors.length === 0 && ![...undecided, ...unexplored, ...crashes].some(({ rule }) => rule.id === id);

/**
 * Pairs what is found now with what was known. Faults of one kind on resources of one name share a fingerprint up to the
 * number behind the colon: of those the ones in the same file that say the same belong together first.
 */
function paired(now: readonly Known[], before: readonly Known[]) {
  const met = new Set<string>();
  const gone = new Set(before);
  const alike: readonly ((a: Known, b: Known) => boolean)[] = [
    (a, b) => a.file === b.file && a.message === b.message,
    (a, b) => a.file === b.file,
    (a, b) => a.message === b.message,
    () => true,
  ];
  const groups = new Map<string, Known[]>();
  for (const known of before) append(groups, kindOf(known), known);
  for (const isAlike of alike)
    for (const finding of now) {
      if (met.has(finding.fingerprint)) continue;
      const match = groups.get(kindOf(finding))?.find((known) => gone.has(known) && isAlike(finding, known));
      if (!match) continue;
      met.add(finding.fingerprint);
      gone.delete(match);
    }
  return { met, gone: [...gone] };
}

const kindOf = ({ fingerprint }: Known): string => fingerprint.replace(/:\d+$/, '');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
