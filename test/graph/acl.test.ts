import { describe, expect, test } from 'vitest';
import { type AclEntry, type Far, joined, passes } from '../../src/graph/acl.ts';
import { acl, byDefault, entry, hidden, known, subnet, vpc } from './acls.ts';

// What a network ACL lets through, at the edges of ports and in the order of its entries.

const answer = (entries: readonly string[], ports: string, far: Far = 'anywhere', direction: 'in' | 'out' = 'in') => {
  const [from = 0, to = from] = ports.split('-').map(Number);
  const passage = passes(acl(entries), direction, far, { from, to });
  if (passage.kind === 'unknown') return `unknown ${passage.symbol}`;
  const { extent, denials, openings, near, strange } = passage.value;
  const named = (word: string, entries: readonly AclEntry[]) =>
    entries.length > 0 ? `, ${word} ${entries.map(({ span }) => span.start).join(' and ')}` : '';
  const [denied, opened] = [denials, openings].map((parts) => parts.map(({ entry }) => entry));
  const isPartial = extent === 'partial';
  return `${extent}${named('denied by', denied ?? [])}${isPartial ? named('by', opened ?? []) : ''}${named('near', near)}${named('strange', strange)}`;
};

const all = '0.0.0.0/0';
const web = subnet('10.0.1.0/24');

describe('one port', () => {
  test.each([
    [[], 'closed'],
    [[`in 100 allow 6 ${all} 443`], 'open'],
    [[`in 100 allow 6 ${all} 443-444`], 'open'],
    [[`in 100 allow 6 ${all} 442-443`], 'open'],
    [[`in 100 allow 6 ${all} 444-500`], 'closed, near 100'],
    [[`in 100 allow 6 ${all} 400-442`], 'closed, near 100'],
    [[`in 100 allow -1 ${all} `], 'open'],
    [[`in 100 allow -1 ${all} 80`], 'open'],
    [[`in 100 allow 6 ${all} `], 'open'],
    [[`in 100 allow 17 ${all} 443`], 'closed'],
    [[`in 100 allow 6 ipv6 443`], 'closed'],
    [[`out 100 allow 6 ${all} 443`], 'closed'],
    [[`in 100 deny 6 ${all} 443`, `in 200 allow 6 ${all} 443`], 'closed, denied by 100'],
    [[`in 200 deny 6 ${all} 443`, `in 100 allow 6 ${all} 443`], 'open'],
    [[`in 100 deny 6 ${all} 80`, `in 200 allow 6 ${all} 443`], 'open'],
    [[`in 100 deny -1 ${all} `, `in 200 allow 6 ${all} 443`], 'closed, denied by 100'],
    [[`in 100 deny 17 ${all} 443`, `in 200 allow -1 ${all} `], 'open'],
    [[`in 90 deny 6 ${all} 80`, `in 100 deny 6 ${all} 443`, `in 110 deny -1 ${all} `], 'closed, denied by 100'],
  ])('%j: %s', (entries, expected) => expect(answer(entries, '443')).toBe(expected));
});

describe('the ports that answers go to', () => {
  test.each([
    [[`in 100 allow 6 ${all} 1024-65535`], 'open'],
    [[`in 100 allow 6 ${all} 1025-65535`], 'partial, by 100'],
    [[`in 100 allow 6 ${all} 1024-65534`], 'partial, by 100'],
    [[`in 100 allow 6 ${all} 1024-40000`, `in 110 allow 6 ${all} 40001-65535`], 'open'],
    [[`in 100 allow 6 ${all} 1024-40000`, `in 110 allow 6 ${all} 40002-65535`], 'partial, by 100 and 110'],
    [[`in 100 deny 6 ${all} 3306`, `in 110 allow 6 ${all} 1024-65535`], 'partial, denied by 100, by 110'],
    [[`in 100 ?Action 6 ${all} 1024-40000`], 'unknown ?Action'],
    [[`in 100 deny 6 ${all} 1024`, `in 110 allow 6 ${all} 1024-65535`], 'partial, denied by 100, by 110'],
    [[`in 100 deny 6 ${all} 65535`, `in 110 allow 6 ${all} 1024-65535`], 'partial, denied by 100, by 110'],
    [[`in 100 deny 6 ${all} 0-1023`, `in 110 allow 6 ${all} 0-65535`], 'open'],
    [[`in 100 allow 6 ${all} 0-1023`], 'closed, near 100'],
    [[`in 100 deny 6 ${all} 3306`, `in 110 deny -1 ${all} `], 'closed'],
    [
      [`in 90 allow 6 ${all} 2000-3000`, `in 100 deny 6 ${all} 1500-4000`, `in 110 allow 6 ${all} 3500-5000`],
      'partial, denied by 100, by 90 and 110',
    ],
  ])('%j: %s', (entries, expected) => expect(answer(entries, '1024-65535')).toBe(expected));
});

describe('some addresses', () => {
  const near = 'in 100 allow 6 10.0.0.0/16 443';
  const pest = 'in 50 deny 6 203.0.113.0/24 443';
  test.each([
    ['anywhere', [near], 'partial'],
    ['internet', [near], 'closed, strange 100'],
    ['internet', ['in 100 allow 6 203.0.113.0/24 443'], 'partial'],
    ['internet', ['in 100 allow 6 203.0.113.0/24 80'], 'closed, near 100'],
    ['anywhere', [pest, `in 100 allow 6 ${all} 443`], 'open'],
    ['anywhere', [pest], 'closed'],
    ['anywhere', ['in 100 allow 6 10.1.2.3/0 443'], 'open'],
    ['anywhere', ['in 100 allow 6 ?Cidr 443'], 'unknown ?Cidr'],
    ['internet', ['in 100 allow 6 ?Vpc.CidrBlock 443'], 'closed'],
    ['internet', ['in 100 allow 6 ?Vpc.CidrBlockAssociations 443'], 'unknown ?Vpc.CidrBlockAssociations'],
    ['internet', ['in 100 allow 6 ?Hidden 443'], 'unknown ?Hidden'],
    ['anywhere', ['in 100 allow 6 128.0.0.0/1 443'], 'partial'],
    ['anywhere', ['in 100 allow 6 0.0.0.0/1 443'], 'partial'],
    ['anywhere', ['in 100 allow 6 nonsense/0 443'], 'partial'],
    ['anywhere', ['in 100 allow 6 ?Vpc.CidrBlock 443'], 'unknown ?Vpc.CidrBlock'],
    [web, [near], 'open'],
    [web, ['in 100 allow 6 10.0.2.0/24 443'], 'closed, strange 100'],
    [web, ['in 100 allow 6 10.0.1.0/25 443'], 'unknown subnets@0'],
    [web, ['in 90 deny 6 10.0.0.0/16 443', 'in 100 allow 6 10.0.2.0/24 443'], 'closed, denied by 90, strange 100'],
    [web, ['in 90 deny 6 10.0.0.0/16 443', 'in 100 allow 6 10.0.0.0/16 443'], 'closed, denied by 90'],
    [web, ['in 100 allow ?Protocol 10.0.2.0/24 443'], 'closed'],
    [web, ['in 100 ?Action 6 10.0.2.0/24 443'], 'closed'],
    [web, ['in 100 deny 6 10.0.2.0/24 443'], 'closed'],
    [web, ['in 100 allow 6 10.0.2.0/24 '], 'closed'],
    [web, ['in 100 deny 6 10.0.2.0/24 443', 'in 200 allow 6 10.0.0.0/16 443'], 'open'],
    [web, ['in 100 deny 6 10.0.1.0/24 443', 'in 200 allow 6 10.0.0.0/16 443'], 'closed, denied by 100'],
  ] as const)('%j %j: %s', (far, entries, expected) => expect(answer(entries, '443', far)).toBe(expected));
});

describe('what is hidden decides nothing, unless it makes no difference', () => {
  const open = `in 200 allow 6 ${all} 443`;
  test.each([
    [[`in 100 ?Action 6 ${all} 443`, open], 'unknown ?Action'],
    [[open, `in 300 ?Action 6 ${all} 443`], 'open'],
    [[`in 100 ?Action 6 ${all} 80`, open], 'open'],
    [[`in 100 ?Action 6 ${all} 443`], 'unknown ?Action'],
    [[`in 100 allow ?Protocol ${all} 443`, open], 'open'],
    [[`in 100 deny ?Protocol ${all} 443`, open], 'unknown ?Protocol'],
    [[`in 100 allow ?Protocol ${all} 443`], 'unknown ?Protocol'],
    [[`in 100 deny ?Protocol ipv6 443`, open], 'open'],
    [[`in 100 deny 6 ${all} ?Ports`, open], 'unknown ?Ports'],
    [[`in 100 deny 6 ipv6 ?Ports`, open], 'open'],
    [[`in 100 deny 6 ${all} ?Ports`], 'closed'],
    [[`in 100 allow 17 ${all} ?Ports`], 'closed'],
    [[`in 100 allow -1 ${all} ?Ports`], 'open'],
    [[`?Direction 100 allow 6 ${all} 443`], 'unknown ?Direction'],
    [[`in ?Number allow 6 ${all} 443`], 'unknown ?Number'],
    [[`out ?Number allow 6 ${all} 443`, open], 'open'],
  ])('%j: %s', (entries, expected) => expect(answer(entries, '443')).toBe(expected));
});

test('of an ACL whose entries nobody knows nothing is known', () => {
  const ports = { from: 1, to: 2 };
  expect(passes({ ...acl([]), entries: hidden('?All') }, 'in', 'anywhere', ports)).toMatchObject({ symbol: '?All' });
});

test('entries for what leaves are told from those for what arrives', () => {
  const entries = [`out 100 allow 6 ${all} 443`, `in 100 deny 6 ${all} 443`];
  expect(answer(entries, '443', 'anywhere', 'out')).toBe('open');
  expect(answer(entries, '443', 'anywhere', 'in')).toBe('closed, denied by 100');
});

test('a verdict rests on the defaults of parameters in every entry of its direction', () => {
  const rests = (far: Far, ...entries: readonly AclEntry[]) =>
    passes({ ...acl([]), entries: known(entries) }, 'in', far, { from: 443, to: 443 }).via.map(({ name }) => name);
  const every = {
    ...entry(`in 100 allow 6 ${all} 443`),
    number: byDefault('Number', 100),
    egress: byDefault('Egress', false),
    protocol: byDefault('Protocol', '6'),
    action: byDefault('Action', 'deny'),
    cidr: byDefault('Cidr', all),
    ports: byDefault('Ports', undefined),
  };
  expect(rests('anywhere', every)).toEqual(['Number', 'Egress', 'Action', 'Cidr', 'Ports', 'Protocol']);
  const far = { ...web, cidr: byDefault('SubnetCidr', '10.0.1.0/24') };
  expect(rests(far, entry('in 100 allow 6 10.0.2.0/24 443'))).toEqual(['SubnetCidr']);
  expect(rests(far, entry('in 90 allow 6 10.0.2.0/24 443'), entry(`in 100 deny 6 ${all} 443`))).toEqual(['SubnetCidr']);
  expect(rests(far, entry(`in 100 deny 6 ${all} 443`))).toEqual([]);
  expect(rests(far, entry('in 100 allow 6 ipv6 443'), entry('in 110 allow 17 ?Cidr 443'))).toEqual([]);
  const hiddenIn = (range: string) => ({ ...web, cidr: hidden('?Cidr'), vpc: known(vpc(byDefault('VpcCidr', range))) });
  expect(rests(hiddenIn('10.1.0.0/16'), entry('in 100 allow 6 10.0.2.0/24 443'))).toEqual(['VpcCidr']);
});

test.each([
  ['', ''],
  ['5-9 1-3', '1-3 5-9'],
  ['4-9 1-3', '1-9'],
  ['1-9 3-5', '1-9'],
  ['1-3 3-5 8-8', '1-5 8-8'],
])('%j are the ports %j', (spans, expected) => {
  const read = spans.split(' ').flatMap((span) => {
    const [from, to] = span.split('-').map(Number);
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
  expect(
    joined(read)
      .map(({ from, to }) => `${from}-${to}`)
      .join(' '),
  ).toBe(expected);
});
