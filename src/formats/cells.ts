import { safe } from './safe.ts';

/** A character of a source text as it is shown: what is printed for it, and how many terminal cells that takes. */
export interface Glyph {
  /** UTF-16 offset in the text. */
  readonly at: number;
  readonly shown: string;
  readonly cells: number;
}

const tab = '    ';
const combining = /^[\p{Mn}\p{Me}]$/u;
const emoji = /^\p{Emoji_Presentation}$/u;

/** The blocks of https://www.unicode.org/Public/UCD/latest/ucd/EastAsianWidth.txt that are wide throughout, emoji aside. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/** How many cells a terminal gives to a text that {@link safe} has made inert. */
export function width(text: string): number {
  let cells = 0;
  for (const character of text) cells += cellsOf(character);
  return cells;
}

/** The characters of a stretch of source text, tabs expanded and everything else made inert. */
export function* glyphs(text: string, from: number, to: number): Generator<Glyph> {
  for (let at = from; at < to; ) {
    const code = text.charCodeAt(at);
    if (code >= 0x20 && code < 0x7f) {
      yield { at, shown: text.charAt(at), cells: 1 };
      at++;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const shown = show(character, at);
    yield { at, shown, cells: shown === character ? cellsOf(character) : shown.length };
    at += character.length;
  }
}

function show(character: string, at: number): string {
  if (character === '\t') return tab;
  return character === '\ufeff' && at === 0 ? '' : safe(character);
}

function cellsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (combining.test(character)) return 0;
  return emoji.test(character) || wide.some(([first, last]) => first <= code && code <= last) ? 2 : 1;
}
