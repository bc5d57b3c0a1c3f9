import type { Resource } from '../../graph/entities.ts';
import { append } from '../../multimap.ts';
import { entryOf, type Tree } from '../../source/tree.ts';
import { type Application, keyOf } from './application.ts';
import { eachCall } from './mentions.ts';
import type { Stack } from './stack.ts';

interface Index {
  readonly byName: Map<string, number[]>;
  readonly anything: number[];
}

/** Which resources a piece of a template may name, in any scenario and through any stack: nothing is evaluated. */
export class Names {
  readonly #application: Application;
  readonly #done = new Map<Stack, Map<Tree, ReadonlySet<string>>>();
  readonly #indexes = new Map<readonly Resource[], Index>();
  readonly #single: boolean;
  #exported: ReadonlySet<string> | undefined;

  constructor(application: Application) {
    this.#application = application;
    this.#single = application.stacks.length === 1;
    application.scenarios.whenForgetting(() => this.#done.clear());
  }

  /** Those of some resources that may name another one, in their order. */
  namersOf<E extends Resource>(all: readonly E[], named: Resource): readonly E[] {
    const { byName, anything } = this.#indexed(all);
    const namers = byName.get(named.key) ?? [];
    const places = anything.length === 0 ? namers : [...namers, ...anything].sort((a, b) => a - b);
    return places.map((place) => all[place] as E);
  }

  /** Where in a list the resources stand that may name each other one, and those that may name any. */
  #indexed(all: readonly Resource[]): Index {
    const known = this.#indexes.get(all);
    if (known) return known;
    const index: Index = { byName: new Map(), anything: [] };
    for (const [place, from] of all.entries()) {
      const stack = this.#application.homeOf(from);
      // A service in a file of its own names target groups by their ARNs.
      if (!this.#single && stack?.evaluator.template.registration?.kind === 'service') index.anything.push(place);
      else for (const name of stack ? this.#namedBy(from, stack) : []) append(index.byName, name, place);
    }
    // Lists that grew keep room for many more.
    for (const [name, places] of index.byName) if (places.length > 1) index.byName.set(name, places.slice());
    // Only once it is whole: what failed on the way fails again, rather than leave resources out in silence.
    this.#indexes.set(all, index);
    return index;
  }

  #namedBy(from: Resource, stack: Stack): Iterable<string> {
    const tree = stack.declarationOf(from)?.properties;
    if (!tree) return [];
    if (!this.#single) return this.#in(tree, stack);
    return [...stack.evaluator.references(tree).keys()].map((id) => keyOf(stack.name, id));
  }

  #in(tree: Tree, stack: Stack): ReadonlySet<string> {
    // One template may be deployed twice, so what its pieces name depends on the stack.
    const done = this.#done.get(stack) ?? new Map<Tree, ReadonlySet<string>>();
    this.#done.set(stack, done);
    const known = done.get(tree);
    if (known) return known;
    const names = new Set<string>();
    // A circle of stacks that import from each other ends here.
    done.set(tree, names);
    const add = (more: ReadonlySet<string>) => {
      for (const name of more) names.add(name);
    };
    const parent = this.#application.parentOf(stack);
    const passed = entryOf(parent?.declaration.properties, 'Parameters')?.value;
    for (const id of stack.evaluator.references(tree).keys()) {
      if (stack.evaluator.template.resources.has(id)) names.add(keyOf(stack.name, id));
      const child = this.#application.nestedIn(stack, id);
      if (child) add(this.#outputsOf(child));
      const binding = entryOf(passed, id)?.value;
      if (parent && binding) add(this.#in(binding, parent.stack));
    }
    if (imports(tree)) add(this.#allExported());
    return names;
  }

  #outputsOf(stack: Stack): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { value } of stack.evaluator.template.outputs.values())
      for (const name of this.#in(value, stack)) names.add(name);
    return names;
  }

  #allExported(): ReadonlySet<string> {
    if (this.#exported) return this.#exported;
    const names = new Set<string>();
    this.#exported = names;
    for (const exported of [...this.#application.exports.values()].flat()) {
      const output = exported.stack.evaluator.template.outputs.get(exported.output);
      if (output) for (const name of this.#in(output.value, exported.stack)) names.add(name);
    }
    return names;
  }
}

function imports(tree: Tree): boolean {
  let found = false;
  eachCall(tree, ({ fn }) => {
    found ||= fn === 'ImportValue' || fn === 'GetStackOutput';
  });
  return found;
}
