import { expect, test } from 'vitest';
import { countPorts } from '../../src/graph/acl.ts';
import { namePorts, nameSubnets } from '../../src/graph/crossing.ts';
import { mayPrecede } from '../../src/graph/patterns.ts';
import type { Value } from '../../src/value.ts';

// Small words of the graph: how ports and subnets are named, and which rule is asked first.

const span = { file: { path: 'app.yaml', text: '' }, start: 0, end: 0 };

test.each([
  [[{ from: 80, to: 80 }], 'port 80', 1],
  [[{ from: 80, to: 81 }], 'ports 80 to 81', 2],
  [
    [
      { from: 80, to: 80 },
      { from: 1024, to: 65535 },
    ],
    'port 80 and ports 1024 to 65535',
    64_513,
  ],
  [[], '', 0],
])('%j are %j', (ports, name, count) => {
  expect(namePorts(ports)).toBe(name);
  expect(countPorts(ports)).toBe(count);
});

test.each([
  [['A'], '`A`'],
  [['A', 'B'], '`A` and `B`'],
  [['A', 'B', 'C'], '`A`, `B` and `C`'],
  [['A', 'B', 'C', 'D'], '`A`, `B` and 2 more subnets'],
  [['A', 'B', 'C', 'D', 'E'], '`A`, `B` and 3 more subnets'],
])('subnets %j are %s', (ids, name) => {
  const subnets = ids.map((id) => ({ id }) as Parameters<typeof nameSubnets>[0][number]);
  expect(nameSubnets(subnets)).toBe(name);
});

test('a rule is asked before another one by its priority, and a hidden priority may be any', () => {
  const priority = (value?: number): Parameters<typeof mayPrecede>[0] => {
    const known: Value<number> =
      value === undefined
        ? { kind: 'unknown', reason: { kind: 'parameter', name: 'P' }, symbol: 'P', span, via: [] }
        : { kind: 'known', value, span, via: [] };
    return { priority: known } as Parameters<typeof mayPrecede>[0];
  };
  expect(mayPrecede(priority(1), priority(2))).toBe(true);
  expect(mayPrecede(priority(2), priority(1))).toBe(false);
  expect(mayPrecede(priority(1), priority(1))).toBe(false);
  expect(mayPrecede(priority(), priority(1))).toBe(true);
  expect(mayPrecede(priority(1), priority())).toBe(true);
});
