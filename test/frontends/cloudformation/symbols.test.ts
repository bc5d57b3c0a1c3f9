// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { expect, test } from 'vitest';
import { around, data, evaluation, given } from './evaluation.ts';

const parameters = 'Parameters:\n  A: { Type: String }\n  B: { Type: String }\n  L: { Type: CommaDelimitedList }';

const symbol = (expression: string): unknown => {
  const value = evaluation(around(expression, parameters)).get();
  return value?.kind === 'unknown' || value?.kind === 'reference' ? value.symbol : data(value);
};

test.each([
  ["!Sub '${A}-x'", "!Join ['-', [!Ref A, x]]"],
  ["!Sub '${A}'", '!Ref A'],
  ["!Sub '${A}${B}'", "!Join ['', [!Sub '${A}', !Ref B]]"],
  ["!Sub ['${X}:80', {X: !Ref A}]", "!Join [':', [!Ref A, '80']]"],
  ["!Join ['', [!Ref A]]", '!Ref A'],
  ["!Sub '${Other.Arn}/x'", "!Join ['/', [!GetAtt Other.Arn, x]]"],
  ["!Sub 'a${A}b${B}c'", "!Join ['', [a, !Join ['b', [!Ref A, !Ref B]], c]]"],
  ["!ImportValue {'Fn::Sub': '${A}-Vpc'}", "!ImportValue {'Fn::Join': ['-', [!Ref A, Vpc]]}"],
  ["!Select ['1', !Ref L]", '!Select [1, !Ref L]'],
  ["!GetAZs ''", '!GetAZs {Ref: AWS::Region}'],
  ['!GetAtt Other.Arn', '!GetAtt [Other, Arn]'],
])('%s is %s', (a, b) => {
  expect(symbol(a)).toBe(symbol(b));
});

test.each([
  ["!Sub '${A}-x'", "!Sub '${B}-x'"],
  ["!Sub '${A}-x'", "!Sub '${A}-y'"],
  ['!Ref A', "!Sub '${!A}'"],
  ["!Sub '${A}x'", "!Sub '${A}${!B}x'"],
  ["!Sub '${A}${B}'", "!Sub '${!/A}${B}'"],
  ['!Ref Other', '!GetAtt Other.Arn'],
  ['!Base64 {Ref: A}', '!Ref A'],
  ['!ToJsonString [!Ref A]', '!Sub \'["${A}"]\''],
])('%s need not be %s', (a, b) => {
  expect(symbol(a)).not.toBe(symbol(b));
});

test('calls nobody can carry out are never taken for the same', () => {
  const { get } = evaluation(around('[!Transform {Name: M}, !Transform {Name: M}]'));
  const list = get();
  const symbols = list?.kind === 'list' ? list.items.map((item) => item.kind === 'unknown' && item.symbol) : [];
  expect(new Set(symbols).size).toBe(2);
});

test('stacks have parameters and resources of their own, and share the region', () => {
  const at = (stack: string, expression: string) =>
    data(evaluation(around(expression, parameters), given({}, { stack })).get());
  expect(at('web', '!Ref A')).toEqual({ parameter: 'web/A' });
  expect(at('web', '!GetAtt Other.Arn')).toEqual({ reference: 'web/Other.Arn' });
  expect(at('web', '!Ref AWS::StackName')).toEqual({ parameter: 'web/AWS::StackName' });
  expect(at('web', '!Ref AWS::StackId')).not.toEqual(at('', '!Ref AWS::StackId'));
  expect(at('web', '!Ref AWS::Region')).toEqual(at('', '!Ref AWS::Region'));
});

test('a text with holes keeps its pieces, and says who could fill the first', () => {
  const value = evaluation(around("!Sub '${A}.dkr.ecr/${Other}:1'", parameters)).get();
  expect(value).toMatchObject({
    kind: 'unknown',
    reason: { kind: 'parameter', name: 'A' },
    parts: [{ symbol: '/A' }, '.dkr.ecr/', { symbol: '/Other' }, ':1'],
  });
});

test('an import is asked for by the name of its export', () => {
  const name = (expression: string) => {
    const value = evaluation(around(expression, parameters)).get();
    return value?.kind === 'unknown' && value.reason;
  };
  expect(name('!ImportValue net-Vpc')).toEqual({ kind: 'import', name: 'net-Vpc' });
  expect(name("!ImportValue {'Fn::Sub': '${A}-Vpc'}")).toEqual({ kind: 'import', name: '${A}-Vpc' });
});
