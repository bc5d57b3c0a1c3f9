import type { Unknown, Value } from '../value.ts';

/** An option of a command line, the last time it is given. */
export type Option =
  | { readonly kind: 'absent' }
  /** `flag` is what precedes the value in the word that `value` was cut from: `--keep-alive=`, or nothing. */
  | { readonly kind: 'given'; readonly value: Value<string>; readonly flag: string }
  /** A word that nobody knows may be the option. */
  | { readonly kind: 'hidden'; readonly by: Unknown };

/**
 * Reads `--flag value`, `--flag=value`, `-f value` and `-fvalue`. `valued` are the program's other options that take
 * the next word, so that an unknown word behind one of them is its value and hides nothing.
 */
export function option(
  words: readonly Value<string>[],
  flags: readonly string[],
  valued: readonly string[] = [],
): Option {
  let found: Option = { kind: 'absent' };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as Value<string>;
    if (word.kind !== 'unknown' && word.value === '--') break;
    if (word.kind !== 'unknown' && flags.includes(word.value)) {
      const value = words[++i];
      if (value) found = { kind: 'given', value, flag: '' };
      continue;
    }
    if (word.kind !== 'unknown' && valued.includes(word.value)) {
      i++;
      continue;
    }
    const start = word.kind === 'unknown' ? beginning(word) : word.value;
    const attached = flags
      .map((flag) => (flag.startsWith('--') || flag.startsWith('-D') ? `${flag}=` : flag))
      .find((flag) => start.startsWith(flag));
    if (attached !== undefined) found = { kind: 'given', value: behind(word, attached.length), flag: attached };
    else if (word.kind === 'unknown' && flags.some((flag) => `${flag}=`.startsWith(start)))
      found = { kind: 'hidden', by: word };
  }
  return found;
}

/** Whether one of the flags is there, with or without a value; undecided where an unknown word may be one. */
export function has(
  words: readonly Value<string>[],
  flags: readonly string[],
  valued: readonly string[] = [],
): boolean | Unknown {
  const found = option(words, flags, valued);
  if (found.kind === 'hidden') return found.by;
  if (found.kind === 'given') return true;
  return words.some((word) => word.kind !== 'unknown' && flags.includes(word.value));
}

/** The words that are no option and no option's value. */
export function operands(words: readonly Value<string>[], valued: readonly string[]): readonly Value<string>[] {
  return words.filter((word, i) => {
    const previous = words[i - 1];
    if (previous && previous.kind !== 'unknown' && valued.includes(previous.value)) return false;
    return !(word.kind === 'unknown' ? beginning(word) : word.value).startsWith('-');
  });
}

/** What a word certainly starts with. */
const beginning = (word: Unknown): string => {
  const [first] = word.parts ?? [];
  return typeof first === 'string' ? first : '';
};

function behind(word: Value<string>, length: number): Value<string> {
  if (word.kind !== 'unknown') return { ...word, value: word.value.slice(length) };
  const [, ...rest] = word.parts ?? [];
  const text = beginning(word).slice(length);
  const [only] = rest;
  if (text === '' && rest.length === 1 && typeof only === 'object') return only;
  return { ...word, symbol: `${word.symbol}:${length}`, parts: text ? [text, ...rest] : rest };
}
