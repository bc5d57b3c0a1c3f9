import { append } from '../../multimap.ts';
import { entryOf, type Tree } from '../../source/tree.ts';
import { eachCall } from './mentions.ts';
import type { Stack } from './stack.ts';
import { outputName, type StackOutput, stackOutputIn } from './stack-output.ts';

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

/** What stacks export, by name, and every output by the name under which `Fn::GetStackOutput` asks for it. Names are evaluated once, as they are without any choice. */
export function exportsOf(stacks: readonly Stack[]): ReadonlyMap<string, readonly Exported[]> {
  const exports = new Map<string, Exported[]>();
  for (const stack of stacks)
    for (const [output, { value }] of stack.evaluator.template.outputs) {
      const tree = entryOf(entryOf(value, 'Export')?.value, 'Name')?.value;
      const isNested = stack.application.parentOf(stack) !== undefined;
      const called = isNested ? undefined : stack.application.environmentOf(stack)?.get('AWS::StackName');
      const names = [tree && textOf(stack, tree), called && outputName(called, output)].flatMap((name) => name ?? []);
      for (const name of names) append(exports, name, { stack, output, environment: environmentOf(stack) });
    }
  return exports;
}

/** The names that a stack imports, as far as they can be read. */
export function importsOf(stack: Stack): readonly Imported[] {
  if (!/ImportValue|GetStackOutput/.test(stack.evaluator.template.file.text)) return [];
  const imports = new Map<string, Imported>();
  eachCall(stack.evaluator.template.tree, ({ fn, args }) => {
    const name = fn === 'ImportValue' ? textOf(stack, args) : undefined;
    if (name !== undefined) imports.set(name, { name, environment: environmentOf(stack) });
    const output = fn === 'GetStackOutput' ? stackOutputIn(args, (tree) => textOf(stack, tree)) : undefined;
    if (output)
      imports.set(`${output.region} ${output.name}`, {
        name: output.name,
        environment: environmentOf(stack, output.region),
      });
  });
  return [...imports.values()];
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

/** Where a stack is, or the other one in the same account. */
export function environmentOf(stack: Stack, other: StackOutput['region'] = 'own'): Environment {
  if (other === 'any') return undefined;
  const environment = stack.application.environmentOf(stack);
  const account = environment?.get('AWS::AccountId');
  const region = other === 'own' ? environment?.get('AWS::Region') : other;
  return account === undefined || region === undefined ? undefined : `${account}/${region}`;
}

function textOf(stack: Stack, tree: Tree): string | undefined {
  const name = stack.scenarios.explore(() => stack.evaluator.evaluate(tree), 1).outcomes[0]?.result;
  return name?.kind === 'literal' ? name.text : undefined;
}
