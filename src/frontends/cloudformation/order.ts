import { spend } from '../../effort.ts';
import { type Application, keyOf } from './application.ts';
import type { Stack } from './stack.ts';
import type { ResourceDeclaration } from './template.ts';

/** The page on `DependsOn`. */
export const dependsOnDocs =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html';

interface Node {
  readonly stack: Stack;
  readonly declaration: ResourceDeclaration;
}

/** What is known so far of all that is created before a resource. */
interface Search {
  readonly found: Set<string>;
  readonly waiting: Node[];
}

/** In which order CloudFormation creates the resources of an application. */
export class Order {
  readonly #application: Application;
  readonly #searches = new Map<Stack, Map<ResourceDeclaration, Search>>();

  constructor(application: Application) {
    this.#application = application;
    application.scenarios.whenForgetting(() => this.#searches.clear());
  }

  /**
   * Whether one resource is sure to be created after another. Stacks that are not nested in each other are deployed by
   * hand in an order nobody can see, so between them nothing is called unsure.
   */
  isSure(declaration: ResourceDeclaration, stack: Stack, other: { readonly key: string }): boolean {
    const known = this.#searches.get(stack) ?? new Map<ResourceDeclaration, Search>();
    this.#searches.set(stack, known);
    const search = known.get(declaration) ?? { found: new Set(), waiting: [{ declaration, stack }] };
    known.set(declaration, search);
    if (this.#finds(other.key, search)) return true;
    const home = this.#application.stack(other.key.slice(0, Math.max(0, other.key.lastIndexOf('/'))));
    return !home || (home !== stack && rootOf(home) !== rootOf(stack));
  }

  /** Goes on with a search only until it finds what is asked for: most resources wait for it directly. */
  #finds(wanted: string, { found, waiting }: Search): boolean {
    while (!found.has(wanted)) {
      const [next] = waiting;
      if (!next) return false;
      const before = this.#directlyBefore(next);
      spend(before.length);
      waiting.shift();
      for (const node of before) {
        const key = keyOf(node.stack.name, node.declaration.logicalId);
        if (found.has(key)) continue;
        found.add(key);
        waiting.push(node);
      }
    }
    return true;
  }

  /**
   * CloudFormation waits for what is named in `DependsOn` and for what is referred to, in `Metadata` too, where people
   * write what they wait for only under a condition; nothing else orders creation.
   */
  #directlyBefore({ stack, declaration }: Node): readonly Node[] {
    const { resources } = stack.evaluator.template;
    const { dependsOn, properties, metadata } = declaration;
    const referred = [properties, metadata].flatMap((tree) => [...stack.evaluator.references(tree).keys()]);
    const ids = [...dependsOn, ...referred];
    const named = ids.flatMap((id) => resources.get(id) ?? []);
    const nested = named.flatMap(({ logicalId }) => this.#application.nestedIn(stack, logicalId) ?? []);
    const parent = this.#application.parentOf(stack);
    return [
      ...named.map((other) => ({ stack, declaration: other })),
      ...nested.flatMap((child) =>
        [...child.evaluator.template.resources.values()].map((d) => ({ stack: child, declaration: d })),
      ),
      ...(parent ? this.#directlyBefore(parent) : []),
    ];
  }
}

/** The name of the stack that a stack is nested in, at the top. */
const rootOf = ({ application, name }: Stack): string => {
  let top = name;
  for (let parent = application.parentOf(application.stack(top)); parent; parent = application.parentOf(parent.stack))
    top = parent.stack.name;
  return top;
};
