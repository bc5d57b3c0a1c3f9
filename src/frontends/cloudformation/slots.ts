import { type Span, textOf } from '../../source/file.ts';
import type { Entry, Mapping, Scalar } from '../../source/tree.ts';
import type { Slot } from '../../value.ts';

type Writable = string | number | boolean;

/** How to rewrite a scalar in the style it is written in; nothing for block scalars and whatever else has no simple spelling. */
export function slotOf({ span }: Scalar): Slot | undefined {
  const source = textOf(span);
  if (source.startsWith('"')) return { span, write: (value) => JSON.stringify(String(value)) };
  if (source.startsWith("'")) return { span, write: (value) => singleQuoted(String(value)) };
  if (/^[|>&*!]|[\r\n]/.test(source)) return undefined;
  return { span, write: isJson(span) ? (value) => JSON.stringify(value) : plain };
}

/** How to add a property to a mapping, in the style of its first entry; nothing where that is not plain to see. */
export function insertion(mapping: Mapping): ((key: string) => Slot) | undefined {
  const { span, entries } = mapping;
  const first = firstWithin(span, entries);
  if (span.file.text[span.start] !== '{') return first && blockInsertion(first);
  if (first) return isWrittenThere(first) ? (key) => afterFlowEntry(first, span, key) : undefined;
  return entries.size === 0 ? (key) => withinBraces(span, key) : undefined;
}

/** Not an entry that an include brought in from another file, or a merge key from further up. */
function firstWithin({ file, start }: Span, entries: Mapping['entries']): Entry | undefined {
  for (const entry of entries.values()) if (entry.key.file === file && entry.key.start >= start) return entry;
  return undefined;
}

/** Not what an alias or an include stands for. */
const isWrittenThere = ({ key, value: { span } }: Entry): boolean => span.file === key.file && span.start >= key.end;

function withinBraces({ file, start, end }: Span, key: string): Slot {
  const span = { file, start: start + 1, end: end - 1 };
  return { span, write: (value) => ` ${flowKey(key, span)}: ${flowValue(value, span)} ` };
}

function afterFlowEntry({ key: first, value }: Entry, { file, start }: Span, key: string): Slot {
  const gap = file.text.slice(start, first.start);
  const separator = /\r?\n[ \t]*$/.exec(gap)?.[0] ?? ' ';
  const { end } = value.span;
  const span = { file, start: end, end };
  return { span, write: (written) => `,${separator}${flowKey(key, span)}: ${flowValue(written, span)}` };
}

function blockInsertion(first: Entry): ((key: string) => Slot) | undefined {
  const { file, start } = first.key;
  const { text } = file;
  let lineStart = start;
  for (let before = text[lineStart - 1]; before === ' ' || before === '-'; before = text[lineStart - 1]) lineStart--;
  if (lineStart > 0 && !/[\r\n\uFEFF]/.test(text[lineStart - 1] ?? '')) return undefined;
  const indent = ' '.repeat(start - lineStart);
  return (key) => beside(first, indent, key);
}

/** After a first entry of one line; else before it, because an entry's end is hard to tell from the comments behind. */
function beside({ key: first, value: { span: value } }: Entry, indent: string, key: string): Slot {
  const { file, start } = first;
  const { text } = file;
  const line = endOfLine(text, start);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  if (value.end <= line && isWholeEntry(text.slice(start, line))) {
    const span = { file, start: line, end: line };
    return { span, write: (value) => `${eol}${indent}${plain(key)}: ${plain(value)}` };
  }
  const span = { file, start, end: start };
  return { span, write: (value) => `${plain(key)}: ${plain(value)}${eol}${indent}` };
}

/** Whether `Key: value` ends on its line for certain: a short plain or quoted scalar, and perhaps a comment. */
const isWholeEntry = (entry: string): boolean =>
  /^[\w.:-]+:[ ]+(?:[\w./-]+|'[^']*'|"[^"\\]*")[ ]*(?:[ ]#.*)?$/.test(entry);

const endOfLine = (text: string, from: number): number => from + text.slice(from).search(/\r|\n|$/);

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
