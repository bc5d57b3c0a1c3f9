import { describe, expect, test } from 'vitest';
import { textOf } from '../../src/source/file.ts';
import { read } from '../../src/source/read.ts';
import { entryOf, plain, type Tree } from '../../src/source/tree.ts';

const json = (text: string): Tree => read({ path: 'template.json', text });

describe('JSON', () => {
  test.each([
    '{}',
    '[]',
    ' [ 1 , -0.5e+3 , 1E2, 0, "x" , true , false , null , {} , [ ] ] ',
    '"top"',
    '12',
    '{"a":{"b":[{"c":"\\u00e9\\n\\"\\\\\\/"}]}}',
    '{"":1,"__proto__":2,"constructor":3}',
    '["\u2028", "\u007f", "\ud83d\ude00", "\\ud83d\\ude00", "\\ud800"]',
    '{"Ref":"A"}',
    '{"Fn::Sub":["${A}",{"A":{"Fn::GetAtt":["B","C"]}}]}',
    '\r\n{\r\n\t"a": 1\r\n}\r\n',
  ])('%s says what JSON.parse says', (text) => {
    expect(plain(json(text))).toEqual(JSON.parse(text));
  });

  test('places are exact, after a byte order mark too', () => {
    const tree = json('\ufeff{ "a" : [ 1.50 , "x\\n" ], "b": { "Ref" : "C" } }');
    const a = entryOf(tree, 'a');
    const b = entryOf(tree, 'b');
    expect(a && textOf(a.key)).toBe('"a"');
    expect(a && textOf(a.value.span)).toBe('[ 1.50 , "x\\n" ]');
    expect(a?.value.kind === 'list' && a.value.items.map((item) => textOf(item.span))).toEqual(['1.50', '"x\\n"']);
    expect(b && textOf(b.value.span)).toBe('{ "Ref" : "C" }');
    expect(b?.value.kind === 'call' && textOf(b.value.args.span)).toBe('"C"');
    expect(tree.span.start).toBe(1);
  });

  test('the text of a number is what is written', () => {
    expect(json('1.50')).toMatchObject({ value: 1.5, text: '1.50' });
    expect(json('12345678901234567890')).toMatchObject({ text: '12345678901234567890' });
  });

  test('single-entry mappings are calls as in YAML', () => {
    expect(json('{"Ref":"A"}')).toMatchObject({ kind: 'call', fn: 'Ref' });
    expect(json('{"Condition":"A"}')).toMatchObject({ kind: 'call', fn: 'Condition' });
    expect(json('{"Condition":{"StringEquals":{}}}').kind).toBe('map');
    expect(json('{"Fn::ForEach::Loop":[]}').kind).toBe('map');
    expect(json('{"Ref":"A","B":1}').kind).toBe('map');
  });
});

describe('which reader', () => {
  const plainOf = (path: string, text: string): unknown => plain(read({ path, text }));

  test('what starts in braces is JSON, whatever its name', () => {
    expect(plainOf('a.template', '\ufeff\n {"a": "\\/"}')).toEqual({ a: '/' });
  });

  test('what only looks like JSON is YAML, unless its name says JSON', () => {
    expect(plainOf('a.yaml', '{a: 1, "b": !Ref C}')).toEqual({ a: 1, b: { Ref: 'C' } });
    expect(plainOf('a.template', '{"a": 1,}')).toEqual({ a: 1 });
    expect(plainOf('a.yml', '[a]: b'.replace(': b', ''))).toEqual(['a']);
    expect(() => plainOf('a.json', '{a: 1}')).toThrow();
    expect(() => plainOf('a.JSON', 'a: 1')).toThrow();
  });

  test('YAML does not read its own meaning into broken JSON', () => {
    expect(() => plainOf('a.template', '{"a": 1, // one\n "b": 2}')).toThrow('JSON has no comments');
    expect(() => plainOf('a.template', '{"a": 1 "b":2}')).toThrow('a `,` is missing');
  });

  test('JSON may be nested a thousand levels deep, as CDK writes it', () => {
    const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(read({ path: 'a.yaml', text: deep(1000) }).kind).toBe('list');
    expect(() => read({ path: 'a.json', text: deep(1001) })).toThrow('1000 levels');
    expect(() => read({ path: 'a.json', text: '[{"a":'.repeat(100_000) })).toThrow('1000 levels');
  });
});
