import { describe, expect, test } from 'vitest';
import { lint } from '../src/lint.ts';
import type { Finding, Report } from '../src/report.ts';
import { read } from '../src/source/read.ts';
import { plain } from '../src/source/tree.ts';
import { fixtures, rules } from './all-rules.ts';
import { hideable, isObject, type Plain, standing, withParameter } from './places.ts';

// Each kind of property that a rule's fixtures have is hidden behind a parameter that nobody gives, one at a time.

const accused = ({ rule, resource }: Finding): string => `${rule.id} ${resource.id}`;

/** What is said of resources of which nothing was said before, unless what was said before is taken back. */
function added(before: Report, after: Report): readonly string[] {
  const [known, now] = [before, after].map(({ findings }) =>
    findings.filter(({ severity }) => severity !== 'info').map(accused),
  ) as [string[], string[]];
  const count = (list: readonly string[], wanted: string) => list.filter((each) => each === wanted).length;
  return known.some((each) => count(now, each) < count(known, each)) ? [] : now.filter((each) => !known.includes(each));
}

const texts = rules.map((rule) => ({
  rule,
  templates: fixtures.filter((fixture) => fixture.rule === rule).map(({ file }) => plain(read(file)) as Plain),
}));

describe.each(texts.map((one) => [one.rule.id, one] as const))('%s', (_, { rule, templates }) => {
  const check = (template: Plain) => lint([{ path: 'x.json', text: JSON.stringify(template) }], [rule]);

  test('withstands every hidden value, and accuses nobody because of one', () => {
    const done = new Set<string>();
    for (const template of templates) {
      const before = check(template);
      for (const [id, { Type, Properties }] of Object.entries<Plain>(template.Resources ?? {}))
        for (const path of hideable(Properties ?? {})) {
          const key = [Type, ...path.filter((each) => typeof each === 'string')].join('.');
          if (done.has(key)) continue;
          done.add(key);
          const was = standing(template, id, path);
          const report = check(withParameter(template, id, path, {}));
          const where = `${id}.${path.join('.')}`;
          expect(report.errors, where).toEqual(before.errors);
          expect(report.crashes, where).toEqual([]);
          // What is hidden in the place of a name is somebody else, so that one is missed.
          if (!isObject(was)) expect(added(before, report), where).toEqual([]);
        }
    }
  });
});
