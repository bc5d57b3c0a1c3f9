import { describe, expect, test } from 'vitest';
import type { Evaluated } from '../../../src/frontends/cloudformation/evaluated.ts';
import { around, evaluation, given, links, results } from './evaluation.ts';

describe('the rules of a template', () => {
  const sections = (assertion: string) => `
Parameters:
  Stage: { Type: String, Default: dev, AllowedValues: [dev, prod] }
  Size: { Type: String, Default: s, AllowedValues: [s, m, l] }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsSmall: !Equals [!Ref Size, s]
  IsLarge: !Equals [!Ref Size, l]
Rules:
  Sizes:
    RuleCondition: !Equals [!Ref Stage, prod]
    Assertions:
      - Assert: ${assertion}`;
  const both = '[!Ref Stage, !Ref Size]';

  test.each([
    ['!Contains [[m, l], !Ref Size]', ['l', 'm']],
    ['!Not [!Equals [!Ref Size, s]]', ['l', 'm']],
    ['!Or [!Equals [!Ref Size, m], !Equals [!Ref Size, l]]', ['l', 'm']],
    ['!And [!Not [!Equals [!Ref Size, m]], !Not [!Equals [!Ref Size, s]]]', ['l']],
    ['!EachMemberIn [[!Ref Size], [m, l]]', ['l', 'm']],
    ['!EachMemberEquals [[!Ref Size, l], l]', ['l']],
    ['!EachMemberIn [!RefAll String, [m, l]]', []],
    ['!Equals [!ValueOf [Size, Tags.x], y]', ['s', 'l', 'm']],
  ])('leave out what breaks %s', (assertion, sizes) => {
    const found = results(both, sections(assertion)) as string[][];
    expect(found.filter(([stage]) => stage === 'dev')).toHaveLength(3);
    expect(found.filter(([stage]) => stage === 'prod').map(([, size]) => size)).toEqual(sizes);
  });

  test('leave out no scenario that does not touch them', () => {
    expect(results('!If [IsProd, a, b]', sections('!Contains [[m, l], !Ref Size]'))).toEqual(['b', 'a']);
  });

  test.each([
    [{ Stage: 'prod', Size: 's' }, []],
    [{ Stage: 'prod', Size: 'm' }, [['prod', 'm']]],
    [{ Stage: 'dev', Size: 's' }, [['dev', 's']]],
    [{ Size: 's' }, [['dev', 's']]],
  ])('are kept by what is given: %j', (parameters, expected) =>
    expect(results(both, sections('!Contains [[m, l], !Ref Size]'), parameters)).toEqual(expected),
  );

  const few = (assertion: string, more = '') =>
    sections(assertion)
      .replace('  IsLarge: !Equals [!Ref Size, l]\n', '')
      .replace('Conditions:', `  Free: { Type: String }${more}\nConditions:`);

  test('look at a parameter that no condition names by that text', () => {
    expect(
      results(both, few('!Not [!Equals [!Ref Size, m]]')).filter((each) => String(each).startsWith('prod')),
    ).toEqual([
      ['prod', 's'],
      ['prod', 'l'],
    ]);
  });

  test('know what a parameter is not before they know what it is', () => {
    const asked = '[!Ref Stage, !If [IsSmall, small, larger]]';
    const prod = (assertion: string) =>
      results(asked, few(assertion)).filter((each) => String(each).startsWith('prod'));
    expect(prod('!Contains [[s], !Ref Size]')).toEqual([['prod', 'small']]);
    expect(prod('!Contains [[l], !Ref Size]')).toEqual([['prod', 'larger']]);
  });

  test('break on nothing that nobody knows', () => {
    const open = (assertion: string) => results('!Ref Stage', few(assertion, '\n  Open: { Type: String, Default: o }'));
    for (const assertion of [
      '!Equals [!Ref Free, x]',
      '!EachMemberIn [!RefAll String, [dev, prod, s, m, l]]',
      '!Equals [!Ref Open, x]',
    ])
      expect(open(assertion), assertion).toEqual(['dev', 'prod']);
  });

  test('leave a parameter open that may be more than the texts it is compared to', () => {
    const compared = few('!Equals [!Ref Free, x]').replace('Conditions:', 'Conditions:\n  IsY: !Equals [!Ref Free, y]');
    const found = results('[!Ref Stage, !If [IsY, y, other]]', compared);
    expect(found).toContainEqual(['prod', 'other']);
    expect(found).not.toContainEqual(['prod', 'y']);
    expect(results('!Ref Stage', compared)).toEqual(['dev', 'prod']);
  });

  test('are undecided where a parameter may be one of several texts', () => {
    const asked = '[!Ref Stage, !If [IsSmall, small, larger]]';
    for (const assertion of ['!Not [!Equals [!Ref Size, m]]', '!Not [!Equals [m, !Ref Size]]'])
      expect(results(asked, few(assertion))).toContainEqual(['prod', 'larger']);
  });

  /** Whether what is given is deployed, by rules about lists and networks. */
  const deploys = (rules: string, given: Record<string, string>) =>
    results(
      '!Ref Size',
      `
Parameters:
  Size: { Type: String }
  Names: { Type: CommaDelimitedList }
  Vpc: { Type: AWS::EC2::VPC::Id, Default: vpc-0 }
Rules: ${rules}`,
      { Size: 's', ...given },
    ).length === 1;
  const asserting = (...assertions: string[]) =>
    `{ One: { Assertions: [${assertions.map((assertion) => `{ Assert: ${assertion} }`).join(', ')}] } }`;

  test.each<[string, Record<string, string>, boolean]>([
    ['!EachMemberIn [!Ref Names, [a, b]]', { Names: 'a,b' }, true],
    ['!EachMemberIn [!Ref Names, [a, b]]', { Names: 'a,c' }, false],
    ['!EachMemberIn [!Ref Names, [a, b]]', {}, true],
    ['!EachMemberEquals [!Ref Names, a]', { Names: 'a' }, true],
    ['!EachMemberEquals [!Ref Names, a]', { Names: 'a,b' }, false],
    ['!Contains [!Ref Names, !Ref Size]', { Names: 's,m' }, true],
    ['!Contains [!Ref Names, !Ref Size]', { Names: 'm,l' }, false],
    ['!Contains [!Ref Size, s]', {}, true],
    ['!Contains [!Ref Size, x]', {}, true],
    ['!Contains [!Ref Missing, x]', {}, true],
    ['!Contains [{ not: a list }, x]', {}, true],
    ['!Contains [!RefAll [String], x]', {}, true],
    ['!Contains [!ValueOf [Names, Tags.x], x]', {}, true],
    ['!EachMemberIn [!RefAll AWS::EC2::VPC::Id, [vpc-1]]', { Vpc: 'vpc-1' }, true],
    ['!EachMemberIn [!RefAll AWS::EC2::VPC::Id, [vpc-1]]', { Vpc: 'vpc-2' }, false],
    ['!Equals [!Sub Size, x]', {}, true],
    ['!Equals [{ Ref: [Size] }, x]', {}, true],
    ['!Equals [[Size], x]', {}, true],
    ['!Equals [x]', {}, true],
    ['!If [x, y, z]', {}, true],
    ['x', {}, true],
    ['!Not x', {}, true],
  ])('%s, given %j: deployed is %s', (assertion, given, expected) =>
    expect(deploys(asserting(assertion), given)).toBe(expected),
  );

  test('are all kept, each of their assertions as well', () => {
    const [kept, broken] = ['!Equals [!Ref Size, s]', '!Equals [!Ref Size, m]'];
    expect(deploys(asserting(kept, kept), {})).toBe(true);
    expect(deploys(asserting(kept, broken), {})).toBe(false);
    expect(deploys(asserting(broken, kept), {})).toBe(false);
    const rule = (assertion: string) => `{ Assertions: [{ Assert: ${assertion} }] }`;
    expect(deploys(`{ One: ${rule(kept)}, Two: ${rule(broken)} }`, {})).toBe(false);
    expect(deploys(`{ One: ${rule(broken)}, Two: ${rule(kept)} }`, {})).toBe(false);
  });

  test.each([
    '{}',
    '{ One: {} }',
    '{ One: { RuleCondition: !Equals [a, a] } }',
    '{ One: { Assertions: x } }',
    '{ One: { Assertions: [{ AssertDescription: says nothing }] } }',
    '{ One: x }',
  ])('that say nothing leave nothing out: %s', (rules) => expect(deploys(rules, {})).toBe(true));

  test('know nothing of what another stack passes, unless it is a text', () => {
    const at = { span: { file: { path: 'parent.yaml', text: 'x' }, start: 0, end: 1 }, via: [] };
    const passed = (bound: Evaluated) => {
      const text = around('x', sections('!Equals [!Ref Size, l]').replace(/Conditions:.*?Rules:/s, 'Rules:'));
      return evaluation(text, given({}, { links: links({ bound: () => bound }) })).explore().outcomes.length === 1;
    };
    const literal = (text: string) => ({ kind: 'literal', value: text, text, ...at }) as const;
    expect(passed(literal('prod'))).toBe(false);
    expect(passed(literal('dev'))).toBe(true);
    expect(passed({ kind: 'unknown', symbol: '/P', reason: { kind: 'parameter', name: 'P' }, ...at })).toBe(true);
  });
});
