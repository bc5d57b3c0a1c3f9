import type { Span, Spanned } from './file.ts';

/** A YAML or JSON document in which every node knows where it was written. */
export type Tree = Scalar | List | Mapping | Call;

export interface Scalar extends Spanned {
  readonly kind: 'scalar';
  /** Typed by YAML 1.2's core schema; JSON's own types otherwise. */
  readonly value: string | number | boolean | null;
  /** The content as text before typing, so that `012345678901` keeps its zero. */
  readonly text: string;
}

export interface List extends Spanned {
  readonly kind: 'list';
  readonly items: readonly Tree[];
}

export interface Mapping extends Spanned {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
}

/** `!Ref x`, `{ Ref: x }` and `{ "Ref": "x" }` are the same node. `fn` has no `Fn::` prefix. */
export interface Call extends Spanned {
  readonly kind: 'call';
  readonly fn: string;
  readonly args: Tree;
}

export interface Entry {
  readonly key: Span;
  readonly value: Tree;
  /** The same key, nearest before, where the mapping has it more than once: its value is lost. */
  readonly lost?: Span;
}

/** The entry of a mapping, or nothing when the tree is something else or has no such key. */
export const entryOf = (tree: Tree | undefined, key: string): Entry | undefined =>
  tree?.kind === 'map' ? tree.entries.get(key) : undefined;

/** A tree as plain data: calls in their long form, scalars as they are typed. */
export function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'list':
      return tree.items.map(plain);
    case 'map':
      return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, plain(value)]));
    case 'call':
      return { [longName(tree.fn)]: plain(tree.args) };
  }
}

/** `Ref` and `Condition` have no prefix in their long form, every other function has. */
export const longName = (fn: string): string => (fn === 'Ref' || fn === 'Condition' ? fn : `Fn::${fn}`);
