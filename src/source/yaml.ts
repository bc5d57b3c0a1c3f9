import {
  type AliasEvent,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { InputError, type SourceFile, type Span } from './file.ts';
import { type Limits, usualLimits } from './limits.ts';
import { CallNode, EntryNode, ListNode, mappingOf, ScalarNode, shown } from './nodes.ts';
import { enter, type Repeats, remember } from './repeated.ts';
import { tagged, typed } from './scalars.ts';
import { misfit, type Tag, tagAt } from './tags.ts';
import { type Entry, longName, type Tree } from './tree.ts';
import { DEEPEST, yamlEvents } from './yaml-events.ts';
import {
  aliasSpan,
  CLOSE_LIST,
  CLOSE_MAP,
  COLON,
  contentStart,
  DASH,
  FOLDED,
  isAbsent,
  LITERAL,
  OPEN_MAP,
  QUESTION,
  scalarEnd,
  seek,
} from './yaml-places.ts';
import { readUsualYaml } from './yaml-usual.ts';

/** The tree of the one document in a YAML text. @throws InputError with the exact place. */
export const readYaml = (file: SourceFile, limits: Limits = usualLimits): Tree =>
  readUsualYaml(file) ?? readAnyYaml(file, limits);

/** What {@link readYaml} does for a text that is not written as most are. */
export function readAnyYaml(file: SourceFile, limits: Limits = usualLimits): Tree {
  return new Composer(file, yamlEvents(file), limits).document();
}

type Content = ScalarEvent | SequenceEvent | MappingEvent;

/** What an alias may refer to. Aliases share nodes, but whoever walks the tree meets them again at each alias. */
interface Anchored {
  readonly node: Tree;
  /** How many nodes it would be without aliases. */
  readonly size: number;
  readonly height: number;
}

interface Key extends Span {
  readonly text: string;
  readonly merges: boolean;
}

class Composer {
  declare private readonly file: SourceFile;
  declare private readonly text: string;
  declare private readonly events: readonly Event[];
  declare private next: number;
  /** The end of what has been read: only separators and comments lie between here and the next event. */
  declare private last: number;
  /** An anchor without a node is still being read. */
  declare private readonly anchors: Map<string, Anchored | undefined>;
  declare private readonly limits: Limits;
  /** How many nodes have been read, those that aliases stand for included. */
  declare private size: number;
  declare private copied: number;
  declare private depth: number;
  /** The greatest depth, through aliases, since the innermost anchor that is still being read. */
  declare private deepest: number;
  declare private repeats: Repeats | undefined;

  constructor(file: SourceFile, events: readonly Event[], limits: Limits) {
    this.file = file;
    this.text = file.text;
    this.events = events;
    this.next = 0;
    this.last = 0;
    this.anchors = new Map();
    this.limits = limits;
    this.size = 0;
    this.copied = 0;
    this.depth = 0;
    this.deepest = 0;
    this.repeats = undefined;
  }

  document(): Tree {
    let root: Tree | undefined;
    for (let event = this.events[0]; event !== undefined; event = this.events[this.next]) {
      if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP || isAbsent(event)) this.next++;
      else if (root) throw this.secondDocument(event);
      else root = this.node(COLON);
    }
    if (root) {
      remember(this.file, this.repeats);
      return root;
    }
    throw this.error('empty: there is nothing to read in this file', 0, 0);
  }

  /** Reads a node. `separator` is what is written before it, so that an absent node has its place too. */
  private node(separator: number): Tree {
    const event = this.events[this.next++];
    if (event === undefined || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) {
      throw this.error('a value is missing here', this.last, this.last);
    }
    if (event.type === EVENT_ID.ALIAS) return this.alias(event);
    this.size++;
    if (++this.depth > this.deepest) this.deepest = this.depth;
    const node =
      event.tagStart >= 0 || event.anchorStart >= 0
        ? this.withProperties(event)
        : this.content(event, undefined, separator);
    this.depth--;
    return node;
  }

  private withProperties(event: Content): Tree {
    const tag = event.tagStart < 0 ? undefined : tagAt(this.file, event.tagStart, event.tagEnd);
    const anchor = event.anchorStart < 0 ? undefined : this.text.slice(event.anchorStart, event.anchorEnd);
    const { size, depth, deepest } = this;
    if (anchor !== undefined) {
      this.anchors.set(anchor, undefined);
      this.deepest = depth;
    }
    this.last = Math.max(event.tagEnd, event.anchorEnd);
    const content = this.content(event, tag, undefined);
    const node =
      tag?.call === undefined ? content : new CallNode(this.file, tag.start, content.span.end, tag.call, content);
    if (anchor === undefined) return node;
    this.anchors.set(anchor, { node, size: this.size - size + 1, height: this.deepest - depth + 1 });
    this.deepest = Math.max(this.deepest, deepest);
    return node;
  }

  private content(event: Content, tag: Tag | undefined, separator: number | undefined): Tree {
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.scalar(event, tag, separator);
      case EVENT_ID.SEQUENCE:
        return this.sequence(event, tag);
      case EVENT_ID.MAPPING:
        return this.mapping(event, tag);
    }
  }

  private scalar(event: ScalarEvent, tag: Tag | undefined, separator: number | undefined): ScalarNode {
    const start = this.scalarStart(event, separator);
    const end = scalarEnd(this.text, event, start);
    this.last = end;
    const text = getScalarValue(this.text, event);
    if (tag?.core !== undefined) {
      const value = tagged(tag.core, text);
      if (value === undefined)
        throw this.error(`\`${shown(text)}\` is no \`!!${tag.core}\`: remove the tag`, tag.start, end);
      return new ScalarNode(this.file, tag.start, end, value, text);
    }
    const value = event.style === SCALAR_STYLE.PLAIN && tag === undefined ? typed(text) : text;
    return new ScalarNode(this.file, start, end, value, text);
  }

  private scalarStart({ valueStart, style }: ScalarEvent, separator: number | undefined): number {
    if (valueStart < 0) return separator === undefined ? this.last : this.past(separator);
    if (style === SCALAR_STYLE.PLAIN) return valueStart;
    if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED) return valueStart - 1;
    return seek(this.text, this.last, style === SCALAR_STYLE.LITERAL_BLOCK ? LITERAL : FOLDED) ?? valueStart;
  }

  private sequence(event: SequenceEvent, tag: Tag | undefined): ListNode {
    if (tag?.core !== undefined && tag.core !== 'seq') throw misfit(tag, 'a list');
    const inBrackets = event.style === COLLECTION_STYLE.FLOW;
    this.last = inBrackets ? event.start + 1 : event.start;
    const items: Tree[] = [];
    while (!this.ended()) items.push(this.node(DASH));
    const end = inBrackets ? this.past(CLOSE_LIST) : this.last;
    return new ListNode(this.file, tag?.core === undefined ? event.start : tag.start, end, items);
  }

  private mapping(event: MappingEvent, tag: Tag | undefined): Tree {
    if (tag?.core !== undefined && tag.core !== 'map') throw misfit(tag, 'a mapping');
    // A pair within a list, `[a: b]`, is a mapping without braces.
    const inBraces = event.style === COLLECTION_STYLE.FLOW && this.text.charCodeAt(event.start) === OPEN_MAP;
    this.last = inBraces ? event.start + 1 : event.start;
    const entries = this.entries();
    const end = inBraces ? this.past(CLOSE_MAP) : this.last;
    const start = tag?.core === undefined ? event.start : tag.start;
    return mappingOf(this.file, start, end, entries);
  }

  private entries(): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    let merged: Set<string> | undefined;
    while (!this.ended()) {
      const key = this.key();
      const value = this.node(COLON);
      if (key.merges) {
        merged ??= new Set();
        this.merge(key, value, entries, merged);
        continue;
      }
      const entry = new EntryNode(this.file, key.start, key.end, value);
      if (merged?.delete(key.text)) entries.set(key.text, entry);
      else this.repeats = enter(entries, key.text, entry, this.repeats);
    }
    return entries;
  }

  private key(): Key {
    const event = this.events[this.next];
    const { file } = this;
    if (event?.type === EVENT_ID.SCALAR && event.tagStart < 0 && event.anchorStart < 0) {
      this.next++;
      const start = this.scalarStart(event, undefined);
      const end = scalarEnd(this.text, event, start);
      this.last = end;
      const text = getScalarValue(this.text, event);
      return { file, start, end, text, merges: text === '<<' && event.style === SCALAR_STYLE.PLAIN };
    }
    if (event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE) throw this.keyOfParts(event);
    const before = this.last;
    const node = this.node(QUESTION);
    const { start, end } = event?.type === EVENT_ID.ALIAS ? aliasSpan(event) : node.span;
    if (node.kind === 'scalar') return { file, start, end, text: node.text, merges: false };
    const message =
      event?.type === EVENT_ID.SCALAR
        ? 'the `:` behind this makes a key of it, and a key is no function call: put quotes around the whole text'
        : 'a key is text, and this is a function call or a collection: write its text';
    throw this.error(message, start, Math.max(end, before));
  }

  private keyOfParts({ start }: MappingEvent | SequenceEvent): InputError {
    const placeholder = this.text.slice(Math.max(0, start - 1), start + 2).indexOf('{{');
    if (placeholder < 0) {
      return this.error('a key is text, and this is a collection: put quotes around it', start, start + 1);
    }
    const at = Math.max(0, start - 1) + placeholder;
    const message = '`{{` is a placeholder of a template engine: put quotes around it, or lint the rendered file';
    return this.error(message, at, at + 2);
  }

  private merge(key: Key, value: Tree, entries: Map<string, Entry>, merged: Set<string>): void {
    for (const source of value.kind === 'list' ? value.items : [value]) {
      for (const [name, entry] of this.mergeable(source, key)) {
        if (entries.has(name)) continue;
        entries.set(name, entry);
        merged.add(name);
      }
    }
  }

  private mergeable(source: Tree, key: Key): Iterable<readonly [string, Entry]> {
    if (source.kind === 'map') return source.entries;
    if (source instanceof CallNode && source.long) return [[longName(source.fn), source.long]];
    throw this.error('`<<` merges mappings, and its value is none: refer to a mapping', key.start, key.end);
  }

  private alias(event: AliasEvent): Tree {
    const { start, end } = aliasSpan(event);
    this.last = end;
    const name = this.text.slice(event.anchorStart, end);
    const anchored = this.anchors.get(name);
    if (anchored) return this.copy(anchored, start, end);
    if (this.anchors.has(name)) throw this.error(`\`*${shown(name)}\` is within what it refers to`, start, end);
    throw this.error(
      `nothing above is anchored as \`&${shown(name)}\`: put quotes around text that starts with \`*\``,
      start,
      end,
    );
  }

  private copy({ node, size, height }: Anchored, start: number, end: number): Tree {
    this.size += size;
    this.copied += size;
    this.deepest = Math.max(this.deepest, this.depth + height);
    const { copies } = this.limits;
    if (this.copied > copies) {
      throw this.error(
        `the aliases up to here stand for more than ${copies} values; raise \`--max-copies\` where they are meant`,
        start,
        end,
      );
    }
    if (this.deepest > DEEPEST) {
      throw this.error(`nested more than ${DEEPEST} levels deep through aliases: no template needs that`, start, end);
    }
    return node;
  }

  private secondDocument(event: Event): InputError {
    const start = contentStart(event);
    const marker = this.text.lastIndexOf('---', start);
    const at = marker < this.last ? start : marker;
    return this.error(
      'a second YAML document starts here: keep one template per file',
      at,
      marker < this.last ? at + 1 : at + 3,
    );
  }

  /** Whether the collection ends here; its end is consumed. */
  private ended(): boolean {
    const event = this.events[this.next];
    if (event !== undefined && event.type !== EVENT_ID.POP) return false;
    this.next++;
    return true;
  }

  /** The offset after a separator or a closing bracket. */
  private past(character: number): number {
    const at = seek(this.text, this.last, character);
    this.last = at === undefined ? this.last : at + 1;
    return this.last;
  }

  private error(message: string, start: number, end: number): InputError {
    return new InputError(message, { file: this.file, start, end: Math.min(end, this.text.length) });
  }
}
