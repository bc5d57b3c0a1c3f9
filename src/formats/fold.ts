import { width } from './cells.ts';

/** What a terminal obeys of ours: colours and links. */
const sequences = /\x1b\[[\d;]*m|\x1b\]8;;[^\x1b]*\x1b\\/g;

/** What must not be torn apart: words, and what has one colour or one link. */
const pieces = /(?:\x1b\[[\d;]*m.*?\x1b\[0m|\x1b\]8;;[^\x1b]+\x1b\\.*?\x1b\]8;;\x1b\\|\S)+/g;

/** A line of ours, colours and links in it, as lines of at most `cells` cells of which the later ones are indented by two. */
export function fold(line: string, cells: number): readonly string[] {
  const lines: string[] = [];
  let used = 0;
  for (const [piece] of line.matchAll(pieces)) {
    const size = width(piece.replace(sequences, ''));
    if (lines.length > 0 && used + 1 + size <= cells) {
      lines.push(`${lines.pop()} ${piece}`);
      used += 1 + size;
    } else {
      used = size + (lines.length > 0 ? 2 : 0);
      lines.push(lines.length > 0 ? `  ${piece}` : piece);
    }
  }
  return lines;
}
