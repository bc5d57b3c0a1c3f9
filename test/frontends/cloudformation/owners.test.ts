// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { expect, test } from 'vitest';
import { Owners } from '../../../src/frontends/cloudformation/owners.ts';
import type { Stack } from '../../../src/frontends/cloudformation/stack.ts';
import { nestedStackOf, stackOf } from './resources/reading.ts';

// Whom a finding is about is told by the place that it underlines.

/** The resource of a stack that a piece of its text belongs to; a piece from one text to another is written `from…to`. */
function ownerIn(stack: Stack, piece: string): string | undefined {
  const { file } = stack.evaluator.template;
  const [from = '', to = from] = piece.split('…');
  const start = file.text.indexOf(from);
  const end = file.text.indexOf(to, start) + to.length;
  return new Owners(stack.application.stacks).of({ file, start, end })?.id;
}

const topics = `
  Orders: { Type: AWS::SNS::Topic, Properties: { TopicName: first } }
  Bills:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: second
  Archive: { Type: AWS::SNS::Topic, Properties: { TopicName: third } }
Outputs:
  Topic: { Value: fourth }
`;

test.each([
  ['Orders', 'Orders'],
  ['Bills', 'Bills'],
  ['first', 'Orders'],
  ['first } }', 'Orders'],
  ['Orders…first } }', 'Orders'],
  ['second', 'Bills'],
  ['third', 'Archive'],
  ['first…second', undefined],
  ['fourth', undefined],
  ['HiddenList', undefined],
])('%s belongs to %s', (piece, owner) => expect(ownerIn(stackOf(topics), piece)).toBe(owner));

test('what a loop makes of one text belongs to the first by its name, and to nothing around it', () => {
  const loop = (names: string) => `
  Before: { Type: AWS::SNS::Topic }
  Fn::ForEach::Topics:
    - Name
    - [${names}]
    - Topic\${Name}: { Type: AWS::SNS::Topic, Properties: { TopicName: inside } }
  Zone: { Type: AWS::SNS::Topic }
`;
  for (const names of ['A, B, C', 'C, A, B', 'B, C, A']) {
    const stack = stackOf(loop(names), 'Transform: AWS::LanguageExtensions\n');
    expect(ownerIn(stack, 'inside')).toBe('TopicA');
    expect(ownerIn(stack, 'Fn::ForEach')).toBe(undefined);
    expect(ownerIn(stack, 'Before')).toBe('Before');
    expect(ownerIn(stack, 'Zone')).toBe('Zone');
  }
});

test.each([
  ['first', 'second'],
  ['second', 'first'],
])('what %s says once more as %s belongs to the first by its name', (one, other) => {
  const stack = stackOf(`
  ${one}: &it { Type: AWS::SNS::Topic, Properties: { TopicName: inside } }
  ${other}: *it
`);
  expect(ownerIn(stack, 'inside')).toBe('first');
});

test('a resource is found in the file that it stands in', () => {
  const stack = nestedStackOf(
    '  Inner: { Type: AWS::SNS::Topic }\n',
    'Given: given',
    '  Outer: { Type: AWS::SNS::Topic }',
  );
  expect(ownerIn(stack, 'Inner')).toBe('Inner');
  const parent = stack.application.parentOf(stack)?.stack;
  expect(parent && [ownerIn(parent, 'given'), ownerIn(parent, 'Outer')]).toEqual(['Nested', 'Outer']);
});
