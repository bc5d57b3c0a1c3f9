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

/** In which order CloudFormation creates the resources of an application. */
export class Order {
  readonly #application: Application;
  readonly #before = new Map<Stack, Map<ResourceDeclaration, ReadonlySet<string>>>();

  constructor(application: Application) {
    this.#application = application;
    application.scenarios.whenForgetting(() => this.#before.clear());
  }

  /**
   * Whether one resource is sure to be created after another. Stacks that are not nested in each other are deployed by
   * hand in an order nobody can see, so between them nothing is called unsure.
   */
  isSure(declaration: ResourceDeclaration, stack: Stack, other: { readonly key: string }): boolean {
    const known = this.#before.get(stack) ?? new Map<ResourceDeclaration, ReadonlySet<string>>();
    this.#before.set(stack, known);
    const before = known.get(declaration) ?? this.#allBefore({ declaration, stack });
    known.set(declaration, before);
    if (before.has(other.key)) return true;
    const home = this.#application.stack(other.key.slice(0, Math.max(0, other.key.lastIndexOf('/'))));
    return !home || (home !== stack && rootOf(home) !== rootOf(stack));
  }

  /** CloudFormation waits for what is named in `DependsOn` and for what is referred to; nothing else orders creation. */
  #allBefore(start: Node): ReadonlySet<string> {
    const before = new Set<string>();
    const waiting = [start];
    for (let next = waiting.pop(); next; next = waiting.pop())
      for (const node of this.#directlyBefore(next)) {
        const key = keyOf(node.stack.name, node.declaration.logicalId);
        if (before.has(key)) continue;
        before.add(key);
        waiting.push(node);
      }
    return before;
  }

  #directlyBefore({ stack, declaration }: Node): readonly Node[] {
    const { resources } = stack.evaluator.template;
    const ids = [...declaration.dependsOn, ...stack.evaluator.references(declaration.properties).keys()];
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
