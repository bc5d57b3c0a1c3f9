import { type AliasEvent, EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';

export const COLON = 58;
export const DASH = 45;
export const QUESTION = 63;
export const OPEN_MAP = 123;
export const CLOSE_MAP = 125;
export const CLOSE_LIST = 93;
export const LITERAL = 124;
export const FOLDED = 62;

const COMMA = 44;
const HASH = 35;
const SPACE = 32;
const BYTE_ORDER_MARK = 0xfeff;

/** Where a wanted character is when only separators, line breaks and comments lie between it and `from`. */
export function seek(text: string, from: number, wanted: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === wanted) return at;
    if (code === HASH) at = lineEnd(text, at);
    else if (!isSeparator(code)) return undefined;
  }
  return undefined;
}

const isSeparator = (code: number): boolean =>
  code === SPACE ||
  (code >= 9 && code <= 13) ||
  code === COLON ||
  code === DASH ||
  code === COMMA ||
  code === QUESTION ||
  code === BYTE_ORDER_MARK;

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}

/** The end of a scalar that starts at `start`: after its closing quote, or after the last text of a block. */
export function scalarEnd(text: string, { valueStart, valueEnd, style }: ScalarEvent, start: number): number {
  if (valueStart < 0) return start;
  if (style === SCALAR_STYLE.PLAIN) return valueEnd;
  if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED) return valueEnd + 1;
  return start + text.slice(start, valueEnd).trimEnd().length;
}

/** Whether an event stands for a value that is not written at all. */
export const isAbsent = (event: Event): boolean =>
  event.type === EVENT_ID.SCALAR && event.valueStart < 0 && event.tagStart < 0 && event.anchorStart < 0;

export const aliasSpan = ({
  anchorStart,
  anchorEnd,
}: AliasEvent): { readonly start: number; readonly end: number } => ({
  start: anchorStart - 1,
  end: anchorEnd,
});

export function contentStart(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return Math.max(event.valueStart, 0);
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return event.start;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return 0;
  }
}
