import { readFileSync } from 'node:fs';
import type { JsonTool } from '../../src/formats/json-report.ts';
import { lint } from '../../src/lint.ts';
import type { Report } from '../../src/report.ts';
import { at, fixtures, rules } from '../all-rules.ts';

export const tool: JsonTool = { name: 'alb-lint', version: '0.1.0' };

const app = 'fixtures/apps/orders-service.yaml';

const some = rules.filter(({ id }) =>
  [
    'sg-target-blocks-alb',
    'health-check-port-not-served',
    'keep-alive-below-idle-timeout',
    'fargate-spot-stop-timeout',
  ].includes(id),
);

/** What is really said of an application with four faults, three of them with a fix. */
export const orders: Report = lint([{ path: app, text: readFileSync(at(app), 'utf8') }], some);

/** Every finding of every bad fixture, and two files that cannot be read. */
export const everything: Report = (() => {
  const all = fixtures
    .filter(({ expected }) => expected === 'bad')
    .map(({ rule, file, name }) => lint([{ ...file, path: `${rule.id}/${name}` }], [rule]));
  const broken = lint(
    [
      { path: 'broken.yaml', text: 'Resources: [' },
      { path: 'other.yaml', text: 'a: 1' },
    ],
    rules,
  );
  const first = all[0] ?? broken;
  return { ...first, findings: all.flatMap(({ findings }) => findings), errors: broken.errors };
})();

export { rules };
