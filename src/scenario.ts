import { append } from './multimap.ts';
import type { Phases } from './phases.ts';
import { usualLimits } from './source/limits.ts';

/** Something that may turn out in several ways: a parameter's value, a comparison nobody can evaluate. */
export interface Variable {
  readonly id: string;
  /** At least one; the first is what a deployment takes when nobody says otherwise. */
  readonly choices: readonly string[];
}

/** One way to turn out, and what came of it. */
export interface Outcome<T> {
  readonly result: T;
  /** What was consulted on the way, by name: `IsProd` to `IsProd is true`. */
  readonly given: ReadonlyMap<string, string>;
}

export interface Exploration<T> {
  readonly outcomes: readonly Outcome<T>[];
  /** How many combinations there are; more than were looked at when the budget was used up. */
  readonly combinations: number;
  readonly explored: number;
}

/** Holds one computed result for each combination of the variables that its computation consulted. */
export interface Cell<T> {
  root?: Branch<T>;
  busy?: boolean;
}

interface Branch<T> {
  variable?: Variable;
  next?: Map<string, Branch<T>>;
  leaf?: { readonly value: T; readonly given: ReadonlyMap<string, string> };
}

/** Whether what a cell holds is the same in every scenario, and rests on nothing that a scenario is told by. */
export const isConstant = ({ root }: Cell<unknown>): boolean => root?.leaf?.given.size === 0;

interface Taken {
  readonly variable: Variable;
  readonly choice: number;
}

/** What a computation consulted: most consult nothing, so nothing is kept until something is. */
interface Frame {
  decided?: Map<string, Variable>;
  given?: Map<string, string>;
}

const nothing: ReadonlyMap<string, string> = new Map();

/** Something that keeps results. */
export interface Forgetful {
  forget(): void;
}

/** How many combinations one exploration looks at before it stops and says so. */
const scenarioBudget = usualLimits.scenarios;

/** Results that rest on results, one within the other: no template needs more, and the stack holds several times that. */
const mostNested = 200;

/**
 * Explores every way a deployment's conditions can turn out, splitting only over the variables that a computation
 * really consults: `run` is repeated, each time with another combination of the choices it asked for.
 */
export class Scenarios {
  /** Is told when something is worked out. */
  readonly phases: Phases | undefined;
  readonly #constraints: (() => boolean)[] = [];
  readonly #forgetful: (() => void)[] = [];
  #read: Forgetful[] = [];
  /** None where nothing was chosen, as in most explorations. */
  #assigned: Map<string, string> | undefined;
  #tape: Taken[] = [];
  #frame: Frame | undefined;
  #nested = 0;
  readonly #budget: number;

  constructor(budget: number = scenarioBudget, phases?: Phases) {
    this.#budget = budget;
    this.phases = phases;
  }

  /** The choice taken for a variable in the scenario at hand. */
  decide(variable: Variable): string {
    this.#assigned ??= new Map();
    let choice = this.#assigned.get(variable.id);
    if (choice === undefined) {
      choice = variable.choices[0] as string;
      this.#assigned.set(variable.id, choice);
      this.#tape.push({ variable, choice: 0 });
    }
    if (this.#frame) {
      this.#frame.decided ??= new Map();
      if (!this.#frame.decided.has(variable.id)) this.#frame.decided.set(variable.id, variable);
    }
    return choice;
  }

  /** The choice already taken for a variable, if any: looking does not split. */
  decided(variable: Variable): string | undefined {
    return this.#assigned?.get(variable.id);
  }

  /** Records, in the user's words, what the result at hand depends on. */
  witness(name: string, text: string): void {
    if (!this.#frame) return;
    this.#frame.given ??= new Map();
    this.#frame.given.set(name, text);
  }

  /** Adds a condition that every real deployment meets; scenarios that break it are left out. */
  require(holds: () => boolean): void {
    this.#constraints.push(holds);
  }

  /** Names what forgets the results it keeps, when it is told to {@link forget}. */
  whenForgetting(clear: () => void): void {
    this.#forgetful.push(clear);
  }

  /** Lets go of all results, which are computed again where they are needed. Not within an exploration. */
  forget(): void {
    for (const clear of this.#forgetful) clear();
    for (const object of this.#read) object.forget();
    this.#read = [];
  }

  /** Names an object of which some field is read. */
  hasRead(object: Forgetful): void {
    this.#read.push(object);
  }

  /**
   * The result of `compute` in the scenario at hand, computed once for each combination that matters to it. What depends
   * on itself, or on a chain that nobody can follow to its end, is what `otherwise` says.
   * @throws RangeError where that says nothing.
   */
  memo<T>(cell: Cell<T>, compute: () => T, otherwise?: () => T): T {
    let branch = cell.root;
    while (branch) {
      if (branch.leaf) {
        if (branch.leaf.given.size > 0) for (const [name, text] of branch.leaf.given) this.witness(name, text);
        return branch.leaf.value;
      }
      if (!branch.variable) break;
      branch = branch.next?.get(this.decide(branch.variable));
    }
    if (otherwise && (cell.busy || this.#nested >= mostNested)) return otherwise();
    if (cell.busy) throw new RangeError('a value depends on itself');
    cell.busy = true;
    this.#nested++;
    const outer = this.#frame;
    const frame: Frame = {};
    this.#frame = frame;
    try {
      const value = compute();
      this.#leafFor(cell, frame).leaf = { value, given: frame.given ?? nothing };
      return value;
    } finally {
      cell.busy = false;
      this.#nested--;
      this.#frame = outer;
      if (outer && frame.decided) {
        outer.decided ??= new Map();
        for (const variable of frame.decided.values())
          if (!outer.decided.has(variable.id)) outer.decided.set(variable.id, variable);
      }
      if (frame.given) for (const [name, text] of frame.given) this.witness(name, text);
    }
  }

  #leafFor<T>(cell: Cell<T>, frame: Frame): Branch<T> {
    cell.root ??= {};
    let branch = cell.root;
    for (const variable of frame.decided?.values() ?? []) {
      branch.variable ??= variable;
      branch.next ??= new Map();
      const choice = this.decided(variable) as string;
      const child: Branch<T> = branch.next.get(choice) ?? {};
      branch.next.set(choice, child);
      branch = child;
    }
    return branch;
  }

  /** Runs `run` once for every feasible combination of what it consults, up to `budget` combinations. */
  explore<T>(run: () => T, budget: number = this.#budget): Exploration<T> {
    const [tape, assigned, outer] = [this.#tape, this.#assigned, this.#frame];
    try {
      return this.#explore(run, budget);
    } finally {
      // An exploration may have been asked for within another one, or have failed.
      [this.#tape, this.#assigned, this.#frame] = [tape, assigned, outer];
    }
  }

  #explore<T>(run: () => T, budget: number): Exploration<T> {
    const outcomes: Outcome<T>[] = [];
    const seen = new Map<string, number>();
    let explored = 0;
    let next: Taken[] | undefined = [];
    while (next && explored < budget) {
      this.#tape = next;
      this.#assigned = undefined;
      for (const { variable, choice } of next) {
        this.#assigned ??= new Map();
        this.#assigned.set(variable.id, variable.choices[choice] as string);
      }
      const frame: Frame = {};
      this.#frame = frame;
      const result = run();
      this.#frame = undefined;
      explored++;
      // Most computations consult nothing.
      if (this.#tape.length === 0 && this.#constraints.length === 0)
        return { outcomes: [{ result, given: frame.given ?? nothing }], combinations: 1, explored };
      for (const { variable } of this.#tape) seen.set(variable.id, variable.choices.length);
      const taken = this.#tape.length;
      if (this.#constraints.every((holds) => holds())) outcomes.push({ result, given: frame.given ?? nothing });
      next = successor(this.#tape.slice(0, taken));
    }
    const product = [...seen.values()].reduce((product, n) => product * n, 1);
    const combinations = next ? Math.min(product, Number.MAX_SAFE_INTEGER) : explored;
    return { outcomes, combinations, explored };
  }
}

/** The tape of the next combination: the last choice that can still be changed is, and what followed it is forgotten. */
function successor(tape: readonly Taken[]): Taken[] | undefined {
  for (let i = tape.length - 1; i >= 0; i--) {
    const { variable, choice } = tape[i] as Taken;
    if (choice + 1 < variable.choices.length) return [...tape.slice(0, i), { variable, choice: choice + 1 }];
  }
  return undefined;
}

/**
 * In which scenarios something happens, as the fewest facts that tell them from the others: one text for each
 * alternative, none when it happens in all of them. Of facts that tell as much, those of the stack at home are told.
 */
export function onlyWhen<T>(
  outcomes: readonly Outcome<T>[],
  happens: (result: T) => boolean,
  home = '',
): readonly string[] {
  const yes = outcomes.filter(({ result }) => happens(result));
  const no = outcomes.filter(({ result }) => !happens(result));
  if (no.length === 0) return [];
  const [first] = yes;
  // One fact that tells all of them says more than a text for each.
  const alone = [...(first?.given ?? [])].filter(
    ([name, text]) => yes.every(({ given }) => given.get(name) === text) && differs(name, text, no),
  );
  const [heaviest] = alone.sort((a, b) => weightOf(b, home) - weightOf(a, home));
  if (heaviest) return [heaviest[1]];
  return [...new Set(yes.map(({ given }) => telling(given, no, home)))].sort();
}

const differs = (name: string, text: string, others: readonly Outcome<unknown>[]): boolean =>
  others.every(({ given }) => (given.get(name) ?? text) !== text);

/** What is elsewhere says less than what is at home, and what is not so less than what is. */
const weightOf = ([name, text]: readonly [string, string], home: string): number =>
  2 * Number(name.replace(/[^/]*$/, '') === home) + Number(!text.endsWith(' is false'));

/** The fewest facts that tell one scenario from all of the others, or all its facts where they do not. */
function telling(given: ReadonlyMap<string, string>, others: readonly Outcome<unknown>[], home: string): string {
  const differing = new Map<string, number[]>();
  const differences = others.map((other, index) => {
    let count = 0;
    for (const [name, text] of given) {
      if ((other.given.get(name) ?? text) === text) continue;
      count++;
      append(differing, name, index);
    }
    return count;
  });
  const facts = new Map(given);
  const lightFirst = [...given].sort((a, b) => weightOf(a, home) - weightOf(b, home));
  for (const [name] of differences.includes(0) ? [] : lightFirst) {
    const told = differing.get(name) ?? [];
    if (told.some((index) => differences[index] === 1)) continue;
    facts.delete(name);
    for (const index of told) differences[index] = (differences[index] ?? 0) - 1;
  }
  return [...facts.values()].sort().join(' and ');
}
