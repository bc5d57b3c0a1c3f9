import { expect, test } from 'vitest';
import type { ListenerRule } from '../../src/graph/load-balancing.ts';
import { coversRule } from '../../src/graph/patterns.ts';
import { hidden, known } from './acls.ts';
import { condition } from './conditions.ts';

// Whether a rule takes all that another one waits for.

const rule = (conditions: readonly string[]): ListenerRule =>
  ({ conditions: known(conditions.map(condition)) }) as unknown as ListenerRule;

const answer = (wide: readonly string[], narrow: readonly string[]) => {
  const verdict = coversRule(rule(wide), rule(narrow));
  return typeof verdict === 'object' ? verdict.symbol : verdict;
};

test.each([
  [['path-pattern /*'], ['path-pattern /api'], true],
  [['path-pattern /*'], ['host-header a.com'], true],
  [['path-pattern *'], ['host-header a.com'], true],
  [['path-pattern /a*'], ['host-header a.com'], false],
  [['host-header *'], ['path-pattern /api'], true],
  [['host-header /*'], ['path-pattern /api'], false],
  [['http-header:X *'], ['path-pattern /api'], false],
  [['path-pattern /api'], ['path-pattern /api /web'], false],
  [['path-pattern /api /web'], ['path-pattern /api'], true],
  [['path-pattern /a*', 'host-header a.com'], ['path-pattern /api'], false],
  [['path-pattern /a*'], ['path-pattern /api', 'host-header a.com'], true],
  [['host-header A.com'], ['host-header a.COM'], true],
  [['path-pattern /A'], ['path-pattern /a'], false],
  [['http-request-method GET'], ['http-request-method get'], false],
  [['http-request-method GET POST'], ['http-request-method GET'], true],
  [['http-request-method G?T'], ['http-request-method GET'], false],
  [['source-ip 10.0.0.0/8'], ['source-ip 10.0.0.0/8'], true],
  [['source-ip 10.0.0.?/32'], ['source-ip 10.0.0.1/32'], false],
  [['source-ip 10.0.0.0/8'], ['source-ip 10.1.0.0/16'], false],
  [['source-ip 2001:DB8::/32'], ['source-ip 2001:db8::/32'], true],
  [['http-header:X-A 1'], ['http-header:x-a 1'], true],
  [['http-header:X-A 1'], ['http-header:X-B 1'], false],
  [['http-header:X-A 1'], ['http-header:?B 1'], '?B'],
  [['http-header:?A 1'], ['http-header:?A 1'], true],
  [['http-header:?A 1'], ['http-header:X-B 1'], '?A'],
  [['http-header:X-A 1'], ['path-pattern /api'], false],
  [['path-pattern /api'], ['path-pattern /api ~ ^/x'], false],
  [['path-pattern /*'], ['path-pattern /api ~ ^/x'], true],
  [['path-pattern ?P'], ['path-pattern ?P'], true],
  [['path-pattern ?P'], ['path-pattern ?Q'], '?Q'],
  [['path-pattern ?P'], ['path-pattern /api'], '?P'],
  [['path-pattern /api'], ['path-pattern ?Q'], '?Q'],
  [['path-pattern /*'], ['path-pattern ?Q'], true],
  [['path-pattern /* ?P'], ['path-pattern ?Q'], true],
  [['path-pattern ??Ps'], ['path-pattern /api'], '??Ps'],
  [['path-pattern /api'], ['path-pattern ??Qs'], '??Qs'],
  [['path-pattern ??Ps'], ['host-header a.com'], '??Ps'],
  [['?Field /api'], ['path-pattern /api'], '?Field'],
  [['http-header:X ?P'], ['http-header:X 2', 'http-header:X ?P'], true],
  [['http-header:X 1'], ['http-header:X ?P', 'http-header:X 1'], true],
  [['http-header:?A 1'], ['http-header:?B 1'], '?A'],
  [['http-header:?A 1'], ['http-header 1'], '?A'],
  [['http-header 1'], ['http-header:?A 1'], '?A'],
  [['path-pattern /*'], ['http-header:?B 1'], true],
  [['path-pattern /*.jpg'], ['path-pattern /api'], false],
  [['path-pattern /**'], ['host-header a.com'], true],
  [['host-header *.com'], ['path-pattern /api'], false],
  [['host-header *.com'], ['host-header a.org'], false],
  [['host-header **'], ['path-pattern /api'], true],
  [['path-pattern /api'], ['path-pattern'], false],
  [['path-pattern /api'], ['path-pattern /api ~ ?R'], false],
  [['path-pattern /api'], ['path-pattern ??Qs ~ ?R'], '??Qs'],
  [['path-pattern /api'], ['path-pattern ?Q /web'], false],
  [['path-pattern /api'], ['path-pattern /api ?Q'], '?Q'],
  [['path-pattern /api'], [], false],
  [[], ['path-pattern /api'], false],
  [['path-pattern ?P', 'host-header a.com'], ['path-pattern /api', 'host-header b.com'], false],
  [['path-pattern ?P', 'host-header a.com'], ['path-pattern /api', 'host-header a.com'], '?P'],
])('%j takes all of %j: %s', (wide, narrow, expected) => expect(answer(wide, narrow)).toBe(expected));

test('conditions that nobody knows decide nothing', () => {
  const unknown = { conditions: hidden('?Conditions') } as unknown as ListenerRule;
  expect(coversRule(unknown, rule(['path-pattern /api']))).toMatchObject({ symbol: '?Conditions' });
  expect(coversRule(rule(['path-pattern /*']), unknown)).toMatchObject({ symbol: '?Conditions' });
});
