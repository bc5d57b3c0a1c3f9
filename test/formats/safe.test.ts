import fc from 'fast-check';
import { expect, test } from 'vitest';
import { glyphs, width } from '../../src/formats/cells.ts';
import { excerpt } from '../../src/formats/excerpt.ts';
import { safe, safeJson } from '../../src/formats/safe.ts';
import { hostile } from './hostile.ts';

const active = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test.each([
  ['\x1b[31mred', '\\x1b[31mred'],
  ['a\nb\tc\r', 'a\\nb\\tc\\r'],
  ['\u202eevil\u2066', '\\u202eevil\\u2066'],
  ['\x9b2J\x7f\0', '\\x9b2J\\x7f\\x00'],
  ['\ud800x', '\\ud800x'],
  ['line\u2028par\u2029', 'line\\u2028par\\u2029'],
  ['tag \u{e0041}', 'tag \\u{e0041}'],
  ['naïve 日本 🚀 ›', 'naïve 日本 🚀 ›'],
])('%j is shown as %s', (text, shown) => {
  expect(safe(text)).toBe(shown);
});

test('no text acts on a terminal, and what is inert stays as it is', () => {
  fc.assert(
    fc.property(hostile(), (text) => {
      expect(safe(text)).not.toMatch(active);
      expect(safe(safe(text))).toBe(safe(text));
    }),
  );
});

test('JSON keeps its value while every active character is escaped', () => {
  fc.assert(
    fc.property(fc.array(hostile()), (texts) => {
      const json = safeJson(JSON.stringify(texts, null, 2));
      expect(json.replaceAll('\n', '')).not.toMatch(active);
      expect(JSON.parse(json)).toEqual(texts);
    }),
  );
});

test.each([
  ['abc', 3],
  ['日本', 4],
  ['e\u0301', 1],
  ['🚀', 2],
  ['한글', 4],
  ['ｆ', 2],
  ['›…é', 3],
])('%s takes %i cells', (text, cells) => {
  expect(width(text)).toBe(cells);
});

test('a line of characters that are shown longer than they are does not push its focus out', () => {
  const text = `${'\u200b'.repeat(300)}HERE${'\u0301'.repeat(5000)}${'x'.repeat(300)}`;
  const shown = excerpt(text, { start: 0, end: text.length }, { start: 300, end: 304 }, 60);
  expect(shown.shown.slice(0, 40)).toBe(`...${'\\u200b'.repeat(3)}HERE${'\u0301'.repeat(15)}`);
  expect(shown.cellOf(300)).toBe(21);
  expect(shown.shown.length).toBeLessThan(400);
});

test('an excerpt has room for itself, shows its focus and puts it where it says', () => {
  fc.assert(
    fc.property(hostile(300), fc.nat(300), fc.nat(40), fc.integer({ min: 40, max: 120 }), (raw, from, length, room) => {
      const text = raw.replaceAll(/[\r\n]/g, ' ');
      const start = Math.min(from, text.length);
      const focus = { start, end: Math.min(start + length, text.length) };
      const shown = excerpt(text, { start: 0, end: text.length }, focus, room);
      expect(width(shown.shown)).toBeLessThanOrEqual(room);
      const cell = shown.cellOf(focus.start);
      expect(cell).toBeLessThanOrEqual(room);
      const first = [...glyphs(text, focus.start, focus.end)].find(({ cells }) => cells > 0);
      const inside = !/[\udc00-\udfff]/.test(text.charAt(focus.start));
      if (first && inside && first.at === focus.start) expect(at(shown.shown, cell)).toContain(first.shown);
    }),
    { numRuns: 500 },
  );
});

/** What is shown from a cell on. */
function at(shown: string, cell: number): string {
  let rest = shown;
  for (let cells = 0; cells < cell && rest !== ''; ) {
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    cells += width(character);
    rest = rest.slice(character.length);
  }
  return rest;
}
