import { type Comment, commentsIn } from '../source/comments.ts';
import { linesOf } from '../source/file.ts';
import type { Tree } from '../source/tree.ts';
import { lineOf, type Misspelt, most, placesOf, reasonIn, type Suppression, type Suppressions } from './suppression.ts';

/** To the next one on its line. It never tries a stretch of signs or blanks twice. */
const marker = /(?<!#)#+[ \t]*alb-lint[ \t]*:[ \t]*((?:(?![ \t]#+[ \t]*alb-lint[ \t]*:).)*)/gim;

/** Words by which other tools are told to look away; a comment that says something else to us is no suppression. */
const wish = /^(?:ignore|disable|suppress|skip|allow|no-?lint|no-?qa|off)\b/i;

/** What `# alb-lint: ignore[rule-id] reason` says on a line, or on lines of their own above it. */
export function inComments(tree: Tree): Suppressions {
  const read = commentsIn(tree, marker)
    .filter(({ match }) => wish.test(match[1] ?? ''))
    .slice(0, most + 1)
    .map(readComment);
  return {
    suppressions: read.flatMap(({ suppressions }) => suppressions),
    misspelt: read.flatMap(({ misspelt }) => misspelt),
  };
}

function readComment(comment: Comment): Suppressions {
  const [, ids, words = ''] = /^ignore[ \t]*\[([^\]]*)\][ \t]*[-–—:]*(.*)$/i.exec(comment.match[1] ?? '') ?? [];
  const named = ids === undefined ? [] : namesIn(comment, ids);
  if (named.length === 0) return { suppressions: [], misspelt: [unnamed(comment)] };
  const lines = new Set([comment.line, ...(comment.alone ? [lineBelow(comment)] : [])]);
  const suppressions = named.map(
    ({ rule, start, end }): Suppression => ({
      kind: 'comment',
      rule,
      reason: reasonIn(words),
      span: { file: comment.file, start, end },
      covers: (finding) => placesOf(finding).some((at) => at.file === comment.file && lines.has(lineOf(at))),
      nothing: `underlines nothing on line ${Math.max(...lines)}`,
      complete: true,
    }),
  );
  return { suppressions, misspelt: [] };
}

const unnamed = ({ file, start, end }: Comment): Misspelt => ({
  span: { file, start, end },
  message: 'this comment names no rule and suppresses nothing; it takes `# alb-lint: ignore[rule-id] reason`',
});

/** The names between the brackets, with their places. */
function namesIn(comment: Comment, ids: string) {
  const from = comment.file.text.indexOf('[', comment.start) + 1;
  return [...ids.matchAll(/[^\s,]+/g)].map(({ 0: rule, index }) => ({
    rule,
    start: from + index,
    end: from + index + rule.length,
  }));
}

/** The next line that is more than a comment. */
function lineBelow({ file, line }: Comment): number {
  const starts = linesOf(file);
  let below = line + 1;
  while (
    below < Math.min(starts.length, line + most) &&
    /^[ \t]*#/.test(file.text.slice(starts[below - 1], starts[below]))
  )
    below++;
  return below;
}
