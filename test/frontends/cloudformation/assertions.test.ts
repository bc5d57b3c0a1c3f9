import { describe, expect, test } from 'vitest';
import { results } from './evaluation.ts';

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
});
