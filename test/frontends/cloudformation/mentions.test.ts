// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { expect, test } from 'vitest';
import { around, evaluation } from './evaluation.ts';

// Which resources and parameters an expression names, and whether it means them or something about them.

const mentions = (expression: string): Record<string, boolean> => {
  const { evaluator } = evaluation(
    around(expression, 'Parameters: { End: { Type: String, Default: er }, Hidden: { Type: String } }'),
  );
  return Object.fromEntries(evaluator.references(evaluator.template.resources.get('R')?.properties));
};

test.each<[string, Record<string, boolean>]>([
  ['!Ref Other', { Other: true }],
  ['!Ref [Other]', {}],
  ['{ Ref: !Sub "Oth${End}" }', { Other: true, End: true }],
  ['!GetAtt [!Sub "Oth${End}", DNSName]', { Other: false, End: true }],
  ['{ Ref: !Sub "Oth${Hidden}" }', { Hidden: true }],
  ['!Ref AWS::Region', {}],
  ['!GetAtt Other.Arn', { Other: true }],
  ['!GetAtt Other.DNSName', { Other: false }],
  ['!GetAtt Other.NameServers', { Other: false }],
  ['!GetAtt [Other, Arn]', { Other: true }],
  ['!GetAtt [Other, DNSName]', { Other: false }],
  ['!GetAtt [Other, !Ref Attribute]', { Other: true, Attribute: true }],
  ['!GetAtt []', {}],
  ['!GetAtt [[Other], Arn]', {}],
  ['!Sub "${Other}-${ R.DNSName }-${!No}-${AWS::Region}"', { Other: true, R: false }],
  ['!Sub ["${Other}-${X}", { X: !Ref Y }]', { Other: true, Y: true }],
  ['!Sub []', {}],
  ['!Sub [[a]]', {}],
  ['[!GetAtt Other.DNSName, !Ref Other]', { Other: true }],
  ['[!Ref Other, !GetAtt Other.DNSName]', { Other: true }],
  ['[!GetAtt Other.DNSName, !GetAtt Other.Name]', { Other: true }],
  ['{ Deep: [{ er: !Join ["", [!Ref Other]] }] }', { Other: true }],
  ['!If [C, !Ref Other, !Ref AWS::NoValue]', { Other: true }],
])('%s', (expression, expected) => expect(mentions(expression)).toEqual(expected));

test('what YAML aliases share is named once, wherever it stands', () => {
  expect(mentions('[&x { a: !Ref Other }, *x, { b: *x }]')).toEqual({ Other: true });
});
