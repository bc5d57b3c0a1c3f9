import { Collector, type Form } from './collector.ts';
import { doubts, Survey, told } from './coverage.ts';
import { allow, spend, TooMuch } from './effort.ts';
import { inOrder, type Subject, type Verdict, type Verdicts } from './findings.ts';
import type { Entity } from './graph/entities.ts';
import type { Graph } from './graph/graph.ts';
import { keyOf } from './graph/road.ts';
import type { Gap, Subjects } from './graph/subjects.ts';
import { chosenBy } from './graph/targets.ts';
import { append } from './multimap.ts';
import { problemsIn } from './problem.ts';
import type { Report } from './report.ts';
import type { Ask, Check, Rule } from './rule.ts';
import { InputError } from './source/file.ts';
import { usualLimits } from './source/limits.ts';
import { same, sameness, type Unknown, type Value } from './value.ts';

/** Thrown to end a check; no error, since a stack trace would cost more than the check. */
class Needed {
  readonly value: Unknown;
  constructor(value: Unknown) {
    this.value = value;
  }
}

/** Remembers what a check asked for. One serves all checks, since they run one after the other. */
class Hearing implements Ask {
  /** What was asked for; what stands beyond `asked` is of checks before. */
  readonly #values: Value<unknown>[] = [];
  #asked = 0;
  /** Whether a check did without a value that nobody knows. */
  didWithout = false;

  readonly need = <T>(value: Value<T>): T => {
    spend(1);
    if (value.kind === 'unknown') throw new Needed(value);
    this.#values[this.#asked++] = value;
    return value.value;
  };

  readonly peek = <T>(value: Value<T>): T | undefined => {
    spend(1);
    if (value.kind === 'unknown') {
      this.didWithout = true;
      return undefined;
    }
    this.#values[this.#asked++] = value;
    return value.value;
  };

  readonly same = <T>(a: Value<T>, b: Value<T>): boolean | 'undecided' => {
    spend(1);
    const verdict = same(a, b);
    if (verdict === true) for (const value of sameness(a, b)) this.#values[this.#asked++] = value;
    return verdict;
  };

  begins(): void {
    this.#asked = 0;
  }

  get evidence(): readonly Value<unknown>[] {
    return this.#values.slice(0, this.#asked);
  }
}

const hearing = new Hearing();

/** Nothing where the rule has nothing to say. */
function judge({ check }: Check, subject: Subject): Verdict | undefined {
  hearing.begins();
  try {
    const found = check(subject, hearing);
    if (found === undefined) return undefined;
    const problems = problemsIn(found);
    if (problems.length === 0) return undefined;
    spend(problems.length * stepsOfFinding);
    return { subject, evidence: [...hearing.evidence, ...chosenBy(subject)], problems };
  } catch (error) {
    if (error instanceof TooMuch) throw error;
    const base = { subject, evidence: hearing.evidence, problems: [] };
    return error instanceof Needed ? { ...base, unknown: error.value } : { ...base, error };
  }
}

/** Steps that a finding takes, which is to be placed, explained, sorted and written. */
const stepsOfFinding = 300;

function judgeAll({ rule, check }: Form, subjects: readonly Subject[], collector: Collector): Verdicts {
  let verdicts: Verdict[] | undefined;
  hearing.didWithout = false;
  for (const subject of subjects) {
    const verdict = judge(check, subject);
    if (verdict && verdicts) verdicts.push(verdict);
    else if (verdict) verdicts = [verdict];
  }
  if (hearing.didWithout) collector.guessing.add(rule.id);
  if (subjects.length > 0) collector.looked.add(rule.id);
  return verdicts ?? none;
}

const none: Verdicts = [];

/** Everything rules said of one deployment, before it is sorted. */
export interface Judgement extends ReturnType<Collector['told']> {
  readonly gaps: readonly Gap[];
  /** Says that there was more to check than is allowed. */
  readonly tooMuch: readonly InputError[];
  readonly paths: number;
  readonly decided: number;
}

/** How far a run may go, and who hears how far it is. */
export interface Pace {
  /** How many checks it may take; the rest is left out, and the judgement says so. */
  readonly most?: number;
  /** Whether to let go of what was worked out for each stack before the next: less memory, and more time. */
  readonly frugal?: boolean;
  /** Hears what share of the deployment is done, from 0 to 1. */
  readonly heard?: (share: number) => void;
}

/** Runs every rule over every subject of a deployment, in every scenario that matters to it. */
export function run(graph: Graph, rules: readonly Rule[], pace: Pace = {}): Judgement {
  const { most = usualLimits.checks, frugal = false, heard = () => {} } = pace;
  const forms = formsOf(rules);
  const collector = new Collector(graph);
  const survey = new Survey(graph, most / 10);
  allow(most * stepsOfCheck);
  const rounds = roundsOf(graph, [...new Set([...forms.keys(), 'path' as const])], frugal);
  let left = most;
  let excess: Entity | undefined;
  for (const [i, anchorsOf] of rounds.entries()) {
    heard(i / rounds.length);
    for (const [kind, alike] of forms)
      for (const { anchor, place } of anchorsOf.get(kind) ?? []) {
        if (excess) break;
        left = attempt({ graph, kind, anchor, place, forms: alike, left, collector });
        if (left >= 0) continue;
        excess = anchor;
        allow(most * stepsOfCheck); // for the survey
      }
    for (const { anchor } of anchorsOf.get('path') ?? []) survey.visit(anchor);
    if (frugal) graph.forget();
  }
  allow(Number.POSITIVE_INFINITY);
  const beyond = excess ?? survey.unseen;
  const doubted = doubts(collector.doubtful);
  const decided = beyond ? [] : [...survey.paths.values()].filter((road) => !doubted(road));
  return {
    ...collector.told(),
    gaps: [...graph.gaps.map(told), ...survey.gaps.values()],
    tooMuch: beyond ? [tooMany(most, beyond)] : [],
    paths: survey.paths.size + survey.open,
    decided: decided.length,
  };
}

/** The forms of faults that hang on one kind of subject. */
type Forms = ReadonlyMap<keyof Subjects, readonly Form[]>;

const known = new WeakMap<readonly Rule[], Forms>();

/** Worked out once for many deployments. */
function formsOf(rules: readonly Rule[]): Forms {
  const before = known.get(rules);
  if (before) return before;
  const forms = new Map<keyof Subjects, Form[]>();
  let number = 0;
  for (const rule of rules)
    for (const check of rule.and ? [rule, rule.and] : [rule])
      append(forms, check.over, { rule, check, number: number++ });
  known.set(rules, forms);
  return forms;
}

/** Anchors of each kind, with their places among all of the kind. */
type Round = ReadonlyMap<keyof Subjects, readonly { readonly anchor: Entity; readonly place: number }[]>;

/** All anchors at once, or those of one stack after those of the other. */
function roundsOf(graph: Graph, kinds: readonly (keyof Subjects)[], apart: boolean): readonly Round[] {
  const rounds = new Map<string, Map<keyof Subjects, { anchor: Entity; place: number }[]>>();
  for (const kind of kinds)
    for (const [place, anchor] of graph.anchors(kind).entries()) {
      const key = keyOf(anchor);
      const stack = apart ? key.slice(0, key.lastIndexOf('/') + 1) : '';
      const round = rounds.get(stack) ?? new Map<keyof Subjects, { anchor: Entity; place: number }[]>();
      rounds.set(stack, round);
      append(round, kind, { anchor, place });
    }
  return [...rounds.values()];
}

/** All checks of one kind on one anchor. */
interface Trial {
  readonly graph: Graph;
  readonly kind: keyof Subjects;
  readonly anchor: Entity;
  readonly place: number;
  readonly forms: readonly Form[];
  /** How many checks it may take. */
  readonly left: number;
  readonly collector: Collector;
}

/** Steps that each of the checks may take on average. Those on 500 ordinary resources take less than one. */
const stepsOfCheck = 10;

/** Carries out all checks on an anchor. Returns how many may follow; fewer than none where these were too many. */
function attempt(trial: Trial): number {
  try {
    return trial.left - (together(trial) ?? oneByOne(trial));
  } catch (error) {
    if (error instanceof TooMuch) return -1;
    throw error;
  }
}

/**
 * Carries out all checks on an anchor in the one scenario that it is in, as most are. Returns how many it took, or
 * nothing where there are more scenarios, or a failure of ours in what the checks share.
 */
function together({ graph, kind, anchor, place, forms, left, collector }: Trial): number | undefined {
  let checks = 0;
  try {
    const { outcomes, combinations } = graph.explore(() => {
      const { subjects } = graph.subjects(kind, anchor);
      checks = subjects.length * forms.length;
      return checks > left ? [] : saidBy(forms, subjects, collector);
    }, 1);
    if (combinations > 1) return undefined;
    for (const { result, given } of outcomes)
      for (const { form, verdicts } of result)
        collector.add(form, anchor, place, { outcomes: [{ result: verdicts, given }], combinations, explored: 1 });
    return checks;
  } catch (error) {
    if (error instanceof TooMuch) throw error;
    return undefined;
  }
}

/** What those forms say that say something. */
function saidBy(
  forms: readonly Form[],
  subjects: readonly Subject[],
  collector: Collector,
): readonly { readonly form: Form; readonly verdicts: Verdicts }[] {
  const said: { form: Form; verdicts: Verdicts }[] = [];
  for (const form of forms) {
    const verdicts = judgeAll(form, subjects, collector);
    if (verdicts.length > 0) said.push({ form, verdicts });
  }
  return said;
}

/** Carries out all checks on an anchor, each in the scenarios that matter to it. Returns how many it took. */
function oneByOne({ graph, kind, anchor, place, forms, left, collector }: Trial): number {
  let checks = 0;
  for (const form of forms) {
    if (checks > left) break;
    try {
      const exploration = graph.explore(() => {
        const { subjects } = graph.subjects(kind, anchor);
        checks += subjects.length;
        return checks > left ? none : judgeAll(form, subjects, collector);
      });
      collector.add(form, anchor, place, exploration);
    } catch (error) {
      if (error instanceof TooMuch) throw error;
      collector.failed(form, anchor, place, error);
    }
  }
  return checks;
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
