import { InputError, type SourceFile } from './file.ts';
import { CallNode, calledBy, EntryNode, ListNode, mappingOf, ScalarNode, shown } from './nodes.ts';
import { enter, type Repeats, remember } from './repeated.ts';
import { Shelf, ShelvedMapping, type Shelves } from './shelf.ts';
import type { Entry, Tree } from './tree.ts';

const DEEPEST = 1000;

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_MAP = 123;
const CLOSE_MAP = 125;
const BYTE_ORDER_MARK = 0xfeff;

const LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * The tree of a JSON text (RFC 8259, a byte order mark is skipped). With shelves, resources, and what their properties and
 * metadata hold, are read again when somebody looks at them. @throws InputError with the exact place.
 */
export function readJson(file: SourceFile, shelves?: Shelves): Tree {
  return new JsonReader(file, shelves).document();
}

/** Shelves for so many mappings of JSON texts. */
export function jsonShelves(most: number): Shelves {
  const shelf = (depth: number): Shelf =>
    new Shelf(most, ({ file, start, end }) => {
      const tree = new JsonReader(file, shelves, start, depth).document(end);
      return tree.kind === 'map' ? tree.entries : new Map();
    });
  const shelves = { resources: shelf(resourcesDepth), properties: shelf(resourceDepth) };
  return shelves;
}

/** How deep a resource stands: in `Resources`, in the template. */
const resourcesDepth = 2;

/** How deep `Properties` and `Metadata` stand. */
const resourceDepth = 3;

class JsonReader {
  declare private readonly file: SourceFile;
  declare private readonly text: string;
  declare private at: number;
  declare private depth: number;
  declare private readonly shelves: Shelves | undefined;
  /** The items of the lists that are open: a list of its own size takes half of the room of one that grew. */
  declare private readonly items: Tree[];
  declare private filled: number;
  declare private repeats: Repeats | undefined;

  /** With a start, and how many mappings are open there: what is read begins with the value there. */
  constructor(file: SourceFile, shelves?: Shelves, start?: number, depth = 0) {
    this.file = file;
    this.text = file.text;
    this.at = start ?? (file.text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0);
    this.depth = depth;
    this.shelves = shelves;
    this.items = [];
    this.filled = 0;
    this.repeats = undefined;
  }

  /** The value up to the end of the text, or to an offset at which it is known to end. */
  document(end?: number): Tree {
    if (Number.isNaN(this.next())) throw this.error('empty: there is no JSON value here');
    const tree = this.value();
    if (end === undefined && !Number.isNaN(this.next())) throw this.unexpected('the end of the file');
    if (end === undefined) remember(this.file, this.repeats);
    return tree;
  }

  private value(): Tree {
    const code = this.next();
    if (code === QUOTE) {
      const start = this.at;
      const text = this.string();
      return new ScalarNode(this.file, start, this.at, text, text);
    }
    if (code === OPEN_MAP) return this.mapping();
    if (code === OPEN_LIST) return this.list();
    if (code === MINUS || isDigit(code)) return this.number();
    return this.literal();
  }

  private mapping(): Tree {
    const { file } = this;
    const start = this.open();
    let entries: Map<string, Entry> | undefined;
    let code = this.next();
    while (code !== CLOSE_MAP) {
      if (code !== QUOTE) throw this.unexpected(entries ? 'a key in double quotes' : 'a key in double quotes or `}`');
      const keyStart = this.at;
      const key = this.string();
      const keyEnd = this.at;
      if (this.next() !== COLON) throw this.unexpected('`:` after the key');
      this.at++;
      const value = this.value();
      const entry = new EntryNode(
        file,
        keyStart,
        keyEnd,
        this.shelves ? this.shelved(key, value, this.shelves) : value,
      );
      code = this.separator(CLOSE_MAP, start);
      if (entries === undefined) {
        const fn = code === CLOSE_MAP ? calledBy(key, entry.value) : undefined;
        if (fn !== undefined) {
          this.close();
          return new CallNode(file, start, this.at, fn, entry.value, entry);
        }
        entries = new Map();
      }
      this.repeats = enter(entries, key, entry, this.repeats);
    }
    this.close();
    return mappingOf(file, start, this.at, entries ?? new Map());
  }

  private shelved(key: string, value: Tree, { resources, properties }: Shelves): Tree {
    if (value.kind !== 'map') return value;
    if (this.depth === resourcesDepth && value.entries.has('Properties')) return resources.hold(value);
    const isLarge = this.depth === resourceDepth && (key === 'Properties' || key === 'Metadata');
    return isLarge ? new ShelvedMapping(properties, value.span) : value;
  }

  private list(): Tree {
    const start = this.open();
    const from = this.filled;
    let code = this.next();
    while (code !== CLOSE_LIST) {
      const item = this.value();
      this.items[this.filled++] = item;
      code = this.separator(CLOSE_LIST, start);
    }
    this.close();
    const items = this.items.slice(from, this.filled);
    this.filled = from;
    return new ListNode(this.file, start, this.at, items);
  }

  private open(): number {
    if (++this.depth > DEEPEST) throw this.error(`nested more than ${DEEPEST} levels deep: no template needs that`);
    return this.at++;
  }

  private close(): void {
    this.depth--;
    this.at++;
  }

  /** Reads the comma after an entry; what follows is the closing bracket or the next entry. */
  private separator(closing: number, opening: number): number {
    const code = this.next();
    if (code === closing) return code;
    if (code !== COMMA) {
      if (Number.isNaN(code)) throw this.unclosed(opening);
      if (code === QUOTE || code === OPEN_LIST || code === OPEN_MAP) throw this.error('a `,` is missing before this');
      throw this.unexpected(`\`,\` or \`${String.fromCharCode(closing)}\``);
    }
    const comma = this.at++;
    const following = this.next();
    if (following === closing) {
      const bracket = String.fromCharCode(closing);
      throw this.error(`JSON allows no comma before \`${bracket}\`: remove it`, comma, comma + 1);
    }
    if (Number.isNaN(following)) throw this.unclosed(opening);
    return following;
  }

  private string(): string {
    const { text } = this;
    const start = ++this.at;
    let at = start;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) return this.escaped(start, at);
      if (!(code >= SPACE)) throw this.brokenString(start, at);
      at++;
    }
    this.at = at + 1;
    return text.slice(start, at);
  }

  private escaped(start: number, firstEscape: number): string {
    const { text } = this;
    let at = firstEscape;
    for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) {
      if (!(code >= SPACE)) throw this.brokenString(start, at);
      at += code === BACKSLASH ? this.escapeLength(at) : 1;
    }
    this.at = at + 1;
    return String(JSON.parse(text.slice(start - 1, at + 1)));
  }

  private escapeLength(at: number): number {
    const [known] = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(this.text.slice(at, at + 6)) ?? [];
    if (known !== undefined) return known.length;
    const written = this.text.slice(at, at + 2);
    if (written === '\\u') throw this.error('`\\u` needs four hexadecimal digits', at, at + 2);
    throw this.error(
      `\`${shown(written)}\` is no JSON escape: write \`\\\\\` for a backslash`,
      at,
      at + written.length,
    );
  }

  private number(): Tree {
    const { text } = this;
    const start = this.at;
    let at = text.charCodeAt(start) === MINUS ? start + 1 : start;
    const first = at;
    while (isDigit(text.charCodeAt(at))) at++;
    let wellFormed = at > first && (text.charCodeAt(first) !== ZERO || at === first + 1);
    if (text.charCodeAt(at) === DOT) {
      const fraction = ++at;
      while (isDigit(text.charCodeAt(at))) at++;
      wellFormed &&= at > fraction;
    }
    if ((text.charCodeAt(at) | 32) === 101) {
      at++;
      if (text.charCodeAt(at) === MINUS || text.charCodeAt(at) === 43) at++;
      const exponent = at;
      while (isDigit(text.charCodeAt(at))) at++;
      wellFormed &&= at > exponent;
    }
    if (!wellFormed || isWordPart(text.charCodeAt(at))) throw this.notValue();
    this.at = at;
    const written = text.slice(start, at);
    return new ScalarNode(this.file, start, at, Number(written), written);
  }

  private literal(): Tree {
    const start = this.at;
    const word = this.word();
    const value = LITERALS.get(word);
    if (value === undefined) throw this.notValue();
    this.at += word.length;
    return new ScalarNode(this.file, start, this.at, value, word);
  }

  /** Skips white space and tells the next character, NaN at the end. */
  private next(): number {
    const { text } = this;
    let code = text.charCodeAt(this.at);
    while (code === SPACE || code === LF || code === CR || code === TAB) code = text.charCodeAt(++this.at);
    return code;
  }

  private word(): string {
    return /^[\w.+-]*/.exec(this.text.slice(this.at, this.at + 200))?.[0] ?? '';
  }

  private notValue(): InputError {
    const word = this.word();
    if (word === '') return this.unexpected('a value');
    const end = this.at + word.length;
    if (/^[-+.\d]/.test(word))
      return this.error(`\`${shown(word)}\` is no JSON number: write it in double quotes`, this.at, end);
    const lower = word.toLowerCase();
    if (LITERALS.has(lower)) return this.error(`JSON writes \`${lower}\` in lower case`, this.at, end);
    return this.error(`\`${shown(word)}\` is no JSON value: put text in double quotes`, this.at, end);
  }

  private unexpected(wanted: string): InputError {
    const { text, at } = this;
    if (at >= text.length) return this.error(`the file ends where ${wanted} belongs`, at, at);
    if (text.startsWith('//', at) || text.startsWith('/*', at) || text[at] === '#') {
      return this.error('JSON has no comments: remove it', at, this.lineEnd(at));
    }
    if (text[at] === "'") return this.error('JSON puts text in double quotes, not in single ones', at, at + 1);
    if (text[at] === ',') return this.error(`a comma is where ${wanted} belongs: remove it`, at, at + 1);
    const word = this.word() || String.fromCodePoint(text.codePointAt(at) ?? 0);
    return this.error(`\`${shown(word)}\` is where ${wanted} belongs`, at, at + word.length);
  }

  private unclosed(opening: number): InputError {
    return this.error(`this \`${this.text[opening]}\` is never closed`, opening, opening + 1);
  }

  private brokenString(start: number, at: number): InputError {
    const code = this.text.charCodeAt(at);
    if (code === LF || code === CR || Number.isNaN(code)) {
      return this.error(
        'this text has no closing `"` on its line: close it, and write line breaks as `\\n`',
        start - 1,
        at,
      );
    }
    if (code === TAB) return this.error('a tab within JSON text is written `\\t`', at, at + 1);
    const written = `\\u${code.toString(16).padStart(4, '0')}`;
    return this.error(`a control character within JSON text is written \`${written}\``, at, at + 1);
  }

  private lineEnd(at: number): number {
    const length = this.text.slice(at).search(/[\r\n]/);
    return length < 0 ? this.text.length : at + length;
  }

  private error(message: string, start = this.at, end = Math.min(start + 1, this.text.length)): InputError {
    return new InputError(message, { file: this.file, start, end });
  }
}

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;

const isWordPart = (code: number): boolean =>
  isDigit(code) || code === DOT || code === 95 || ((code | 32) >= 97 && (code | 32) <= 122);
