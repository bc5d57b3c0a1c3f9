import { entryOf, type Tree } from '../../source/tree.ts';
import { eachCall } from './mentions.ts';
import type { Stack } from './stack.ts';

/** The account and region of a stack; `undefined` where they are not known, which may be any. */
type Environment = string | undefined;

export interface Exported {
  readonly stack: Stack;
  /** The name of the output. */
  readonly output: string;
  readonly environment: Environment;
}

export interface Imported {
  readonly name: string;
  readonly environment: Environment;
}

/** What stacks export, by name. Names are evaluated once, as they are without any choice. */
export function exportsOf(stacks: readonly Stack[]): ReadonlyMap<string, readonly Exported[]> {
  const exports = new Map<string, readonly Exported[]>();
  for (const stack of stacks)
    for (const [output, { value }] of stack.evaluator.template.outputs) {
      const tree = entryOf(entryOf(value, 'Export')?.value, 'Name')?.value;
      const name = tree && textOf(stack, tree);
      if (name === undefined) continue;
      exports.set(name, [...(exports.get(name) ?? []), { stack, output, environment: environmentOf(stack) }]);
    }
  return exports;
}

/** The names that a stack imports, as far as they can be read. */
export function importsOf(stack: Stack): readonly Imported[] {
  if (!stack.evaluator.template.file.text.includes('ImportValue')) return [];
  const names = new Set<string>();
  eachCall(stack.evaluator.template.tree, ({ fn, args }) => {
    const name = fn === 'ImportValue' ? textOf(stack, args) : undefined;
    if (name !== undefined) names.add(name);
  });
  return [...names].map((name) => ({ name, environment: environmentOf(stack) }));
}

/**
 * The export that an account and region see: a name is exported once in each, and seen in no other. Nothing where more
 * than one may be meant. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
 */
export function onlySeenFrom<T extends { readonly environment: Environment }>(
  environment: Environment,
  exports: readonly T[] = [],
): T | undefined {
  const seen = exports.filter((one) => !one.environment || !environment || one.environment === environment);
  return seen.length === 1 ? seen[0] : undefined;
}

export function environmentOf(stack: Stack): Environment {
  const environment = stack.application.environmentOf(stack);
  const [account, region] = [environment?.get('AWS::AccountId'), environment?.get('AWS::Region')];
  return account === undefined || region === undefined ? undefined : `${account}/${region}`;
}

function textOf(stack: Stack, tree: Tree): string | undefined {
  const name = stack.scenarios.explore(() => stack.evaluator.evaluate(tree), 1).outcomes[0]?.result;
  return name?.kind === 'literal' ? name.text : undefined;
}
