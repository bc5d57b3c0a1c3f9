import { position, type Span } from '../source/file.ts';

/** How a consumer calls a file: most want it relative to the root of the repository, wherever the run was started. */
export type PathOf = (path: string) => string;

export const asGiven: PathOf = (path) => path;

/** 1-based, columns in UTF-16 units; the end is exclusive. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function regionOf({ file, start, end }: Span): Region {
  const from = position(file, start);
  const to = position(file, end);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
