import type { Unknown } from '../value.ts';

/** A variable, or anything else that only the running shell can replace. */
export interface Expansion {
  readonly kind: 'expansion';
  /** Absent for what is no plain variable: `$(…)`, `$1`, `${x%y}`. */
  readonly name?: string;
  /** The text of `${name:-text}`. */
  readonly orElse?: string;
  /** Inside double quotes a value stays one word. */
  readonly quoted: boolean;
}

/** A word of a shell script; the literal pieces have lost their quotes. */
export interface ShellWord {
  readonly atoms: readonly (string | Unknown | Expansion)[];
  /** Whether any of it was quoted: a quoted word is never a keyword. */
  readonly quoted: boolean;
  /** Offsets in the script; an unknown piece counts as one. */
  readonly start: number;
  readonly end: number;
}

export interface SimpleCommand {
  readonly words: readonly ShellWord[];
  /** The files it writes to. Other redirections are dropped. */
  readonly writes: readonly ShellWord[];
  /** What stands between it and the next command; the last one has `;`. */
  readonly then: ';' | '&&' | '||' | '|' | '&';
}

const keywords = new Set(
  '! { } [[ ]] if then elif else fi for in do done while until case esac select function time coproc'.split(' '),
);
const metacharacters = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')']);

/**
 * The simple commands of a shell script, or nothing when it is more than a list of them (loops, functions, here
 * documents) or is malformed. Our own parser, since `shell-quote` loses what verdicts rest on: positions, which words
 * are expansions and which were quoted, `${x:-y}`, and comments and redirections among the words.
 */
export function shellCommands(script: readonly (string | Unknown)[]): readonly SimpleCommand[] | undefined {
  const input = script.flatMap<string | Unknown>((piece) => (typeof piece === 'string' ? piece.split('') : [piece]));
  const commands: SimpleCommand[] = [];
  let words: ShellWord[] = [];
  let writes: ShellWord[] = [];
  let i = 0;

  const end = (then: SimpleCommand['then']): boolean => {
    if (words.length + writes.length === 0) return then === ';';
    commands.push({ words, writes, then });
    words = [];
    writes = [];
    return true;
  };

  while (i < input.length) {
    const [c, next] = [input[i], input[i + 1]];
    if (c === ' ' || c === '\t' || (c === '\\' && next === '\n')) i += c === '\\' ? 2 : 1;
    else if (c === '#') while (i < input.length && input[i] !== '\n') i++;
    else if (c === '(' || c === ')' || (c === ';' && next === ';')) return undefined;
    else if (c === '<' || c === '>' || (c === '&' && next === '>')) {
      const start = i;
      while (i < input.length && isOneOf(input[i], '<>&|')) i++;
      const operator = input.slice(start, i).join('');
      if (operator.startsWith('<<') && operator !== '<<<') return undefined;
      while (input[i] === ' ' || input[i] === '\t') i++;
      const target = readWord(input, i);
      if (!target) return undefined;
      i = target.end;
      if (operator.includes('>') && operator !== '>&') writes.push(target);
    } else if (c === '\n' || c === ';' || c === '&' || c === '|') {
      const doubled = c === next && (c === '&' || c === '|');
      if (!end(c === '\n' ? ';' : doubled ? (c === '&' ? '&&' : '||') : c)) return undefined;
      i += doubled ? 2 : 1;
    } else {
      const word = readWord(input, i);
      if (!word) return undefined;
      i = word.end;
      const descriptor = isOneOf(input[i], '<>') && !word.quoted && /^\d+$/.test(literal(word) ?? '');
      if (descriptor) continue;
      if (words.length === 0 && !word.quoted && keywords.has(literal(word) ?? '')) return undefined;
      words.push(word);
    }
  }
  const last = commands.at(-1)?.then;
  if (words.length + writes.length === 0 && (last === '&&' || last === '||' || last === '|')) return undefined;
  end(';');
  return commands;
}

/** The text of a word in which nothing is left to expand. */
export function literal(word: ShellWord): string | undefined {
  return word.atoms.every((atom) => typeof atom === 'string') ? word.atoms.join('') : undefined;
}

type Input = readonly (string | Unknown)[];

const isOneOf = (c: string | Unknown | undefined, set: string): boolean => typeof c === 'string' && set.includes(c);

function readWord(input: Input, start: number): ShellWord | undefined {
  const atoms: (string | Unknown | Expansion)[] = [];
  let quoted = false;
  let quote = '';
  let i = start;
  const text = (piece: string): void => {
    const last = atoms.at(-1);
    if (typeof last === 'string') atoms[atoms.length - 1] = last + piece;
    else atoms.push(piece);
  };
  for (; i < input.length; i++) {
    const c = input[i] as string | Unknown;
    if (typeof c !== 'string') atoms.push(c);
    else if (c === quote) quote = '';
    else if (quote === "'") text(c);
    else if (c === '\\') {
      const escaped = input[++i];
      if (escaped === undefined || typeof escaped !== 'string') return undefined;
      if (escaped !== '\n') text(quote && !'$`"\\'.includes(escaped) ? `\\${escaped}` : escaped);
      quoted = true;
    } else if (c === '$' || c === '`') {
      const read = readExpansion(input, i, quote === '"');
      if (!read) return undefined;
      if (typeof read.atom === 'string') text(read.atom);
      else atoms.push(read.atom);
      i = read.end - 1;
    } else if (quote) text(c);
    else if (c === '"' || c === "'") {
      quote = c;
      quoted = true;
    } else if (c === '(') return undefined;
    else if (metacharacters.has(c)) break;
    else text(c);
  }
  return quote || i === start ? undefined : { atoms, quoted, start, end: i };
}

function readExpansion(
  input: Input,
  start: number,
  quoted: boolean,
): { atom: string | Expansion; end: number } | undefined {
  const opaque = (end: number) => (end < 0 ? undefined : { atom: { kind: 'expansion', quoted } as const, end });
  if (input[start] === '`') return opaque(input.indexOf('`', start + 1) + 1 || -1);
  const next = input[start + 1];
  if (next === '(') return opaque(closing(input, start + 1, '(', ')'));
  if (next === '{') {
    const end = closing(input, start + 1, '{', '}');
    if (end < 0) return undefined;
    const inside = input.slice(start + 2, end - 1);
    const parsed = inside.every((c) => typeof c === 'string')
      ? /^([A-Za-z_]\w*)(?::?[-=]([^$`"'\\]*))?$/.exec(inside.join(''))
      : undefined;
    const name = parsed?.[1];
    if (name === undefined) return opaque(end);
    const orElse = parsed?.[2];
    return { atom: { kind: 'expansion', name, quoted, ...(orElse === undefined ? {} : { orElse }) }, end };
  }
  if (!quoted && next === "'") return undefined;
  let end = start + 1;
  while (typeof input[end] === 'string' && /\w/.test(input[end] as string)) end++;
  const name = input.slice(start + 1, end).join('');
  if (/^[A-Za-z_]/.test(name)) return { atom: { kind: 'expansion', name, quoted }, end };
  if (isOneOf(next, '0123456789@*#?$!-')) return opaque(start + 2);
  return { atom: '$', end: start + 1 };
}

/** The offset behind the bracket that closes the one at `start`, or -1. */
function closing(input: Input, start: number, open: string, close: string): number {
  let depth = 0;
  let quote: string | Unknown | undefined;
  for (let i = start; i < input.length; i++) {
    const c = input[i];
    if (quote) quote = c === quote ? undefined : quote;
    else if (c === '\\') i++;
    else if (c === '"' || c === "'") quote = c;
    else if (c === open) depth++;
    else if (c === close && --depth === 0) return i + 1;
  }
  return -1;
}
