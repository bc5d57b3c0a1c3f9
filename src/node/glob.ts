import { normalize } from 'node:path';

/** A pattern of paths: `*`, `?` and `[a-z]` within a name, `**` for any folders, `{a,b}` for alternatives. */
export interface Glob {
  /** The folder below which everything that can match lies. */
  readonly base: string;
  /** Whether a path below the base, as {@link normalize} leaves it, with forward slashes, is one of those meant. */
  matches(path: string): boolean;
}

/** Whether a word on the command line is a pattern when no file has that name. */
export const isGlob = (word: string): boolean => /[*?[{]/.test(word);

export function parseGlob(word: string): Glob {
  const pattern = normalize(word).replaceAll(/\\(?=[^*?[\]{}!\\])/g, '/');
  const fixed = /^(?:[^*?[{\\/]*\/)*/.exec(pattern)?.[0] ?? '';
  const whole = new RegExp(`^(?:${spelledOut(pattern).map(expression).join('|')})$`, 'su');
  return { base: fixed === '' ? '.' : fixed, matches: (path) => whole.test(path) };
}

/** The patterns that one with braced lists stands for. */
function spelledOut(pattern: string): readonly string[] {
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    const choices = pattern[at] === '{' ? alternatives(pattern.slice(at)) : undefined;
    if (!choices) continue;
    const rest = pattern.slice(at + choices.join(',').length + 2);
    return choices.flatMap((choice) => spelledOut(`${pattern.slice(0, at)}${choice}${rest}`));
  }
  return [pattern];
}

/** A pattern without braced lists as a regular expression. */
function expression(pattern: string): string {
  let result = '';
  for (let at = 0; at < pattern.length; ) {
    const [text, meaning] = piece(pattern, at);
    result += meaning;
    at += text.length;
  }
  return result;
}

/** The piece of a pattern that begins at an offset, and what it means. */
function piece(pattern: string, at: number): readonly [text: string, meaning: string] {
  const rest = pattern.slice(at);
  const begins = at === 0 || pattern[at - 1] === '/';
  if (begins && rest.startsWith('**/')) return ['**/', '(?:[^/]+/)*'];
  if (begins && rest === '**') return [rest, '.*'];
  if (rest.startsWith('*')) return [/^\*+/.exec(rest)?.[0] ?? '*', '[^/]*'];
  if (rest.startsWith('?')) return ['?', '[^/]'];
  const range = /^\[([!^]?)(\]?[^\]/]*)\]/.exec(rest);
  if (range) return [range[0], `(?!/)[${range[1] ? '^' : ''}${(range[2] ?? '').replaceAll(/[\\[\]^&~|]/g, '\\$&')}]`];
  const text =
    rest.startsWith('\\') && rest.length > 1 ? rest.slice(0, 2) : String.fromCodePoint(rest.codePointAt(0) ?? 0);
  const literal = text.length > 1 && text.startsWith('\\') ? text.slice(1) : text;
  return [text, literal.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')];
}

/** What stands between the commas of a braced list, when that is what a text begins with. */
function alternatives(text: string): readonly string[] | undefined {
  const parts: string[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === ',' && depth === 1) {
      parts.push(text.slice(start, at));
      start = at + 1;
    } else if (character === '}' && --depth === 0)
      return parts.length === 0 ? undefined : [...parts, text.slice(start, at)];
  }
  return undefined;
}
