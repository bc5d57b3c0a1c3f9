import type { Unknown, Value } from '../value.ts';
import { within } from './unknowable.ts';
import type { Expansion, ShellWord } from './words.ts';

/** The environment of a process, by name; unknown as a whole when a name may be anything. */
export type Environment = Value<ReadonlyMap<string, Value<string>>>;

/** What the words of one script are read against. */
export interface Reading {
  /** The value that holds the script. */
  readonly script: Value<string>;
  /** What the shell's variables are. */
  readonly variables: Environment;
  /** Stands for what only the running shell knows. */
  readonly unknowable: (name: string) => Unknown;
}

/** Longer scripts, and what variables make longer, are left alone: all of a task definition may have 64 KiB. */
export const longestScript = 16_384;

/** What the words of a command become; nothing where variables multiply beyond what anybody deploys. */
export function expandAll(words: readonly ShellWord[], reading: Reading): readonly Value<string>[] | undefined {
  const all: Value<string>[] = [];
  let length = 0;
  for (const word of words) {
    for (const value of expand(word, reading)) {
      length += 1 + (value.kind === 'unknown' ? 0 : value.value.length);
      all.push(value);
    }
    if (length > longestScript) return undefined;
  }
  return all;
}

/** What a word of a script becomes: usually one word, none or several where a variable splits. */
export function expand(word: ShellWord, reading: Reading): readonly Value<string>[] {
  const { script } = reading;
  const span = script.kind === 'unknown' ? script.span : within(script.span, script.value, word.start, word.end);
  const pieces = word.atoms.map((atom) =>
    typeof atom === 'object' && atom.kind === 'expansion' ? lookUp(atom, reading) : atom,
  );
  const [only, second] = pieces;
  const atom = word.atoms[0];
  const bare = typeof atom === 'object' && atom.kind === 'expansion' && !atom.quoted;
  if (typeof only === 'object' && second === undefined && pieces.length === 1) {
    if (only.kind === 'unknown' || !bare || /^\S+$/.test(only.value)) return [only];
    return only.value
      .split(/\s+/)
      .filter((text) => text !== '')
      .map((value) => ({ kind: 'known', value, span: only.span, via: only.via }));
  }
  const known = pieces.map((piece) => (typeof piece === 'object' && piece.kind !== 'unknown' ? piece.value : piece));
  const via = [...script.via, ...pieces.flatMap((piece) => (typeof piece === 'string' ? [] : piece.via))];
  if (known.every((piece) => typeof piece === 'string')) {
    const value = known.join('');
    const slot = span === script.span || !script.slot?.() ? {} : { slot: () => ({ span, write: String }) };
    return [{ kind: 'known', value, span, via, ...slot }];
  }
  const unknowns = known.filter((piece) => typeof piece !== 'string');
  const first = unknowns[0];
  if (first && known.length === 1) return [first];
  const symbol = `text:${known.map((piece) => (typeof piece === 'string' ? JSON.stringify(piece) : piece.symbol)).join('+')}`;
  const reason = first?.reason ?? { kind: 'application', name: 'command' };
  return [{ kind: 'unknown', reason, symbol, span, via, parts: known }];
}

function lookUp(expansion: Expansion, { variables, unknowable }: Reading): Value<string> {
  const { name } = expansion;
  if (name === undefined) return unknowable('command');
  if (variables.kind === 'unknown') return variables.reason.kind === 'application' ? unknowable(`$${name}`) : variables;
  // Absent from the template is not unset: the image may define it.
  return variables.value.get(name) ?? unknowable(`$${name}`);
}

/** An environment in which `name` is something else. */
export function assign(environment: Environment, name: string, value: Value<string> | undefined): Environment {
  if (environment.kind === 'unknown') return environment;
  const changed = new Map(environment.value);
  if (value) changed.set(name, value);
  else changed.delete(name);
  return { ...environment, value: changed };
}

/** `NAME=value` taken apart; nothing for any other word. */
export function assignment(word: Value<string>): readonly [name: string, value: Value<string>] | undefined {
  if (word.kind !== 'unknown') {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word.value) ?? [];
    return name === undefined || value === undefined
      ? undefined
      : [name, { kind: 'known', value, span: word.span, via: word.via }];
  }
  const [head, ...rest] = word.parts ?? [];
  const [, name, start] = typeof head === 'string' ? (/^([A-Za-z_]\w*)=(.*)$/s.exec(head) ?? []) : [];
  if (name === undefined) return undefined;
  const [only] = rest;
  if (start === '' && rest.length === 1 && typeof only === 'object') return [name, only];
  return [name, { ...word, symbol: `${word.symbol}:${name}`, parts: start ? [start, ...rest] : rest }];
}
