import type { SourceFile, Span } from './file.ts';
import type { Call, Entry, List, Mapping, Scalar, Tree } from './tree.ts';

// Every node is its own span, and fields are only declared (an initialised class field is a call per object):
// together that halves the time a large file takes in a process that has just started.

export class ScalarNode implements Scalar, Span {
  declare readonly file: SourceFile;
  declare readonly start: number;
  declare readonly end: number;
  declare readonly kind: 'scalar';
  declare readonly value: string | number | boolean | null;
  declare readonly text: string;
  constructor(file: SourceFile, start: number, end: number, value: string | number | boolean | null, text: string) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.kind = 'scalar';
    this.value = value;
    this.text = text;
  }
  get span(): Span {
    return this;
  }
}

export class ListNode implements List, Span {
  declare readonly file: SourceFile;
  declare readonly start: number;
  declare readonly end: number;
  declare readonly kind: 'list';
  declare readonly items: readonly Tree[];
  constructor(file: SourceFile, start: number, end: number, items: readonly Tree[]) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.kind = 'list';
    this.items = items;
  }
  get span(): Span {
    return this;
  }
}

class MappingNode implements Mapping, Span {
  declare readonly file: SourceFile;
  declare readonly start: number;
  declare readonly end: number;
  declare readonly kind: 'map';
  declare readonly entries: ReadonlyMap<string, Entry>;
  constructor(file: SourceFile, start: number, end: number, entries: ReadonlyMap<string, Entry>) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.kind = 'map';
    this.entries = entries;
  }
  get span(): Span {
    return this;
  }
}

export class CallNode implements Call, Span {
  declare readonly file: SourceFile;
  declare readonly start: number;
  declare readonly end: number;
  declare readonly kind: 'call';
  declare readonly fn: string;
  declare readonly args: Tree;
  /** The only entry of the long form, which a merge key still sees as a mapping. */
  declare readonly long: Entry | undefined;
  constructor(file: SourceFile, start: number, end: number, fn: string, args: Tree, long?: Entry) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.kind = 'call';
    this.fn = fn;
    this.args = args;
    this.long = long;
  }
  get span(): Span {
    return this;
  }
}

/** An entry is the span of its key. */
export class EntryNode implements Entry, Span {
  declare readonly file: SourceFile;
  declare readonly start: number;
  declare readonly end: number;
  declare readonly value: Tree;
  declare lost?: Span;
  constructor(file: SourceFile, start: number, end: number, value: Tree) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.value = value;
  }
  get key(): Span {
    return this;
  }
}

/**
 * The function that a mapping with this single entry calls, if it does.
 * `Fn::ForEach::Loop` is no call: it generates entries beside its siblings.
 */
export function calledBy(key: string, args: Tree): string | undefined {
  if (key === 'Ref') return key;
  if (key === 'Condition') return args.kind === 'scalar' && typeof args.value === 'string' ? key : undefined;
  return key.startsWith('Fn::') && key.length > 4 && !key.includes('::', 4) ? key.slice(4) : undefined;
}

/** The mapping of these entries, or the call that it is. */
export function mappingOf(file: SourceFile, start: number, end: number, entries: ReadonlyMap<string, Entry>): Tree {
  if (entries.size === 1) {
    for (const [key, entry] of entries) {
      const fn = calledBy(key, entry.value);
      if (fn !== undefined) return new CallNode(file, start, end, fn, entry.value, entry);
    }
  }
  return new MappingNode(file, start, end, entries);
}

/** Input text as a message may quote it: short and on one line. */
export function shown(text: string): string {
  const line = text.slice(0, 80).replace(/[\s\p{C}]+/gu, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
