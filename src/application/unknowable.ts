import type { Entity } from '../graph/entities.ts';
import type { Span, Spanned } from '../source/file.ts';
import type { Unknown } from '../value.ts';

/** A fact about the software in a container, or on instances, that no template says; a user may state it under `name`. */
export function unknowable({ id, span }: Entity, name: string, at: Spanned = { span }): Unknown {
  const { file, start } = span;
  return {
    kind: 'unknown',
    reason: { kind: 'application', name, of: id },
    symbol: `application:${name}:${file.path}:${start}:${id}`,
    span: at.span,
    via: [],
  };
}

/** The place of a piece of a text inside the text's own span, where the source holds it verbatim and once. */
export function within(span: Span, text: string, start: number, end: number): Span {
  const source = span.file.text.slice(span.start, span.end);
  const at = source.indexOf(text);
  if (text === '' || at < 0 || source.indexOf(text, at + 1) >= 0) return span;
  return { file: span.file, start: span.start + at + start, end: span.start + at + end };
}
