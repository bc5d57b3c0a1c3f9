import { parseEvents, YAMLException } from 'js-yaml';
import { InputError, position, type SourceFile } from './file.ts';
import { shown } from './nodes.ts';

/** What the parser's complaint means for somebody who writes templates. */
export function explained(file: SourceFile, problem: YAMLException): InputError {
  const { text } = file;
  const at = problem.mark?.position ?? 0;
  const tab = indentingTab(text, at);
  if (tab !== undefined && /indentation|expected ':'|multiline key/.test(problem.reason)) {
    return errorAt(
      file,
      'a tab indents this line, where YAML allows spaces only: replace the tab with spaces',
      tab,
      tab + 1,
    );
  }
  if (/deficient indentation|unexpected end of the/.test(problem.reason)) return unclosed(file, at);
  const start = at >= text.length ? lastCharacter(text) : at;
  return errorAt(file, meaning(problem.reason, text, start), start, wordEnd(text, start));
}

const errorAt = (file: SourceFile, message: string, start: number, end: number): InputError =>
  new InputError(message, { file, start, end });

function meaning(reason: string, text: string, at: number): string {
  const character = text[at] ?? '';
  if (reason.startsWith('bad indentation')) return misplaced(text, at);
  if (reason.startsWith('nesting exceeded')) return 'nested more than 100 levels deep: no template needs that';
  if (reason.includes('non-printable') || reason === 'expected valid JSON character') {
    const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `the character U+${code} cannot be written as it is: remove it, or write an escape in double quotes`;
  }
  if (reason.startsWith('tag name cannot') || reason.startsWith('undeclared tag') || reason.startsWith('named tag')) {
    return 'this tag has characters that no function has: put a space after its name, or quotes around the text';
  }
  if (reason.startsWith('expected the node content')) return 'a comma without a value before it: remove it';
  return MEANINGS.get(reason) ?? (character === '' ? `${reason}, at the end of the file` : reason);
}

const MEANINGS: ReadonlyMap<string, string> = new Map([
  ["expected ':' after a mapping key", 'a line among `key: value` lines has no `: `, so it is no key'],
  [
    'can not read a block mapping entry; a multiline key may not be an implicit key',
    'a key takes one line only: a `: ` is missing on a line above, or a quote is open there',
  ],
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
  const before = text.slice(Math.max(0, at - 200), at);
  const line = before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1);
  if (/^[@`%]/.test(rest)) return `a value cannot start with \`${rest[0]}\`: put quotes around it`;
  if (/^:(?:\s|$)/.test(rest)) {
    return 'a second `: ` within one value: put quotes around the value, or start this key in the column of its neighbours';
  }
  if (/["']\s*$/.test(line))
    return "text after a closing quote: put all of it in quotes, and write a `'` within single quotes twice";
  if (/^- /.test(rest) && /\S/.test(line))
    return 'a list cannot start on the line of its key: start it on the next line';
  if (/[\]}]\s*$/.test(line)) return 'text after a closing bracket: put all of it in quotes';
  if (/\S/.test(line))
    return `\`${shown(rest.split(/[\r\n]/)[0] ?? '')}\` cannot follow on this line: put quotes around the value`;
  return 'this line starts in another column than its neighbours above: give both the same indentation';
}

/** The first tab in the white space that the line of an offset starts with. */
function indentingTab(text: string, at: number): number | undefined {
  const start = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
  const tab = /^ *\t/.exec(text.slice(start, start + 1000));
  return tab ? start + tab[0].length - 1 : undefined;
}

/** Names the quote or bracket that is still open at an offset. */
function unclosed(file: SourceFile, at: number): InputError {
  const { text } = file;
  const from = opening(text, at);
  const open = from === undefined ? '' : (text[from] ?? '');
  if (from === undefined) {
    return errorAt(
      file,
      'this line is indented less than the value that it continues: indent it more',
      at,
      wordEnd(text, at),
    );
  }
  const atEnd = text.slice(at).trim() === '';
  if (atEnd) return errorAt(file, `this \`${open}\` is never closed`, from, from + 1);
  const { line } = position(file, at);
  return errorAt(
    file,
    `this \`${open}\` is not closed before line ${line}, which starts a new entry: close it`,
    from,
    from + 1,
  );
}

/** Where the quote, or the outermost bracket, starts that is open at `end`: the last one before which all is closed. */
function opening(text: string, end: number): number | undefined {
  const kind = openedBy(text, end);
  if (kind === undefined) return undefined;
  const openers = kind === 'double' ? '"' : kind === 'single' ? "'" : '[{';
  let at = end;
  for (let attempts = 0; attempts < 100; attempts++) {
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
