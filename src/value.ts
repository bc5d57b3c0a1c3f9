import type { Span, Spanned } from './source/file.ts';

/** What a template says about one field, in one scenario. An unknown has no `value` to misuse. */
export type Value<T> = Known<T> | Defaulted<T> | Unknown;

export interface Known<T> extends Origin {
  readonly kind: 'known';
  readonly value: T;
}

/** The template is silent, so AWS decides. `docs` is the page that says so. */
export interface Defaulted<T> extends Origin {
  readonly kind: 'defaulted';
  readonly value: T;
  readonly docs: string;
}

/** Two unknowns with the same `symbol` are the same thing, whatever it is; different symbols prove nothing. */
export interface Unknown extends Origin {
  readonly kind: 'unknown';
  readonly reason: Reason;
  readonly symbol: string;
  /** What is known of a text with holes: its literal pieces and the unknowns between them. */
  readonly parts?: readonly (string | Unknown)[];
  /**
   * Whether it is one text or a list of them, where that is certain: an item of a list that is a list is all of its
   * items. `either` is one that somebody else wrote, for whichever it is taken for.
   */
  readonly shape?: 'text' | 'list' | 'either';
  /** The list whose items, with something between them, this text is. */
  readonly joined?: { readonly by: string; readonly list: Unknown };
}

export interface Origin extends Spanned {
  /** The steps from `span` to the literal, outermost first. Empty when `span` is the literal. */
  readonly via: readonly Hop[];
  /** Where a fix may write, worked out when one does. Nothing when the source is read-only or shared. */
  readonly slot?: () => Slot | undefined;
}

/** A step on the way to a value. Only `parameter-default` makes a verdict less than certain. */
export interface Hop extends Spanned {
  readonly kind: 'parameter-default' | 'parameter' | 'condition' | 'mapping' | 'assumption';
  readonly name: string;
}

/** Why a value cannot be known, and the name a user may supply it under. */
export interface Reason {
  readonly kind: 'parameter' | 'import' | 'template' | 'runtime' | 'unsupported' | 'application';
  readonly name: string;
  /** The container, Auto Scaling group or instance whose application it is a fact of. */
  readonly of?: string;
  /** What would tell that it is what a template given exports or stores: a parameter, or the name of that template's stack. */
  readonly heldUpBy?: { readonly parameter: string } | { readonly stackOf: string };
}

/** How to write a literal at this place. */
export interface Slot {
  /** The range that is replaced; empty where a property is inserted. */
  readonly span: Span;
  /** The replacement text for a literal. */
  write(value: string | number | boolean): string;
}

/**
 * The value, then where it came from unless it was written in place. The only way a value enters a sentence; a `unit`
 * such as ` s` follows the value at once.
 */
export function show(value: Value<unknown>, unit = ''): string {
  switch (value.kind) {
    case 'unknown':
      return `unknown (${value.reason.kind} ${value.reason.name})`;
    case 'defaulted':
      return `${String(value.value)}${unit} (the AWS default)`;
    case 'known': {
      const hop = value.via.find((h) => h.kind === 'parameter-default' || h.kind === 'assumption');
      const origin = hop ? ` (${hop.kind.replace('-', ' ')} ${hop.name})` : '';
      return `${String(value.value)}${unit}${origin}`;
    }
  }
}

/** Applies `f` to what is known; an unknown stays the same unknown. */
export function map<A, B>(value: Value<A>, f: (a: A) => B): Value<B> {
  return value.kind === 'unknown' ? value : { ...value, value: f(value.value) };
}

/** A value computed from others: unknown when `value` is, and resting on everything `from` rests on. */
export function derived<T>(value: T, at: Span, from: readonly Value<unknown>[]): Value<T> {
  return { kind: 'known', value, span: at, via: from.flatMap((v) => v.via) };
}

/** A value that is only asked for because others say so: it rests on what they rest on, too. */
export const givenThat = <T>(value: Value<T>, ...by: readonly Pick<Origin, 'via'>[]): Value<T> =>
  by.some(({ via }) => via.length > 0) ? { ...value, via: [value, ...by].flatMap(({ via }) => via) } : value;

/** Whether two values are the same: by value when both are known, by identity when both are unknown. */
export function same<T>(a: Value<T>, b: Value<T>): boolean | 'undecided' {
  if (a.kind === 'unknown' && b.kind === 'unknown') return a.symbol === b.symbol ? true : 'undecided';
  if (a.kind === 'unknown' || b.kind === 'unknown') return 'undecided';
  return Object.is(a.value, b.value);
}

/** What it rests on that two values are the same: what stands elsewhere, unless both are read from one place there. */
export function sameness(a: Value<unknown>, b: Value<unknown>): readonly Value<unknown>[] {
  const [first, second] = [a.via.at(-1), b.via.at(-1)];
  const isOne = first?.span.file === second?.span.file && first?.span.start === second?.span.start;
  return isOne ? [] : [a, b].filter(({ kind, via }) => kind !== 'unknown' && via.length > 0);
}

/** What is known of a list; nothing where the list itself is unknown. */
export const knownIn = <T>(list: Value<readonly Value<T>[]>): readonly T[] =>
  list.kind === 'unknown' ? [] : list.value.flatMap((item) => (item.kind === 'unknown' ? [] : [item.value]));

/** Whether a value is known to be this very thing. */
export const isSurely = <T>(value: Value<T>, wanted: T): boolean => value.kind !== 'unknown' && value.value === wanted;
