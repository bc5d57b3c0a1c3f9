import type { SourceFile } from './file.ts';
import { EntryNode, ListNode, mappingOf } from './nodes.ts';
import { enter, type Repeats } from './repeated.ts';
import type { Entry, Tree } from './tree.ts';
import {
  BETWEEN,
  COLON,
  EXCLAMATION,
  isBlank,
  isQuote,
  MERGE,
  OPEN_LIST,
  OPEN_MAP,
  unusual,
  YamlCursor,
} from './yaml-cursor.ts';

const COMMA = 44;
const CLOSE_LIST = 93;
const CLOSE_MAP = 125;

/** How deep values may lie within each other here. */
export const DEEPEST = 50;

const PLAIN_IN_FLOW =
  /(?:[^ \t\n#&*!|>'"%@`[\]{},?:-]|[?:-](?=[^ \t\n,[\]{}]))(?:[^ \t\n:,[\]{}]+|:(?=[^ \t\n,[\]{}])| +(?=[^ \t\n#:,[\]{}]))*/y;
const TAG_IN_FLOW = /![A-Za-z][\w:]*(?=[ ,\]}])/y;

/** Reads what stands in brackets and braces, over any number of lines. */
export class FlowReader extends YamlCursor {
  declare protected repeats: Repeats | undefined;

  constructor(file: SourceFile, text: string) {
    super(file, text);
    this.repeats = undefined;
  }

  protected flowList(column: number): ListNode {
    const { file, text, at: start } = this;
    const items: Tree[] = [];
    this.open(column);
    while (text.charCodeAt(this.at) !== CLOSE_LIST) {
      items.push(this.item(column));
      this.separate(column, CLOSE_LIST);
    }
    this.close();
    return new ListNode(file, start, this.at, items);
  }

  /** An item within brackets, which may be a pair of a mapping without braces. */
  private item(column: number): Tree {
    const { file, text, at: start } = this;
    const item = this.inFlow(column);
    const { at: end } = this;
    this.skipSpaces();
    if (text.charCodeAt(this.at) !== COLON) return item;
    if (item.kind !== 'scalar' || item.text === MERGE || text.slice(start, end).includes('\n')) throw unusual;
    this.pastColon(start);
    this.between(column);
    const entry = new EntryNode(file, start, end, this.inFlow(column));
    return mappingOf(file, start, entry.value.span.end, new Map([[item.text, entry]]));
  }

  protected flowMapping(column: number): Tree {
    const { file, text, at: start } = this;
    const entries = new Map<string, Entry>();
    this.open(column);
    while (text.charCodeAt(this.at) !== CLOSE_MAP) {
      const { at } = this;
      const name = this.scalar(PLAIN_IN_FLOW, column, true);
      this.between(column);
      if (text.charCodeAt(this.at) !== COLON || name.text === MERGE) throw unusual;
      this.pastColon(at);
      this.between(column);
      const entry = new EntryNode(file, at, name.end, this.inFlow(column));
      this.repeats = enter(entries, name.text, entry, this.repeats);
      this.separate(column, CLOSE_MAP);
    }
    this.close();
    return mappingOf(file, start, this.at, entries);
  }

  /** Over the colon after a key; directly after it stands a value only where the key is in quotes. */
  private pastColon(key: number): void {
    const { text } = this;
    this.at++;
    if (!isBlank(text.charCodeAt(this.at)) && !isQuote(text.charCodeAt(key))) throw unusual;
  }

  private inFlow(column: number): Tree {
    const { text, at: start } = this;
    const fn = text.charCodeAt(start) === EXCLAMATION ? this.tag(TAG_IN_FLOW) : undefined;
    const { at: end } = this;
    if (fn !== undefined) this.skipSpaces();
    const code = text.charCodeAt(this.at);
    let value: Tree;
    if (code === OPEN_LIST) value = this.flowList(column);
    else if (code === OPEN_MAP) value = this.flowMapping(column);
    else if (fn !== undefined && (code === COMMA || isClosing(code))) value = this.absent(end);
    else value = this.scalar(PLAIN_IN_FLOW, column, fn !== undefined);
    return fn === undefined ? value : this.called(fn, start, value);
  }

  private open(column: number): void {
    if (++this.depth > DEEPEST) throw unusual;
    this.at++;
    this.between(column);
  }

  /** To the next item within brackets, or to the closing one. */
  private separate(column: number, closing: number): void {
    this.between(column);
    const code = this.text.charCodeAt(this.at);
    if (code === COMMA) {
      this.at++;
      this.between(column);
    } else if (code !== closing) throw unusual;
  }

  private close(): void {
    this.depth--;
    this.at++;
  }

  /** Over spaces and line breaks within brackets, where lines stand in greater columns than what the brackets belong to. */
  private between(column: number): void {
    const from = this.at;
    this.at = this.match(BETWEEN);
    if (this.at === from) return;
    const { text } = this;
    const blanks = text.slice(from, this.at);
    const lineBreak = from + blanks.lastIndexOf('\n');
    if (lineBreak < from || this.at - lineBreak - 1 > column) return;
    // A closing bracket may stand anywhere on the next line: CloudFormation does not mind.
    if (!isClosing(text.charCodeAt(this.at)) || blanks.indexOf('\n') < lineBreak - from) throw unusual;
  }
}

const isClosing = (code: number): boolean => code === CLOSE_LIST || code === CLOSE_MAP;
