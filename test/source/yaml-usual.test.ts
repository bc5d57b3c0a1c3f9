import { describe, expect, test } from 'vitest';
import { isUsual } from './usual.ts';

describe('what is written as usual is read as all of YAML is', () => {
  test.each([
    'A: 1\nB:\n  - x\n  - y: z\n    w:\nC: [a, "b", \'c\', { d: e }]\n',
    '# first\n\n---\n# second\nA: !Sub x\nB: !If\n  - a\n  - !Ref b\nC: !If\n- a\n- b\n',
    'A: |\n  one\n   two\n\n  three\n\nB: >-\n  one\n  two\nC: |+\n  one\n\n',
    'A: |\n  last line without its end',
    'A: one\n  two\n\n  three\nB: "one\n  two"\nC: \'it\'\'s\n  two\'\nD: "tab\\t quote\\" line\\\n  two"\n',
    'A: !GetAZs\nB: [!GetAZs , !GetAZs ]\nC: { D: !GetAZs }\n',
    'A: [Condition: B, C: !Ref D]\nE: [\n  a,\n  b\n]\nF: { "a":1, b: 2 }\n',
    'Key : value\n"Quoted" : value\nA: ::/0\nB: a:b\nC: -1\nD: 0x1F\nE: ~\nF: null # no\nG: "#"\nH: a#b\n',
    '- - a\n  - b\n-\n- c: d\n  e:\n  - f\n-\n  g: h\n',
    'A:\n\n  # between\n\n  B: c\n# after\n',
    'A: !Join [",", [a, !Ref B, !Sub "${C}"]]\nD:\n  Fn::Join:\n    - ""\n    - - a\n      - !Ref B\nE:\n  Ref: F\n',
    'A: 1\r\nB:\r\n  - !Ref x\r\n  -\r\n  - "y\r\n\r\n    z"\r\n\r\nC: [a,\r\n  b]\r\nD: e\r\n  f # g\r\nH: !GetAZs\r\n',
    'A: |\r\n  one \r\n   two\r\n\r\n  three\r\nB: >-\r\n  one\r\n  two\r\nC: |+\r\n  one\r\n\r\n\r\nD: |\n  e\r\n  f\n',
    'A: 1\nA: 2\n',
    'A: 1\nB: 2\nA: 3\nB: { c: 1, d: 2, c: 3, c: 4 }\n',
    'A: { Ref: b, Ref: c }\nD:\n  Ref: e\n  Ref: f\n',
    'A:\n  !Sub\n    text of it\nB:\n  text: |\n    x\n  more: y   \n',
  ])('%j', (text) => expect(isUsual(text)).toBe(true));
});

describe('what is not is left to the reader of all of YAML', () => {
  test.each([
    ['anchors', 'A: &a 1\nB: *a\n'],
    ['merge keys', 'A: { b: c }\nD:\n  <<: { e: f }\n'],
    ['merge keys in braces', 'D: { <<: { e: f } }\n'],
    ['explicit keys', '? A\n: 1\n'],
    ['types of the core schema', 'A: !!str 1\n'],
    ['line ends of old', 'A: 1\rB: 2\r'],
    ['one of them among others', 'A: b\n# c\rD: e\n'],
    ['byte order marks', '\ufeffA: 1\n'],
    ['characters of two code units', 'A: \u{1f600}\n'],
    ['tabs between words', 'A:\tb\n'],
    ['tabs that indent', 'A:\n\tB: c\n'],
    ['blocks with an explicit indentation', 'A: |2\n   b\n'],
    ['blocks without text', 'A: |\nB: c\n'],
    ['two documents', 'A: 1\n---\nB: 2\n'],
    ['an end of the document', 'A: 1\n...\n'],
    ['a marker that looks like a key', '--- a: b\n'],
    ['directives', '%YAML 1.2\n---\nA: 1\n'],
    ['a colon within a word in brackets', 'A: [b :c]\n'],
    ['comments in brackets', 'A: [b, # c\n  d]\n'],
    ['other escapes', 'A: "\\u0041"\n'],
    ['one scalar', 'A\n'],
    ['a second colon', 'A: b: c\n'],
    ['a line that is no key', 'A: 1\nB\n'],
    ['a wrong indentation', 'A:\n    B: 1\n  C: 2\n'],
    ['what follows a quote', 'A: "b" c\n'],
    ['quotes that go on too far to the left', 'A:\n  B: "c\n  d"\n'],
    ['brackets that go on too far to the left', 'A:\n  B: [c,\n  d]\n'],
    ['an open bracket', 'A: [b\n'],
    ['an open quote', "A: 'b\n"],
    ['nesting without end', '- '.repeat(1000)],
    ['more colons than a pattern has room for', `A: ${'a:b:'.repeat(1_250_000)}`],
    ['nothing', ''],
  ])('%s', (_, text) => expect(isUsual(text)).toBe(false));
});
