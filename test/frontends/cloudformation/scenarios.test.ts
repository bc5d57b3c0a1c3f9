// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import type { Evaluated } from '../../../src/frontends/cloudformation/evaluated.ts';
import { Evaluator } from '../../../src/frontends/cloudformation/evaluator.ts';
import { readTemplate } from '../../../src/frontends/cloudformation/template.ts';
import { onlyWhen, Scenarios } from '../../../src/scenario.ts';
import { read } from '../../../src/source/read.ts';
import { around, evaluation, given, links, results } from './evaluation.ts';

const when = (expression: string, sections: string, wanted: unknown) =>
  onlyWhen(
    evaluation(around(expression, sections)).explore().outcomes,
    (result) => JSON.stringify(result) === JSON.stringify(wanted),
  );

const stages = `
Parameters:
  Stage: { Type: String, Default: dev }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Equals [!Ref Stage, dev]
  IsNeither: !Not [!Or [!Condition IsProd, !Condition IsDev]]`;

describe('a parameter that a condition looks at', () => {
  test('is told apart by what it is compared to, its default first', () => {
    const sections =
      'Parameters: { Stage: { Type: String, Default: dev } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }';
    expect(results('!Ref Stage', sections)).toEqual(['dev', { parameter: '/Stage' }, 'prod']);
    expect(results('!If [IsProd, a, b]', sections)).toEqual(['b', 'a']);
    expect(when('!If [IsProd, a, b]', sections, 'a')).toEqual(['IsProd is true']);
    expect(when('!Ref Stage', sections, 'prod')).toEqual(['Stage is prod']);
    expect(when('!Ref Stage', sections, { parameter: '/Stage' })).toEqual(['Stage is none of dev, prod']);
  });

  test('takes one value in all conditions', () => {
    const all = '[!If [IsProd, p, "-"], !If [IsDev, d, "-"], !If [IsNeither, n, "-"]]';
    expect(results(all, stages)).toEqual([
      ['-', 'd', '-'],
      ['p', '-', '-'],
      ['-', '-', 'n'],
    ]);
  });

  test('has the value that the condition found', () => {
    expect(results('!If [IsProd, !Ref Stage, none]', stages)).toEqual(['none', 'prod', 'none']);
    const expression = "!If [IsNeither, !Sub 'x-${Stage}', none]";
    expect(results(expression, stages)).toContainEqual({ parameter: 'x-${/Stage}' });
  });

  test('has nothing to decide when its value is given', () => {
    const { outcomes } = evaluation(around('!If [IsProd, a, b]', stages), given({ Stage: 'prod' })).explore();
    expect(outcomes.map(({ result }) => result)).toEqual(['a']);
    expect(onlyWhen(outcomes, () => true)).toEqual([]);
  });

  test('is told apart by its allowed values, as far as anybody asks', () => {
    const sections = `
Parameters:
  Size: { Type: String, Default: m, AllowedValues: [s, m, l, xl] }
Conditions:
  IsLarge: !Equals [!Ref Size, l]`;
    expect(results('!Ref Size', sections)).toEqual(['m', 's', 'xl', 'l']);
    expect(results('!If [IsLarge, a, b]', sections)).toEqual(['b', 'a']);
    expect(results('!If [IsLarge, a, !Ref Size]', sections)).toEqual(['m', 's', 'xl', 'a']);
  });

  test('may be compared to one that no condition names', () => {
    const sections = `
Parameters:
  Size: { Type: String, Default: m, AllowedValues: [s, m, l, xl] }
  Stage: { Type: String, Default: dev }
  Name: { Type: String, Default: abc, MinLength: 3 }
Conditions:
  IsLarge: !Equals [!Ref Size, l]
  IsProd: !Equals [!Ref Stage, prod]
  IsOther: !Equals [!Ref Name, other]`;
    const compared = (a: string, text: string) => `!If [!Equals [${a}, ${text}], a, b]`;
    const sizes = (text: string) => results(`[!Ref Size, ${compared('!Ref Size', text)}]`, sections);
    const rows = (...those: readonly string[]) => ['m', 's', 'xl', 'l'].map((size, i) => [size, those[i]]);
    expect(sizes('xl')).toEqual(rows('b', 'b', 'a', 'b'));
    expect(sizes('s')).toEqual(rows('b', 'a', 'b', 'b'));
    expect(sizes('huge')).toEqual(rows('b', 'b', 'b', 'b'));
    expect(new Set(results(compared('!Ref Size', 'huge'), sections))).toEqual(new Set(['b']));
    expect(new Set(results(compared('!Ref Name', 'ab'), sections))).toEqual(new Set(['b']));
    expect(results(`[!Ref Stage, ${compared('!Ref Stage', 'dev')}]`, sections)).toEqual([
      ['dev', 'a'],
      [{ parameter: '/Stage' }, 'b'],
      ['prod', 'b'],
    ]);
    const pair = `[!Ref Stage, ${compared('!Ref Stage', 'test')}]`;
    expect(results(pair, sections)).toEqual([
      ['dev', 'b'],
      [{ parameter: '/Stage' }, 'b'],
      [{ parameter: '/Stage' }, 'a'],
      ['prod', 'b'],
    ]);
  });

  test('its default comes first wherever it is listed, and what its pattern refuses does not come', () => {
    const at = (rest: string) =>
      results(
        '!Ref Size',
        `Parameters: { Size: { Type: String, ${rest} } }\nConditions: { IsL: !Equals [!Ref Size, l] }`,
      );
    expect(at('Default: xl, AllowedValues: [s, m, l, xl]')).toEqual(['xl', 's', 'm', 'l']);
    expect(at('Default: s, AllowedValues: [s, m, l, xl]')).toEqual(['s', 'm', 'xl', 'l']);
    expect(at('Default: s, AllowedValues: [s, m, l, xl], MaxLength: 1')).toEqual(['s', 'm', 'l']);
  });

  test('is told apart by as many as 32 allowed values', () => {
    const values = (count: number) => Array.from({ length: count }, (_, i) => `v${i}`);
    const at = (count: number) =>
      results(
        '!Ref Size',
        `Parameters: { Size: { Type: String, AllowedValues: [${values(count)}] } }\nConditions: { Is: !Equals [!Ref Size, v0] }`,
      );
    expect(at(32)).toHaveLength(32);
    expect(at(33)).toEqual(['v0', { parameter: '/Size' }]);
  });

  test('may stand alone in a text', () => {
    const sections =
      "Parameters: { Stage: { Type: String, Default: dev } }\nConditions: { IsProd: !Equals [!Sub '${Stage}', prod] }";
    expect(results('!Ref Stage', sections)).toEqual(['dev', { parameter: '/Stage' }, 'prod']);
  });

  test('may be a list without a default that is asked whether it is empty', () => {
    const sections = `
Parameters:
  Groups: { Type: CommaDelimitedList }
Conditions:
  HasGroups: !Not [!Equals [!Join ['', !Ref Groups], '']]`;
    expect(results("[!If [HasGroups, g, n], !If [!Equals [!Join [',', !Ref Groups], ''], n, g]]", sections)).toEqual(
      expect.arrayContaining([
        ['g', 'g'],
        ['n', 'n'],
      ]),
    );
    expect(when('!If [HasGroups, g, n]', sections, 'n')).toEqual(['HasGroups is false']);
  });

  test('takes no value that CloudFormation would refuse', () => {
    const at = (constraints: string) =>
      results(
        '!Ref Name',
        `
Parameters:
  Name: { Default: abc, ${constraints} }
Conditions:
  A: !Equals [!Ref Name, '']
  B: !Equals [!Ref Name, '12']`,
      );
    const other = { parameter: '/Name' };
    expect(at('Type: String')).toEqual(['abc', other, '', '12']);
    expect(at('Type: String, MinLength: 1')).toEqual(['abc', other, '12']);
    expect(at('Type: String, MaxLength: 1')).toEqual(['abc', other, '']);
    expect(at('Type: String, AllowedPattern: "[a-z]*"')).toEqual(['abc', other, '']);
    expect(at('Type: String, AllowedPattern: "[a-z"')).toEqual(['abc', other, '', '12']);
    expect(at('Type: Number, MinValue: 5')).toEqual(['abc', other, '12']);
    expect(at('Type: Number, MaxValue: 5')).toEqual(['abc', other]);
    expect(at('Type: AWS::EC2::VPC::Id')).toEqual(['abc', other, '12']);
  });

  test('may be the region', () => {
    const sections = 'Conditions: { InVirginia: !Equals [us-east-1, !Ref AWS::Region] }';
    expect(results('[!If [InVirginia, a, b], !Ref AWS::Region]', sections)).toEqual([
      ['a', 'us-east-1'],
      ['b', { parameter: 'AWS::Region' }],
    ]);
    const here = evaluation(
      around('!If [InVirginia, a, b]', sections),
      given({}, { pseudo: new Map([['AWS::Region', 'eu-west-1']]) }),
    );
    expect(here.explore().outcomes.map(({ result }) => result)).toEqual(['b']);
  });

  test('may be a list that is asked whether it is empty', () => {
    const sections = `
Parameters:
  Groups: { Type: CommaDelimitedList, Default: '' }
Conditions:
  HasGroups: !Not [!Equals [!Join ['', !Ref Groups], '']]`;
    expect(results('!If [HasGroups, !Ref Groups, none]', sections)).toEqual(['none', { parameter: '/Groups' }]);
  });

  test('is told apart by nothing that only stands beside it', () => {
    const of = (comparison: string) =>
      results(
        '!Ref P',
        `Parameters: { P: { Type: CommaDelimitedList, Default: 'a,b' } }\nConditions: { C: ${comparison} }`,
      );
    expect(of("!Equals [!Select ['1', !Ref P], b]")).toEqual([['a', 'b'], { parameter: '/P' }]);
    expect(of('!And [!Equals [!Ref P], !Equals [x, !Ref P]]')).toEqual([['a', 'b'], { parameter: '/P' }, ['x']]);
  });

  test('is asked no more than whether CloudFormation refuses it', () => {
    const sections =
      'Parameters: { P: { Type: String, AllowedValues: [a, b, c] } }\nConditions: { C: !Equals [!Ref P, d] }';
    expect(evaluation(around('!If [C, x, y]', sections)).explore()).toMatchObject({ combinations: 1 });
  });

  test('has nothing to say for itself where it can be nothing else', () => {
    const sections = 'Parameters: { P: { Type: String, AllowedValues: [a] } }\nConditions: { C: !Equals [!Ref P, a] }';
    const { outcomes } = evaluation(around('[!Ref P, !If [C, x, y]]', sections)).explore();
    expect(outcomes).toMatchObject([{ result: ['a', 'x'] }]);
    expect(outcomes.flatMap(({ given }) => [...given.keys()])).not.toContain('P');
  });

  test('is said to be empty, or not, in words', () => {
    const sections = (texts: string) =>
      `Parameters: { P: { Type: String } }\nConditions: { ${texts.split('|').map((text, i) => `C${i}: !Equals [!Ref P, "${text}"]`)} }`;
    const open = { parameter: '/P' };
    expect(when('!Ref P', sections(''), '')).toEqual(['P is empty']);
    expect(when('!Ref P', sections(''), open)).toEqual(['P is not empty']);
    expect(when('!Ref P', sections('a'), open)).toEqual(['P is not a']);
    expect(when('!Ref P', sections('|a'), open)).toEqual(['P is none of empty, a']);
  });

  test('is the same parameter in a text made of nothing else', () => {
    const sections = `
Parameters: { P: { Type: String } }
Conditions:
  Direct: !Equals [!Ref P, a]
  Joined: !Equals [!Join ['', [!Ref P]], a]
  Region: !Equals [!Ref AWS::Region, eu-west-1]
  Regions: !Equals [!Join ['', [!Ref AWS::Region]], eu-west-1]`;
    const both = (a: string, b: string) =>
      new Set(results(`!Join ['', [!If [${a}, y, n], !If [${b}, y, n]]]`, sections));
    expect(both('Direct', 'Joined')).toEqual(new Set(['yy', 'nn']));
    expect(both('Region', 'Regions')).toEqual(new Set(['yy', 'nn']));
  });

  test('may be the key of a mapping that is not written as one', () => {
    const sections = 'Parameters: { P: { Type: String, Default: a, AllowedValues: [a, b] } }';
    expect(results('[!Ref P, !FindInMap P]', sections)).toHaveLength(1);
  });

  test('may have nobody to say what it is', () => {
    const sections = `
Parameters: { Cert: { Type: String } }
Conditions: { HasCert: !Not [!Equals ['', !Ref Cert]] }`;
    expect(results('!If [HasCert, !Ref Cert, none]', sections)).toEqual(['none', { parameter: '/Cert' }]);
  });
});

describe('a parameter that no condition looks at', () => {
  const sections = (rest: string) =>
    `Parameters: { X: { Type: String, ${rest} } }\nMappings: { M: { a: { V: 1 }, b: { V: 2 } } }`;

  test('is its default', () => {
    expect(results('!Ref X', sections('Default: a, AllowedValues: [a, b]'))).toEqual(['a']);
    const { get } = evaluation(around('!Ref X', sections('Default: a')));
    expect(get()?.via).toMatchObject([{ kind: 'parameter-default', name: 'X' }]);
  });

  test('is each of its allowed values when it has no default', () => {
    expect(results('!Ref X', sections('AllowedValues: [a, b]'))).toEqual(['a', 'b']);
    const many = Array.from({ length: 17 }, (_, i) => `v${i}`).join(', ');
    expect(results('!Ref X', sections(`AllowedValues: [${many}]`))).toEqual([{ parameter: '/X' }]);
    expect(results('!Ref X', sections(`AllowedValues: [${many.replace('v0, ', '')}]`))).toHaveLength(16);
  });

  test('is told apart as the key of a mapping', () => {
    const rest = 'Default: b, AllowedValues: [a, b]';
    expect(results('!FindInMap [M, !Ref X, V]', sections(rest))).toEqual([2, 1]);
    expect(when('!FindInMap [M, !Ref X, V]', sections(rest), 1)).toEqual(['X is a']);
    expect(results('!FindInMap [M, !Ref X, V]', sections('Default: b'))).toEqual([2]);
    expect(results('[!Ref X, !FindInMap [M, a, V]]', sections(rest))).toEqual([['b', 1]]);
    expect(results("!Join ['-', [!Ref X, c]]", sections(rest))).toEqual(['b-c']);
    const fallback = '!FindInMap [M, c, V, { DefaultValue: !Ref X }]';
    expect(results(fallback, `Transform: AWS::LanguageExtensions\n${sections(rest)}`)).toEqual(['b']);
  });
});

describe('a comparison nobody can carry out', () => {
  const sections = `
Parameters: { A: { Type: String }, B: { Type: String } }
Conditions:
  Same: !Equals [!Ref A, !Ref B]
  SameAgain: !Equals [!Ref B, !Ref A]
  Itself: !Equals [!Sub 'x-\${A}', !Join ['-', [x, !Ref A]]]
  Never: !Equals [!Sub 'x-\${A}', y]`;

  test('may go either way, everywhere the same', () => {
    expect(results('[!If [Same, s, d], !If [SameAgain, s, d]]', sections)).toEqual([
      ['d', 'd'],
      ['s', 's'],
    ]);
  });

  test('is decided where the text already tells', () => {
    expect(results('!If [Itself, s, d]', sections)).toEqual(['s']);
    expect(results('!If [Never, s, d]', sections)).toEqual(['d']);
  });

  test('may be a condition that is not declared or leads back to itself', () => {
    const circular =
      'Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\n  C: !Or [!Condition A, !Condition D]';
    expect(new Set(results('!If [A, a, b]', circular))).toEqual(new Set(['a', 'b']));
    expect(new Set(results('!If [C, a, b]', circular))).toEqual(new Set(['a', 'b']));
    expect(new Set(results('!If [Missing, a, b]', circular))).toEqual(new Set(['a', 'b']));
  });
});

test('a scenario looks at no more than it is asked', () => {
  const names = Array.from({ length: 30 }, (_, i) => `C${i}`);
  const sections = `
Parameters:${names.map((name) => `\n  P${name}: { Type: String, Default: no }`).join('')}
Conditions:${names.map((name) => `\n  ${name}: !Equals [!Ref P${name}, yes]`).join('')}`;
  const { explore } = evaluation(around('!If [C3, !If [C4, a, b], c]', sections));
  expect(explore()).toMatchObject({ combinations: 3, explored: 3 });
  const every = `[${names.map((name) => `!If [${name}, 1, 0]`).join(', ')}]`;
  expect(evaluation(around(every, sections)).explore().explored).toBe(64);
});

test('a resource exists when its condition holds', () => {
  const { evaluator, scenarios } = evaluation(`
${stages}
Resources:
  R: { Type: 'AWS::SNS::Topic', Condition: IsProd }
  S: { Type: 'AWS::SNS::Topic' }`);
  const exists = (name: string) =>
    scenarios.explore(() => {
      const resource = evaluator.template.resources.get(name);
      return resource && evaluator.exists(resource);
    });
  expect(onlyWhen(exists('R').outcomes, (yes) => yes === true)).toEqual(['IsProd is true']);
  expect(exists('S').outcomes.map(({ result }) => result)).toEqual([true]);
});

test('two stacks in one exploration have conditions of their own', () => {
  const template = readTemplate(read({ path: 't.yaml', text: around('!If [IsProd, a, b]', stages) }));
  const scenarios = new Scenarios();
  const stacks = ['web', 'api'].map((stack) => new Evaluator(template, scenarios, given({}, { stack })));
  const { outcomes } = scenarios.explore(() => stacks.map((evaluator) => evaluator.condition('IsProd')));
  expect(outcomes.map(({ result }) => result)).toContainEqual([true, false]);
  expect(onlyWhen(outcomes, ([web]) => web === true)).toEqual(['web/IsProd is true']);
});

test('of conditions that always agree, the one of the stack at home is told', () => {
  const outcomes = [true, false].map((holds) => ({
    result: holds,
    given: new Map(
      ['web/IsOn', 'api/IsOff', 'api/IsOn'].map((name) => [name, `${name} is ${holds !== /Off/.test(name)}`]),
    ),
  }));
  const told = (home: string) => onlyWhen(outcomes, (result) => result, home);
  expect([told('web/'), told('api/')]).toEqual([['web/IsOn is true'], ['api/IsOn is true']]);
});

test('one condition that tells all scenarios is told alone, whatever else tells some of them', () => {
  const outcomes = [
    { HasData: true, IsFirst: true, HasWorkers: true },
    { HasData: true, IsFirst: false, HasWorkers: false },
    { HasData: false, IsFirst: true, HasWorkers: false },
  ].map((holds) => ({
    result: holds.HasData,
    given: new Map(Object.entries(holds).map(([name, is]) => [name, `${name} is ${is}`])),
  }));
  expect(onlyWhen(outcomes, (result) => result)).toEqual(['HasData is true']);
});

test('what is mentioned does not depend on the branch taken', () => {
  const { evaluator } = evaluation(
    around(
      "!If [IsProd, !Ref Other, !Sub ['${Stage}-${X}-${R.Arn}-${!No}-${AWS::Region}', {X: !GetAtt [Q, Arn]}]]",
      stages,
    ),
  );
  const properties = evaluator.template.resources.get('R')?.properties;
  expect([...evaluator.references(properties).keys()].sort()).toEqual(['Other', 'Q', 'R', 'Stage']);
});

describe('a parameter to which another stack passes something', () => {
  const sections = `
Parameters: { Stage: { Type: String, Default: dev } }
Conditions: { IsProd: !Equals [!Ref Stage, prod], IsDev: !Equals [dev, !Ref Stage] }`;
  const at = { span: { file: { path: 'parent.yaml', text: 'x' }, start: 0, end: 1 }, via: [] };
  const reference = { kind: 'reference', stack: '', logicalId: 'Topic', symbol: '/Topic', ...at } as const;
  const hidden = { kind: 'unknown', symbol: '/P', reason: { kind: 'parameter', name: 'P' }, ...at } as const;
  test.each<readonly [string, Evaluated, readonly unknown[]]>([
    ['the text that decides', { kind: 'literal', value: 'prod', text: 'prod', ...at }, [['p', '-']]],
    ['its own default', { kind: 'literal', value: 'dev', text: 'dev', ...at }, [['-', 'd']]],
    ['a resource, whose name nobody could have written', reference, [['-', '-']]],
    [
      'what nobody knows',
      hidden,
      [
        ['-', '-'],
        ['-', 'd'],
        ['p', '-'],
        ['p', 'd'],
      ],
    ],
  ])('%s', (_, bound, expected) => {
    for (const told of [{}, { Stage: 'prod' }]) {
      const { outcomes } = evaluation(
        around('[!If [IsProd, p, "-"], !If [IsDev, d, "-"]]', sections),
        given(told, { links: links({ bound: () => bound }) }),
      ).explore();
      expect(outcomes.map(({ result }) => result)).toEqual(expected);
    }
  });
});
