// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import type { Evaluated } from '../../../src/frontends/cloudformation/evaluated.ts';
import { textOf } from '../../../src/source/file.ts';
import { usualLimits } from '../../../src/source/limits.ts';
import { around, data, type Evaluation, evaluation, given, links } from './evaluation.ts';

// What functions come to with arguments at the edge of what they take, and with others, which nobody can evaluate.

const sections = `
Parameters:
  Stack: { Type: String }
  Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' }
  Vpc: { Type: 'AWS::EC2::VPC::Id' }
  Stored: { Type: 'AWS::SSM::Parameter::Value<String>' }
  StoredVpc: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::VPC::Id>' }
  Names: { Type: CommaDelimitedList, Default: 'a, b' }
  Count: { Type: Number, Default: 2 }
Conditions:
  IsProd: !Equals [x, x]`;

const results = (expression: string): readonly unknown[] =>
  evaluation(around(expression, sections))
    .explore()
    .outcomes.map(({ result }) => result);

describe.each([
  ['Ref', ['!Ref [a]', '!Ref { a: b }']],
  [
    'Fn::GetAtt',
    ['!GetAtt .Other.A', '!GetAtt [Other, !Ref Stack]', '!GetAtt [Other, A, !Ref Stack]', '!GetAtt Other'],
  ],
  ['Fn::Sub', ['!Sub ["a-${X}", { X: { a: b } }]', '!Sub { a: b }', '!Sub []']],
  [
    'Fn::Join',
    ['!Join [!Ref Stack, [a, b]]', '!Join [",", [a, { b: c }]]', '!Join [","]', '!Join [!Ref AWS::NoValue, [a]]'],
  ],
  [
    'Fn::Select',
    [
      '!Select [1, [a]]',
      '!Select ["1x", [a, b]]',
      '!Select ["x1", [a, b]]',
      '!Select ["0x1", [a, b]]',
      '!Select ["1e0", [a, b]]',
      '!Select [-1, [a, b]]',
      '!Select ["", [a, b]]',
      '!Select [[0], [a]]',
      '!Select [{ a: b }, [a]]',
      '!Select [0, { a: b }]',
      '!Select [0, a]',
      '!Select [0]',
    ],
  ],
  ['Fn::Split', ['!Split [",", [a]]', '!Split [",", { a: b }]', '!Split ["", abc]']],
  ['Fn::If', ['!If [IsProd, a]', '!If [IsProd]', '!If []']],
  ['Fn::ImportValue', ['!ImportValue [a]', '!ImportValue { a: b }', '!ImportValue { Ref: AWS::NoValue }']],
  [
    'Fn::Cidr',
    [
      '!Cidr [10.0.0.0/16, x, 8]',
      '!Cidr [[a], 2, 8]',
      '!Cidr [10.0.0.0/16, [2], 8]',
      '!Cidr [!Ref AWS::NoValue, 2, 8]',
      '!Cidr [10.0.0.0/16, 2, 33]',
    ],
  ],
  ['Fn::Base64', ['!Base64 [a]', '!Base64 { a: b }']],
  ['Fn::Length', ['{ "Fn::Length": abc }', '{ "Fn::Length": { a: b } }']],
  ['Fn::GetStackOutput', ['{ "Fn::GetStackOutput": { OutputName: o } }', '{ "Fn::GetStackOutput": { StackName: s } }']],
])('%s cannot be evaluated', (name, expressions) => {
  test.each(expressions)('%s', (expression) => expect(results(expression)).toEqual([{ unsupported: name }]));
});

test.each([
  ['!GetAtt Other.A.B', { reference: '/Other.A.B' }],
  ['!GetAtt [Other, A.B]', { reference: '/Other.A.B' }],
  ['!GetAtt Other.Outputs.A', { reference: '/Other.Outputs.A' }],
  ['!GetAtt Nobody.Arn', { unsupported: 'Nobody.Arn' }],
  ['!Sub "${ Stack }"', { parameter: '/Stack' }],
  ['!Sub ["${X}", { X: 1 }]', 1],
  ['!Sub ["a-${X}", { Y: 1 }]', { unsupported: 'X' }],
  ['!Join ["", []]', ''],
  ['!Join [",", [a]]', 'a'],
  ['!Join [",", [a, !Ref Stack]]', { parameter: 'a,${/Stack}' }],
  ['!Select [0, [a]]', 'a'],
  ['!Select ["1", [a, b]]', 'b'],
  ['!Select [10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ten]]', 'ten'],
  ['!Select [!Ref Stack, [a, b]]', { parameter: 'Select(/Stack,["a","b"])' }],
  ['!Select [!Ref Stack, [{ a: b, c: d }]]', { parameter: 'Select(/Stack,[{"a":"b","c":"d"}])' }],
  ['!Select [0, !Ref Subnets]', { parameter: 'Select(0,/Subnets)' }],
  ['!Split [",", "a,b"]', ['a', 'b']],
  ['!Split [",", a]', ['a']],
  ['!Split [",", !Ref Stack]', { parameter: 'Split(",",/Stack)' }],
  ['!Split ["-", !Sub "a-${Stack}-b"]', { parameter: 'Split("-",a-${/Stack}-b)' }],
  ['!Split ["/", !GetAtt Other.TopicArn]', { runtime: 'Split("/",/Other.TopicArn)' }],
  [
    '!Split [",", !Join [",", [!GetAtt Other.A, !GetAtt Other.B]]]',
    [{ reference: '/Other.A' }, { reference: '/Other.B' }],
  ],
  ['!Split [",", !Join [",", [!GetAtt Other.A, !Ref Stack]]]', { runtime: 'Split(",",${/Other.A},${/Stack})' }],
  ['!Split [",", !Sub "a-${Other.A}"]', [{ runtime: 'a-${/Other.A}' }]],
  ['!Split [",", !Sub "${Other},b"]', [{ reference: '/Other' }, 'b']],
  ['!Split [",", !Ref Other]', [{ reference: '/Other' }]],
  ['!Split [",", !GetAtt Other.Arn]', [{ reference: '/Other.Arn' }]],
  ['!Split [",", !GetAtt Other.Names]', { runtime: 'Split(",",/Other.Names)' }],
  ['!Split ["|", !Join ["|", [!Ref Other, b]]]', [{ reference: '/Other' }, 'b']],
  ['!Split [",", !Join [",", [!Ref Other, "", !Ref Vpc]]]', [{ reference: '/Other' }, '', { parameter: '/Vpc' }]],
  ['!Split [",", !Join ["|", [!Ref Other, b]]]', [{ runtime: '${/Other}|b' }]],
  ['!Split [",", !Join [",", !Ref Subnets]]', { parameter: '/Subnets' }],
  [
    '!Split [",", !Sub ["${Old},${Other}", { Old: !Join [",", !Ref Subnets] }]]',
    [{ parameter: '/Subnets' }, { reference: '/Other' }],
  ],
  [
    '!Split [",", !Sub ["x${Old}", { Old: !Join [",", !Ref Subnets] }]]',
    { parameter: 'Split(",",x${Join(",",/Subnets)})' },
  ],
  ['!Split ["|", !Join [",", !Ref Subnets]]', { parameter: 'Split("|",Join(",",/Subnets))' }],
  ['!Split [",", !Join [",", !GetAtt Other.Names]]', { reference: '/Other.Names' }],
  ['!Split [",", !Join [",", !GetAZs ""]]', { runtime: 'GetAZs(AWS::Region)' }],
  ['!Split [",", !Ref Stored]', { runtime: 'Split(",",/Stored)' }],
  ['!Split [",", !Join [",", [!Ref Stored, b]]]', { runtime: 'Split(",",${/Stored},b)' }],
  ['!Split [",", !Join [",", [!Ref StoredVpc, b]]]', [{ runtime: '/StoredVpc' }, 'b']],
  ['!Select [0, !Split [",", !Join [",", !Ref Subnets]]]', { parameter: 'Select(0,/Subnets)' }],
  ['!Split [",", "{{resolve:ssm:/x}}"]', { runtime: 'Split(",",{{resolve:ssm:/x}})' }],
  ['!Split [",", !Join [",", [!Ref Stack, b]]]', { parameter: 'Split(",",${/Stack},b)' }],
  ['!Split ["-", !Join ["-", [!GetAtt Other.A, b]]]', { runtime: 'Split("-",${/Other.A}-b)' }],
  ['!If [!Condition IsProd, a, b]', 'a'],
  ['!If [!Equals [a, b], x, y]', 'y'],
  ['!If [!Equals [a, a], x, y]', 'x'],
  ['!Equals [a, a]', true],
  ['!Not [!Equals [a, a]]', false],
  ['!And [!Equals [a, a], !Equals [a, b]]', false],
  ['!Or [!Equals [a, a], !Equals [a, b]]', true],
  ['!Condition IsProd', true],
  ['!Cidr [10.0.0.0/16, 2, 8]', ['10.0.0.0/24', '10.0.1.0/24']],
  ['!Cidr [!Ref Stack, 2, 8]', { parameter: 'Cidr(/Stack,"2","8")' }],
  ['!Cidr [10.0.0.0/16, !Ref Stack, 8]', { parameter: 'Cidr("10.0.0.0/16",/Stack,"8")' }],
  ['!GetAZs ""', { runtime: 'GetAZs(AWS::Region)' }],
  ['!GetAZs { Ref: AWS::Region }', { runtime: 'GetAZs(AWS::Region)' }],
  ['!GetAZs us-east-1', { runtime: 'GetAZs("us-east-1")' }],
  ['!GetAZs { Ref: Stack }', { runtime: 'GetAZs(/Stack)' }],
  ['{ "Fn::Length": [a, b] }', 2],
  ['{ "Fn::Length": !Ref Names }', 2],
  ['{ "Fn::Length": !Ref Subnets }', { parameter: 'Length(/Subnets)' }],
  ['{ "Fn::ImportValue": !Sub "${Stack}-x" }', { import: 'import(${/Stack}-x)' }],
  ['{ "Fn::ImportValue": !Ref Stack }', { import: 'import(/Stack)' }],
  ['{ "Fn::GetStackOutput": { StackName: s, OutputName: o } }', { import: 'import(own/s.Outputs.o)' }],
  [
    '{ "Fn::GetStackOutput": { StackName: s, OutputName: o, Region: eu-west-1 } }',
    { import: 'import(eu-west-1/s.Outputs.o)' },
  ],
])('%s', (expression, comes) => expect(results(expression)).toEqual([comes]));

describe('what a mapping has for keys', () => {
  const mappings = `${sections}
  Which: !Equals [!Ref Stack, x]
Mappings:
  M:
    a: { k: v, call: !Ref Stack, list: [x, [y, !Ref Stack]], plain: [x, [y]] }
    b: { k: w }`;
  const found = (expression: string) =>
    evaluation(around(expression, mappings))
      .explore()
      .outcomes.map(({ result }) => result);

  const nobody = { unsupported: 'Fn::FindInMap' };
  test.each<[string, unknown]>([
    ['!FindInMap [M, a, k]', 'v'],
    ['!FindInMap [M, a, plain]', ['x', ['y']]],
    ['!FindInMap [M, a, call]', nobody],
    ['!FindInMap [M, a, list]', nobody],
    ['!FindInMap [M, !Ref Names, k]', { runtime: 'FindInMap("M",["a","b"],"k")' }],
    ['!FindInMap [M, b]', nobody],
    ['!FindInMap [M]', nobody],
    ['!FindInMap []', nobody],
    ['!FindInMap [!Ref AWS::NoValue, b, k]', nobody],
    ['!FindInMap [M, b, !Ref AWS::NoValue]', nobody],
    ['!FindInMap [M, c, k, { DefaultValue: d }]', 'd'],
    ['!FindInMap [M, c, k, { DefaultValue: !Ref AWS::NoValue }]', nobody],
  ])('%s', (expression, comes) => expect(found(expression)).toEqual([comes]));

  test('rests on the mapping and on the keys, or on neither', () => {
    const text = mappings.replace('Stack: { Type: String }', 'Stack: { Type: String, Default: a }');
    const via = (expression: string) =>
      evaluation(around(expression, text.replace('M:\n', 'a:\n    a: { k: v }\n  M:\n')))
        .get()
        ?.via.map(({ kind, name }) => `${kind} ${name}`);
    expect(via('!FindInMap [M, b, k]')).toEqual(['mapping M']);
    expect(via('!FindInMap [!Sub M, !Ref Stack, k]')).toEqual(['mapping M', 'parameter Stack']);
    expect(via('!FindInMap [!Ref Subnets, a, k]')).toEqual(['mapping Fn::FindInMap']);
    expect(via('!FindInMap [!Ref Count, b, k, { DefaultValue: d }]')).toEqual([]);
    expect(via('!FindInMap [!Ref Names, b, k, { DefaultValue: d }]')).toEqual([]);
    expect(via('!FindInMap [M, c, k, { DefaultValue: d }]')).toEqual([]);
  });
});

test('what a stack puts out is asked of that stack, and no other attribute is', () => {
  const at = { span: { file: { path: 'child.yaml', text: 'x' }, start: 0, end: 1 }, via: [] };
  const asked = (expression: string) => {
    const output = (id: string, name: string) =>
      ({ kind: 'literal', value: `${id}:${name}`, text: `${id}:${name}`, ...at }) as const;
    return data(evaluation(around(expression, sections), given({}, { links: links({ output }) })).get());
  };
  expect(asked('!GetAtt Other.Outputs.Url')).toBe('Other:Url');
  expect(asked('!Sub "${Other.Outputs.Url}/x"')).toBe('Other:Url/x');
  expect(asked('!GetAtt Other.Arn')).toEqual({ reference: '/Other.Arn' });
  expect(asked('!GetAtt Other.MyOutputs.Url')).toEqual({ reference: '/Other.MyOutputs.Url' });
});

describe('what another stack passes', () => {
  const at = { span: { file: { path: 'parent.yaml', text: 'x' }, start: 0, end: 1 }, via: [] };
  const opened = { kind: 'unknown', symbol: '/Open', reason: { kind: 'parameter', name: 'Open' }, ...at } as const;
  const made = {
    kind: 'unknown',
    symbol: '/Topic.Arn',
    reason: { kind: 'runtime', name: 'Topic.Arn' },
    ...at,
  } as const;
  const arriving = (expression: string, bound: Evaluated) => {
    return data(evaluation(around(expression, sections), given({}, { links: links({ bound: () => bound }) })).get());
  };
  const reference = { kind: 'reference', stack: '', logicalId: 'Topic', symbol: '/Topic', ...at } as const;
  const literal = (text: string) => ({ kind: 'literal', value: text, text, ...at }) as const;
  const joined = { ...opened, symbol: '${/Topic.Arn},b', parts: [made, ',b'] };
  const list = { ...opened, symbol: '/List' };

  test.each<[string, string, Evaluated, unknown]>([
    ['a text', '!Ref Stack', literal('s'), 's'],
    ['a resource', '!Ref Stack', reference, { reference: '/Topic' }],
    ['what nobody knows', '!Ref Stack', opened, { parameter: '/Open' }],
    ['a text for a list', '!Ref Names', literal('a, b'), ['a', 'b']],
    ['a list', '!Ref Names', { kind: 'list', items: [literal('a')], ...at }, ['a']],
    ['a resource for a list', '!Ref Names', reference, [{ reference: '/Topic' }]],
    ['what nobody knows for a list', '!Ref Names', opened, { parameter: '/Open' }],
    ['what a resource has for a list', '!Ref Names', made, [{ reference: '/Topic.Arn' }]],
    ['a text with holes for a list', '!Ref Names', joined, [{ reference: '/Topic.Arn' }, 'b']],
    [
      'one with spaces',
      '!Ref Names',
      { ...joined, parts: [' a , ', made, ' , b '] },
      ['a', { reference: '/Topic.Arn' }, 'b'],
    ],
    ['what a list was joined to', '!Ref Names', { ...opened, joined: { by: ', ', list } }, { parameter: '/List' }],
    [
      'what it was joined to with something else',
      '!Ref Names',
      { ...opened, joined: { by: '|', list } },
      { parameter: '/Open' },
    ],
  ])('%s', (_, expression, bound, comes) => expect(arriving(expression, bound)).toEqual(comes));

  test('stands where it is asked for, each item of a list as well', () => {
    const via = [{ kind: 'parameter-default', name: 'Names', span: at.span }] as const;
    const bound = () => ({ ...joined, via });
    const value = evaluation(around('!Ref Names', sections), given({}, { links: links({ bound }) })).get();
    const items = value?.kind === 'list' ? value.items : [];
    expect(items.map(({ span }) => textOf(span))).toEqual(['!Ref Names', '!Ref Names']);
    expect(items.map((item) => item.via)).toEqual([via, via]);
  });
});

test.each([
  ['an attribute of nobody', '!GetAtt Nobody.Arn'],
  ['a dynamic reference', "'{{resolve:ssm:/x}}'"],
  ['a text without end', `!Join ['', [${'x'.repeat(1_000_000)}, !Ref Stack]]`],
])('%s stands where it is written', (_, expression) => {
  const value = evaluation(around(expression, sections)).get();
  expect(value?.span && textOf(value.span)).toBe(expression);
  expect(value?.via).toEqual([]);
});

describe('dynamic references', () => {
  test.each<[string, unknown]>([
    ["'{{resolve:ssm:/x}}'", { runtime: '{{resolve:ssm:/x}}' }],
    ["'a-{{resolve:ssm:/x}}-b'", { runtime: 'a-${{{resolve:ssm:/x}}}-b' }],
    ["'{{resolve:ssm:/x'", '{{resolve:ssm:/x'],
    ["!Sub '{{resolve:ssm:/${Stack}}}'", { runtime: '{{resolve:ssm:/${/Stack}}}' }],
    ["!Join ['', ['{{resolve', ':ssm:/x}', '}']]", { runtime: '{{resolve:ssm:/x}}' }],
    ["!Sub '}}{{resolve:ssm:/x}}{{resolve:ssm:/y}}'", { runtime: '}}${{{resolve:ssm:/x}}}${{{resolve:ssm:/y}}}' }],
    ["!Sub '${!Literal}-${Stack}'", { parameter: '${!Literal}-${/Stack}' }],
    ['080', 80],
    ["'true'", 'true'],
    ["!Join ['-', [True, 1, 0x50, 012]]", 'true-1-0x50-012'],
  ])('%s', (expression, comes) => expect(results(expression)).toEqual([comes]));
});

test('texts that no template could hold are not put together', () => {
  const text = (length: number) => results(`!Join ['', [${'x'.repeat(length)}, !Ref Stack, ${'y'.repeat(length)}]]`)[0];
  expect(text(499_997)).toHaveProperty('parameter');
  expect(text(500_000)).toEqual({ unsupported: 'a text without end' });
  expect(results(`!Sub ${'x'.repeat(1_000_001)}`)).toEqual(['x'.repeat(1_000_001)]);
});

test('identities that are long are told apart all the same', () => {
  const symbol = (first: string) => {
    const value = evaluation(around(`!Select [!Ref Stack, [${first}, ${'x'.repeat(10_001)}]]`, sections)).get();
    return value?.kind === 'unknown' ? value.symbol : '';
  };
  expect(symbol('a')).toBe(symbol('a'));
  expect(symbol('a')).not.toBe(symbol('b'));
  expect(symbol('a').length).toBeLessThan(100);
});

test('what depends on itself is nobody knows what', () => {
  const itself: Evaluation = evaluation(
    around('!ImportValue x', sections),
    given({}, { links: links({ imported: () => itself.get() }) }),
  );
  expect(data(itself.get())).toEqual({ unsupported: 'a value that depends on itself' });
});

test('a key that is written as the API of Amazon ECS does it is not absent, and no other is there for it', () => {
  const value = evaluation(around('{ networkMode: awsvpc, Cpu: 256 }', sections)).get();
  const map = value?.kind === 'map' ? value : undefined;
  expect(data(map?.get('NetworkMode'))).toEqual({ unsupported: 'networkMode' });
  expect([data(map?.get('Cpu')), map?.get('Memory'), map?.get('CPU')]).toEqual([256, undefined, undefined]);
});

describe('a mapping with something in it that makes other entries', () => {
  test('may have any key, and says what makes it', () => {
    const value = evaluation(around('{ a: 1, Fn::Transform: { Name: Mine } }', sections)).get();
    const map = value?.kind === 'map' ? value : undefined;
    expect(data(map?.get('a'))).toBe(1);
    expect(data(map?.get('b'))).toEqual({ unsupported: 'Fn::Transform' });
    expect(map?.keySpan('b')).toEqual(map?.span);
  });

  test('may have any key where its loop would make too many', () => {
    const limits = { ...usualLimits, copies: 1 };
    const loop = '{ Fn::ForEach::X: [X, [a, b], { "K${X}": 1 }] }';
    const value = evaluation(around(loop), given({}, { limits })).get();
    expect(value?.kind === 'map' && data(value.get('Ka'))).toEqual({ unsupported: 'Fn::ForEach::X' });
  });

  test('has what its loop makes, in one scenario and not in another', () => {
    const loop = '{ Fn::ForEach::X: [X, !If [Which, [a], !Ref Unknown], { "K${X}": 1 }] }';
    const more = `${sections.replace('Count:', 'Unknown: { Type: CommaDelimitedList }\n  Count:')}\n  Which: !Equals [!Ref Stack, x]`;
    const { get, scenarios } = evaluation(around(loop, more));
    const keys = ({ result }: { readonly result: unknown }) => result;
    const { outcomes } = scenarios.explore(() => {
      const value = get();
      return ['Ka', 'Kb'].map((key) => (value?.kind === 'map' ? value.get(key)?.kind : 'no map'));
    });
    expect(new Set(outcomes.map(keys).map(String))).toEqual(new Set(['literal,', 'unknown,unknown']));
  });
});

test('a default counts wherever its value went', () => {
  const via = (expression: string) => {
    const value = evaluation(
      around(expression, sections.replace('Stack: { Type: String }', 'Stack: { Type: String, Default: a-b }')),
    ).get();
    const one = value?.kind === 'list' ? value.items[0] : value;
    return one?.via.map(({ kind, name }) => `${kind} ${name}`);
  };
  const rests = ['parameter-default Stack'];
  expect(via('!Join ["-", [x, !Ref Stack]]')).toEqual(rests);
  expect(via('!Split ["-", !Ref Stack]')).toEqual(rests);
  expect(via('!Split [",", !Sub "${Stack},${Other.A}"]')).toEqual(rests);
  expect(via('!Base64 { Ref: Stack }')).toEqual(rests);
  expect(via('!Select [0, !Split ["-", !Ref Stack]]')).toEqual(rests);
  expect(via('!Select [!Ref Count, [a, b, !Ref Other]]')).toEqual(['parameter-default Count']);
  expect(via('!If [IsProd, !Ref Stack, x]')).toEqual(['condition IsProd', ...rests]);
  expect(via('!If [!Condition IsProd, !Ref Stack, x]')).toEqual(['condition IsProd', ...rests]);
  expect(via('{ "Fn::Length": !Ref Names }')).toEqual(['parameter-default Names']);
  expect(via('!Cidr [10.0.0.0/16, !Ref Count, 8]')).toEqual(['parameter-default Count']);
});

test.each([
  ['!ImportValue { Ref: Stack }', '${Stack}'],
  ['!ImportValue { "Fn::Sub": "${Stack}-x" }', '${Stack}-x'],
  ['!Split ["/", !GetAtt Other.TopicArn]', 'Other.TopicArn'],
  ["!Sub '{{resolve:ssm:/${Stack}/${Other.Arn}}}'", '{{resolve:ssm:/${Stack}/${Other.Arn}}}'],
  ['!GetAZs ""', 'Fn::GetAZs'],
  ['!GetAZs { Ref: AWS::NoValue }', 'Fn::GetAZs'],
])('%s is called %s where it would have to be known', (expression, name) => {
  const value = evaluation(around(expression, sections)).get();
  expect(value?.kind === 'unknown' && value.reason.name).toBe(name);
});
