import type { Resource } from '../../graph/entities.ts';
import { entryOf, type Tree } from '../../source/tree.ts';
import { type Application, keyOf } from './application.ts';
import { eachCall } from './mentions.ts';
import type { Stack } from './stack.ts';

/** Which resources a piece of a template may name, in any scenario and through any stack: nothing is evaluated. */
export class Names {
  readonly #application: Application;
  readonly #done = new WeakMap<Stack, WeakMap<Tree, ReadonlySet<string>>>();
  readonly #single: boolean;
  #exported: ReadonlySet<string> | undefined;

  constructor(application: Application) {
    this.#application = application;
    this.#single = application.stacks.length === 1;
  }

  mayName(from: Resource, to: Resource): boolean {
    const stack = this.#application.homeOf(from);
    if (!stack) return false;
    if (this.#single) return stack.mentions(from, to.id);
    // A service in a file of its own names target groups by their ARNs.
    if (stack.evaluator.template.registration?.kind === 'service') return true;
    return this.isNamedIn(stack.declarationOf(from)?.properties, stack, to);
  }

  isNamedIn(tree: Tree | undefined, stack: Stack, to: Resource): boolean {
    return tree !== undefined && this.#in(tree, stack).has(to.key);
  }

  #in(tree: Tree, stack: Stack): ReadonlySet<string> {
    // One template may be deployed twice, so what its pieces name depends on the stack.
    const done = this.#done.get(stack) ?? new WeakMap<Tree, ReadonlySet<string>>();
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
    for (const id of stack.evaluator.references(tree)) {
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
