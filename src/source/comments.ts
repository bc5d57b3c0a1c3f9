import type { Span } from './file.ts';
import { linesOf, position } from './file.ts';
import type { Tree } from './tree.ts';

/** A comment of a YAML text, from its `#` to the next one that matches or to the end of its line. */
export interface Comment extends Span {
  /** 1-based. */
  readonly line: number;
  /** Only blanks stand before it on its line. */
  readonly alone: boolean;
  readonly match: RegExpExecArray;
}

/** The comments of a document in which a pattern, flagged `g` and `m` and beginning with `#`, is found: never within a value. */
export function commentsIn(tree: Tree, pattern: RegExp): readonly Comment[] {
  const { file } = tree.span;
  const matches = [...file.text.matchAll(pattern)].filter(({ index }) => /^$|\s/.test(file.text.charAt(index - 1)));
  if (matches.length === 0) return [];
  const values = [...scalarsOf(tree)].sort((a, b) => a.start - b.start);
  return matches
    .filter(({ index }) => !values.slice(...around(values, index)).some((value) => holds(value, index)))
    .map((match) => {
      const { line } = position(file, match.index);
      const start = linesOf(file)[line - 1] ?? 0;
      const end = match.index + match[0].trimEnd().length;
      return { file, start: match.index, end, line, alone: /^\s*$/.test(file.text.slice(start, match.index)), match };
    });
}

/** The last of sorted values that begins before a place, as a part of them. */
function around(values: readonly Span[], at: number): readonly [from: number, to: number] {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle]?.start ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return [Math.max(0, low - 1), low];
}

/** Whether a place is part of a value. What follows the `|` of a block on its own line is a comment still. */
function holds({ file, start, end }: Span, at: number): boolean {
  if (at < start || at >= end) return false;
  return !/^(?:!\S*[ \t]+)?[|>][-+\d]*[ \t]+(?:#[^\r\n]*)?$/.test(file.text.slice(start, at));
}

function scalarsOf(tree: Tree): readonly Span[] {
  switch (tree.kind) {
    case 'scalar':
      return [tree.span];
    case 'list':
      return tree.items.flatMap(scalarsOf);
    case 'map':
      return [...tree.entries.values()].flatMap(({ key, value }) => [key, ...scalarsOf(value)]);
    case 'call':
      return scalarsOf(tree.args);
  }
}
