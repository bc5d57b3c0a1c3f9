import { parseEvents, YAMLException } from 'js-yaml';
import { InputError, position, type SourceFile } from './file.ts';
import { shown } from './nodes.ts';

/** What the parser's complaint about `text`, the file's with some line breaks blanked, means to who writes templates. */
export function explained(file: SourceFile, text: string, problem: YAMLException): InputError {
  const { reason } = problem;
  const at = Math.min(problem.mark?.position ?? 0, text.length);
  const misplacement = /^(?:bad|deficient) indentation|^tab char|^end of the stream|':'|multiline key/.test(reason);
  const tab = misplacement ? indentingTab(text, at) : undefined;
  if (tab !== undefined) {
    return errorAt(
      file,
      'a tab indents this line, where YAML allows spaces only: replace it with spaces',
      tab,
      tab + 1,
    );
  }
  if (/^deficient|^unexpected end of the/.test(reason)) return unclosed(file, text, at);
  if (misplacement && /^:(?:\s|$)/.test(text.slice(at, at + 2))) return secondColon(file, at);
  const start = Math.min(beginning(reason, text, at), lastCharacter(text));
  return errorAt(file, meaning(reason, text, start), start, wordEnd(text, start));
}

const errorAt = (file: SourceFile, message: string, start: number, end: number): InputError =>
  new InputError(message, { file, start, end });

/** Where the thing starts that the parser has read in part when it complains. */
function beginning(reason: string, text: string, at: number): number {
  if (/^name of an|^unknown escape/.test(reason)) return at - 1;
  if (reason.startsWith('expected hexadecimal')) return text.lastIndexOf('\\', at);
  if (/\btag\b/.test(reason) && !reason.startsWith('duplication')) return text.lastIndexOf(' ', at - 1) + 1;
  if (/':'|multiline key/.test(reason)) return at - text.slice(lineStart(text, at), at).trimStart().length;
  return at;
}

function meaning(reason: string, text: string, at: number): string {
  if (reason.startsWith('bad indentation')) return misplaced(text, at);
  if (reason.startsWith('nesting exceeded')) return 'nested more than 100 levels deep: no template needs that';
  if (reason.includes('non-printable') || reason === 'expected valid JSON character') {
    const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `the character U+${code} cannot be written as it is: remove it, or write an escape in double quotes`;
  }
  if (/^(?:tag (?:name|suffix)|undeclared tag|named tag)/.test(reason)) {
    return 'this tag has characters that no function has: put a space after its name, or quotes around the text';
  }
  if (reason.startsWith('expected the node content')) return 'a comma without a value before it: remove it';
  return MEANINGS.get(reason) ?? reason;
}

const NO_KEY = 'a line among `key: value` lines has no `: `, so it is no key';

const MEANINGS: ReadonlyMap<string, string> = new Map([
  ["expected ':' after a mapping key", NO_KEY],
  ['can not read a block mapping entry; a multiline key may not be an implicit key', NO_KEY],
  [
    'a whitespace character is expected after the key-value separator within a block mapping',
    'a space is missing after the `:`',
  ],
  ['missed comma between flow collection entries', 'a comma or a closing bracket is missing before this'],
  ['a line break is expected', 'the text of a `|` or `>` block starts on the next line'],
  ['unknown escape sequence', 'double quotes know no such escape: double the backslash, or use single quotes'],
  [
    'expected hexadecimal character',
    'this escape needs more hexadecimal digits: double the backslash for a literal one',
  ],
  [
    'duplication of a tag property',
    'two short-form functions in a row on one value: write the outer one in its long form, as a key `Fn::…:`',
  ],
  ['duplication of an anchor property', 'two anchors on one value: keep one'],
  ['name of an alias node must contain at least one character', '`*` starts an alias here: put quotes around the text'],
  [
    'name of an anchor node must contain at least one character',
    '`&` starts an anchor here: put quotes around the text',
  ],
  ['alias node should not have any properties', 'an alias takes neither a tag nor an anchor: remove it'],
  [
    'directives end mark is expected',
    'a line that starts with `%` is a YAML directive: remove it, or add a line `---` below',
  ],
  [
    'end of the stream or a document separator is expected',
    'this does not belong to what is above it: start it in the same column, or remove it',
  ],
]);

function misplaced(text: string, at: number): string {
  const rest = text.slice(at, at + 40);
  const line = text.slice(lineStart(text, at), at);
  if (/^[@`%]/.test(rest)) return `a value cannot start with \`${rest[0]}\`: put quotes around it`;
  if (/["']\s*$/.test(line)) {
    return "text after a closing quote: put all of it in quotes, and double each `'` within single quotes";
  }
  if (/^-\s/.test(rest) && /\S/.test(line)) {
    return 'a list cannot start on the line of its key: start it on the next line';
  }
  if (/[\]}]\s*$/.test(line)) return 'text after a closing bracket: put all of it in quotes';
  if (/\S/.test(line)) return `\`${shown(rest.trimEnd())}\` cannot follow on this line: put quotes around the value`;
  return 'this line starts in another column than its neighbours above: give both the same indentation';
}

/** A `: ` where a value goes on: on the line of its key, or below a line that is no entry. */
function secondColon(file: SourceFile, at: number): InputError {
  const { text } = file;
  const start = lineStart(text, at);
  const line = text.slice(start, at);
  if (/:\s|^\s*\?\s/.test(line)) {
    return errorAt(file, 'a second `: ` within one value: put quotes around the value', at, at + 1);
  }
  const aboveEnd = text.slice(0, start).trimEnd().length;
  const aboveStart = lineStart(text, aboveEnd);
  const glued = /^\s*(?:-\s+)*[\w-]+(?=:[^\s:/])/.exec(text.slice(aboveStart, aboveEnd));
  if (glued && !/:\s/.test(text.slice(aboveStart, aboveEnd))) {
    const colon = aboveStart + glued[0].length;
    return errorAt(file, 'a space is missing after this `:`', colon, colon + 1);
  }
  const message =
    'this key continues the value above it: give it the indentation of its neighbours, or end that line in `:`';
  return errorAt(file, message, start + line.length - line.trimStart().length, at);
}

const lineStart = (text: string, at: number): number =>
  at === 0 ? 0 : Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;

/** The first tab in the indentation that the line of an offset starts with, list dashes included. */
function indentingTab(text: string, at: number): number | undefined {
  const start = lineStart(text, at);
  const tab = /^ *(?:- *)*\t/.exec(text.slice(start, start + 1000));
  return tab ? start + tab[0].length - 1 : undefined;
}

/** Names the quote or bracket that is still open at an offset. */
function unclosed(file: SourceFile, text: string, at: number): InputError {
  const atEnd = text.slice(at).trim() === '';
  const from = opening(text, at);
  if (from === undefined) {
    const message = atEnd
      ? 'a quote or a bracket is still open where the file ends'
      : 'this line is indented less than the value that it continues: indent it more';
    return errorAt(file, message, at, wordEnd(text, at));
  }
  const open = `this \`${text[from]}\``;
  const { line } = position(file, at);
  const message = atEnd
    ? `${open} is never closed`
    : `${open} is not closed before line ${line}, which starts a new entry: close it`;
  return errorAt(file, message, from, from + 1);
}

/** How often a text may be parsed again for the sake of one error, within about a fifth of a second. */
export const affordableParses = (text: string): number => Math.min(100, Math.ceil(3_000_000 / (text.length + 1)));

/** Where the quote, or the outermost bracket, starts that is open at `end`: the last one before which all is closed. */
function opening(text: string, end: number): number | undefined {
  const kind = openedBy(text, end);
  if (kind === undefined) return undefined;
  const openers = kind === 'double' ? '"' : kind === 'single' ? "'" : '[{';
  let at = end;
  for (let attempts = affordableParses(text); attempts > 0; attempts--) {
    at = Math.max(...[...openers].map((opener) => (at > 0 ? text.lastIndexOf(opener, at - 1) : -1)));
    if (at < 0) return undefined;
    const outside = openedBy(text, at);
    if (kind === 'flow' ? outside === undefined : outside !== kind) return at;
  }
  return undefined;
}

function openedBy(text: string, end: number): 'single' | 'double' | 'flow' | undefined {
  try {
    parseEvents(text.slice(0, end).trimEnd(), {});
    return undefined;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const [, kind] = /within a (single|double|flow)/.exec(error.reason) ?? [];
    return kind === 'single' || kind === 'double' || kind === 'flow' ? kind : undefined;
  }
}

const lastCharacter = (text: string): number => Math.max(0, text.trimEnd().length - 1);

function wordEnd(text: string, start: number): number {
  const length = text.slice(start, start + 200).search(/\s/);
  if (length < 0) return Math.min(text.length, start + 200);
  return start + Math.max(length, start < text.length ? 1 : 0);
}
