import { expect, test } from 'vitest';
import type { PortMapping } from '../../src/graph/ecs.ts';
import { mapsPort, matches } from '../../src/graph/mappings.ts';
import type { Value } from '../../src/value.ts';
import { byDefault, hidden, known } from './acls.ts';

// Which ports of a container a mapping is for.

const none = known(undefined);
const range = (from: number, to: number) => known({ from, to });
const mapping = (ports: PortMapping['range'], containerPort: Value<number>) =>
  ({ range: ports, containerPort }) as PortMapping;

test.each([
  [none, known(80), 80, true],
  [none, known(80), 81, false],
  [none, hidden('Port'), 80, '?Port'],
  [range(80, 90), hidden('missing'), 79, false],
  [range(80, 90), hidden('missing'), 80, true],
  [range(80, 90), hidden('missing'), 90, true],
  [range(80, 90), hidden('missing'), 91, false],
  [hidden('Range'), hidden('missing'), 80, '?Range'],
  [hidden('Range'), known(80), 80, '?Range'],
])('%j and %j map port %s: %s', (ports, containerPort, wanted, expected) => {
  const mapped = mapsPort(mapping(ports, containerPort), wanted);
  expect(mapped.kind === 'unknown' ? `?${mapped.reason.name}` : mapped.value).toBe(expected);
  const match = matches(mapping(ports, containerPort), known(wanted));
  if (typeof expected === 'boolean') expect(match).toBe(expected);
});

test('whether a port is mapped rests on the defaults of what says so', () => {
  const names = (ports: PortMapping['range'], port: Value<number>) =>
    mapsPort(mapping(ports, port), 80).via.map(({ name }) => name);
  expect(names(byDefault('Range', { from: 80, to: 90 }), hidden('missing'))).toEqual(['Range']);
  expect(names(none, byDefault('Port', 80))).toEqual(['Port']);
});
