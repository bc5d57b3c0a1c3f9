// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Evaluator } from '../../../src/frontends/cloudformation/evaluator.ts';
import { readTemplate } from '../../../src/frontends/cloudformation/template.ts';
import { Scenarios } from '../../../src/scenario.ts';
import { read } from '../../../src/source/read.ts';
import { data, evaluation, given } from './evaluation.ts';

const names = [
  'Stage',
  'List',
  'Open',
  'R',
  'Other',
  'IsA',
  'IsB',
  'Loop',
  'Nobody',
  'M',
  'AWS::Region',
  'AWS::NoValue',
];
const text = fc.oneof(
  fc.constantFrom(
    ...names,
    '',
    'a',
    'b',
    '0',
    '1',
    ',',
    '-',
    '10.0.0.0/16',
    '8',
    'true',
    '{{resolve:ssm:/x}}',
    'R.Arn',
  ),
  fc.constantFrom(...names).map((name) => `\${${name}}`),
  fc
    .array(fc.constantFrom(...names.map((name) => `\${${name}}`), '${', '}', '${!a}', 'x', '{{resolve:', '}}'), {
      maxLength: 4,
    })
    .map((all) => all.join('')),
);

const functions = [
  'Ref',
  'Condition',
  'GetAtt',
  'Sub',
  'Join',
  'Select',
  'Split',
  'FindInMap',
  'If',
  'And',
  'Or',
  'Not',
  'Equals',
  'ImportValue',
  'Cidr',
  'GetAZs',
  'Base64',
  'Length',
  'ToJsonString',
  'Transform',
  'Anything',
  'ForEach::L',
];

const { expression } = fc.letrec<{ expression: unknown; call: unknown }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    text,
    fc.oneof(fc.integer({ min: -2, max: 300 }), fc.boolean(), fc.constant(null)),
    fc.array(tie('expression'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('A', 'B', 'Fn::Transform', 'Fn::ForEach::X', 'DefaultValue'), tie('expression'), {
      maxKeys: 3,
    }),
    { arbitrary: tie('call'), weight: 6 },
  ),
  call: fc
    .tuple(
      fc.constantFrom(...functions),
      fc.oneof(tie('expression'), fc.array(tie('expression'), { minLength: 2, maxLength: 4 })),
    )
    .map(([fn, args]) => ({ [fn === 'Ref' || fn === 'Condition' ? fn : `Fn::${fn}`]: args })),
}));

const template = fc.record({
  Parameters: fc.constant({
    Stage: { Type: 'String', Default: 'a', AllowedValues: ['a', 'b', '1'] },
    List: { Type: 'CommaDelimitedList', Default: 'a,b' },
    Open: { Type: 'String' },
  }),
  Mappings: fc.constant({ M: { a: { a: '1', b: ['x', 'y'] }, b: { a: '1', b: 'z' } } }),
  Conditions: fc.record({ IsA: expression, IsB: expression, Loop: expression }),
  Rules: fc.record({
    R: fc.record({
      RuleCondition: expression,
      Assertions: fc.array(fc.record({ Assert: expression }), { maxLength: 2 }),
    }),
  }),
  Resources: fc.record({
    R: fc.record({
      Type: fc.constant('A::B'),
      Condition: fc.constantFrom('IsA', 'Nobody'),
      Properties: fc.record({ P: expression, Q: expression }),
    }),
    Other: fc.constant({ Type: 'A::B' }),
  }),
});

function outcomes(source: string, path: string) {
  const scenarios = new Scenarios();
  const evaluator = new Evaluator(readTemplate(read({ path, text: source })), scenarios, given());
  const resource = evaluator.template.resources.get('R');
  evaluator.references(resource?.tree);
  const { outcomes } = scenarios.explore(
    () => ({
      exists: resource && evaluator.exists(resource),
      value: withoutPlaces(data(evaluator.evaluate(resource?.properties))),
    }),
    16,
  );
  return outcomes;
}

/** Symbols of calls that nobody can carry out contain their place, which is another in every notation. */
const withoutPlaces = (value: unknown): string =>
  JSON.stringify(value)?.replace(/@[^"\\,)}\]]*?:\d+/g, '@') ?? 'undefined';

test('every expression comes to something, in every scenario', () => {
  fc.assert(
    fc.property(template, (document) => {
      outcomes(JSON.stringify(document), 'x.json');
    }),
    { numRuns: 400 },
  );
});

test('YAML and JSON come to the same', () => {
  fc.assert(
    fc.property(template, (document) => {
      expect(outcomes(blockYaml(document, ''), 'x.yaml')).toEqual(outcomes(JSON.stringify(document), 'x.json'));
    }),
    { numRuns: 150 },
  );
});

test('the same expression in the same scenario is the same, wherever else one looked before', () => {
  fc.assert(
    fc.property(template, (document) => {
      const scenarios = new Scenarios();
      const source = { path: 'x.json', text: JSON.stringify(document) };
      const evaluator = new Evaluator(readTemplate(read(source)), scenarios, given());
      const resource = evaluator.template.resources.get('R');
      const look = () => JSON.stringify(data(evaluator.evaluate(resource?.properties)));
      const before = scenarios.explore(look, 8).outcomes.map(({ result }) => result);
      scenarios.explore(() => [...names].reverse().map((name) => evaluator.condition(name)), 8);
      expect(scenarios.explore(look, 8).outcomes.map(({ result }) => result)).toEqual(before);
    }),
    { numRuns: 150 },
  );
});

test('hiding a parameter turns what rests on it unknown, and changes nothing that is still known', () => {
  fc.assert(
    fc.property(expression, fc.constantFrom('a', 'b', '1', 'x'), (P, open) => {
      const Parameters = { Open: { Type: 'String' } };
      const Mappings = { M: { a: { a: '1', b: ['x', 'y'] }, b: { a: '1', b: 'z' } } };
      const document = JSON.stringify({ Parameters, Mappings, Resources: { R: { Type: 'A::B', Properties: { P } } } });
      const valueWith = (parameters: Record<string, string>) => evaluation(document, given(parameters), 'x.json').get();
      const [hidden, known] = [valueWith({}), valueWith({ Open: open })];
      if (hidden?.kind === 'literal') expect(data(known)).toEqual(data(hidden));
    }),
    { numRuns: 400 },
  );
});

/** Plain data as block YAML with quoted text. */
function blockYaml(value: unknown, indent: string): string {
  if (Array.isArray(value))
    return value.length === 0 ? ' []' : value.map((item) => `\n${indent}-${blockYaml(item, `${indent}  `)}`).join('');
  if (typeof value !== 'object' || value === null) return ` ${JSON.stringify(value)}`;
  const entries = Object.entries(value);
  if (entries.length === 0) return ' {}';
  return entries.map(([key, each]) => `\n${indent}${JSON.stringify(key)}:${blockYaml(each, `${indent}  `)}`).join('');
}
