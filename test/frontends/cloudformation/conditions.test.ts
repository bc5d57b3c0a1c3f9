// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { around, evaluation, given } from './evaluation.ts';

// Whether conditions hold: `yes`, `no`, or `either` where nobody can tell.

const parameters = `
Parameters:
  A: { Type: String }
  B: { Type: String }
  Number: { Type: Number, Default: 80 }
  NotEmpty: { Type: String, MinLength: 1 }
  Groups: { Type: CommaDelimitedList }
  Vpc: { Type: AWS::EC2::VPC::Id }
  Yes: { Type: String, Default: 'true' }
  Capital: { Type: String, Default: 'TRUE' }
  Maybe: { Type: String }
  Two: { Type: CommaDelimitedList, Default: 'a,b' }`;

function answer(expression: string, values: Record<string, string> = {}, more = '', parameter = ''): string {
  const sections = `${parameters}${parameter && `\n  P: { ${parameter} }`}\nConditions:\n  Asked: ${expression}${more && `\n  ${more}`}`;
  const { outcomes } = evaluation(around('!If [Asked, yes, no]', sections), given(values)).explore();
  const results = new Set(outcomes.map(({ result }) => result));
  return results.size === 1 ? String([...results][0]) : 'either';
}

const [yes, no, either] = ['!Equals [x, x]', '!Equals [x, y]', '!Equals [!Ref A, !Ref B]'];

describe('what is made of other conditions', () => {
  test.each([
    [`!And [${yes}, ${yes}]`, 'yes'],
    [`!And [${yes}, ${no}]`, 'no'],
    [`!And [${no}, ${yes}]`, 'no'],
    [`!And [${no}, ${no}]`, 'no'],
    [`!And [${yes}, ${yes}, ${no}]`, 'no'],
    [`!And [${yes}, ${either}]`, 'either'],
    [`!And [${no}, ${either}]`, 'no'],
    [`!And [${either}, ${no}]`, 'no'],
    [`!Or [${yes}, ${yes}]`, 'yes'],
    [`!Or [${yes}, ${no}]`, 'yes'],
    [`!Or [${no}, ${yes}]`, 'yes'],
    [`!Or [${no}, ${no}]`, 'no'],
    [`!Or [${no}, ${no}, ${yes}]`, 'yes'],
    [`!Or [${no}, ${either}]`, 'either'],
    [`!Or [${either}, ${yes}]`, 'yes'],
    [`!Not [${yes}]`, 'no'],
    [`!Not [${no}]`, 'yes'],
    [`!Not [${either}]`, 'either'],
    [`!Not [!Not [${yes}]]`, 'yes'],
    [`!And [${either}, !Not [${either}]]`, 'no'],
    [`!Or [${either}, !Not [${either}]]`, 'yes'],
    [`{ Fn::Not: ${yes} }`, 'no'],
    ['!Not []', 'either'],
    ['!Equals [x]', 'either'],
  ])('%s: %s', (expression, expected) => expect(answer(expression)).toBe(expected));

  test.each([
    ['!Condition Other', 'Other: !Equals [x, x]', 'yes'],
    ['!Condition Other', 'Other: !Equals [x, y]', 'no'],
    ['!Not [!Condition Other]', 'Other: !Equals [x, x]', 'no'],
    ['{ Condition: Other }', 'Other: !Equals [x, x]', 'yes'],
    ['!Condition Other', 'Another: !Equals [x, x]', 'either'],
    ['!Condition Asked', '', 'either'],
    ['!Equals [!If [Other, a, b], a]', 'Other: !Equals [x, x]', 'yes'],
    ['!Equals [!If [Other, a, b], a]', 'Other: !Equals [x, y]', 'no'],
    ['!Equals [!If [Other, a, b], a]', 'Other: !Not [!Condition Asked]', 'either'],
  ])('%s, where %s: %s', (expression, more, expected) => expect(answer(expression, {}, more)).toBe(expected));

  test('conditions may hang on one another to any depth that a template has', () => {
    const chain = Array.from({ length: 60 }, (_, i) => `C${i}: !Not [!Condition C${i + 1}]`);
    expect(answer('!Condition C0', {}, [...chain, 'C60: !Equals [x, x]'].join('\n  '))).toBe('yes');
    expect(answer('!Condition C1', {}, [...chain, 'C60: !Equals [x, x]'].join('\n  '))).toBe('no');
  });

  test('but they end somewhere, however many there are', () => {
    const chain = (of: (next: string) => string) => Array.from({ length: 1000 }, (_, i) => `C${i}: ${of(`C${i + 1}`)}`);
    const last = 'C1000: !Equals [x, x]';
    const straight = chain((next) => `!Condition ${next}`);
    expect(answer('!Condition C0', {}, [...straight, last].join('\n  '))).toBe('either');
    const branching = chain((next) => `!Equals [!If [${next}, a, b], a]`);
    expect(answer('!Condition C0', {}, [...branching, last].join('\n  '))).toBe('either');
  });

  test.each([
    ['!Equals [Other, Other]', 'Other: !Condition Asked'],
    ['!Equals [!Ref Number, !Ref Number]', 'Number: !Condition Asked'],
    ['!Equals [!Select [0, [Other]], Other]', 'Other: !Condition Asked'],
  ])('%s names no condition, though there is one of that name', (expression, more) =>
    expect(answer(expression, {}, more)).toBe('yes'),
  );

  test('one that two others use, in whatever order they are written', () => {
    const more = 'Left: !Condition Base\n  Right: !Condition Base\n  Base: !Equals [x, x]';
    expect(answer('!And [!Condition Left, !Condition Right]', {}, more)).toBe('yes');
    expect(answer('!And [!Condition Left, !Not [!Condition Right]]', {}, more)).toBe('no');
  });
});

describe('two texts', () => {
  test.each([
    ['!Equals ["true", true]', 'yes'],
    ['!Equals [1, "1"]', 'yes'],
    ['!Equals [a, A]', 'no'],
    ['!Equals [!Ref Number, 80]', 'either'],
    ['!Equals [!Sub "${AWS::StackName}", !Ref AWS::StackName]', 'yes'],
    ['!Equals [!Sub "x-${A}", !Sub "x-${A}"]', 'yes'],
    ['!Equals [!Sub "x-${A}", !Sub "x-${B}"]', 'either'],
    ['!Equals [!Sub "x-${A}", y-1]', 'no'],
    ['!Equals [y-1, !Sub "x-${A}"]', 'no'],
    ['!Equals [!Sub "x-${A}", x-1]', 'either'],
    ['!Equals [!Sub "x-${NotEmpty}", x-1]', 'either'],
    ['!Equals [!ImportValue x, y]', 'either'],
    ['!Equals [y, !ImportValue x]', 'either'],
    ['!Equals [!Sub "${A}${NotEmpty}", ""]', 'no'],
    ['!Equals [!Sub "${NotEmpty}${A}", ""]', 'no'],
    ['!Equals [!Sub "${A}${B}", ""]', 'either'],
    ['!Equals [!Join ["", [!ImportValue x, !ImportValue y]], ""]', 'either'],
    ['!And [!Not [!Equals [!Ref A, ""]], !Equals [!Join ["", [!Ref A, !ImportValue x]], ""]]', 'no'],
    ['!And [!Not [!Equals [!Ref A, ""]], !Equals [!Join ["", [!ImportValue x, !Ref A]], ""]]', 'no'],
    ['!And [!Equals [!Ref Maybe, x], !Equals [!ImportValue "${Maybe}", y]]', 'either'],
    ['!Equals [!Sub "x-${A}", ""]', 'no'],
    ['!Equals ["", !Sub "x-${A}"]', 'no'],
    ['!Equals [!Sub "${A}${B}", ""]', 'either'],
    ['!Equals [!Join ["", [!ImportValue x, !ImportValue y]], ""]', 'either'],
    ['!And [!Not [!Equals [!Ref A, ""]], !Equals [!Join ["", [!Ref A, !ImportValue x]], ""]]', 'no'],
    ['!And [!Not [!Equals [!Ref A, ""]], !Equals [!Join ["", [!ImportValue x, !Ref A]], ""]]', 'no'],
    ['!And [!Equals [!Ref Maybe, x], !Equals [!ImportValue "${Maybe}", y]]', 'either'],
    ['!Equals [!Sub "${A}${NotEmpty}", ""]', 'no'],
    ['!Equals [!Ref NotEmpty, ""]', 'no'],
    ['!Equals [!Ref AWS::StackName, ""]', 'either'],
    ['!Equals [!Ref Vpc, ""]', 'no'],
    ['!Equals [!Ref A, ""]', 'either'],
    ['!Equals [!Join ["", !Ref Groups], ""]', 'either'],
    ['!Equals [!GetAtt Other.TopicName, ""]', 'either'],
    ['!Equals [!Ref AWS::NoValue, x]', 'either'],
    ['!Equals [x, !Ref AWS::NoValue]', 'either'],
    ['!Equals [[x], !Ref AWS::NoValue]', 'either'],
    ['!Equals [!Ref AWS::NoValue, [x]]', 'either'],
    ['!Equals [!Ref AWS::NoValue, !Ref A]', 'either'],
    ['!Equals [!Ref A, !Ref AWS::NoValue]', 'either'],
    ['!Equals [x-1, !Sub "x-${A}"]', 'either'],
    ['!Equals [!Ref A, !Ref A]', 'yes'],
    ['!And [!Equals [!Ref A, !Ref B], !Not [!Equals [!Ref B, !Ref A]]]', 'no'],
    ['!And [!Equals [!Ref A, !Ref B], !Not [!Equals [!Ref A, !Ref Maybe]]]', 'either'],
    ['!And [!Not [!Equals [!Ref A, ""]], !Equals [!Sub "${A}${B}", ""]]', 'no'],
    ['!And [!Not [!Equals [!Ref A, x]], !Equals [!Sub "${A}${B}", ""]]', 'either'],
    ['!And [!Not [!Equals [!Ref A, x]], !Equals [!Sub "${A}", x]]', 'no'],
    ['!And [!Not [!Equals [!Join ["", !Ref Groups], ""]], !Equals [!Join [",", !Ref Groups], ""]]', 'no'],
    ['!And [!Not [!Equals [!Ref AWS::Region, x]], !Equals [!Sub "${AWS::Region}", x]]', 'no'],
  ])('%s: %s', (expression, expected) => expect(answer(expression)).toBe(expected));

  test.each([
    ['!Equals [!Ref A, x]', { A: 'x' }, 'yes'],
    ['!Equals [!Ref A, x]', { A: 'y' }, 'no'],
    ['!Equals [x, !Ref A]', { A: 'x' }, 'yes'],
    ['!Equals [!Ref A, !Ref B]', { A: 'x', B: 'x' }, 'yes'],
    ['!Equals [!Ref A, !Ref B]', { A: 'x', B: 'y' }, 'no'],
    ['!Equals [!Sub "${A}-1", x-1]', { A: 'x' }, 'yes'],
    ['!Equals [!Ref A, ""]', { A: '' }, 'yes'],
    ['!Equals [!Join ["", !Ref Groups], ""]', { Groups: '' }, 'yes'],
    ['!Equals [!Join ["", !Ref Groups], ""]', { Groups: 'a,b' }, 'no'],
  ])('%s, given %j: %s', (expression, values, expected) => expect(answer(expression, values)).toBe(expected));
});

describe('two lists', () => {
  test.each([
    ['!Equals [[a, b], [a, b]]', 'yes'],
    ['!Equals [[a, b], [a, c]]', 'no'],
    ['!Equals [[a, b], [b, a]]', 'no'],
    ['!Equals [[a, b], [a]]', 'no'],
    ['!Equals [[a], [a, b]]', 'no'],
    ['!Equals [[a, !Ref A], [a, !Ref B]]', 'either'],
    ['!Equals [[a, !Ref A], [b, !Ref B]]', 'no'],
    ['!Equals [!Ref Two, [a, b]]', 'either'],
    ['!Equals [[a, b], !Ref A]', 'either'],
    ['!Equals [[a], a]', 'either'],
    ['!Equals [[a, true], [a, "true"]]', 'yes'],
    ['!Equals [[[a], !Ref A], [[a], !Ref A]]', 'yes'],
  ])('%s: %s', (expression, expected) => expect(answer(expression)).toBe(expected));
});

describe('a text with holes could be', () => {
  test.each([
    ['a-${A}-b', 'a-1-b', 'either'],
    ['a-${A}-b', 'a--b', 'either'],
    ['a-${A}-b', 'a-b', 'no'],
    ['a-${A}-b', 'x-1-b', 'no'],
    ['a-${A}-b', 'a-1-x', 'no'],
    ['a-${A}-b', 'xa-1-b', 'no'],
    ['a-${A}-b', 'a-1-bx', 'no'],
    ['${A}-b', 'x-b', 'either'],
    ['${A}-b', '-b', 'either'],
    ['${A}-b', 'b', 'no'],
    ['a-${A}', 'a-', 'either'],
    ['${A}-x-${B}', '1-x-2', 'either'],
    ['${A}-x-${B}', '-x-', 'either'],
    ['${A}-x-${B}', 'x', 'no'],
    ['${A}-x-${B}-y', '1-x-2-y', 'either'],
    ['${A}-x-${B}-y', '1-x-y', 'no'],
    ['${A}-x-${B}-x-${Maybe}', '1-x-2-x-3', 'either'],
    ['${A}-x-${B}-x-${Maybe}', '1-x-2', 'no'],
    ['${A}aba${B}aba', 'aba-aba', 'either'],
    ['${A}aba${B}aba', 'ababa', 'no'],
  ])('%s, compared to %s: %s', (text, other, expected) => {
    expect(answer(`!Equals [!Sub '${text}', '${other}']`)).toBe(expected);
    expect(answer(`!Equals ['${other}', !Sub '${text}']`)).toBe(expected);
  });
});

test('a joined list is no text that the list itself could be', () => {
  const parameter = 'Type: CommaDelimitedList, AllowedValues: [a, b]';
  expect(answer('!Equals [!Join ["-", !Ref P], a-b]', {}, '', parameter)).toBe('either');
  expect(answer('!Equals [!Join ["-", !Ref P], ""]', {}, '', parameter)).toBe('no');
});

describe('a text where a condition belongs', () => {
  test.each([
    ['"true"', 'yes'],
    ['true', 'yes'],
    ['"TRUE"', 'yes'],
    ['"false"', 'no'],
    ['False', 'no'],
    ['perhaps', 'either'],
    ['!Ref Capital', 'either'],
    ['!Ref Maybe', 'either'],
    ['!Ref AWS::NoValue', 'either'],
    ['!And [!Ref Maybe, !Not [!Ref Maybe]]', 'no'],
    ['!And [!Ref Maybe, !Not [!Ref A]]', 'either'],
  ])('%s: %s', (expression, expected) => expect(answer(expression)).toBe(expected));
});

test('a parameter that is given where a condition belongs', () => {
  expect(answer('!Ref Maybe', { Maybe: 'true' })).toBe('yes');
  expect(answer('!Ref Maybe', { Maybe: 'False' })).toBe('no');
});

describe('what CloudFormation would refuse a parameter is not, and what it would take it may be', () => {
  test.each([
    ['Type: Number, MinValue: 6', '5', 'no'],
    ['Type: Number, MinValue: 6', '6', 'either'],
    ['Type: Number, MaxValue: 6', '6', 'either'],
    ['Type: Number, MaxValue: 6', '7', 'no'],
    ['Type: Number', 'x', 'no'],
    ['Type: Number', '', 'no'],
    ['Type: List<Number>, MinValue: 6', '6,7', 'either'],
    ['Type: List<Number>, MinValue: 6', '7,5', 'no'],
    ['Type: List<Number>', '1,', 'no'],
    ['Type: String, MinLength: 2', 'a', 'no'],
    ['Type: String, MinLength: 2', 'ab', 'either'],
    ['Type: String, MaxLength: 2', 'ab', 'either'],
    ['Type: String, MaxLength: 2', 'abc', 'no'],
    ['Type: CommaDelimitedList, MaxLength: 2', 'abc', 'either'],
    ['Type: String, AllowedPattern: "[a-z]+"', 'abc', 'either'],
    ['Type: String, AllowedPattern: "[a-z]+"', 'ab1', 'no'],
    ['Type: CommaDelimitedList, AllowedPattern: "[a-z]+"', 'a,b', 'either'],
    ['Type: CommaDelimitedList, AllowedPattern: "[a-z]+"', 'a,1', 'no'],
    ['Type: String, AllowedValues: [a, b]', 'b', 'either'],
    ['Type: String, AllowedValues: [a, b]', 'c', 'no'],
    ['Type: String, AllowedValues: [a]', 'a', 'yes'],
    ['Type: CommaDelimitedList, AllowedValues: [a, b]', 'a,b', 'either'],
    ['Type: CommaDelimitedList, AllowedValues: [a, b]', 'a,c', 'no'],
    ['Type: AWS::EC2::VPC::Id', '', 'no'],
    ['Type: AWS::EC2::VPC::Id', 'vpc-1', 'either'],
    ['Type: AWS::SSM::Parameter::Value<String>', '', 'either'],
  ])('{ %s } is %j: %s', (parameter, text, expected) => {
    expect(answer(`!Equals [!Ref P, '${text}']`, {}, '', parameter)).toBe(expected);
    expect(answer(`!Equals ['${text}', !Ref P]`, {}, '', parameter)).toBe(expected);
    expect(answer(`!Equals [!Sub '\${P}', '${text}']`, {}, '', parameter)).toBe(expected);
  });
});
