import { describe, expect, test } from 'vitest';
import { InputError, textOf } from '../../src/source/file.ts';
import { read } from '../../src/source/read.ts';
import { entryOf, plain, type Tree } from '../../src/source/tree.ts';

const yaml = (text: string): Tree => read({ path: 'template.yaml', text });

function at(tree: Tree, ...path: readonly (string | number)[]): Tree {
  let node = tree;
  for (const step of path) {
    const inside = node.kind === 'call' ? node.args : node;
    const next = inside.kind === 'list' ? inside.items[Number(step)] : entryOf(inside, String(step))?.value;
    if (!next) throw new Error(`nothing at ${step}`);
    node = next;
  }
  return node;
}

describe('plain scalars have the type of the core schema, quoted and block scalars are text', () => {
  test.each<[string, unknown]>([
    ['', null],
    ['~', null],
    ['null', null],
    ['Null', null],
    ['nULL', 'nULL'],
    ['true', true],
    ['False', false],
    ['yes', 'yes'],
    ['on', 'on'],
    ['0', 0],
    ['-12', -12],
    ['+12', 12],
    ['012', 12],
    ['0x1F', 31],
    ['0o17', 15],
    ['1_000', '1_000'],
    ['22:22', '22:22'],
    ['1.', 1],
    ['.5', 0.5],
    ['-1.5e3', -1500],
    ['1e3', 1000],
    ['.inf', Infinity],
    ['-.INF', -Infinity],
    ['.nan', Number.NaN],
    ['1.2.3', '1.2.3'],
    ['2010-09-09', '2010-09-09'],
    ['-', [null]],
    ['"8080"', '8080'],
    ["'it''s'", "it's"],
    ['"a\\tb\\u0041"', 'a\tbA'],
    ['|\n  1\n  2', '1\n2\n'],
    ['>-\n  1\n  2', '1 2'],
    ['!!str 012', '012'],
    ['!!int "12"', 12],
    ['!!float 1', 1],
    ['!!bool "true"', true],
    ['!!null ""', null],
    ['! 12', '12'],
    ['!<tag:yaml.org,2002:str> 12', '12'],
    ['!!seq [1]', [1]],
    ['!!map {a: 1}', { a: 1 }],
  ])('%j', (written, value) => {
    expect(plain(yaml(`- ${written}\n`))).toEqual([value]);
  });

  test('the text keeps what the number loses', () => {
    expect(yaml('012345678901')).toMatchObject({ value: 12345678901, text: '012345678901' });
    expect(yaml('!!int 0x1F')).toMatchObject({ value: 31, text: '0x1F' });
  });

  test('keys are text as it is written', () => {
    expect(plain(yaml('012345678901: a\ntrue: b\n8080: c\n"": d\n~: e\n'))).toEqual({
      '012345678901': 'a',
      true: 'b',
      8080: 'c',
      '': 'd',
      '~': 'e',
    });
    const odd = yaml('__proto__: 1\nconstructor: 2\ntoString: 3\n');
    expect(odd.kind === 'map' && [...odd.entries.keys()]).toEqual(['__proto__', 'constructor', 'toString']);
    expect(entryOf(yaml('a: 1'), 'toString')).toBeUndefined();
  });
});

describe('functions are calls in every spelling', () => {
  test.each<[string, unknown]>([
    ['!Ref Foo', { Ref: 'Foo' }],
    ['Ref: Foo', { Ref: 'Foo' }],
    ['{"Ref": "Foo"}', { Ref: 'Foo' }],
    ['!GetAtt A.B', { 'Fn::GetAtt': 'A.B' }],
    ['!Condition IsProd', { Condition: 'IsProd' }],
    ['Condition: IsProd', { Condition: 'IsProd' }],
    ['!GetAZs', { 'Fn::GetAZs': '' }],
    ["!GetAZs ''", { 'Fn::GetAZs': '' }],
    ['!Ref 8080', { Ref: '8080' }],
    ['!If [A, 1, !Ref B]', { 'Fn::If': ['A', 1, { Ref: 'B' }] }],
    ['!Sub\n  - "${A}"\n  - A: !GetAtt B.C', { 'Fn::Sub': ['${A}', { A: { 'Fn::GetAtt': 'B.C' } }] }],
    ['!Transform {Name: X, Parameters: {A: 1}}', { 'Fn::Transform': { Name: 'X', Parameters: { A: 1 } } }],
    ['!Base64\n  Fn::Sub: x', { 'Fn::Base64': { 'Fn::Sub': 'x' } }],
    ['Fn::Base64: !Sub x', { 'Fn::Base64': { 'Fn::Sub': 'x' } }],
    ['!Fn::Sub x', { 'Fn::Sub': 'x' }],
    ['!Made::Up x', { 'Fn::Made::Up': 'x' }],
  ])('%j', (text, value) => {
    const tree = yaml(text);
    expect(tree.kind).toBe('call');
    expect(plain(tree)).toEqual(value);
  });

  test.each([
    'Fn::ForEach::Loop: [a]',
    'Fn::: x',
    'Ref: a\nOther: b',
    'Condition: {a: 1}',
    'Condition: [a]',
    'Condition: 1',
    'Condition: !Equals [a, b]',
    'Refs: a',
  ])('%j is a mapping', (text) => {
    expect(yaml(text).kind).toBe('map');
  });
});

describe('every place is exact', () => {
  const text = `# a template
Resources: # all of them
  "Quoted": 'it''s'
  Empty:
  Tagged: !Ref   Foo   # comment
  Anchored: &x !Sub 'a'
  Typed: !!str 12
  Alias: *x
  Block: |- # keep

    one
    two

  Flow: {a: [1, !Ref B, ], b: , "c" : {} } # end
  Pair: [k: v, [ ], [
    x # x ]
    ]]
  List:
    - one
    # between
    -
    - two:  2

      three: !If
        - A
        - B


  Long:
    Fn::Sub: "\${X}"
  Multi: one
    two
# the end
`;
  for (const [name, source] of [
    ['LF', text],
    ['CRLF', text.replaceAll('\n', '\r\n')],
    ['CR', text.replaceAll('\n', '\r')],
    ['BOM', `\ufeff${text}`],
  ] as const) {
    test.each<[readonly (string | number)[], string]>([
      [['Quoted'], "'it''s'"],
      [['Empty'], ''],
      [['Tagged'], '!Ref   Foo'],
      [['Anchored'], "!Sub 'a'"],
      [['Typed'], '!!str 12'],
      [['Alias'], "!Sub 'a'"],
      [['Block'], '|- # keep\n\n    one\n    two'],
      [['Flow'], '{a: [1, !Ref B, ], b: , "c" : {} }'],
      [['Flow', 'a'], '[1, !Ref B, ]'],
      [['Flow', 'a', 1], '!Ref B'],
      [['Flow', 'b'], ''],
      [['Flow', 'c'], '{}'],
      [['Pair'], '[k: v, [ ], [\n    x # x ]\n    ]]'],
      [['Pair', 0], 'k: v'],
      [['Pair', 1], '[ ]'],
      [['Pair', 2], '[\n    x # x ]\n    ]'],
      [['List', 1], ''],
      [['List', 2], 'two:  2\n\n      three: !If\n        - A\n        - B'],
      [['List', 2, 'three'], '!If\n        - A\n        - B'],
      [['Long'], 'Fn::Sub: "${X}"'],
      [['Multi'], 'one\n    two'],
    ])(`${name}: %j`, (path, written) => {
      const tree = at(yaml(source), 'Resources', ...path);
      expect(textOf(tree.span).replace(/\r\n?/g, '\n')).toBe(written);
    });
  }

  test('of keys', () => {
    const tree = yaml(text);
    const resources = at(tree, 'Resources');
    const keys = resources.kind === 'map' ? [...resources.entries.values()].map((entry) => textOf(entry.key)) : [];
    expect(keys.slice(0, 4)).toEqual(['"Quoted"', 'Empty', 'Tagged', 'Anchored']);
  });

  test('of what is absent: after its `:` or `-`', () => {
    const tree = yaml('a:   # c\nb:\n  -\n  - x\n  -   \nc: {d: , e, f: 1}\ng: !GetAZs   \n');
    expect(at(tree, 'a').span).toMatchObject({ start: 2, end: 2 });
    expect(at(tree, 'b', 0).span).toMatchObject({ start: 15, end: 15 });
    expect(at(tree, 'b', 2).span).toMatchObject({ start: 25, end: 25 });
    expect(at(tree, 'c', 'd').span).toMatchObject({ start: 35, end: 35 });
    expect(at(tree, 'c', 'e').span).toMatchObject({ start: 39, end: 39 });
    expect(textOf(at(tree, 'g').span)).toBe('!GetAZs');
  });

  test('of the arguments of a call, apart from the call', () => {
    const call = at(yaml('a: !Ref "Foo"\n'), 'a');
    expect(call.kind === 'call' && textOf(call.args.span)).toBe('"Foo"');
  });
});

describe('anchors', () => {
  test('an alias is the very node it refers to', () => {
    const tree = yaml('a: &x [1, 2]\nb: *x\nc: [*x, *x]\n');
    expect(at(tree, 'b')).toBe(at(tree, 'a'));
    expect(at(tree, 'c', 1)).toBe(at(tree, 'a'));
  });

  const refusal = (text: string): string => {
    try {
      yaml(text);
    } catch (error) {
      if (error instanceof InputError) return `${error.span && textOf(error.span)}: ${error.message}`;
    }
    return 'none';
  };

  test('aliases share nodes, until they stand for more than anybody writes', () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`).join('\n');
    const tree = yaml(`a0: &a0 lol\n${lines(4)}\n`);
    expect(at(tree, 'a4', 8, 8, 8)).toBe(at(tree, 'a1'));
    expect(refusal(`a0: &a0 lol\n${lines(60)}\n`)).toMatch(/^\*a5: the aliases up to here stand for more than 100000/);
  });

  test('aliases nest no deeper than brackets', () => {
    const lines = Array.from({ length: 200 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`);
    expect(refusal(`a0: &a0 lol\n${lines.join('\n')}\n`)).toBe(
      '*a98: nested more than 100 levels deep through aliases: no template needs that',
    );
  });

  test('merge keys copy what aliases stand for', () => {
    const keys = Array.from({ length: 500 }, (_, i) => `k${i}: 1`).join(', ');
    const uses = Array.from({ length: 250 }, (_, i) => `u${i}: { <<: *base }`).join('\n');
    expect(refusal(`base: &base { ${keys} }\n${uses}\n`)).toMatch(/^\*base: .* more than 100000 values/);
  });

  test('the latest anchor of a name counts', () => {
    expect(plain(yaml('- &x 1\n- *x\n- &x 2\n- *x\n'))).toEqual([1, 1, 2, 2]);
  });

  test('an alias can be a key', () => {
    expect(plain(yaml('- &x k\n- *x : 1\n- &y j: 2\n- *y : 3\n'))).toEqual(['k', { k: 1 }, { j: 2 }, { j: 3 }]);
  });

  test('merged entries are overridden by written ones and keep their places', () => {
    const tree = yaml(
      'base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\nall:\n  <<: [*b, *m]\n  x: 9\nbefore:\n  y: 8\n  <<: *b\n',
    );
    expect(plain(at(tree, 'all'))).toEqual({ x: 9, y: 2, z: 4 });
    expect(plain(at(tree, 'before'))).toEqual({ y: 8, x: 1 });
    expect(entryOf(at(tree, 'all'), 'z')?.key).toEqual(entryOf(at(tree, 'more'), 'z')?.key);
  });

  test('merging one call gives that call', () => {
    expect(plain(yaml('a: &a {Ref: X}\nb: {<<: *a}\nc: {<<: *a, d: 1}\n'))).toEqual({
      a: { Ref: 'X' },
      b: { Ref: 'X' },
      c: { Ref: 'X', d: 1 },
    });
  });

  test('merging is bounded', () => {
    const keys = Array.from({ length: 500 }, (_, i) => `k${i}: 1`).join(', ');
    expect(() => yaml(`a: &a {${keys}}\nb:\n${'  - {<<: *a}\n'.repeat(500)}`)).toThrow(InputError);
  });

  test('`<<` in quotes is an ordinary key', () => {
    expect(plain(yaml('"<<": {a: 1}'))).toEqual({ '<<': { a: 1 } });
  });
});

describe('brackets need no indentation, as in every library that reads templates', () => {
  test.each<[string, unknown]>([
    ['A:\n  B: [\n    1,\n    2\n  ]\nC: 3\n', { A: { B: [1, 2] }, C: 3 }],
    ['A: {\n"b": 1, # it\'s "b"\n  # more\n}\nC: "x\ny"\n', { A: { b: 1 }, C: 'x y' }],
    ['A: [\r\n  1\r\n]\r\nB: [\r\n  2\r\n]\r\n', { A: [1], B: [2] }],
    ['A: {\n\t"b": [\n\t\t1\n\t]\n}\n', { A: { b: [1] } }],
    [
      'A: [\n]\nB: |\n  if {\n  # c\n  }\n  ]\nC: >-\n  {\n  }\nD: "\n}"\nE:\n  - |\n   }\n  - x\n',
      { A: [], B: 'if {\n# c\n}\n]\n', C: '{ }', D: ' }', E: ['}\n', 'x'] },
    ],
    [
      `${'A: [\n  {\n  }\n]\n'.replace('A', 'Z')}${Array.from({ length: 99 }, (_, i) => `A${i}: [\n 1\n]\n`).join('')}`,
      undefined,
    ],
  ])('%j', (text, value) => {
    const tree = yaml(text);
    if (value !== undefined) expect(plain(tree)).toEqual(value);
    else expect(tree.kind === 'map' && tree.entries.size).toBe(100);
  });

  test('their places are those of the file', () => {
    const tree = yaml('A:\n  B: [\n    one, # a\n    "two\n  three"\n  ]\nC: 3\n');
    expect(textOf(at(tree, 'A', 'B').span)).toBe('[\n    one, # a\n    "two\n  three"\n  ]');
    expect(textOf(at(tree, 'A', 'B', 1).span)).toBe('"two\n  three"');
    expect(plain(at(tree, 'A', 'B', 1))).toBe('two three');
    expect(textOf(at(tree, 'C').span)).toBe('3');
  });
});

test('empty documents around the one with content do no harm', () => {
  expect(plain(yaml('---\n# nothing\n---\na: 1\n...\n---\n'))).toEqual({ a: 1 });
  expect(plain(yaml('%YAML 1.2\n---\na: 1\n---\n---\n'))).toEqual({ a: 1 });
});
