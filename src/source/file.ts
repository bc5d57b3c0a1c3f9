/** A file as the user knows it. `path` is for display only: nothing here opens files. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A half-open range of UTF-16 offsets. Lines and columns exist only in reports. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Anything that was written somewhere. */
export interface Spanned {
  readonly span: Span;
}

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

/** Offsets at which the lines of a file start; the first is always 0. */
export function linesOf(file: SourceFile): readonly number[] {
  const known = lineStarts.get(file);
  if (known) return known;
  const { text } = file;
  const starts = [0];
  if (text.includes('\r'))
    for (const { index, 0: eol } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + eol.length);
  else for (let at = text.indexOf('\n') + 1; at > 0; at = text.indexOf('\n', at) + 1) starts.push(at);
  lineStarts.set(file, starts);
  return starts;
}

/** Line and column of an offset. */
export function position(file: SourceFile, offset: number): Position {
  const starts = linesOf(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The text a span covers. */
export const textOf = (span: Span): string => span.file.text.slice(span.start, span.end);

/** A source nobody can read further: it has a place and says what to do. Other files go on. */
export class InputError extends Error {
  readonly span: Span | undefined;
  readonly path: string;
  constructor(message: string, where: Span | { readonly path: string }) {
    super(message);
    this.name = 'InputError';
    this.span = 'file' in where ? where : undefined;
    this.path = 'file' in where ? where.file.path : where.path;
  }
}

/** What went wrong with a file: the input, or a bug of ours, which is to stop no other file. */
export function failure(error: unknown, path: string): InputError {
  if (error instanceof InputError) return error;
  const bug = new InputError(`alb-lint failed on this file, which is a bug of ours: please report it (${error})`, {
    path,
  });
  bug.cause = error;
  return bug;
}
