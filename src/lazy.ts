import { type Cell, type Forgetful, isConstant, type Scenarios } from './scenario.ts';

type Fields = Readonly<Record<string, () => unknown>>;

const pending = Symbol('pending');

/** The constants of what nobody has read yet, for all such objects; none has as many fields. */
const unread: readonly unknown[] = Array(100).fill(pending);

/** What the fields of an object come to: constants once they are known to hang on nothing, cells until then. */
class State implements Forgetful {
  readonly scenarios: Scenarios;
  #computes: readonly (() => unknown)[] = [];
  /** Nothing until a field is read. */
  #cells: (Cell<unknown> | undefined)[] | undefined;
  constants: readonly unknown[] = unread;

  constructor(scenarios: Scenarios) {
    this.scenarios = scenarios;
  }

  adds(computes: readonly (() => unknown)[]): void {
    this.#computes = [...this.#computes, ...computes];
    this.forget();
  }

  forget(): void {
    this.constants = unread;
    this.#cells = undefined;
  }

  /** What a field comes to in the scenario at hand, where it is no constant. */
  read(index: number): unknown {
    if (!this.#cells) {
      this.#cells = Array(this.#computes.length);
      this.constants = Array(this.#computes.length).fill(pending);
      this.scenarios.hasRead(this);
    }
    const { phases } = this.scenarios;
    const cells = this.#cells;
    const constants = this.constants as unknown[];
    const cell = cells[index] ?? {};
    cells[index] = cell;
    const compute = this.#computes[index] as () => unknown;
    const value = this.scenarios.memo(cell, phases ? () => phases.during('evaluate', compute) : compute);
    if (isConstant(cell)) {
      constants[index] = value;
      cells[index] = undefined;
    }
    return value;
  }
}

const state = Symbol('state');

interface Lazy {
  [state]?: State;
}

/** Objects with the same fields share one prototype, and with it the code that V8 makes for reading them. */
class Shape {
  readonly prototype: object;
  readonly #size: number;
  readonly #wider = new Map<string, Shape>();

  constructor(prototype: object, size: number) {
    this.prototype = prototype;
    this.#size = size;
  }

  with(names: readonly string[]): Shape {
    const key = names.join();
    let wider = this.#wider.get(key);
    if (!wider) {
      const getters = names.map((name, i) => [name, getter(this.#size + i)] as const);
      wider = new Shape(Object.create(this.prototype, Object.fromEntries(getters)), this.#size + names.length);
      this.#wider.set(key, wider);
      shapes.set(wider.prototype, wider);
    }
    return wider;
  }
}

const plain = new Shape(Object.prototype, 0);
const shapes = new WeakMap<object, Shape>();

function getter(index: number): PropertyDescriptor {
  return {
    enumerable: true,
    get(this: Required<Lazy>) {
      const mine = this[state];
      const constant = mine.constants[index];
      return constant === pending ? mine.read(index) : constant;
    },
  };
}

/** An object whose fields are computed when they are read, once for each combination that matters to them. */
export function lazy<B extends object, F extends Fields>(
  scenarios: Scenarios,
  base: B & Lazy,
  fields: F,
): B & { readonly [K in keyof F]: ReturnType<F[K]> } {
  base[state] ??= new State(scenarios);
  base[state].adds(Object.values(fields));
  const shape = shapes.get(Object.getPrototypeOf(base)) ?? plain;
  return Object.setPrototypeOf(base, shape.with(Object.keys(fields)).prototype);
}
