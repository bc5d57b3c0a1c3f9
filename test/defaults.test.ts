import { describe, expect, test } from 'vitest';
import { lint } from '../src/lint.ts';
import type { Report } from '../src/report.ts';
import { read } from '../src/source/read.ts';
import { plain } from '../src/source/tree.ts';
import { fixtures, rules } from './all-rules.ts';
import { hideable, isObject, type Plain, standing, withParameter } from './places.ts';

// Each kind of property without which a rule's fixtures are in order is made the default of a parameter, one at a time.

/** What hardly anybody leaves to a parameter, and what would be refused if it were anything else. */
const fixed = [
  // Who leaves it open how tasks are connected has no other template than this.
  /TaskDefinition\.NetworkMode$/,
  /TargetGroup\.TargetType$/,
  // One subnet is one, whichever it is.
  /(?:\.Subnets|\.VPCZoneIdentifier)$/,
  /BucketPolicy\.PolicyDocument\./,
  /Lambda::Permission\.(?:Action|Principal)$/,
  /NetworkAclEntry\.(?:Egress|RuleNumber)$/,
  /Route\.DestinationCidrBlock$/,
  /LifecycleHook\.LifecycleTransition$/,
  // More characters than a rule takes.
  /ListenerRule\.Conditions\.Values$/,
  /ContainerDefinitions\.(?:Command|EntryPoint|HealthCheck\.Command)$/,
];

const certain = ({ findings }: Report): number => findings.filter(({ confidence }) => confidence === 'certain').length;

const texts = rules.map((rule) => ({
  rule,
  templates: fixtures
    .filter((fixture) => fixture.rule === rule && fixture.name.startsWith('bad'))
    .map(({ file }) => plain(read(file)) as Plain),
}));

describe.each(texts.map((one) => [one.rule.id, one] as const))('%s', (_, { rule, templates }) => {
  const check = (template: Plain) => lint([{ path: 'x.json', text: JSON.stringify(template) }], [rule]);

  test('is certain of nothing that rests on the default of a parameter', () => {
    const done = new Set<string>();
    for (const template of templates) {
      const before = certain(check(template));
      if (before === 0) continue;
      for (const [id, { Type, Properties }] of Object.entries<Plain>(template.Resources ?? {}))
        for (const path of hideable(Properties ?? {})) {
          const was = standing(template, id, path);
          const key = [Type, ...path.filter((each) => typeof each === 'string')].join('.');
          if (isObject(was) || done.has(key) || fixed.some((each) => each.test(key))) continue;
          const without = certain(check(withParameter(template, id, path, {})));
          if (without >= before) continue;
          done.add(key);
          const report = check(withParameter(template, id, path, { Default: String(was) }));
          expect(certain(report), `${id}.${path.join('.')}`).toBe(without);
        }
    }
  });
});
