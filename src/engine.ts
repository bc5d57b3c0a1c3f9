import { doubts, survey } from './coverage.ts';
import { inOrder, merge, named, type Subject, settled, type Verdict } from './findings.ts';
import type { Entity } from './graph/entities.ts';
import type { Graph } from './graph/graph.ts';
import { keyOf, roadOf } from './graph/road.ts';
import type { Gap, Subjects } from './graph/subjects.ts';
import type { Crash, Finding, Report, Undecided, Unexplored } from './report.ts';
import type { Ask, Check, Rule } from './rule.ts';
import type { Exploration } from './scenario.ts';
import { InputError } from './source/file.ts';
import { usualLimits } from './source/limits.ts';
import type { Unknown, Value } from './value.ts';

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
  if (hearing.evidence.length > 0) hearing.evidence = [];
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

type Verdicts = readonly Verdict[];

function judgeAll(check: Check, subjects: readonly Subject[]): Verdicts {
  let verdicts: Verdict[] | undefined;
  for (const subject of subjects) {
    const verdict = judge(check, subject);
    if (verdict && verdicts) verdicts.push(verdict);
    else if (verdict) verdicts = [verdict];
  }
  return verdicts ?? none;
}

const none: Verdicts = [];

/** What a check came to on one anchor: what it said, in each scenario, or how it failed. */
interface Trial {
  readonly anchor: Entity;
  readonly exploration?: Exploration<Verdicts>;
  readonly error?: unknown;
}

/** One form of a rule's fault, and what it came to where that is worth a word. */
interface Tried {
  readonly rule: Rule;
  readonly check: Check;
  readonly trials: Trial[];
}

/** Everything rules said of one deployment, before it is sorted. */
export interface Judgement {
  readonly findings: Finding[];
  readonly undecided: Undecided[];
  readonly gaps: readonly Gap[];
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
  const all: readonly Tried[] = rules.flatMap((rule) =>
    [rule, ...(rule.and ? [rule.and] : [])].map((check) => ({ rule, check, trials: [] })),
  );
  const excess = tryAll(graph, all, most, heard);
  const findings: Finding[] = [];
  const undecided = new Map<string, Undecided>();
  const unexplored: Unexplored[] = [];
  const crashes = new Map<string, Crash>();
  const doubtful: (readonly string[])[] = [];
  for (const { rule, trials } of all)
    for (const { anchor, exploration, error } of trials) {
      const crashed = (error: unknown) =>
        crashes.set(`${rule.id} ${keyOf(anchor)}`, { rule, resource: named(anchor), error: asError(error) });
      if (!exploration) {
        crashed(error);
        continue;
      }
      const { outcomes, combinations, explored } = exploration;
      if (explored < combinations) unexplored.push({ rule, resource: named(anchor), explored, combinations });
      for (const verdict of outcomes.flatMap(({ result }) => result)) {
        if (verdict.unknown) {
          doubtful.push(roadOf(verdict.subject).map(({ key }) => key));
          const value = verdict.unknown;
          const resource = named(anchor);
          undecided.set(`${rule.id} ${keyOf(anchor)} ${value.symbol}`, {
            rule,
            resource,
            value: settled(value),
          });
        }
        if ('error' in verdict) crashed(verdict.error);
      }
      if (outcomes.some(({ result }) => result.length > 0)) findings.push(...merge(graph, rule, anchor, outcomes));
    }
  const { paths, gaps, open, unseen } = survey(graph, most / 10);
  const beyond = excess ?? unseen;
  const doubted = doubts(doubtful);
  const decided = beyond ? [] : [...paths.values()].filter((road) => !doubted(road));
  return {
    findings,
    undecided: [...undecided.values()],
    gaps: gaps.map((gap) => ({ ...gap, from: named(gap.from), value: settled(gap.value) })),
    unexplored,
    crashes: [...crashes.values()],
    tooMuch: beyond ? [tooMany(most, beyond)] : [],
    paths: paths.size + open,
    decided: decided.length,
  };
}

/** Carries out all checks. Where that would take more than `most`, it stops and says at which anchor. */
function tryAll(graph: Graph, all: readonly Tried[], most: number, heard: (share: number) => void): Entity | undefined {
  const byKind = new Map<keyof Subjects, Tried[]>();
  for (const tried of all) {
    const alike = byKind.get(tried.check.over);
    if (alike) alike.push(tried);
    else byKind.set(tried.check.over, [tried]);
  }
  let left = most;
  let kinds = 0;
  for (const [kind, alike] of byKind) {
    heard(kinds++ / byKind.size);
    for (const anchor of graph.anchors(kind)) {
      left -= together(graph, kind, anchor, alike, left) ?? oneByOne(graph, kind, anchor, alike, left);
      if (left < 0) return anchor;
    }
  }
  return undefined;
}

/**
 * Carries out all checks on an anchor in the one scenario that it is in, as most are. Returns how many it took, or
 * nothing where there are more scenarios, or a failure of ours in what the checks share.
 */
function together(
  graph: Graph,
  kind: keyof Subjects,
  anchor: Entity,
  alike: readonly Tried[],
  left: number,
): number | undefined {
  let checks = 0;
  try {
    const { outcomes, combinations } = graph.explore(() => {
      const { subjects } = graph.subjects(kind, anchor);
      checks = subjects.length * alike.length;
      return checks > left ? [] : alike.map(({ check }) => judgeAll(check, subjects));
    }, 1);
    if (combinations > 1) return undefined;
    for (const { result, given } of outcomes)
      for (const [i, verdicts] of result.entries())
        if (verdicts.length > 0) {
          const exploration = { outcomes: [{ result: verdicts, given }], combinations, explored: 1 };
          alike[i]?.trials.push({ anchor, exploration });
        }
    return checks;
  } catch {
    return undefined;
  }
}

/** Carries out all checks on an anchor, each in the scenarios that matter to it. Returns how many it took. */
function oneByOne(graph: Graph, kind: keyof Subjects, anchor: Entity, alike: readonly Tried[], left: number): number {
  let checks = 0;
  for (const { check, trials } of alike) {
    if (checks > left) break;
    try {
      const exploration = graph.explore(() => {
        const { subjects } = graph.subjects(kind, anchor);
        checks += subjects.length;
        return checks > left ? none : judgeAll(check, subjects);
      });
      trials.push({ anchor, exploration });
    } catch (error) {
      trials.push({ anchor, error });
    }
  }
  return checks;
}

/** Rules of others may throw what is no error, and not even text. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(typeof thrown === 'object' ? 'something that is no error was thrown' : String(thrown));
}

const tooMany = (most: number, { span }: Entity): InputError =>
  new InputError(`more than ${most} checks: the rest is left out; raise \`--max-checks\` to have it checked`, span);

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
