import { apply, type Edit } from '../source/edit.ts';
import { position, type SourceFile } from '../source/file.ts';
import { excerpt, lineAt } from './excerpt.ts';
import { arrow, type Canvas, margin, plainLine, room } from './frame.ts';
import { compare } from './order.ts';

/** How many lines one hunk shows of each side. */
const most = 8;

/** What edits change, line by line: `8 - old` above `8 + new`. Files other than `home` are named. */
export function diff(edits: readonly Edit[], home: SourceFile, canvas: Canvas): readonly string[] {
  const lines: string[] = [];
  let file = home;
  for (const hunk of hunks(edits, home)) {
    const { span } = hunk[0];
    if (span.file !== file) lines.push(arrow(span.file, span.start, canvas, ':::'));
    file = span.file;
    lines.push(...shown(hunk, canvas));
  }
  return lines.length === 0 ? [] : [margin(canvas), ...lines];
}

type Hunk = [Edit, ...Edit[]];

/** Edits of neighbouring lines together, in order of files and places. */
function hunks(edits: readonly Edit[], home: SourceFile): readonly Hunk[] {
  const all: Hunk[] = [];
  for (const edit of [...edits].sort((a, b) => atHome(b, home) - atHome(a, home) || inOrder(a, b))) {
    const last = all.at(-1);
    const before = last?.at(-1);
    if (last && before && before.span.file === edit.span.file && lastLine(before) >= firstLine(edit)) last.push(edit);
    else all.push([edit]);
  }
  return all;
}

const atHome = ({ span }: Edit, home: SourceFile): number => Number(span.file === home);
const inOrder = ({ span: a }: Edit, { span: b }: Edit): number =>
  a.file === b.file ? a.start - b.start || a.end - b.end : compare(a.file.path, b.file.path);
const firstLine = ({ span }: Edit): number => position(span.file, span.start).line - 1;
const lastLine = ({ span }: Edit): number => position(span.file, span.end).line - 1;

function shown(hunk: Hunk, canvas: Canvas): readonly string[] {
  const { file } = hunk[0].span;
  const first = firstLine(hunk[0]);
  const from = Math.min(...hunk.map(({ span }) => span.start));
  const to = Math.max(...hunk.map(({ span }) => span.end));
  // A template of one line is not to be gone through for each of its findings.
  const start = Math.max(lineAt(file, first).start, from - around);
  const end = Math.min(lineAt(file, Math.max(...hunk.map(lastLine))).end, to + around);
  const reach = Math.max(end, to);
  const moved = hunk.map(({ span, text }) => ({
    text,
    span: { file, start: span.start - start, end: span.end - start },
  }));
  const before = file.text.slice(start, reach);
  const old = before.split(eol);
  const fresh = apply(before, moved).split(eol);
  const same = prefix(old, fresh);
  const tail = prefix(old.slice(same).reverse(), fresh.slice(same).reverse());
  const removed = old.slice(same, old.length - tail);
  const added = fresh.slice(same, fresh.length - tail);
  const line = first + same + 1;
  return [
    // An insertion shows the line above it, so that one sees where it goes.
    ...(removed.length === 0 && line > 1 ? [plainLine(file, line - 2, canvas)] : []),
    ...side('-', removed, added, line, canvas),
    ...side('+', added, removed, line, canvas),
  ];
}

/** More characters than an excerpt shows on either side. */
const around = 2_000;

const eol = /\r\n|\n|\r/;

/** How many leading items two lists share. */
function prefix<T>(a: ArrayLike<T>, b: ArrayLike<T>): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  return n;
}

function side(
  sign: '-' | '+',
  lines: readonly string[],
  others: readonly string[],
  first: number,
  canvas: Canvas,
): readonly string[] {
  const style = sign === '-' ? 'removed' : 'added';
  const rows = lines.slice(0, most).map((text, i) => {
    const at = prefix(text, others[i] ?? '');
    const piece = excerpt(text, { start: 0, end: text.trimEnd().length }, { start: at, end: at }, room(canvas)).shown;
    const lead = canvas.paint('frame', String(first + i).padStart(canvas.gutter));
    return `${lead} ${canvas.paint(style, `${sign} ${piece}`.trimEnd())}`;
  });
  return lines.length > most ? [...rows, `${' '.repeat(canvas.gutter)} ${canvas.paint(style, `${sign} ...`)}`] : rows;
}
