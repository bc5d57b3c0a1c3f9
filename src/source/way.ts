import { longName, type Tree } from './tree.ts';

/** The keys, indexes and functions that lead from the top of a tree to what is written at an offset. */
export function wayTo(tree: Tree, offset: number): readonly string[] {
  for (const [step, inner, key] of stepsOf(tree)) {
    if (key && key.start <= offset && offset < key.end) return [step];
    if (inner.span.start <= offset && offset < inner.span.end) return [step, ...wayTo(inner, offset)];
  }
  return [];
}

type Step = readonly [step: string, inner: Tree, key?: { readonly start: number; readonly end: number }];

function stepsOf(tree: Tree): readonly Step[] {
  switch (tree.kind) {
    case 'scalar':
      return [];
    case 'list':
      return tree.items.map((item, index) => [String(index), item]);
    case 'map':
      return [...tree.entries].map(([name, { key, value }]) => [name, value, key]);
    case 'call':
      return [[longName(tree.fn), tree.args]];
  }
}
