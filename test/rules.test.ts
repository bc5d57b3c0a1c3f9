import { describe, expect, test } from 'vitest';
import { pretty } from '../src/formats/pretty.ts';
import { lint } from '../src/lint.ts';
import { at, fixtures, rules } from './all-rules.ts';

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s has a fault to show and a template it leaves alone',
  (_, rule) => {
    const kinds = fixtures.filter((f) => f.rule === rule).map((f) => f.expected);
    expect(kinds).toEqual(expect.arrayContaining(['bad', 'good']));
  },
);

describe.each(fixtures.map((f) => [`${f.rule.id} / ${f.name}`, f] as const))(
  '%s',
  (_, { rule, file, name, expected }) => {
    test('the rule says what the file name says', async () => {
      const report = lint([file], [rule]);
      expect(report.errors).toEqual([]);
      expect(report.crashes).toEqual([]);
      expect(report.findings.length ? 'bad' : report.coverage.undecided.length ? 'unsure' : 'good').toBe(expected);
      if (expected !== 'good')
        await expect(pretty(report, { color: false })).toMatchFileSnapshot(at(`fixtures/${rule.id}/${name}.out`));
    });

    test('no other rule finds a fault in it', () => {
      const { findings, crashes } = lint(
        [file],
        rules.filter((other) => other !== rule),
      );
      expect(crashes).toEqual([]);
      const others = findings.filter(({ severity }) => severity !== 'info');
      expect(others.map(({ rule, message }) => `${rule.id}: ${message}`)).toEqual([]);
    });
  },
);
