import type { Resource } from '../../graph/entities.ts';
import { append } from '../../multimap.ts';
import { entryOf, type Tree } from '../../source/tree.ts';
import { type Application, keyOf } from './application.ts';
import { eachCall, eachText } from './mentions.ts';
import type { Found } from './registry.ts';
import type { Stack } from './stack.ts';
import { storedName } from './text.ts';

interface Index {
  readonly byName: Map<string, number[]>;
  readonly anything: number[];
}

interface Declared {
  readonly byName: Map<string, Found[]>;
  /** Those of which nobody can tell what they name. */
  readonly unclear: Found[];
}

/** Which resources a piece of a template may name, in any scenario and through any stack: nothing is evaluated. */
export class Names {
  readonly #application: Application;
  readonly #done = new Map<Stack, Map<Tree, ReadonlySet<string>>>();
  readonly #indexes = new Map<readonly Resource[], Index>();
  readonly #declared = new Map<string, Declared>();
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

  /** The resources of a type, in any stack, whose property may name a resource. */
  declared(type: string, property: string, key: string): readonly Found[] {
    const { byName, unclear } = this.#declaredBy(type, property);
    return [...(byName.get(key) ?? []), ...unclear];
  }

  #declaredBy(type: string, property: string): Declared {
    const known = this.#declared.get(`${type}.${property}`);
    if (known) return known;
    const declared: Declared = { byName: new Map(), unclear: [] };
    for (const stack of this.#application.stacks)
      for (const declaration of stack.declarations(type)) {
        const tree = entryOf(declaration.properties, property)?.value ?? declaration.properties;
        if (!tree || tree.kind === 'scalar') continue;
        const names = [...this.#inAny(tree, stack)];
        for (const name of names) append(declared.byName, name, { stack, declaration });
        if (names.length === 0) declared.unclear.push({ stack, declaration });
      }
    this.#declared.set(`${type}.${property}`, declared);
    return declared;
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
    return tree ? this.#inAny(tree, stack) : [];
  }

  #inAny(tree: Tree, stack: Stack): Iterable<string> {
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
    if (!this.#application.stored.isEmpty)
      for (const name of this.#readsIn(tree, stack))
        for (const [value, writer] of this.#application.stored.written(name)) add(this.#in(value, writer));
    for (const name of importsIn(tree)) add(name === undefined ? this.#allExported() : this.#exportedAs(name));
    return names;
  }

  /** The names under which a tree reads what Systems Manager holds, `undefined` for those that are put together. */
  #readsIn(tree: Tree, stack: Stack): ReadonlySet<string | undefined> {
    const { template } = stack.evaluator;
    const names = new Set<string | undefined>();
    for (const id of stack.evaluator.references(tree).keys())
      if (template.parameters.get(id)?.isSystemsManager) names.add(this.#application.storedName(stack, id));
    if (template.file.text.includes('resolve:ssm:'))
      eachText(tree, (text) => {
        if (text.kind === 'scalar' && text.text.includes('resolve:ssm:')) names.add(storedName(text.text));
      });
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
    for (const exported of this.#application.exports.named.keys())
      for (const name of this.#exportedAs(exported)) names.add(name);
    return names;
  }

  #exportedAs(exported: string): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { stack, output } of this.#application.exports.ever(exported)) {
      const tree = stack.evaluator.template.outputs.get(output)?.value;
      for (const name of tree ? this.#in(tree, stack) : []) names.add(name);
    }
    return names;
  }
}

/** The names under which a tree imports, `undefined` for those that are not written as they stand. */
function importsIn(tree: Tree): ReadonlySet<string | undefined> {
  const names = new Set<string | undefined>();
  eachCall(tree, ({ fn, args }) => {
    if (fn === 'ImportValue') names.add(args.kind === 'scalar' ? args.text : undefined);
    else if (fn === 'GetStackOutput') names.add(undefined);
  });
  return names;
}
