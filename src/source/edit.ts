import type { Span } from './file.ts';

/** Replaces the text of one span. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** The text after non-overlapping edits. @throws RangeError when two edits overlap. */
export function apply(text: string, edits: readonly Edit[]): string {
  let result = '';
  let done = 0;
  for (const { span, text: replacement } of [...edits].sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  )) {
    if (span.start < done) throw new RangeError('edits overlap');
    result += text.slice(done, span.start) + replacement;
    done = span.end;
  }
  return result + text.slice(done);
}
