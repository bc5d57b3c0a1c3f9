import { hash } from './fingerprint.ts';
import type { Entity } from './graph/entities.ts';
import type { Graph } from './graph/graph.ts';
import { keyOf, roadOf } from './graph/road.ts';
import type { Gap, Subjects } from './graph/subjects.ts';
import type { Crash, Finding, Repair, Report, Undecided, Unexplored } from './report.ts';
import type { Ask, Check, Fix, Label, Problem, Rule } from './rule.ts';
import { type Exploration, onlyWhen } from './scenario.ts';
import { InputError, type Span } from './source/file.ts';
import { usualLimits } from './source/limits.ts';
import type { Unknown, Value } from './value.ts';

type Subject = Subjects[keyof Subjects];

/** What one rule says of one subject in one scenario. */
interface Verdict {
  readonly subject: Subject;
  readonly problems: readonly Problem[];
  readonly evidence: readonly Value<unknown>[];
  readonly unknown?: Unknown;
  readonly error?: unknown;
}

/** Thrown to end a check; no error, since a stack trace would cost more than the check. */
class Needed {
  readonly value: Unknown;
  constructor(value: Unknown) {
    this.value = value;
  }
}

/** Remembers what a check asked for. One serves all checks, since they run one after the other. */
class Hearing implements Ask {
  evidence: Value<unknown>[] = [];

  readonly need = <T>(value: Value<T>): T => {
    if (value.kind === 'unknown') throw new Needed(value);
    this.evidence.push(value);
    return value.value;
  };

  readonly peek = <T>(value: Value<T>): T | undefined => {
    if (value.kind === 'unknown') return undefined;
    this.evidence.push(value);
    return value.value;
  };
}

const hearing = new Hearing();

/** Nothing where the rule has nothing to say. */
function judge({ check }: Check, subject: Subject): Verdict | undefined {
  hearing.evidence = [];
  const { evidence } = hearing;
  try {
    const found = check(subject, hearing);
    if (found === undefined) return undefined;
    const problems = 'message' in found ? [found] : found;
    return problems.length > 0 ? { subject, evidence, problems } : undefined;
  } catch (error) {
    const base = { subject, evidence, problems: [] };
    return error instanceof Needed ? { ...base, unknown: error.value } : { ...base, error };
  }
}

/** Everything rules said of one deployment, before it is sorted. */
export interface Judgement {
  readonly findings: Finding[];
  readonly undecided: Undecided[];
  readonly gaps: Gap[];
  readonly unexplored: Unexplored[];
  readonly crashes: Crash[];
  /** Says that there was more to check than is allowed. */
  readonly tooMuch: readonly InputError[];
  readonly paths: number;
  readonly decided: number;
}

/**
 * Runs every rule over every subject of a deployment, in every scenario that matters to it. Where that would take more
 * checks than `most`, the rest is left out and the judgement says so. `heard` is told what share of the rules has run.
 */
export function run(
  graph: Graph,
  rules: readonly Rule[],
  most: number = usualLimits.checks,
  heard: (share: number) => void = () => {},
): Judgement {
  let left = most;
  const findings: Finding[] = [];
  const undecided = new Map<string, Undecided>();
  const unexplored: Unexplored[] = [];
  const crashes = new Map<string, Crash>();
  const doubtful: (readonly string[])[] = [];
  const tooMuch: InputError[] = [];
  const checks = rules.flatMap(checksOf);
  for (const [i, { rule, check }] of checks.entries()) {
    heard(i / checks.length);
    for (const anchor of graph.anchors(check.over)) {
      if (left < 0) break;
      const { outcomes, combinations, explored } = attempt(
        () =>
          graph.explore(() => {
            const { subjects } = graph.subjects(check.over, anchor);
            left -= subjects.length;
            return left < 0 ? [] : subjects.flatMap((subject) => judge(check, subject) ?? []);
          }),
        (error) => crashes.set(`${rule.id} ${keyOf(anchor)}`, { rule, resource: anchor, error: asError(error) }),
      );
      if (left < 0) {
        tooMuch.push(excess(most, anchor));
        break;
      }
      if (explored < combinations) unexplored.push({ rule, resource: anchor, explored, combinations });
      for (const { result } of outcomes)
        for (const verdict of result) {
          if (verdict.unknown) {
            doubtful.push(roadOf(verdict.subject).map(({ key }) => key));
            undecided.set(`${rule.id} ${keyOf(anchor)} ${verdict.unknown.symbol}`, {
              rule,
              resource: anchor,
              value: verdict.unknown,
            });
          }
          if ('error' in verdict)
            crashes.set(`${rule.id} ${keyOf(anchor)}`, { rule, resource: anchor, error: asError(verdict.error) });
        }
      if (outcomes.some(({ result }) => result.length > 0)) findings.push(...merge(graph, rule, anchor, outcomes));
    }
  }
  const { paths, gaps, open, unseen } = survey(graph, most / 10);
  if (unseen && tooMuch.length === 0) tooMuch.push(excess(most, unseen));
  const doubted = doubts(doubtful);
  const decided = tooMuch.length > 0 ? [] : [...paths.values()].filter((road) => !doubted(road));
  return {
    findings,
    undecided: [...undecided.values()],
    gaps,
    unexplored,
    crashes: [...crashes.values()],
    tooMuch,
    paths: paths.size + open,
    decided: decided.length,
  };
}

/** Rules of others may throw what is no error, and not even text. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(typeof thrown === 'object' ? 'something that is no error was thrown' : String(thrown));
}

const excess = (most: number, { span }: Entity): InputError =>
  new InputError(`more than ${most} checks: the rest is left out; raise \`--max-checks\` to have it checked`, span);

/** Whether a road is one on which some check came to no verdict: it has all the stops that the check knew of. */
function doubts(doubtful: readonly (readonly string[])[]): (road: readonly string[]) => boolean {
  const all = new Map(doubtful.map((doubt) => [doubt.join('\n'), doubt]));
  const byEnd = new Map<string | undefined, (readonly string[])[]>();
  for (const doubt of all.values()) {
    const others = byEnd.get(doubt.at(-1));
    if (others) others.push(doubt);
    else byEnd.set(doubt.at(-1), [doubt]);
  }
  return (road) =>
    all.has('') ||
    all.has(road.join('\n')) ||
    road.some((stop) =>
      byEnd.get(stop)?.some((doubt) => doubt.length < road.length && doubt.every((key) => road.includes(key))),
    );
}

function attempt<T>(run: () => Exploration<T>, failed: (error: unknown) => void): Exploration<T> {
  try {
    return run();
  } catch (error) {
    failed(error);
    return { outcomes: [], combinations: 0, explored: 0 };
  }
}

const checksOf = (rule: Rule): readonly { readonly rule: Rule; readonly check: Check }[] =>
  rule.and
    ? [
        { rule, check: rule },
        { rule, check: rule.and },
      ]
    : [{ rule, check: rule }];

/** The traffic paths of a deployment: the complete ones by their stops, and how many lead out of the sources. */
function survey(graph: Graph, most: number) {
  const paths = new Map<string, readonly string[]>();
  const gaps = new Map<string, Gap>();
  // Anchors whose paths our own failure hides: each stands for one at least, on which nothing is decided.
  let lost = 0;
  let unseen: Entity | undefined;
  for (const anchor of graph.anchors('path')) {
    if (paths.size > most) {
      unseen = anchor;
      break;
    }
    const { outcomes } = attempt(
      () =>
        graph.explore(() => {
          const { subjects, gaps } = graph.subjects('path', anchor);
          return { gaps, roads: subjects.map((subject) => roadOf(subject).map(({ key }) => key)) };
        }),
      () => lost++,
    );
    for (const { result } of outcomes) {
      for (const keys of result.roads) paths.set(keys.join('\n'), keys);
      for (const gap of result.gaps) gaps.set(`${keyOf(gap.from)} ${gap.to} ${gap.value.symbol}`, gap);
    }
  }
  return { paths, gaps: [...graph.gaps, ...gaps.values()], open: gaps.size + lost, unseen };
}

interface Found {
  readonly subject: Subject;
  readonly problem: Problem;
  readonly evidence: readonly Value<unknown>[];
}

/** One finding for each thing a rule says of an anchor, whichever scenarios and traffic paths it was said in. */
function merge(
  graph: Graph,
  rule: Rule,
  anchor: Entity,
  outcomes: readonly { readonly result: readonly Verdict[]; readonly given: ReadonlyMap<string, string> }[],
): readonly Finding[] {
  const found = new Map<string, Found>();
  const said = outcomes.map(({ result, given }) => {
    const keys = new Set<string>();
    for (const { subject, problems, evidence } of result)
      for (const problem of problems) {
        const key = identityOf(problem);
        keys.add(key);
        if (!found.has(key)) found.set(key, { subject, problem, evidence });
      }
    return { result: keys, given };
  });
  return [...found].map(([key, one]) =>
    toFinding(
      graph,
      rule,
      anchor,
      one,
      onlyWhen(said, (keys) => keys.has(key)),
    ),
  );
}

const place = ({ file, start, end }: Span): string => `${file.path}:${start}-${end}`;

const identityOf = ({ message, at, because = [] }: Problem): string =>
  [message, ...[at, ...because].map(([where]) => place(where.span))].join('\n');

function toFinding(
  graph: Graph,
  rule: Rule,
  anchor: Entity,
  { subject, problem, evidence }: Found,
  when: readonly string[],
): Finding {
  const { message, statement, at, because = [], fix } = problem;
  const resource = graph.ownerOf(at[0].span) ?? anchor;
  const related = because.map((label) => withOwner(label, graph.ownerOf(label[0].span)));
  const assumed = evidence.some(({ via }) => via.some(({ kind }) => kind === 'parameter-default'));
  const confidence = assumed && problem.confidence !== 'possible' ? 'likely' : (problem.confidence ?? 'certain');
  const severity = problem.severity ?? rule.severity;
  const path = roadOf(subject);
  const repair = fix && repairOf(fix);
  return {
    rule,
    // A default may be overridden at deploy time, so what rests on one cannot fail every deployment.
    severity: assumed && severity === 'error' ? 'warning' : severity,
    confidence,
    status: problem.status ?? rule.status,
    during: rule.during,
    message,
    ...(statement !== undefined && { statement }),
    resource,
    primary: at,
    related,
    path,
    evidence,
    ...(repair && { fix: repair }),
    when,
    fingerprint: hash([rule.id, anchor.id, resource.id, ...idsOf(related)]),
  };
}

/** Of each resource once and in no order: neither more places in one resource nor their order make it another fault. */
const idsOf = (related: Finding['related']): readonly string[] =>
  [...new Set(related.map(({ resource }) => resource?.id ?? ''))].sort();

const withOwner = (label: Label, resource: Entity | undefined) => (resource ? { label, resource } : { label });

/** The edits of a fix, or nothing when one of its values has no place of its own to be written. */
function repairOf({ title, safety, set }: Fix): Repair | undefined {
  const edits = set.map(({ value, to }) => {
    const slot = value.kind === 'unknown' || value.via.length > 0 ? undefined : value.slot?.();
    return slot && { span: slot.span, text: slot.write(to) };
  });
  const possible = edits.filter((edit) => edit !== undefined);
  return possible.length === edits.length ? { title, safety, edits: possible } : undefined;
}

/** What all deployments came to, with the findings {@link inOrder}. */
export function collect(judgements: readonly Judgement[], errors: Report['errors']): Report {
  const total = (of: (j: Judgement) => number): number => judgements.reduce((sum, j) => sum + of(j), 0);
  return {
    findings: inOrder(judgements.flatMap((j) => j.findings)),
    coverage: {
      paths: total((j) => j.paths),
      decided: total((j) => j.decided),
      undecided: judgements.flatMap((j) => j.undecided),
      gaps: judgements.flatMap((j) => j.gaps),
      unexplored: judgements.flatMap((j) => j.unexplored),
    },
    errors: [...errors, ...judgements.flatMap((j) => j.tooMuch)],
    crashes: judgements.flatMap((j) => j.crashes),
  };
}

/** Findings in reading order, told apart where two would have one fingerprint. */
export const inOrder = (findings: readonly Finding[]): readonly Finding[] => toldApart([...findings].sort(byPlace));

/** What has one fingerprint gets numbers, by what is said and not by where: `…:2` stays when files are renamed. */
function toldApart(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  const told = new Map<Finding, Finding>();
  for (const finding of [...findings].sort((a, b) => compare(saidBy(a), saidBy(b)))) {
    const number = (seen.get(finding.fingerprint) ?? 0) + 1;
    seen.set(finding.fingerprint, number);
    told.set(finding, number === 1 ? finding : { ...finding, fingerprint: `${finding.fingerprint}:${number}` });
  }
  return findings.map((finding) => told.get(finding) ?? finding);
}

const saidBy = ({ message, primary, related, when, path }: Finding): string =>
  JSON.stringify([message, primary[1], related.map(({ label }) => label[1]), when, path.map(({ id }) => id)]);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [a.primary[0].span, b.primary[0].span];
  return (
    compare(left.file.path, right.file.path) ||
    left.start - right.start ||
    left.end - right.end ||
    compare(a.rule.id, b.rule.id) ||
    compare(a.message, b.message)
  );
}
