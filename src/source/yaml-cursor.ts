import { CHOMPING_MODE, EVENT_ID, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import type { SourceFile } from './file.ts';
import { CallNode, ScalarNode } from './nodes.ts';
import { typed } from './scalars.ts';
import { functionOf } from './tags.ts';
import type { Tree } from './tree.ts';

/** What is thrown where a text is not written as most are. */
export const unusual = Symbol('unusual');

/** The key that merges mappings. */
export const MERGE = '<<';

export const LF = 10;
export const SPACE = 32;
export const EXCLAMATION = 33;
export const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
export const COLON = 58;
export const OPEN_LIST = 91;
export const OPEN_MAP = 123;

// The patterns of what is usual are sticky, and take time in proportion to what they match, whatever that is.

export const BETWEEN = /[ \n]*/y;
const SINGLE_QUOTED = /'[^'\t]*'(?:'[^'\t]*')*/y;
const DOUBLE_QUOTED = /"[^"\\\t]*(?:\\["\\/nt\n][^"\\\t]*)*"/y;

/** An event of a scalar that has no tag and no anchor. */
export const untouched = {
  type: EVENT_ID.SCALAR,
  anchorStart: -1,
  anchorEnd: -1,
  tagStart: -1,
  tagEnd: -1,
  chomping: CHOMPING_MODE.CLIP,
  indent: -1,
  fast: false,
};

/** A place in a YAML text, and what can be read there that is one word. */
export class YamlCursor {
  declare protected readonly file: SourceFile;
  declare protected readonly text: string;
  declare protected at: number;
  declare protected depth: number;
  /** Where the key or scalar starts that was looked at last, and where it ends: -1 if there is none. */
  declare private token: number;
  declare protected tokenEnd: number;

  /** Reads a text of which nothing but white space is written otherwise than in the file. */
  constructor(file: SourceFile, text: string) {
    this.file = file;
    this.text = text;
    this.at = 0;
    this.depth = 0;
    this.token = -1;
    this.tokenEnd = -1;
  }

  protected scalar(plain: RegExp, column: number, isTagged: boolean): ScalarNode {
    const { file, text, at: start } = this;
    const end = this.lookAhead(plain);
    if (end < 0) throw unusual;
    this.at = end;
    const code = text.charCodeAt(start);
    const written = text.slice(start, end);
    if (!isQuote(code)) {
      return new ScalarNode(file, start, end, isTagged ? written : typed(written), written);
    }
    if (written.includes('\n')) this.indented(column, start, end);
    const style = code === DOUBLE_QUOTE ? SCALAR_STYLE.DOUBLE_QUOTED : SCALAR_STYLE.SINGLE_QUOTED;
    const value = this.decoded(style, start + 1, end - 1);
    return new ScalarNode(file, start, end, value, value);
  }

  /** That the lines of a text in quotes stand in greater columns than what it belongs to. */
  private indented(column: number, start: number, end: number): void {
    const { text } = this;
    for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at)) {
      BETWEEN.lastIndex = at;
      BETWEEN.test(text);
      at = BETWEEN.lastIndex;
      if (at - text.lastIndexOf('\n', at - 1) - 1 <= column) throw unusual;
    }
  }

  protected decoded(style: ScalarEvent['style'], valueStart: number, valueEnd: number): string {
    const written = this.text.slice(valueStart, valueEnd);
    const special = style === SCALAR_STYLE.SINGLE_QUOTED ? /['\n]/ : style === SCALAR_STYLE.PLAIN ? /\n/ : /[\\\n]/;
    return special.test(written)
      ? getScalarValue(this.file.text, { ...untouched, style, valueStart, valueEnd })
      : written;
  }

  /** The end of the scalar that starts here, if one does, or -1. */
  protected lookAhead(plain: RegExp): number {
    const { text, at } = this;
    if (this.token === at) return this.tokenEnd;
    const code = text.charCodeAt(at);
    const pattern = code === DOUBLE_QUOTE ? DOUBLE_QUOTED : code === SINGLE_QUOTE ? SINGLE_QUOTED : plain;
    pattern.lastIndex = at;
    this.token = at;
    this.tokenEnd = pattern.test(text) ? pattern.lastIndex : -1;
    return this.tokenEnd;
  }

  /** The function that the tag here calls. */
  protected tag(pattern: RegExp): string {
    const { text, at: start } = this;
    this.at = this.match(pattern);
    return functionOf(text.slice(start, this.at));
  }

  protected called(fn: string, start: number, value: Tree): CallNode {
    return new CallNode(this.file, start, value.span.end, fn, value);
  }

  /** What stands after a tag with nothing after it. */
  protected absent(end: number): ScalarNode {
    return new ScalarNode(this.file, end, end, '', '');
  }

  protected match(pattern: RegExp): number {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) throw unusual;
    return pattern.lastIndex;
  }

  protected skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === SPACE) this.at++;
  }
}

export const isQuote = (code: number): boolean => code === DOUBLE_QUOTE || code === SINGLE_QUOTE;

export const isBlank = (code: number): boolean => code === SPACE || code === LF || Number.isNaN(code);
