import { linesOf, type SourceFile } from '../source/file.ts';
import { type Glyph, glyphs } from './cells.ts';

/** The part of one source line that has room in a frame. */
export interface Excerpt {
  readonly shown: string;
  /** The cell in which the character at an offset begins; a place outside the excerpt is at its nearest end. */
  cellOf(offset: number): number;
}

/** A half-open range of offsets in one text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const cut = '...';
/** Cells shown before the focus of a line that is cut on the left. */
const context = 20;

/** A line in at most `room` cells: whole where it fits, else cut around `focus`. */
export function excerpt(text: string, line: Range, focus: Range, room: number): Excerpt {
  const whole = fill(text, line, room);
  if (whole.complete) return strip(whole, '', '');
  const head = fill(text, line, room - cut.length);
  if (Math.min(focus.end, focus.start + context) <= head.end) return strip(head, '', cut);
  const start = back(text, line.start, focus.start);
  const tail = fill(text, { start, end: line.end }, room - cut.length);
  if (tail.complete) return strip(tail, cut, '');
  return strip(fill(text, { start, end: line.end }, room - 2 * cut.length), cut, cut);
}

/** The range of a line without its end-of-line characters and trailing blanks. */
export function lineAt(file: SourceFile, line: number): Range {
  const starts = linesOf(file);
  const start = starts[line] ?? file.text.length;
  let end = starts[line + 1] ?? file.text.length;
  while (end > start && /\s/.test(file.text.charAt(end - 1))) end--;
  return { start, end };
}

/** Whether a line has room in a frame without being cut. */
export const fits = (text: string, line: Range, room: number): boolean => fill(text, line, room).complete;

/** The cells between two offsets of a line, counted up to `most`. */
export const distance = (text: string, range: Range, most: number): number => {
  const { complete, cells } = fill(text, range, most);
  return complete ? cells : most;
};

interface Filled {
  readonly kept: readonly Glyph[];
  readonly cells: number;
  readonly end: number;
  readonly complete: boolean;
}

function fill(text: string, { start, end }: Range, room: number): Filled {
  const kept: Glyph[] = [];
  let cells = 0;
  for (const glyph of glyphs(text, start, end)) {
    // Combining characters take no cells, so their number is bounded as well.
    if (cells + glyph.cells > room || kept.length > 4 * room) return { kept, cells, end: glyph.at, complete: false };
    kept.push(glyph);
    cells += glyph.cells;
  }
  return { kept, cells, end, complete: true };
}

/** The offset from which the context before the focus is shown. */
function back(text: string, lineStart: number, focus: number): number {
  let start = Math.max(lineStart, focus - context);
  if (/[\udc00-\udfff]/.test(text.charAt(start))) start++;
  while (start < focus && distance(text, { start, end: focus }, 2 * context) > context)
    start += (text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1;
  return start;
}

function strip({ kept, cells, end }: Filled, left: string, right: string): Excerpt {
  const starts: { at: number; cell: number }[] = [];
  let cell = left.length;
  for (const glyph of kept) {
    starts.push({ at: glyph.at, cell });
    cell += glyph.cells;
  }
  const after = left.length + cells;
  return {
    shown: `${left}${kept.map(({ shown }) => shown).join('')}${right}`,
    cellOf: (offset) => (offset >= end ? after : (starts.find(({ at }) => at >= offset)?.cell ?? after)),
  };
}
