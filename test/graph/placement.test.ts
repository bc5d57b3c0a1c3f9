import { expect, test } from 'vitest';
import type { Subnet } from '../../src/graph/network.ts';
import { sameZone, strandedIn } from '../../src/graph/placement.ts';
import type { Unknown, Value } from '../../src/value.ts';
import { hidden, known, subnet } from './acls.ts';

// Which targets lie in a zone where the load balancer is not. `a` and `b` are zones by name, `0` and `1` zones of the
// region by number, and what begins with a question mark is hidden: a zone as `?z`, a subnet as `?subnet`.

function zone(written: string): Subnet['zone'] {
  if (written.startsWith('?=')) {
    const source = hidden(written) as Unknown;
    return known({ list: written, member: written, name: written, source });
  }
  if (written.startsWith('?')) return hidden(written);
  const list = /^\d/.test(written) ? 'region' : 'names';
  return known({ list, member: written, name: written });
}

const lying = (written: string): Value<Subnet> =>
  written === '?subnet'
    ? hidden(written)
    : known({ ...subnet('10.0.0.0/24', `in ${written}`), zone: zone(written) } as Subnet);
const all = (list: string): Value<readonly Value<Subnet>[]> =>
  list === '?' ? hidden('list') : known(list.split(' ').filter(Boolean).map(lying));

test.each([
  ['a', 'a b', ''],
  ['a c', 'a b', 'in c'],
  ['c d', 'a b', 'in c, in d'],
  ['0', '0 1', ''],
  ['2', '0 1', 'in 2'],
  ['a', '0 1', '?whether a is 0'],
  ['c a', '0 a', '?whether c is 0'],
  ['c ?z', 'a b', 'in c'],
  ['?z', 'a b', '??z'],
  ['a', 'b ?z', '??z'],
  ['b', 'b ?z', ''],
  ['?=x', 'a b', '??=x'],
  ['?=x', '?=x a', ''],
  ['a', '?=x b', '??=x'],
  ['c', '', ''],
  ['c', '?', ''],
  ['c', 'a ?subnet', ''],
  ['?subnet c', 'a b', 'in c'],
  ['?', 'a b', ''],
  ['', 'a b', ''],
])('targets in %j, a load balancer in %j: %j', (targets, loadBalancer, expected) => {
  const stranded = strandedIn(all(targets), all(loadBalancer));
  const said = stranded.kind === 'unknown' ? `?${stranded.reason.name}` : stranded.value.map(({ id }) => id).join(', ');
  expect(said).toBe(expected);
});

test('a subnet is in its own zone, whichever that is', () => {
  const one = { ...subnet('10.0.0.0/24'), zone: hidden('?z') } as Subnet;
  expect(sameZone(one, one)).toMatchObject({ kind: 'known', value: true });
});
