// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { expect, test } from 'vitest';
import { usualLimits } from '../../../src/source/limits.ts';
import { data, evaluation, given } from './evaluation.ts';

const properties = (text: string, parameters: Record<string, string> = {}) => {
  const { evaluator } = evaluation(text, given(parameters));
  const entries = [...evaluator.template.resources.values()].map(
    (resource) => [resource.logicalId, data(evaluator.evaluate(resource.properties))] as const,
  );
  return Object.fromEntries(entries);
};

const topics = (collection: string) => `
Transform: AWS::LanguageExtensions
Parameters:
  Names: { Type: CommaDelimitedList, Default: 'Success,Failure,Timeout' }
  Unknown: { Type: CommaDelimitedList }
Resources:
  Fn::ForEach::Topics:
    - TopicName
    - ${collection}
    - SnsTopic\${TopicName}:
        Type: AWS::SNS::Topic
        Properties:
          TopicName:
            Fn::Join: ['.', [!Ref TopicName, fifo]]
          FifoTopic: true`;

test.each([
  ['!Ref Names', {}, ['Success', 'Failure', 'Timeout']],
  ['!Ref Names', { Names: 'a, b' }, ['a', 'b']],
  ['[Success]', {}, ['Success']],
  ['[]', {}, []],
])('a loop over %s with %o makes a resource for each', (collection, parameters, names) => {
  const expected = names.map((name) => [`SnsTopic${name}`, { TopicName: `${name}.fifo`, FifoTopic: true }]);
  expect(properties(topics(collection), parameters)).toEqual(Object.fromEntries(expected));
});

test('a loop over an unknown list hides resources, and the template says so', () => {
  const { evaluator } = evaluation(topics('!Ref Unknown'));
  expect(evaluator.template.resources.size).toBe(0);
  expect(evaluator.template.hidden).toMatchObject([{ name: 'Fn::ForEach::Topics' }]);
});

test('identifiers lose what a logical id may not contain when they are asked to', () => {
  const text = `
Resources:
  Fn::ForEach::Instances:
    - Subnet
    - [10.0.0.1, 10.0.0.2]
    - Host&{Subnet}:
        Type: AWS::EC2::Instance
        Properties: { PrivateIpAddress: !Ref Subnet, Name: !Sub 'host-\${Subnet}' }`;
  expect(properties(text)).toEqual({
    Host10001: { PrivateIpAddress: '10.0.0.1', Name: 'host-10.0.0.1' },
    Host10002: { PrivateIpAddress: '10.0.0.2', Name: 'host-10.0.0.2' },
  });
});

test('loops nest, also inside properties, and refer to what they make', () => {
  const text = `
Conditions:
  Fn::ForEach::Each:
    - Stage
    - [Dev, Prod]
    - Is\${Stage}: !Equals [Prod, '\${Stage}']
Resources:
  Fn::ForEach::Outer:
    - Stage
    - [Dev, Prod]
    - Fn::ForEach::Inner:
        - Kind
        - [A, B]
        - \${Stage}\${Kind}:
            Type: AWS::SNS::Topic
            Condition: Is\${Stage}
            Properties:
              Peer: !GetAtt ['\${Stage}A', Arn]
              Fn::ForEach::Ports:
                - Port
                - ['80', '443']
                - Port\${Port}: !Ref Port`;
  const { evaluator } = evaluation(text);
  expect(properties(text).ProdB).toEqual({ Peer: { reference: '/ProdA.Arn' }, Port80: '80', Port443: '443' });
  const existing = [...evaluator.template.resources.values()].filter((each) => evaluator.exists(each));
  expect(existing.map(({ logicalId }) => logicalId)).toEqual(['ProdA', 'ProdB']);
});

test('what is written in a loop stands for several things and is not rewritten', () => {
  const { evaluator } = evaluation(topics('[Success]'));
  const made = evaluator.evaluate(evaluator.template.resources.get('SnsTopicSuccess')?.properties);
  const fifo = made?.kind === 'map' ? made.get('FifoTopic') : undefined;
  expect(fifo).toMatchObject({ kind: 'literal', value: true });
  expect(fifo?.kind === 'literal' && fifo.slot?.()).toBeUndefined();
  expect(made?.kind === 'map' && made.insert('DisplayName')).toBeUndefined();
});

test.each([
  ['no identifier', '[[X], [a], { "T${X}": { Type: AWS::SNS::Topic } }]'],
  ['no values', '[X]'],
  ['nothing to repeat', '[X, [a]]'],
  ['a text to repeat', '[X, [a], text]'],
  ['no list at all', '{ X: [a] }'],
  ['a list of which an item is not known', '[X, [a, !Ref Unknown], { "T${X}": { Type: AWS::SNS::Topic } }]'],
  ['nothing for a list', '[X, !Ref AWS::NoValue, { "T${X}": { Type: AWS::SNS::Topic } }]'],
  ['a text for a list', '[X, a, { "T${X}": { Type: AWS::SNS::Topic } }]'],
])('a loop with %s makes nothing that anybody knows', (_, loop) => {
  const { evaluator } = evaluation(
    `Parameters: { Unknown: { Type: String } }\nResources: { Fn::ForEach::L: ${loop}, T: { Type: AWS::SNS::Topic } }`,
  );
  expect([...evaluator.template.resources.keys()]).toEqual(['T']);
  expect(evaluator.template.hidden).toMatchObject([{ name: 'Fn::ForEach::L' }]);
});

test('only what refers to the identifier is replaced, and the rest keeps its type', () => {
  const text = `
Resources:
  Fn::ForEach::Topics:
    - Name
    - [a]
    - Topic\${Name}:
        Type: AWS::SNS::Topic
        Properties:
          Label: 'for \${Name}'
          Ref: !Ref Name
          Import: !ImportValue Name
          Odd: !Ref [Name]
          Text: Name
          Port: 0x50`;
  expect(properties(text).Topica).toEqual({
    Label: 'for a',
    Ref: 'a',
    Import: { import: 'import(Name)' },
    Odd: { unsupported: 'Ref' },
    Text: 'Name',
    Port: 80,
  });
});

test('loops make as many copies as they may, and no more', () => {
  const text = topics('[a, b, c]');
  const copies = (most: number) => () => evaluation(text, given({}, { limits: { ...usualLimits, copies: most } }));
  const needed = Array.from({ length: 100 }, (_, i) => i).find((most) => {
    try {
      return copies(most)();
    } catch {
      return false;
    }
  });
  // Of each round: the body, the resource, its type, its properties, the name with its call, list, delimiter and items, the flag.
  expect(needed).toBe(3 * 11);
  expect(copies(3 * 11 - 1)).toThrow('raise `--max-copies`');
});

test('a loop makes no text longer than a template may be', () => {
  // `SnsTopic${TopicName}` with the name before its hole and behind it.
  const made = (length: number) => properties(topics('!Ref Names'), { Names: 'x'.repeat(length) });
  expect(Object.keys(made(499_990))).toHaveLength(1);
  expect(() => made(499_991)).toThrow('a text of more than');
});
