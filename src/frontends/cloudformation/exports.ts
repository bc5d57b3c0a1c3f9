import { append } from '../../multimap.ts';
import { entryOf, type Tree } from '../../source/tree.ts';
import type { Evaluated } from './evaluated.ts';
import { eachCall } from './mentions.ts';
import { type Offer, stackName } from './offers.ts';
import type { Stack } from './stack.ts';
import { outputName, type StackOutput, stackOutputIn } from './stack-output.ts';
import { onlyText, type Piece } from './text.ts';

/** The account and region of a stack; `undefined` where they are not known, which may be any. */
export type Environment = string | undefined;

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

/**
 * What stacks export, by name, and every output by the name under which `Fn::GetStackOutput` asks for it. It is read when
 * somebody asks, and what is asked for meanwhile is nobody's until all names are known.
 */
export class Exports {
  readonly #stacks: () => readonly Stack[];
  #once: { readonly named: ReadonlyMap<string, readonly Exported[]>; readonly offers: readonly Offer[] } | undefined;
  #varying: ReadonlyMap<string, readonly Exported[]> | undefined;

  constructor(stacks: () => readonly Stack[]) {
    this.#stacks = stacks;
  }

  /** By names as they are without any choice. */
  get named(): ReadonlyMap<string, readonly Exported[]> {
    return this.#read.named;
  }

  /** With what is known of the names. */
  get offers(): readonly Offer[] {
    return this.#read.offers;
  }

  get #read() {
    if (this.#once) return this.#once;
    this.#once = { named: new Map(), offers: [] };
    this.#once = exportsOf(this.#stacks());
    return this.#once;
  }

  /** What goes by a name in the scenario at hand. */
  as(name: string): readonly Exported[] {
    return this.named.get(name) ?? this.ever(name).filter((exported) => isCalled(exported, name));
  }

  /** What goes by a name in any scenario. */
  ever(name: string): readonly Exported[] {
    const exported = this.named.get(name);
    if (exported) return exported;
    if (!this.#varying) {
      this.#varying = new Map();
      this.#varying = varyingExportsOf(this.#stacks());
    }
    return this.#varying.get(name) ?? [];
  }
}

function exportsOf(stacks: readonly Stack[]) {
  const named = new Map<string, Exported[]>();
  const offers: Offer[] = [];
  for (const stack of stacks)
    for (const [output, { value }] of stack.evaluator.template.outputs) {
      const tree = nameOf(value);
      const isNested = stack.application.parentOf(stack) !== undefined;
      const called = isNested ? undefined : stack.application.environmentOf(stack)?.get(stackName);
      const parts = tree ? partsOf(stack, tree) : [];
      if (parts.some((part) => typeof part === 'string')) offers.push(offerOf(stack, parts));
      const names = [onlyText(parts), called && outputName(called, output)].flatMap((name) => name ?? []);
      for (const name of names) append(named, name, { stack, output, environment: environmentOf(stack) });
    }
  return { named, offers };
}

/** What a stack offers under a name. */
export const offerOf = (stack: Stack, parts: readonly Piece[]): Offer => ({
  path: pathOf(stack),
  parts,
  stackOf: pathOf(calledAfter(parts, stack)),
});

const pathOf = ({ evaluator }: Stack): string => evaluator.template.file.path;

/** The stack whose name is in the name of an export: a parent may pass its own. */
function calledAfter(parts: readonly Piece[], stack: Stack): Stack {
  const hole = parts.find((part) => typeof part !== 'string' && part.reason.name === stackName);
  const owner = typeof hole === 'object' ? hole.symbol.slice(0, -stackName.length - 1) : stack.name;
  return stack.application.stack(owner) ?? stack;
}

/** How many names of one export are told apart. */
const mostNames = 16;

/** The exports that go by several names, as something is chosen, by each of them. */
function varyingExportsOf(stacks: readonly Stack[]): ReadonlyMap<string, readonly Exported[]> {
  const exports = new Map<string, Exported[]>();
  for (const stack of stacks)
    for (const [output, { value }] of stack.evaluator.template.outputs) {
      const tree = nameOf(value);
      if (!tree) continue;
      const { outcomes } = stack.scenarios.explore(() => stack.evaluator.evaluate(tree), mostNames);
      const names = new Set(outcomes.flatMap(({ result }) => (result?.kind === 'literal' ? [result.text] : [])));
      for (const name of names.size > 1 ? names : [])
        append(exports, name, { stack, output, environment: environmentOf(stack) });
    }
  return exports;
}

/** Whether an output is exported under a name in the scenario at hand. */
function isCalled({ stack, output }: Exported, name: string): boolean {
  const called = stack.evaluator.evaluate(nameOf(stack.evaluator.template.outputs.get(output)?.value));
  return called?.kind === 'literal' && called.text === name;
}

const nameOf = (output: Tree | undefined): Tree | undefined => entryOf(entryOf(output, 'Export')?.value, 'Name')?.value;

/** The names that a stack imports, as far as they can be read. */
export function importsOf(stack: Stack): readonly Imported[] {
  if (!/ImportValue|GetStackOutput/.test(stack.evaluator.template.file.text)) return [];
  const imports = new Map<string, Imported>();
  eachCall(stack.evaluator.template.tree, ({ fn, args }) => {
    const name = fn === 'ImportValue' ? onlyText(partsOf(stack, args)) : undefined;
    if (name !== undefined) imports.set(name, { name, environment: environmentOf(stack) });
    const output = fn === 'GetStackOutput' ? stackOutputIn(args, (tree) => onlyText(partsOf(stack, tree))) : undefined;
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

const partsOf = (stack: Stack, tree: Tree): readonly Piece[] => onceIn(stack, () => stack.evaluator.evaluate(tree));

/** The pieces of a text, as it is without any choice; none of what is no text. */
export function onceIn({ scenarios }: Stack, textOf: () => Evaluated | undefined): readonly Piece[] {
  const text = scenarios.explore(textOf, 1).outcomes[0]?.result;
  if (text?.kind === 'literal') return [text.text];
  return text?.kind === 'unknown' ? (text.parts ?? [text]) : [];
}
