/**
 * What a terminal or a viewer would obey instead of showing: C0 and C1 controls, line and paragraph separators, lone
 * surrogates, and every format character of Unicode (bidirectional overrides, zero-width characters, tags).
 */
const active = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const named: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Text of the user as one inert line: characters that act on a terminal are shown by their escapes, `\x1b`, `\u202e`. */
export const safe = (text: string): string => text.replace(active, escaped);

/** Text of several lines, each of them inert. */
export const safeLines = (text: string): string => text.split('\n').map(safe).join('\n');

function escaped(character: string): string {
  const name = named.get(character);
  if (name) return name;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/**
 * JSON text in which no character acts on a terminal either; it parses to the same value. Nor does it hold `##[`, which
 * the log of GitHub Actions takes for a command wherever it stands, whatever invisible marks stand between.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export const safeJson = (json: string): string =>
  json
    .replace(active, (character) => (character === '\n' ? character : utf16(character)))
    .replace(/#(?=[\p{M}\p{DI}]*[#[])/gu, utf16);

const utf16 = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
