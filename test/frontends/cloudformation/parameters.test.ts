import { expect, test } from 'vitest';
import { results } from './evaluation.ts';

// What a parameter's declaration says, however it is written.

test.each<[string, unknown]>([
  ['Type: String, Default: True', 'true'],
  ['Type: String, Default: 012', '012'],
  ['Type: String, Default: null', { parameter: '/P' }],
  ['Type: CommaDelimitedList, Default: "a, b"', ['a', 'b']],
  ['Type: CommaDelimitedList, Default: [a, b]', ['a', 'b']],
  ['Type: CommaDelimitedList, Default: [a, [b]]', { parameter: '/P' }],
  ['Type: String, Default: { a: b }', { parameter: '/P' }],
  ['Type: null, Default: a', 'a'],
  ['Default: a', 'a'],
])('{ %s }', (declaration, comes) =>
  expect(results('!Ref P', `Parameters: { P: { ${declaration} } }`)).toEqual([comes]),
);

test.each<[string, string[]]>([
  ['Type: String, AllowedValues: [a, b]', ['b']],
  ['Type: String, AllowedValues: [a, { b: c }]', ['a', 'b']],
  ['Type: String, AllowedValues: a', ['a', 'b']],
  ['Type: String, AllowedPattern: null', ['a', 'b']],
  ['Type: String, AllowedPattern: "[a-y]+"', ['b']],
  ['Type: Number, MinValue: null', ['b']],
])('{ %s } may be told from zzz', (declaration, answers) => {
  const sections = `Parameters: { P: { ${declaration} } }\nConditions: { Z: !Equals [!Ref P, zzz] }`;
  expect(new Set(results('!If [Z, a, b]', sections))).toEqual(new Set(answers));
});
