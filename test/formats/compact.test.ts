import { expect, test } from 'vitest';
import { compact } from '../../src/formats/compact.ts';
import { InputError } from '../../src/source/file.ts';
import { entity, file, finding, label, report, rule, span } from './builder.ts';
import { everything } from './real.ts';

const api = file('api.yaml', 'ApiSecurityGroup:\n  FromPort: 80\nApiTask:\n  HostPort: 0\n');
const port80 = label(api, '80', 'only this port is open');

/** The form of compilers, as the problem matchers of editors and of GitHub Actions read it. */
const matcher = /^(.+?):(\d+):(\d+): (error|warning|info): (.+) \[([a-z0-9 -]+)\]$/;

test('a finding is a line', () => {
  expect(compact(report({ findings: [finding(port80, { when: ['IsProd is true'] })] }))).toBe(
    'api.yaml:2:13: error: `ApiSecurityGroup` does not admit `AlbSecurityGroup` on port 8080, where `api` listens; ' +
      'clients see: 504, always; only when: IsProd is true; ' +
      "fix: add an ingress rule for the port the container listens on, with the load balancer's group as its source " +
      '[sg-target-blocks-alb]\n',
  );
});

test('every line is one that a problem matcher reads', () => {
  const lines = compact(everything).split('\n').slice(0, -1);
  expect(lines.length).toBe(everything.findings.length + everything.errors.length);
  for (const line of lines) expect(line).toMatch(matcher);
  expect(matcher.exec(lines[0] ?? '')?.[6]).toBe(everything.findings[0]?.rule.id);
});

test('what was not checked has a line as well; where all is well there is none', () => {
  const crash = { rule: rule(), resource: entity(span(api, 'ApiTask'), 'ApiTask'), error: new Error('boom') };
  expect(compact(report({ errors: [new InputError('no such file', { path: 'gone.yaml' })], crashes: [crash] }))).toBe(
    'api.yaml:3:1: error: alb-lint failed while it checked `ApiTask`: Error: boom [crash sg-target-blocks-alb]\n' +
      'gone.yaml:1:1: error: no such file [unreadable]\n',
  );
  expect(compact(report())).toBe('');
});
