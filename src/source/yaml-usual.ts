import { CHOMPING_MODE, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { SourceFile, Span } from './file.ts';
import { EntryNode, ListNode, mappingOf, ScalarNode } from './nodes.ts';
import { enter, remember } from './repeated.ts';
import { typed } from './scalars.ts';
import type { Entry, Tree } from './tree.ts';
import {
  COLON,
  DOUBLE_QUOTE,
  EXCLAMATION,
  isBlank,
  isQuote,
  LF,
  MERGE,
  OPEN_LIST,
  OPEN_MAP,
  SPACE,
  untouched,
  unusual,
} from './yaml-cursor.ts';
import { DEEPEST, FlowReader } from './yaml-flow.ts';

/**
 * The tree of a YAML text that is written as nearly all templates are, in a fifth of the time that a parser for all of
 * YAML needs; undefined for every other text, right or wrong. What is read here is read as that parser reads it.
 */
export function readUsualYaml(file: SourceFile): Tree | undefined {
  // To YAML, spaces before a line feed are as good as none, except in blocks, which are decoded from the file.
  const text = file.text.includes('\r') ? file.text.replaceAll('\r\n', ' \n') : file.text;
  if (UNUSUAL.test(text)) return undefined;
  try {
    return new UsualReader(file, text).document();
  } catch (error) {
    // A pattern has room for some million repetitions, and says so when there are more.
    if (error === unusual || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What is neither tab, line feed nor printable, byte order marks, and what takes two code units. */
const UNUSUAL = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

const TAB = 9;
const HASH = 35;
const PLUS = 43;
const DASH = 45;
const DOT = 46;
const FOLDED = 62;
const LITERAL = 124;

/** What stands before the first content: comments, and a document marker on a line of its own. */
const LEADING = /(?: *(?:#[^\n]*)?\n)*(?:---(?: +#[^\n]*| *)\n)?(?: *(?:#[^\n]*)?\n)* */y;

/** The rest of a line after its value, lines without content, and the indentation of the next line that has some. */
const REST = /(?: +#[^\n]*| *)(?=\n|$)(?:\n *(?:#[^\n]*)?(?=\n|$))*(?:\n *)?/y;

const PLAIN = /(?:[^ \t\n#&*!|>'"%@`[\]{},?:-]|[?:-](?=[^ \t\n]))(?:[^ \t\n:]+|:(?=[^ \t\n])| +(?=[^ \t\n#:]))*/y;
const PLAIN_FURTHER = /[^ \t\n#:](?:[^ \t\n:]+|:(?=[^ \t\n])| +(?=[^ \t\n#:]))*/y;
const TAG = /![A-Za-z][\w:]*(?=[ \n])/y;
const BLOCK_HEADER = /[|>][-+]? *\n/y;
const BLANK_LINES = /(?: *\n)* */y;

/** The lines of a block, by its indentation. */
const blocks: RegExp[] = [];

function linesOfBlock(indent: number): RegExp {
  blocks[indent] ??= new RegExp(`(?: {${indent}}[^\\n]*(?:\\n|$)| *\\n)*`, 'y');
  return blocks[indent];
}

class UsualReader extends FlowReader {
  /** The column of the content at `at` that a line starts with; -1 at the end of the text. */
  declare private column: number;
  /** The colon after the key that was looked at last. */
  declare private colon: number;

  constructor(file: SourceFile, text: string) {
    super(file, text);
    this.column = 0;
    this.colon = -1;
  }

  document(): Tree {
    LEADING.lastIndex = 0;
    LEADING.test(this.text);
    this.arrive(LEADING.lastIndex);
    const root = this.collection(this.column);
    if (root === undefined || this.column >= 0) throw unusual;
    remember(this.file, this.repeats);
    return root;
  }

  /** The list or mapping that starts here, in this column. */
  private collection(column: number): Tree | undefined {
    if (this.startsItem()) return this.sequence(column);
    return this.startsKey() ? this.mapping(column) : undefined;
  }

  private mapping(column: number): Tree {
    const { file, at: start } = this;
    let end = this.tokenEnd;
    const key = this.key(column);
    let entry = new EntryNode(file, start, end, this.value(column, false));
    const entries = new Map<string, Entry>().set(key, entry);
    while (this.column === column) {
      if (!this.startsKey()) throw unusual;
      const { at } = this;
      end = this.tokenEnd;
      const name = this.key(column);
      const value = this.value(column, false);
      entry = new EntryNode(file, at, end, value);
      this.repeats = enter(entries, name, entry, this.repeats);
    }
    if (this.column > column) throw unusual;
    return mappingOf(file, start, entry.value.span.end, entries);
  }

  private sequence(column: number): ListNode {
    const start = this.at;
    const items: Tree[] = [];
    let last: Tree;
    do {
      this.at++;
      last = this.value(column, true);
      items.push(last);
    } while (this.column === column && this.startsItem());
    if (this.column > column) throw unusual;
    return new ListNode(this.file, start, last.span.end, items);
  }

  /** What follows the colon of a key, or the dash of an item, in this column. */
  private value(column: number, isItem: boolean): Tree {
    const { text, at: separated } = this;
    if (++this.depth > DEEPEST) throw unusual;
    this.skipSpaces();
    let value: Tree | undefined;
    if (this.endsLine()) {
      this.rest(separated);
      value = this.below(column, isItem, false) ?? new ScalarNode(this.file, separated, separated, null, '');
    } else if (isItem) {
      value = this.collection(this.at - text.lastIndexOf('\n', this.at) - 1) ?? this.inline(column, isItem);
    } else value = this.inline(column, isItem);
    this.depth--;
    return value;
  }

  /** The value that starts on a line below its key, dash or tag, if there is one. */
  private below(column: number, isItem: boolean, isTagged: boolean): Tree | undefined {
    if (this.column > column) {
      return this.collection(this.column) ?? (isTagged ? this.untagged(column, true) : this.inline(column, isItem));
    }
    return !isItem && this.column === column && this.startsItem() ? this.sequence(column) : undefined;
  }

  private inline(column: number, isItem: boolean): Tree {
    const { text, at: start } = this;
    if (text.charCodeAt(start) !== EXCLAMATION) return this.untagged(column, false);
    const fn = this.tag(TAG);
    const end = this.at;
    this.skipSpaces();
    if (!this.endsLine()) return this.called(fn, start, this.untagged(column, true));
    this.rest(end);
    return this.called(fn, start, this.below(column, isItem, true) ?? this.absent(end));
  }

  private untagged(column: number, isTagged: boolean): Tree {
    const code = this.text.charCodeAt(this.at);
    if (code === LITERAL || code === FOLDED) return this.block(column, code);
    let value: Tree;
    if (code === OPEN_LIST) value = this.flowList(column);
    else if (code === OPEN_MAP) value = this.flowMapping(column);
    else value = this.scalar(PLAIN, column, isTagged);
    this.rest(this.at);
    if (this.column <= column) return value;
    if (isQuote(code) || value.kind !== 'scalar') throw unusual;
    return this.further(column, value.span, isTagged);
  }

  /** A plain scalar that goes on after its first line. */
  private further(column: number, { start, end: first }: Span, isTagged: boolean): ScalarNode {
    let end = first;
    while (this.column > column) {
      if (this.text.slice(end, this.at).includes('#')) throw unusual;
      end = this.match(PLAIN_FURTHER);
      this.rest(end);
    }
    const text = this.decoded(SCALAR_STYLE.PLAIN, start, end);
    return new ScalarNode(this.file, start, end, isTagged ? text : typed(text), text);
  }

  /** A block of text, which starts with `|` or `>`. */
  private block(column: number, code: number): ScalarNode {
    const { file, text, at: start } = this;
    const valueStart = this.match(BLOCK_HEADER);
    const chomping = text.charCodeAt(start + 1);
    this.at = valueStart;
    const content = this.match(BLANK_LINES);
    const lineStart = text.lastIndexOf('\n', content - 1) + 1;
    const indent = content - lineStart;
    // A blank line that is longer than the first with text is an error, and a tab there as well.
    const isUsual = content < text.length && text.charCodeAt(content) !== TAB && indent > column;
    if (!isUsual || text.slice(valueStart, lineStart).includes(' ')) throw unusual;
    this.at = lineStart;
    const valueEnd = this.match(linesOfBlock(indent));
    const endsInBreak = text.charCodeAt(valueEnd - 1) === LF;
    if (!endsInBreak && text.charCodeAt(valueEnd - 1) === SPACE) throw unusual;
    this.rest(endsInBreak ? valueEnd - 1 : valueEnd);
    if (this.column > column) throw unusual;
    const value = getScalarValue(file.text, {
      ...untouched,
      valueStart,
      valueEnd,
      indent,
      style: code === LITERAL ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.FOLDED_BLOCK,
      chomping: chomping === DASH ? CHOMPING_MODE.STRIP : chomping === PLUS ? CHOMPING_MODE.KEEP : CHOMPING_MODE.CLIP,
    });
    return new ScalarNode(file, start, start + text.slice(start, valueEnd).trimEnd().length, value, value);
  }

  private startsItem(): boolean {
    return this.text.charCodeAt(this.at) === DASH && isBlank(this.text.charCodeAt(this.at + 1));
  }

  private startsKey(): boolean {
    const { text } = this;
    const end = this.lookAhead(PLAIN);
    if (end < 0) return false;
    let colon = end;
    while (text.charCodeAt(colon) === SPACE) colon++;
    this.colon = colon;
    return text.charCodeAt(colon) === COLON && isBlank(text.charCodeAt(colon + 1));
  }

  /** The text of the key that starts here, which is skipped with its colon. */
  private key(column: number): string {
    const { text, at: start, tokenEnd: end } = this;
    this.at = this.colon + 1;
    const code = text.charCodeAt(start);
    if (isQuote(code)) {
      const key = text.slice(start + 1, end - 1);
      if (key.includes(code === DOUBLE_QUOTE ? '\\' : "'") || key.includes('\n')) throw unusual;
      return key;
    }
    const key = text.slice(start, end);
    // Three dashes or dots in the first column separate documents.
    if ((column === 0 && (code === DASH || code === DOT)) || key === MERGE) throw unusual;
    return key;
  }

  /** Whether nothing but a comment is on the line after the spaces that were skipped. */
  private endsLine(): boolean {
    const code = this.text.charCodeAt(this.at);
    return code === LF || code === HASH || Number.isNaN(code);
  }

  private rest(from: number): void {
    this.at = from;
    this.arrive(this.match(REST));
  }

  private arrive(at: number): void {
    this.at = at;
    this.column = at === this.text.length ? -1 : at - this.text.lastIndexOf('\n', at - 1) - 1;
  }
}
