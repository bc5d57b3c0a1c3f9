import { describe, expect, test } from 'vitest';
import { InputError, position, textOf } from '../../src/source/file.ts';
import { read, readOnce } from '../../src/source/read.ts';
import { plain } from '../../src/source/tree.ts';

/** The complaint as `line:column text → message`. */
function complaint(path: string, text: string, reader: typeof readOnce = read): string {
  try {
    reader({ path, text });
  } catch (error) {
    if (!(error instanceof InputError) || !error.span) throw error;
    const { line, column } = position(error.span.file, error.span.start);
    expect(error.span.start).toBeGreaterThanOrEqual(0);
    expect(error.span.end).toBeLessThanOrEqual(text.length);
    expect(error.message).not.toMatch(/\n|[.]$|undefined|should|invalid/);
    return `${line}:${column} ${JSON.stringify(textOf(error.span))} → ${error.message}`;
  }
  return 'none';
}

describe('YAML that cannot be read says where and what to do', () => {
  test.each<[string, string]>([
    ['', '1:1 "" → empty: there is nothing to read in this file'],
    ['# only a comment\n---\n', '1:1 "" → empty: there is nothing to read in this file'],
    ['a: 1\n---\nb: 1\n', '2:1 "---" → a second YAML document starts here: keep one template per file'],
    ['a:\n\tb: 1\n', '2:1 "\\t" → a tab indents this line, where YAML allows spaces only: replace it with spaces'],
    [
      'a:\r\n  b: 1\r\n\tc: 2\r\n',
      '3:1 "\\t" → a tab indents this line, where YAML allows spaces only: replace it with spaces',
    ],
    [
      'a:\n  - b\n  \t- c\n',
      '3:3 "\\t" → a tab indents this line, where YAML allows spaces only: replace it with spaces',
    ],
    ['\ta: 1', '1:1 "\\t" → a tab indents this line, where YAML allows spaces only: replace it with spaces'],
    ['a:\n  - \tb: 1\n', '2:5 "\\t" → a tab indents this line, where YAML allows spaces only: replace it with spaces'],
    ['a: *nope\n', '1:4 "*nope" → nothing above is anchored as `&nope`: put quotes around text that starts with `*`'],
    ['a: *\n', '1:4 "*" → `*` starts an alias here: put quotes around the text'],
    ['a: &x [*x]\n', '1:8 "*x" → `*x` is within what it refers to'],
    ['? [a]\n: b', '1:3 "[" → a key is text, and this is a collection: put quotes around it'],
    ['a: &x [1]\n*x : 2', '2:1 "*x" → a key is text, and this is a function call or a collection: write its text'],
    [
      '!Ref a: b',
      '1:1 "!Ref a" → the `:` behind this makes a key of it, and a key is no function call: put quotes around the whole text',
    ],
    [
      'ValueFrom: !Sub ${Secret}:password::',
      '1:12 "!Sub ${Secret}:password:" → the `:` behind this makes a key of it, and a key is no function call: put quotes around the whole text',
    ],
    [
      'a: {{ b }}',
      '1:4 "{{" → `{{` is a placeholder of a template engine: put quotes around it, or lint the rendered file',
    ],
    [
      '{{ b }}: 1',
      '1:1 "{{" → `{{` is a placeholder of a template engine: put quotes around it, or lint the rendered file',
    ],
    ['a: !!binary x', '1:4 "!!binary" → `!!binary` is a tag that CloudFormation does not read: remove it'],
    ['a: !!int x', '1:4 "!!int x" → `x` is no `!!int`: remove the tag'],
    ['a: !!str [x]', '1:4 "!!str" → the tag `!!str` is on a list: remove it'],
    [
      'a: !Foo!bar x',
      '1:4 "!Foo!bar" → this tag has characters that no function has: put a space after its name, or quotes around the text',
    ],
    [
      'a: !Base64 !Sub x',
      '1:12 "!Sub" → two short-form functions in a row on one value: write the outer one in its long form, as a key `Fn::…:`',
    ],
    ['<<: 3', '1:1 "<<" → `<<` merges mappings, and its value is none: refer to a mapping'],
    ['a: "one\nb: "two"\n', '1:4 "\\"" → this `"` is not closed before line 2, which starts a new entry: close it'],
    ['a: "\\""\nb: [\'x\', "y", \'one\n', '2:15 "\'" → this `\'` is never closed'],
    ['a: [1, "]"\nb: 2\n', '1:4 "[" → this `[` is not closed before line 2, which starts a new entry: close it'],
    ['a: {b: [\n', '1:4 "{" → this `{` is never closed'],
    ['a: b: c', '1:5 ":" → a second `: ` within one value: put quotes around the value'],
    [
      'a: b\n  c: d',
      '2:3 "c" → this key continues the value above it: give it the indentation of its neighbours, or end that line in `:`',
    ],
    ['a:\n  Type:String\n  Default: x\n', '2:7 ":" → a space is missing after this `:`'],
    [
      'a:\n   b: 1\n  c: 2\n',
      '3:3 "c:" → this line starts in another column than its neighbours above: give both the same indentation',
    ],
    ['a: @b', '1:4 "@b" → a value cannot start with `@`: put quotes around it'],
    [
      "a: 'it's'",
      '1:8 "s\'" → text after a closing quote: put all of it in quotes, and double each `\'` within single quotes',
    ],
    ['a: [1] b', '1:8 "b" → text after a closing bracket: put all of it in quotes'],
    ['a: - b', '1:4 "-" → a list cannot start on the line of its key: start it on the next line'],
    ['a: 1\nb\n', '2:1 "b" → a line among `key: value` lines has no `: `, so it is no key'],
    ['a: | b\n', '1:6 "b" → the text of a `|` or `>` block starts on the next line'],
    [
      'a: "C:\\Windows"',
      '1:7 "\\\\Windows\\"" → double quotes know no such escape: double the backslash, or use single quotes',
    ],
    ['a: [1,,2]', '1:7 ",2]" → a comma without a value before it: remove it'],
    [
      'a: 1\u0007',
      '1:5 "\\u0007" → the character U+0007 cannot be written as it is: remove it, or write an escape in double quotes',
    ],
    ['a\0', '1:2 "\\u0000" → a NUL byte: this is no UTF-8 text, so save it as UTF-8 if it is a template'],
  ])('%j', (text, expected) => {
    expect(complaint('t.yaml', text)).toBe(expected);
  });

  test.each([
    '['.repeat(100_000),
    '- '.repeat(100_000),
    '{a: '.repeat(100_000),
    '? '.repeat(100_000),
    Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
  ])('nesting without end is an error of the input, never of ours (%#)', (text) => {
    expect(complaint('t.yaml', `a:\n  ${text.replaceAll('\n', '\n  ')}`)).toContain('nested more than 100 levels deep');
  });

  test('what the text says reaches the message on one short line', () => {
    const twice = '"a\\nb\\e[31m": 1\n"a\\nb\\e[31m": 2\n';
    expect(complaint('t.yaml', twice, readOnce)).toContain('`a b [31m` is already a key');
    expect(complaint('t.yaml', `a: *${'x'.repeat(500)}`)).toContain(`\`&${'x'.repeat(39)}…\``);
  });
});

describe('JSON that cannot be read says where and what to do', () => {
  test.each<[string, string]>([
    ['', '1:1 "" → empty: there is no JSON value here'],
    ['{', '1:2 "" → the file ends where a key in double quotes or `}` belongs'],
    ['{"a": [1, 2', '1:7 "[" → this `[` is never closed'],
    ['{"a": 1,\n}', '1:8 "," → JSON allows no comma before `}`: remove it'],
    ['[1,]', '1:3 "," → JSON allows no comma before `]`: remove it'],
    ['[1,,2]', '1:4 "," → a comma is where a value belongs: remove it'],
    ['{"a": 1\n "b": 2}', '2:2 "\\"" → a `,` is missing before this'],
    ['{"a": 1\n // b\n}', '2:2 "// b" → JSON has no comments: remove it'],
    ['# a\n{}', '1:1 "# a" → JSON has no comments: remove it'],
    ["{'a': 1}", '1:2 "\'" → JSON puts text in double quotes, not in single ones'],
    ['{a: 1}', '1:2 "a" → `a` is where a key in double quotes or `}` belongs'],
    ['{"a": 01}', '1:7 "01" → `01` is no JSON number: write it in double quotes'],
    ['{"a": .5}', '1:7 ".5" → `.5` is no JSON number: write it in double quotes'],
    ['{"a": 1e}', '1:7 "1e" → `1e` is no JSON number: write it in double quotes'],
    ['{"a": -}', '1:7 "-" → `-` is no JSON number: write it in double quotes'],
    ['{"a": True}', '1:7 "True" → JSON writes `true` in lower case'],
    ['{"a": NaN}', '1:7 "NaN" → `NaN` is no JSON value: put text in double quotes'],
    ['{"a": }', '1:7 "}" → `}` is where a value belongs'],
    ['{"a" 1}', '1:6 "1" → `1` is where `:` after the key belongs'],
    ['{"a": "b\n"}', '1:7 "\\"b" → this text has no closing `"` on its line: close it, and write line breaks as `\\n`'],
    ['{"a": "b', '1:7 "\\"b" → this text has no closing `"` on its line: close it, and write line breaks as `\\n`'],
    ['["\\n\t"]', '1:5 "\\t" → a tab within JSON text is written `\\t`'],
    ['["\u0001"]', '1:3 "\\u0001" → a control character within JSON text is written `\\u0001`'],
    ['["\\d"]', '1:3 "\\\\d" → `\\d` is no JSON escape: write `\\\\` for a backslash'],
    ['["\\', '1:3 "\\\\" → `\\` is no JSON escape: write `\\\\` for a backslash'],
    ['["\\u12"]', '1:3 "\\\\u" → `\\u` needs four hexadecimal digits'],
    ['{} {}', '1:4 "{" → `{` is where the end of the file belongs'],
    ['\u0000{}', '1:1 "\\u0000" → a NUL byte: this is no UTF-8 text, so save it as UTF-8 if it is a template'],
  ])('%j', (text, expected) => {
    expect(complaint('t.json', text)).toBe(expected);
  });
});

describe('a file in which no key may be written twice', () => {
  test.each<[string, string]>([
    ['a: 1\nb: 2\na: 3\n', '3:1 "a" → `a` is already a key of this mapping, on line 1: keep one of them'],
    ['"a": 1\n!!str a: 3\n', '2:1 "!!str a" → `a` is already a key of this mapping, on line 1: keep one of them'],
    ['{"a": 1,\n "a": 2}', '2:2 "\\"a\\"" → `a` is already a key of this mapping, on line 1: keep one of them'],
  ])('%j', (text, expected) => {
    expect(complaint('t.yaml', text, readOnce)).toBe(expected);
    expect(complaint('t.yaml', text)).toBe('none');
  });

  test('is read otherwise', () => {
    expect(plain(readOnce({ path: 't.yaml', text: 'a: &x { b: 1 }\nc: { <<: *x, b: 2 }\n' }))).toEqual({
      a: { b: 1 },
      c: { b: 2 },
    });
  });
});

describe('text in braces that is neither JSON nor YAML', () => {
  test('is complained about as what it looks like', () => {
    expect(complaint('t.yaml', '{"a": 1,\n "b": [1, }')).toBe('2:11 "}" → `}` is where a value belongs');
    expect(complaint('t.yaml', '{a: 1, b: [2}')).toMatch(/^1:13/);
    expect(complaint('t.yaml', '[a, "b]')).toBe('1:5 "\\"" → this `"` is never closed');
  });
});
