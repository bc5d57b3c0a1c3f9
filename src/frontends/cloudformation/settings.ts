import type { Span } from '../../source/file.ts';

/** What the user says of one stack: which template it is deployed from, and with what. */
export interface StackSetting {
  readonly name: string;
  /** The path of its template, or an end of it. */
  readonly template: string;
  readonly parameters: ReadonlyMap<string, Passed>;
  readonly span: Span;
}

/** The value of a parameter: a text, or what another stack puts out. */
export type Passed =
  | { readonly kind: 'text'; readonly text: string; readonly span: Span }
  | { readonly kind: 'output'; readonly stack: string; readonly output: string; readonly span: Span };

/** Whether a path is meant by a path or by an end of one. */
export const isMeantBy = (path: string, end: string): boolean => {
  const wanted = end.replace(/^\.\//, '');
  return path === wanted || path.endsWith(`/${wanted}`);
};
