import { append } from '../multimap.ts';
import { position, type SourceFile, type Span } from '../source/file.ts';
import { width } from './cells.ts';
import { distance, type Excerpt, excerpt, fits, lineAt, type Range } from './excerpt.ts';
import { compare } from './order.ts';
import type { Paint, Style } from './paint.ts';
import { Row } from './row.ts';
import { safe } from './safe.ts';
import { wrap } from './wrap.ts';

/** A place to underline and what it says; the first mark of a frame is the primary one. */
export interface Mark {
  readonly span: Span;
  readonly text: string;
}

export interface Canvas {
  readonly paint: Paint;
  /** Cells of the whole output line. */
  readonly width: number;
  /** Digits of the greatest line number in this and the neighbouring frames. */
  readonly gutter: number;
}

/** The digits that the line numbers of these spans take. */
export const gutterOf = (spans: readonly Span[]): number =>
  Math.max(1, ...spans.map(({ file, end, start }) => String(position(file, Math.max(start, end)).line).length));

/** The lead of a line without a number: `   |`. */
export const margin = ({ paint, gutter }: Canvas, sign = '|'): string =>
  `${' '.repeat(gutter)} ${paint('frame', sign)}`;

/** A line of source with its number. */
const numbered = ({ paint, gutter }: Canvas, line: number, text: string): string =>
  `${paint('frame', `${String(line).padStart(gutter)} |`)} ${text}`.trimEnd();

/** The cells that remain for source text. */
export const room = ({ width: all, gutter }: Canvas): number => Math.max(40, all - gutter - 3);

interface Placed extends Mark, Range {
  readonly sign: '^' | '-';
  readonly style: Style;
  /** Index of the line. */
  readonly line: number;
}

/** A code frame with every mark, file after file, the one of the primary mark first. */
export function frame(marks: readonly [Mark, ...Mark[]], severity: Style, canvas: Canvas): readonly string[] {
  const placed = marks.map((mark, i) => place(mark, i === 0, severity));
  const primary = marks[0].span.file;
  const files = [...new Set(marks.map(({ span }) => span.file))].sort(
    (a, b) => Number(b === primary) - Number(a === primary) || compare(a.path, b.path),
  );
  return files.flatMap((file, i) => {
    const here = placed.filter(({ span }) => span.file === file).sort(inOrder);
    const head = i === 0 ? placed[0] : here[0];
    return [
      ...(i === 0 ? [] : [margin(canvas)]),
      arrow(file, head?.start ?? 0, canvas, i === 0 ? '-->' : ':::'),
      margin(canvas),
      ...inFile(file, here, canvas),
    ];
  });
}

/** `  --> api.yaml:45:7`. */
export function arrow(file: SourceFile, offset: number, { paint, gutter }: Canvas, sign = '-->'): string {
  const { line, column } = position(file, offset);
  return `${' '.repeat(gutter)}${paint('frame', sign)} ${safe(file.path)}:${line}:${column}`;
}

/** A mark on the line where it starts: what lies on further lines is not underlined. */
function place(mark: Mark, primary: boolean, severity: Style): Placed {
  const { file } = mark.span;
  const start = Math.min(mark.span.start, file.text.length);
  const line = position(file, start).line - 1;
  const ends = lineAt(file, line).end;
  const end = Math.max(start, Math.min(mark.span.end, ends));
  const look = primary ? ({ sign: '^', style: severity } as const) : ({ sign: '-', style: 'frame' } as const);
  return { ...mark, ...look, start: Math.min(start, ends), end, line };
}

const inOrder = (a: Placed, b: Placed): number => a.start - b.start || a.end - b.end || compare(a.text, b.text);

function inFile(file: SourceFile, marks: readonly Placed[], canvas: Canvas): readonly string[] {
  const lines: string[] = [];
  let before: number | undefined;
  for (const group of together(file, marks, canvas)) {
    const line = group[0].line;
    if (before !== undefined && line - before === 2) lines.push(plainLine(file, before + 1, canvas));
    else if (before !== undefined && line - before > 2) lines.push(canvas.paint('frame', '...'));
    lines.push(...marked(file, group, canvas));
    before = line;
  }
  return lines;
}

/** A line that nothing is said about. */
export function plainLine(file: SourceFile, line: number, canvas: Canvas): string {
  const range = lineAt(file, line);
  return numbered(
    canvas,
    line + 1,
    excerpt(file.text, range, { start: range.start, end: range.start }, room(canvas)).shown,
  );
}

type Group = [Placed, ...Placed[]];

/** Marks that are shown under one piece of source: those of a line, or of one stretch of a line too long to show. */
function together(file: SourceFile, marks: readonly Placed[], canvas: Canvas): readonly Group[] {
  const groups: Group[] = [];
  for (const mark of marks) {
    const last = groups.at(-1);
    if (last && last[0].line === mark.line && near(file, last[0], mark, room(canvas))) last.push(mark);
    else groups.push([mark]);
  }
  return groups;
}

function near(file: SourceFile, first: Placed, mark: Placed, cells: number): boolean {
  if (fits(file.text, lineAt(file, mark.line), cells)) return true;
  return distance(file.text, { start: first.start, end: mark.end }, cells) < cells / 2;
}

/** Underlined marks that begin in the same cell. */
interface Stack {
  readonly cell: number;
  readonly end: number;
  readonly labels: readonly { readonly text: string; readonly style: Style }[];
}

function marked(file: SourceFile, group: Group, canvas: Canvas): readonly string[] {
  const line = group[0].line;
  const focus = { start: group[0].start, end: Math.max(...group.map(({ end }) => end)) };
  const shown = excerpt(file.text, lineAt(file, line), focus, room(canvas));
  const under = new Row();
  // The primary mark is drawn last, so that it stays visible where marks overlap.
  for (const { start, end, sign, style } of [...group].sort((a, b) => Number(a.sign === '^') - Number(b.sign === '^')))
    under.put(shown.cellOf(start), sign.repeat(cellsOf(shown, start, end)), style);
  const rows = labelled(under, stacks(shown, group), room(canvas));
  return [
    numbered(canvas, line + 1, shown.shown),
    ...rows.map((row) => `${margin(canvas)} ${row.render(canvas.paint)}`.trimEnd()),
  ];
}

const cellsOf = (shown: Excerpt, start: number, end: number): number =>
  Math.max(1, shown.cellOf(end) - shown.cellOf(start));

/** The rightmost first. */
function stacks(shown: Excerpt, group: Group): readonly Stack[] {
  const byCell = new Map<number, Placed[]>();
  for (const mark of group) append(byCell, shown.cellOf(mark.start), mark);
  return [...byCell]
    .sort(([a], [b]) => b - a)
    .map(([cell, marks]) => ({
      cell,
      end: Math.max(...marks.map(({ start, end }) => cell + cellsOf(shown, start, end))),
      labels: [...new Map(marks.map(({ text, style }) => [text, { text: safe(text), style }])).values()].filter(
        ({ text }) => text !== '',
      ),
    }));
}

/** Cells below which a label is not squeezed. */
const narrow = 32;

/** The underlines with their texts: the last one's beside it, the others hanging below on a line of their own. */
function labelled(under: Row, all: readonly Stack[], cells: number): readonly Row[] {
  const rows = [under];
  const reach = Math.max(...all.map(({ end }) => end));
  const [last, ...others] = all;
  let hanging = all.filter(({ labels }) => labels.length > 0);
  if (last && last.end === reach && last.labels.length > 0 && roomy(last, reach + 1, cells)) {
    hanging = others.filter(({ labels }) => labels.length > 0);
    write(rows, 0, last, hanging, reach + 1, cells);
  }
  if (hanging.length > 0) rows.push(connectors(hanging));
  hanging.forEach((stack, i) => {
    write(
      rows,
      rows.length,
      stack,
      hanging.slice(i + 1),
      Math.min(stack.cell, Math.max(0, cells - longest(stack))),
      cells,
    );
  });
  return rows;
}

const longest = ({ labels }: Stack): number => Math.max(narrow, ...labels.map(({ text }) => width(text)));

const roomy = ({ labels }: Stack, cell: number, cells: number): boolean =>
  labels.every(({ text }) => width(text) <= cells - cell) || cells - cell >= narrow;

function connectors(hanging: readonly Stack[]): Row {
  const row = new Row();
  for (const { cell, labels } of hanging) row.put(cell, '|', labels[0]?.style ?? 'frame');
  return row;
}

/** Writes the texts of a stack from row `at` on, beside the connectors of the stacks that are still to come. */
function write(rows: Row[], at: number, stack: Stack, pending: readonly Stack[], cell: number, cells: number): void {
  const texts = stack.labels.flatMap(({ text, style }) =>
    wrap(text, Math.max(narrow, cells - cell)).map((line) => ({ line, style })),
  );
  texts.forEach(({ line, style }, i) => {
    const row = rows[at + i] ?? connectors(pending);
    if (at + i >= rows.length) rows.push(row);
    row.put(cell, line, style);
  });
}
