import { describe, expect, test } from 'vitest';
import { barrierPlace, clientsCross, crossingOf, hasNetworkAcl } from '../../src/graph/crossing.ts';
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

test('a barrier is seen where it denies, else where it nearly lets through, else at the network ACL', () => {
  const seen = (...entries: readonly string[]) => {
    const crossing = clientsCross(list(subnet('10.0.0.0/24', 'A', known(acl(entries)))), 'in', 'internet', port);
    const [barrier] = crossing.kind === 'unknown' ? [] : crossing.value.barriers;
    return barrier && barrierPlace(barrier)[1];
  };
  expect(seen('in 100 deny 6 0.0.0.0/0 8080')).toBe('denied here, before an entry allows it');
  expect(seen('in 100 allow 6 0.0.0.0/0 80')).toBe('this lets only port 80 in');
  expect(seen('in 100 allow 6 0.0.0.0/0 80-443')).toBe('this lets only ports 80 to 443 in');
  expect(seen('in 100 allow 17 0.0.0.0/0 8080')).toBe('what no entry lets in is dropped');
  expect(seen()).toBe('what no entry lets in is dropped');
});
