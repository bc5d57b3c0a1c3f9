import type { Finding } from '../report.ts';
import type { Span } from '../source/file.ts';
import { shown } from '../source/nodes.ts';
import { type Repeated, repeatedIn } from '../source/repeated.ts';
import type { Tree } from '../source/tree.ts';
import { duplicateKey, notice } from './notices.ts';
import { lineOf } from './suppression.ts';
import { resourceAt } from './written.ts';

/** The keys that are written more than once in the files of trees: what is lost of each file is named once. */
export function duplicatesIn(trees: Iterable<Tree>): readonly Finding[] {
  const byFile = new Map([...trees].map((tree) => [tree.span.file, tree]));
  return [...byFile].flatMap(([file, tree]) => {
    const { named = [], more = 0, next } = repeatedIn(file) ?? {};
    const rest = next && notice(duplicateKey, { span: next, ...withinOf(tree, next), message: restOf(more) });
    return [...named.map((each) => duplicate(tree, each)), ...(rest ? [rest] : [])];
  });
}

function duplicate(tree: Tree, { key, times, lost, kept, alike }: Repeated): Finding {
  const [first = kept, ...others] = lost;
  const lines = `line${lost.length > 1 ? 's' : ''} ${lost.map(lineOf).join(', ')}${times > lost.length ? ', …' : ''}`;
  const often = times === 1 ? 'twice' : `${times + 1} times`;
  const what = alike ? 'with the same value' : `and what it says on ${lines} is lost`;
  return notice(duplicateKey, {
    span: first,
    ...withinOf(tree, kept),
    message: `\`${shown(key)}\` is written ${often} in one mapping, ${what}: the last one counts, on line ${lineOf(kept)}`,
    label: alike ? '' : 'lost',
    severity: alike ? 'info' : duplicateKey.severity,
    related: [
      ...others.map((span) => ({ label: [{ span }, alike ? '' : 'lost'] as const })),
      { label: [{ span: kept }, 'counts'] as const },
    ],
  });
}

const restOf = (more: number): string =>
  `${more === 1 ? 'one more value is' : `${more} more values are`} lost in this file from here on, as their keys are written again: the last one counts`;

const withinOf = (tree: Tree, span: Span) => {
  const within = resourceAt(span, tree);
  return within && { within };
};
