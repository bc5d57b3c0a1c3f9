import { describe, expect, test } from 'vitest';
import { barrierPlaces, clientsCross, crossingOf, hasNetworkAcl } from '../../src/graph/crossing.ts';
import type { Subnet } from '../../src/graph/network.ts';
import type { Value } from '../../src/value.ts';
import { acl, byDefault, hidden, known, subnet } from './acls.ts';

// What network ACLs stop between subnets, and between clients and subnets.

type Member = Subnet | Value<never>;
const list = (...all: readonly Member[]): Value<readonly Value<Subnet>[]> =>
  known(all.map((one): Value<Subnet> => ('cidr' in one ? known(one) : one)));

const port = { from: 8080, to: 8080 };
const open = byDefault('OpenAcl', acl(['in 100 allow -1 0.0.0.0/0 ', 'out 100 allow -1 0.0.0.0/0 '], 'Open'));
const closed = byDefault('ClosedAcl', acl([], 'Closed'));
const outOnly = known(acl(['out 100 allow -1 0.0.0.0/0 '], 'OutOnly'));
const standard: Value<'default'> = known('default');
const unknown = hidden('?Acl');

const net = {
  bare: subnet('10.0.0.0/24', 'Bare'),
  standard: subnet('10.0.1.0/24', 'Standard', standard),
  open: subnet('10.0.2.0/24', 'Open', open),
  closed: subnet('10.0.3.0/24', 'Closed', closed),
  outOnly: subnet('10.0.4.0/24', 'OutOnly', outOnly),
  unknown: subnet('10.0.5.0/24', 'Unknown', unknown),
  alsoClosed: subnet('10.0.6.0/24', 'AlsoClosed', closed),
};
const nobody = hidden('?Subnet');

const told = (crossing: ReturnType<typeof crossingOf>): string => {
  if (crossing.kind === 'unknown') return `unknown ${crossing.symbol}`;
  const { barriers, everyPair } = crossing.value;
  const said = barriers.map(
    (one) =>
      `${one.acl.id} ${one.direction} ${one.extent} ${one.from.map(({ id }) => id)}>${one.to.map(({ id }) => id)}`,
  );
  return [...said, everyPair ? 'everywhere' : 'not everywhere'].join(', ');
};

describe('between subnets', () => {
  test.each([
    [list(net.open), list(net.open), 'not everywhere'],
    [list(net.bare), list(net.standard), 'not everywhere'],
    [list(net.bare), list(net.closed), 'Closed in closed Bare>Closed, everywhere'],
    [list(net.closed), list(net.bare), 'Closed out closed Closed>Bare, everywhere'],
    [list(net.outOnly), list(net.bare), 'not everywhere'],
    [list(net.bare), list(net.outOnly), 'OutOnly in closed Bare>OutOnly, everywhere'],
    [list(net.closed), list(net.closed), 'not everywhere'],
    [
      list(net.closed),
      list(net.alsoClosed),
      'Closed out closed Closed>AlsoClosed, Closed in closed Closed>AlsoClosed, everywhere',
    ],
    [list(net.bare, net.standard), list(net.closed), 'Closed in closed Bare,Standard>Closed, everywhere'],
    [list(net.bare), list(net.closed, net.alsoClosed), 'Closed in closed Bare>Closed,AlsoClosed, everywhere'],
    [list(net.bare), list(net.closed, net.open), 'Closed in closed Bare>Closed, not everywhere'],
    [list(net.bare, nobody), list(net.closed), 'Closed in closed Bare>Closed, not everywhere'],
    [list(net.bare), list(net.closed, nobody), 'Closed in closed Bare>Closed, not everywhere'],
    [list(net.bare), list(), 'not everywhere'],
    [list(net.bare), list(net.unknown), 'unknown ?Acl'],
    [list(net.bare), list(net.unknown, net.closed), 'Closed in closed Bare>Closed, not everywhere'],
    [list(net.open), list(net.unknown, net.open), 'unknown ?Acl'],
  ])('%#: %s', (from, to, expected) => expect(told(crossingOf(from, to, port))).toBe(expected));
});

describe('between clients and subnets', () => {
  const some = subnet('10.0.7.0/24', 'Some', known(acl(['in 100 allow 6 203.0.113.0/24 8080'], 'Some')));
  const half = subnet('10.0.8.0/24', 'Half', known(acl(['in 100 allow 6 0.0.0.0/0 8080-8081'], 'Half')));
  test.each([
    [list(net.closed), 'Closed in closed Closed>Closed, everywhere'],
    [list(net.closed, net.alsoClosed), 'Closed in closed Closed,AlsoClosed>Closed,AlsoClosed, everywhere'],
    [list(net.closed, net.open), 'Closed in closed Closed>Closed, not everywhere'],
    [list(net.closed, net.bare), 'Closed in closed Closed>Closed, not everywhere'],
    [list(net.closed, net.standard), 'Closed in closed Closed>Closed, not everywhere'],
    [list(net.closed, some), 'Closed in closed Closed>Closed, not everywhere'],
    [list(net.closed, nobody), 'Closed in closed Closed>Closed, not everywhere'],
    [list(net.closed, net.unknown), 'Closed in closed Closed>Closed, not everywhere'],
    [list(net.open), 'not everywhere'],
    [list(some), 'not everywhere'],
    [list(net.unknown), 'unknown ?Acl'],
    [list(net.standard), 'not everywhere'],
    [list(net.bare), 'not everywhere'],
    [list(half), 'not everywhere'],
  ])('%#: %s', (subnets, expected) => expect(told(clientsCross(subnets, 'in', 'internet', port))).toBe(expected));

  test('some of many ports', () => {
    const ports = { from: 8080, to: 8090 };
    expect(told(clientsCross(list(half), 'in', 'internet', ports))).toBe('Half in partial Half>Half, everywhere');
  });
});

test('a verdict rests on the defaults of parameters that led to its network ACLs', () => {
  const names = ({ via }: Value<unknown>) => via.map(({ name }) => name);
  expect(names(crossingOf(list(net.open), list(net.closed), port))).toEqual(['ClosedAcl']);
  expect(names(clientsCross(list(net.open, net.closed), 'in', 'internet', port))).toEqual(['ClosedAcl']);
});

test('a network ACL that is not the default one is worth a look', () => {
  expect(hasNetworkAcl(list(net.bare, net.standard))).toBe(false);
  expect(hasNetworkAcl(list(net.bare, net.open))).toBe(true);
  expect(hasNetworkAcl(list(net.unknown))).toBe(true);
  expect(hasNetworkAcl(list(net.standard), list(net.bare, net.closed))).toBe(true);
  expect(hasNetworkAcl(list(nobody), hidden('?Subnets'))).toBe(false);
});

describe('a barrier is seen', () => {
  const seen = (ports: typeof port, ...entries: readonly string[]) => {
    const crossing = clientsCross(list(subnet('10.0.0.0/24', 'A', known(acl(entries)))), 'in', 'internet', ports);
    const [barrier] = crossing.kind === 'unknown' ? [] : crossing.value.barriers;
    if (!barrier) return [];
    const { at, because } = barrierPlaces(barrier);
    return [at, ...because].map(([where, text]) => `${where.span.start || 'the network ACL'}: ${text}`);
  };
  const all = '0.0.0.0/0';

  test.each([
    [['in 100 deny 6 0.0.0.0/0 8080'], '100: denied here, before an entry allows it'],
    [[`in 100 deny -1 ${all} `, `in 200 allow 6 ${all} 8080`], '100: denied here, before an entry allows it'],
    [[`in 100 deny 6 ${all} 8080`, `in 200 allow 6 ${all} 80`], '100: denied here, before an entry allows it'],
    [[`in 100 allow 6 ${all} 80`], '100: this lets only port 80 in'],
    [[`in 100 allow 6 ${all} 80`, `in 200 deny -1 ${all} `], '100: this lets only port 80 in'],
    [[`in 100 allow 6 ${all} 80-443`], '100: this lets only ports 80 to 443 in'],
    [
      [`in 100 allow 6 ${all} 443`, `in 110 allow 6 ${all} 80`, `in 120 allow 6 ${all} 22-23`],
      'the network ACL: its entries let only ports 22 to 23, port 80 and port 443 in',
    ],
    [
      [22, 80, 443, 3000, 5000, 9000].map((n) => `in ${n} allow 6 ${all} ${n}`),
      'the network ACL: what no entry lets in is dropped',
    ],
    [[`in 100 allow 17 ${all} 8080`], 'the network ACL: what no entry lets in is dropped'],
    [[`in 90 allow 6 ${all} 22`, 'in 100 allow 6 10.0.0.0/8 8080'], '100: this is for 10.0.0.0/8 only'],
    [['in 100 allow 6 10.0.0.0/8 '], 'the network ACL: what no entry lets in is dropped'],
    [['in 100 allow 6 ipv6 8080'], 'the network ACL: what no entry lets in is dropped'],
    [['in 100 allow -1 10.0.0.0/8 8080'], 'the network ACL: what no entry lets in is dropped'],
    [
      [1, 2, 3, 4].map((n) => `in ${n} allow 6 10.${n}.0.0/16 8080`),
      'the network ACL: what no entry lets in is dropped',
    ],
    [
      [22, 80, 443, 3000, 5000].map((n) => `in ${n} allow 6 ${all} ${n}`),
      'the network ACL: its entries let only port 22, port 80, port 443, port 3000 and port 5000 in',
    ],
    [[`in 100 deny -1 ${all} `], 'the network ACL: what no entry lets in is dropped'],
    [[], 'the network ACL: what no entry lets in is dropped'],
  ])('for one port, with %j', (entries, expected) => expect(seen(port, ...entries)).toEqual([expected]));

  test('for one port, with three entries for others', () => {
    const entries = [1, 2, 3].map((n) => `in ${n} allow 6 10.${n}.0.0/16 8080`);
    expect(seen(port, ...entries)).toEqual([1, 2, 3].map((n) => `${n}: this is for 10.${n}.0.0/16 only`));
  });

  test.each([
    [
      [`in 100 allow 6 ${all} 80`, `in 110 allow 6 ${all} 32768-65535`],
      ['110: this lets only ports 32768 to 65535 in'],
    ],
    [[`in 100 allow 6 ${all} 49152-65535`, `in 200 deny -1 ${all} `], ['100: this lets only ports 49152 to 65535 in']],
    [
      [`in 100 allow 6 ${all} 2000-3000`, `in 110 allow 6 ${all} 8080`],
      ['100: this lets ports 2000 to 3000 in', '110: this lets port 8080 in'],
    ],
    [
      [`in 100 deny 6 ${all} 3389`, `in 110 allow 6 ${all} 1024-65535`],
      ['100: port 3389 is denied here, before an entry allows it'],
    ],
    [
      [`in 90 deny 6 ${all} 22`, `in 100 deny 6 ${all} 1024-2000`, `in 110 allow -1 ${all} `],
      ['100: ports 1024 to 2000 are denied here, before an entry allows them'],
    ],
    [
      [`in 100 deny 6 ${all} 3306`, `in 110 allow 6 ${all} 32768-65535`],
      ['110: this lets only ports 32768 to 65535 in'],
    ],
    [
      [`in 100 deny 6 ${all} 1024-30000`, `in 110 deny 6 ${all} 30001-65535`, `in 120 allow -1 ${all} `],
      ['100: denied here, before an entry allows it', '110: denied here, before an entry allows it'],
    ],
  ])('for many ports, with %j', (entries, expected) =>
    expect(seen({ from: 1024, to: 65535 }, ...entries)).toEqual(expected),
  );
});

test('what passes differs by the subnets it comes from, and is told apart', () => {
  const half = known(acl(['in 100 allow 6 10.0.0.0/24 2000-65535', 'in 110 allow 6 10.0.1.0/24 3000-65535'], 'Half'));
  const ports = { from: 1024, to: 65535 };
  const crossing = crossingOf(list(net.bare, net.standard), list(subnet('10.0.9.0/24', 'Far', half)), ports);
  const barriers = crossing.kind === 'unknown' ? [] : crossing.value.barriers;
  expect(barriers.map(({ from, open }) => [from.map(({ id }) => id), open])).toEqual([
    [['Bare'], [{ from: 2000, to: 65535 }]],
    [['Standard'], [{ from: 3000, to: 65535 }]],
  ]);
});

test('what is denied differs by the subnets it comes from, and is told apart', () => {
  const denying = acl(['in 90 deny 6 10.0.0.0/24 8080', 'in 95 deny 6 10.0.1.0/24 8080', 'in 200 allow -1 0.0.0.0/0 ']);
  const crossing = crossingOf(list(net.bare, net.standard), list(subnet('10.0.9.0/24', 'Far', known(denying))), port);
  expect(told(crossing)).toBe('Acl in closed Bare>Far, Acl in closed Standard>Far, everywhere');
});
