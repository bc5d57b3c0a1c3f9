import { merge, named, settled, type Verdicts } from './findings.ts';
import type { Entity } from './graph/entities.ts';
import type { Graph } from './graph/graph.ts';
import { keyOf, roadKeysOf } from './graph/road.ts';
import type { Crash, Finding, Undecided, Unexplored } from './report.ts';
import type { Check, Rule } from './rule.ts';
import type { Exploration } from './scenario.ts';

/** One form of a rule's fault. */
export interface Form {
  readonly rule: Rule;
  readonly check: Check;
  /** Its place among all. */
  readonly number: number;
}

/** Something a check said, and when it would have said it were all checks carried out one after the other. */
interface Said<T> {
  readonly value: T;
  readonly key: string;
  readonly number: number;
  readonly place: number;
}

/** What all checks on a deployment came to. It holds on to nothing of the graph. */
export class Collector {
  /** The roads on which some check came to no verdict, as far as the check knew them. */
  readonly doubtful: (readonly string[])[] = [];
  /** The rules that had something to look at, by id. */
  readonly looked = new Set<string>();
  /** Those that did without a value that nobody knows. */
  readonly guessing = new Set<string>();
  readonly #graph: Graph;
  readonly #findings: Finding[] = [];
  readonly #undecided: Said<Undecided>[] = [];
  readonly #unexplored: Said<Unexplored>[] = [];
  readonly #crashes: Said<Crash>[] = [];

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** What a check said of an anchor, which stands at a place among its like. */
  add({ rule, number }: Form, anchor: Entity, place: number, exploration: Exploration<Verdicts>): void {
    const { outcomes, combinations, explored } = exploration;
    const key = `${rule.id} ${keyOf(anchor)}`;
    if (explored < combinations) {
      const value = { rule, resource: named(anchor), explored, combinations };
      this.#unexplored.push({ value, key, number, place });
    }
    for (const verdict of outcomes.flatMap(({ result }) => result)) {
      const { unknown } = verdict;
      if (unknown) {
        this.doubtful.push(roadKeysOf(verdict.subject));
        const value = { rule, resource: named(anchor), value: settled(unknown) };
        this.#undecided.push({ value, key: `${key} ${unknown.symbol}`, number, place });
      }
      if ('error' in verdict) this.failed({ rule, number }, anchor, place, verdict.error);
    }
    if (outcomes.some(({ result }) => result.length > 0))
      this.#findings.push(...merge(this.#graph, rule, anchor, outcomes));
  }

  /** A check that failed, through a bug of ours or of whoever wrote the rule. */
  failed({ rule, number }: Pick<Form, 'rule' | 'number'>, anchor: Entity, place: number, error: unknown): void {
    const value = { rule, resource: named(anchor), error: asError(error) };
    this.#crashes.push({ value, key: `${rule.id} ${keyOf(anchor)}`, number, place });
  }

  told() {
    return {
      looked: this.looked as ReadonlySet<string>,
      guessing: this.guessing as ReadonlySet<string>,
      findings: this.#findings as readonly Finding[],
      undecided: inTurn(this.#undecided),
      unexplored: inTurn(this.#unexplored),
      crashes: inTurn(this.#crashes),
    };
  }
}

/** Each once, check by check and anchor by anchor. */
function inTurn<T>(said: readonly Said<T>[]): readonly T[] {
  const sorted = said.toSorted((a, b) => a.number - b.number || a.place - b.place);
  return [...new Map(sorted.map(({ key, value }) => [key, value])).values()];
}

/** Rules of others may throw what is no error, and not even text. */
function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(typeof thrown === 'object' ? 'something that is no error was thrown' : String(thrown));
}
