import { type Span, textOf } from '../../source/file.ts';
import type { Mapping, Scalar } from '../../source/tree.ts';
import type { Slot } from '../../value.ts';

type Writable = string | number | boolean;

/** How to rewrite a scalar in the style it is written in; nothing for block scalars and whatever else has no simple spelling. */
export function slotOf({ span }: Scalar): Slot | undefined {
  const source = textOf(span);
  const first = source[0];
  if (first === '"') return { span, write: (value) => JSON.stringify(String(value)) };
  if (first === "'") return { span, write: (value) => singleQuoted(String(value)) };
  if (first === undefined || /[|>&*!\r\n]/.test(first) || /[\r\n]/.test(source)) return undefined;
  return { span, write: isJson(span) ? (value) => JSON.stringify(value) : plain };
}

/** How to add a property to a mapping, in the style of its first entry. */
export function insertion(mapping: Mapping, key: string): Slot | undefined {
  const { file, start, end } = mapping.span;
  const own = [...mapping.entries.values()].find((entry) => entry.key.start >= start && entry.key.end <= end);
  const isFlow = file.text[start] === '{';
  if (!own) return isFlow ? within(file.text, mapping.span, key) : undefined;
  return isFlow ? afterFlowEntry(own.key, own.value.span, mapping.span, key) : beforeBlockEntry(own.key, key);
}

/** An empty flow mapping. */
function within(text: string, { file, start, end }: Span, key: string): Slot | undefined {
  if (text.slice(start + 1, end - 1).trim() !== '') return undefined;
  const span = { file, start: start + 1, end: end - 1 };
  return { span, write: (value) => ` ${flowKey(key, span)}: ${flowValue(value, span)} ` };
}

function afterFlowEntry(first: Span, value: Span, { file, start, end }: Span, key: string): Slot | undefined {
  if (value.start < first.end || value.end > end) return undefined;
  const gap = file.text.slice(start + 1, first.start);
  const separator = /^\s*$/.test(gap) && /[\r\n]/.test(gap) ? gap.slice(gap.search(/\r?\n[^\r\n]*$/)) : ' ';
  const span = { file, start: value.end, end: value.end };
  return { span, write: (written) => `,${separator}${flowKey(key, span)}: ${flowValue(written, span)}` };
}

/** Before it and not after, because an entry's end is hard to tell from the comments behind it. */
function beforeBlockEntry({ file, start }: Span, key: string): Slot | undefined {
  const { text } = file;
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  const margin = text.slice(lineStart, start).replace(/^\uFEFF/, '');
  if (!/^[ -]*$/.test(margin)) return undefined;
  const indent = margin.replaceAll('-', ' ');
  const line = endOfLine(text, start);
  const after = simpleEntryEnd(text.slice(start, line));
  if (!after) {
    const span = { file, start, end: start };
    return { span, write: (value) => `${plain(key)}: ${plain(value)}${eolOf(text)}${indent}` };
  }
  const span = { file, start: line, end: line };
  return { span, write: (value) => `${eolOf(text)}${indent}${plain(key)}: ${plain(value)}` };
}

/** Whether `Key: value` ends on its line for certain: a short plain or quoted scalar, and perhaps a comment. */
const simpleEntryEnd = (entry: string): boolean =>
  /^[\w.:-]+:[ ]+(?:[\w./-]+|'[^']*'|"[^"\\]*")[ ]*(?:[ ]#.*)?$/.test(entry);

function endOfLine(text: string, from: number): number {
  const length = text.slice(from).search(/\r|\n/);
  return length < 0 ? text.length : from + length;
}

const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** A whole document in braces is taken for JSON; quoting as JSON does is right in YAML's flow style as well. */
const isJson = ({ file }: Span): boolean => /^\uFEFF?\s*[{[]/.test(file.text);

const flowKey = (key: string, span: Span): string => (isJson(span) ? JSON.stringify(key) : plain(key));
const flowValue = (value: Writable, span: Span): string => (isJson(span) ? JSON.stringify(value) : plain(value));

const singleQuoted = (text: string): string =>
  /[\r\n\t]/.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;

/** Plain where YAML reads the same string back, double-quoted otherwise. */
function plain(value: Writable): string {
  if (typeof value !== 'string') return String(value);
  const isSafe = /^[A-Za-z/](?:[\w./@+:-]*[\w./@+-])?$/.test(value) && !value.includes('://:');
  const isTyped = /^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value);
  return isSafe && !isTyped ? value : JSON.stringify(value);
}
