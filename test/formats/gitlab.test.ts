import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { gitlab, type Issue } from '../../src/formats/gitlab.ts';
import { file, finding, label, report } from './builder.ts';
import { everything, orders } from './real.ts';

// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format, every property it names being required.
const validate = new Ajv().compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{16,}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          // Relative to the repository, and not beginning with `./`.
          path: { type: 'string', pattern: '^(?!\\.?/).' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
});

test.each([
  ['an application', orders],
  ['every fixture', everything],
  ['nothing at all', report()],
])('is what GitLab takes: %s', (_, of) => {
  validate(JSON.parse(gitlab(of)));
  expect(validate.errors).toBeNull();
});

test('says what is wrong, where, and how grave it is', () => {
  const issues: readonly Issue[] = JSON.parse(gitlab(orders));
  expect(issues[0]).toEqual({
    description:
      "requests go to port 8080, but no rule of `TaskSecurityGroup` admits the load balancer's `AlbSecurityGroup` there; clients see: 504, always",
    check_name: 'sg-target-blocks-alb',
    fingerprint: orders.findings[0]?.fingerprint,
    severity: 'critical',
    location: { path: 'fixtures/apps/orders-service.yaml', lines: { begin: 53 } },
  });
});

test('GitLab keeps one entry for each fingerprint, so none is said twice', () => {
  const issues: readonly Issue[] = JSON.parse(
    gitlab({ ...orders, errors: [...everything.errors, ...everything.errors] }),
  );
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  expect(issues.filter(({ severity }) => severity === 'blocker').map(({ location }) => location.path)).toEqual([
    'broken.yaml',
    'other.yaml',
  ]);
});

test('files are called as the consumer calls them', () => {
  const of = report({ findings: [finding(label(file('api.yaml', 'a: 1'), '1', ''))] });
  expect(JSON.parse(gitlab(of, (path) => `stacks/${path}`))[0].location.path).toBe('stacks/api.yaml');
});
