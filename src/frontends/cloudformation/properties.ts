import type { Span } from '../../source/file.ts';
import type { Reason, Unknown, Value } from '../../value.ts';
import type { Evaluated, EvaluatedMap } from './evaluated.ts';
import { runtimeOf } from './text.ts';

/** What AWS takes where a property is absent, and the page that says so. */
export interface Default<T> {
  readonly value: T;
  readonly docs: string;
}

const none: readonly never[] = [];

/** AWS takes no longer list: rules of a security group and targets of a group are the ones that come near. */
const longest = 1000;

/** The properties of a resource, or of a map inside it, read as typed values. */
export class Properties {
  /** What a message underlines when a property is absent: the key under which these properties stand. */
  readonly span: Span;
  readonly #map: EvaluatedMap | undefined;
  readonly #hole: Unknown | undefined;

  /** Of what stands under a key, if it has one. */
  constructor(evaluated: Evaluated | undefined, span: Span, key?: string) {
    this.span = span;
    this.#map = evaluated?.kind === 'map' ? evaluated : undefined;
    this.#hole = evaluated && evaluated.kind !== 'map' ? unknownOf(evaluated, key) : undefined;
  }

  /** Whether these properties are written at all; unknown ones count as written. */
  get written(): boolean {
    return this.#map !== undefined || this.#hole !== undefined;
  }

  get(key: string): Evaluated | undefined {
    return this.#hole ?? this.#map?.get(key);
  }

  get keys(): readonly string[] {
    return this.#map?.keys ?? [];
  }

  /** The properties of a map below this one. */
  in(key: string): Properties {
    const below = this.get(key);
    return new Properties(below, below ? this.#spanOf(key) : this.span, key);
  }

  keySpan(key: string): Span {
    return this.#map?.get(key) ? this.#map.keySpan(key) : this.span;
  }

  /** The span of a key that is there. */
  #spanOf(key: string): Span {
    return this.#map ? this.#map.keySpan(key) : this.span;
  }

  #read<T, D>(key: string, parse: (text: string) => T | undefined, otherwise: Default<D>): Value<T | D> {
    const evaluated = this.get(key);
    if (evaluated) return scalar(evaluated, parse, key);
    const { value, docs } = otherwise;
    const map = this.#map;
    if (map?.via.length !== 0) return { kind: 'defaulted', value, docs, span: this.span, via: none };
    return { kind: 'defaulted', value, docs, span: this.span, via: none, slot: () => map.insert(key) };
  }

  text<D = string>(key: string, otherwise: Default<D>): Value<string | D> {
    return this.#read<string, D>(key, (text) => text, otherwise);
  }

  number<D = number>(key: string, otherwise: Default<D>): Value<number | D> {
    return this.#read<number, D>(key, parseNumber, otherwise);
  }

  boolean<D = boolean>(key: string, otherwise: Default<D>): Value<boolean | D> {
    return this.#read<boolean, D>(key, parseBoolean, otherwise);
  }

  /** A value of another shape than text, number or boolean. */
  parsed<T, D = T>(key: string, parse: (text: string) => T | undefined, otherwise: Default<D>): Value<T | D> {
    return this.#read<T, D>(key, parse, otherwise);
  }

  /** A property that AWS requires: a template without it is unfinished, so the value is unknown. */
  required<T>(key: string, parse: (text: string) => T | undefined): Value<T> {
    const evaluated = this.get(key);
    return evaluated ? scalar(evaluated, parse, key) : this.missing(key);
  }

  /** As {@link required}, a text. */
  requiredText(key: string): Value<string> {
    return this.required(key, (text) => text);
  }

  /** As {@link required}, a number. */
  requiredNumber(key: string): Value<number> {
    return this.required(key, parseNumber);
  }

  /** What stands for a property that AWS requires, where it is not written. */
  missing(key: string): Unknown {
    const { span } = this;
    return unknown({ kind: 'unsupported', name: `missing ${key}` }, `missing@${span.start}:${key}`, span);
  }

  /** The items of a list, each read by `item`; a single scalar counts as a list of one. */
  list<T, D = never>(
    key: string,
    item: (evaluated: Evaluated, index: number) => T,
    otherwise: Default<readonly T[] | D>,
  ): Value<readonly T[] | D> {
    const evaluated = this.get(key);
    if (!evaluated) return { kind: 'defaulted', ...otherwise, span: this.span, via: [] };
    if (evaluated.kind === 'list' && evaluated.items.length > longest)
      return unreadable(evaluated, `a list of ${evaluated.items.length} items`);
    if (evaluated.kind === 'list')
      return { kind: 'known', value: evaluated.items.map(item), span: this.#spanOf(key), via: evaluated.via };
    if (evaluated.kind === 'literal' || evaluated.kind === 'reference')
      return { kind: 'known', value: [item(evaluated, 0)], span: this.#spanOf(key), via: evaluated.via };
    return unknownOf(evaluated, key);
  }
}

/** A scalar read by `parse`; text that cannot be read so is unknown, since another rule or tool judges shapes. */
export function scalar<T>(evaluated: Evaluated, parse: (text: string) => T | undefined, key?: string): Value<T> {
  if (evaluated.kind !== 'literal') return unknownOf(evaluated, key);
  const value = parse(evaluated.text.trim());
  if (value === undefined) return unreadable(evaluated, `value ${evaluated.text}`);
  const { span, via, slot } = evaluated;
  return slot ? { kind: 'known', value, span, via, slot } : { kind: 'known', value, span, via };
}

export const text = (evaluated: Evaluated): Value<string> => scalar(evaluated, (s) => s);

/** What nobody can read as what it should be, under its key, with the identity it has. */
export function unknownOf(evaluated: Evaluated, key?: string): Unknown {
  switch (evaluated.kind) {
    case 'unknown':
      return evaluated;
    case 'reference':
      return runtimeOf(evaluated);
    case 'literal':
      return unreadable(evaluated, `value ${evaluated.text}`);
    default:
      return unreadable(evaluated, key === undefined ? `a ${evaluated.kind}` : `${key} that is a ${evaluated.kind}`);
  }
}

function unreadable(evaluated: Evaluated, name: string): Unknown {
  const { span, via } = evaluated;
  return unknown({ kind: 'unsupported', name }, `unreadable@${span.file.path}:${span.start}`, span, via);
}

export const unknown = (reason: Reason, symbol: string, span: Span, via: Unknown['via'] = []): Unknown => ({
  kind: 'unknown',
  reason,
  symbol,
  span,
  via,
});

export function parseNumber(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** CloudFormation accepts `"true"` for true; YAML 1.1 words are read the way its parser reads them. */
export function parseBoolean(text: string): boolean | undefined {
  if (/^(true|yes|on)$/i.test(text)) return true;
  if (/^(false|no|off)$/i.test(text)) return false;
  return undefined;
}
