import { InputError, position, type SourceFile, type Span, textOf } from './file.ts';
import { type EntryNode, shown } from './nodes.ts';
import type { Entry, Tree } from './tree.ts';

/** A key that is written more than once in one mapping: the last one counts, as it does for CloudFormation and for `JSON.parse`. */
export interface Repeated {
  readonly key: string;
  /** How often its value is lost, and the first of the places. */
  readonly times: number;
  readonly lost: readonly Span[];
  /** The key that counts. */
  readonly kept: Span;
  /** Whether every value that is lost is written as the one that counts. */
  readonly alike: boolean;
}

/** The keys of a file that are written more than once. */
export interface Repetitions {
  readonly named: readonly Repeated[];
  /** How many values are lost beyond those, and the first key that has one. */
  readonly more: number;
  readonly next: Span | undefined;
}

/** How many keys of a file are named, and how many places of each: nobody reads more. */
const mostKeys = 20;
const mostPlaces = 5;

interface Open {
  readonly key: string;
  readonly lost: Span[];
  times: number;
  kept: EntryNode;
  alike: boolean;
}

/** Puts an entry among those of its mapping, where it wins over one with the same key: what is known of those then. */
export function enter(
  entries: Map<string, Entry>,
  key: string,
  entry: EntryNode,
  repeats: Repeats | undefined,
): Repeats | undefined {
  const first = entries.get(key);
  if (!first) {
    entries.set(key, entry);
    return repeats;
  }
  const all = repeats ?? new Repeats();
  all.replace(entries, key, first, entry);
  return all;
}

/** Puts entries in the places of those with the same key, and remembers the first of them. */
export class Repeats implements Repetitions {
  readonly #open = new Map<Entry, Open>();
  more = 0;
  next: Span | undefined = undefined;

  get named(): readonly Repeated[] {
    return [...this.#open.values()].map((open) => ({ ...open, kept: place(open.kept) }));
  }

  /** Lets an entry win over an earlier one, after which it stands among the others where it is written. */
  replace(entries: Map<string, Entry>, key: string, first: Entry, entry: EntryNode): void {
    const lost = place(first.key);
    entry.lost = lost;
    entries.delete(key);
    entries.set(key, entry);
    const known = this.#open.get(first);
    if (!known && this.#open.size === mostKeys) {
      this.more++;
      this.next ??= lost;
      return;
    }
    const open = known ?? { key, lost: [], times: 0, kept: entry, alike: true };
    if (open.lost.length < mostPlaces) open.lost.push(lost);
    open.times++;
    open.kept = entry;
    open.alike &&= isAlike(first.value, entry.value);
    this.#open.delete(first);
    this.#open.set(entry, open);
  }
}

/** A place alone: an entry would keep its value in memory. */
const place = ({ file, start, end }: Span): Span => ({ file, start, end });

/** Whether two values are the same, as far as a look at them tells: to CloudFormation 80 and "80" are. */
function isAlike(a: Tree, b: Tree): boolean {
  if (a.kind === 'scalar' && b.kind === 'scalar')
    return a.value === b.value || (a.text === b.text && a.value !== null && b.value !== null);
  return a.span.end - a.span.start === b.span.end - b.span.start && textOf(a.span) === textOf(b.span);
}

const known = new WeakMap<SourceFile, Repetitions>();

/** Remembers what a reader found in a file that it read to its end. */
export function remember(file: SourceFile, repeats: Repeats | undefined): void {
  if (repeats) known.set(file, repeats);
  else known.delete(file);
}

/** Remembers of a file what was found in another one that has the same at the same places. */
export function rememberAlso(file: SourceFile, read: SourceFile): void {
  const { named = [], more = 0, next } = known.get(read) ?? {};
  const within = (span: Span): Span => ({ ...place(span), file });
  known.set(file, {
    named: named.map((each) => ({ ...each, lost: each.lost.map(within), kept: within(each.kept) })),
    more,
    next: next && within(next),
  });
}

/** What is written more than once in a file that was read. */
export const repeatedIn = (file: SourceFile): Repetitions | undefined => known.get(file);

/** Why a file is refused in which no key may be written twice. */
export function duplicateKey(key: string, first: Span, second: Span): InputError {
  const { line } = position(first.file, first.start);
  return new InputError(
    `\`${shown(key)}\` is already a key of this mapping, on line ${line}: keep one of them`,
    second,
  );
}
