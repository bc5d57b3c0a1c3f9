import { expect, test } from 'vitest';
import type { Admission, NearMiss } from '../../src/graph/admission.ts';
import { doorOf, namePort, namesOf } from '../../src/graph/closed.ts';
import type { SecurityGroup, SecurityGroupRule } from '../../src/graph/network.ts';
import type { Value } from '../../src/value.ts';
import { hidden, known } from './acls.ts';

// How a closed door is described, and where it is shown; what begins with a question mark is hidden.

const group = (id: string): Value<SecurityGroup> =>
  id.startsWith('?') ? hidden(id) : known({ id } as unknown as SecurityGroup);
const groups = (...ids: readonly string[]) => known(ids.map(group));

test.each([
  [['A'], '`A`'],
  [['A', 'B'], '`A` and `B`'],
  [['A', 'B', 'C'], '`A`, `B` and `C`'],
  [[], 'no security group'],
  [['default'], 'the default security group'],
  [['A', '?B'], '`A` and unknown (parameter ?B)'],
])('groups %j are called %s', (ids, name) => expect(namesOf(groups(...ids))).toBe(name));

test('a list of groups and a port that nobody knows have names as well', () => {
  expect(namesOf(hidden('groups'))).toBe('an unknown security group');
  expect([hidden('port'), known(80), known('dynamic' as const)].map((port) => namePort(port))).toEqual([
    'its port',
    'port 80',
    'the dynamic port range',
  ]);
});

const at = (start: number) => ({ span: { file: { path: 'x.yaml', text: '' }, start, end: start + 1 } });
const rule = (peer: SecurityGroupRule['peer']['kind'], [from, to] = [80, 80]): SecurityGroupRule =>
  ({
    ...at(1),
    protocol: { ...known('udp'), ...at(2) },
    fromPort: { ...known(from), ...at(3) },
    toPort: known(to),
    peer: { kind: peer, cidr: { ...known('10.0.0.0/8'), ...at(4) }, group: { ...group('B'), ...at(5) } },
  }) as unknown as SecurityGroupRule;
const near = (wrong: NearMiss['wrong'], of: SecurityGroupRule): NearMiss =>
  ({ group: { id: 'A' }, rule: of, wrong }) as unknown as NearMiss;
const door = (...misses: readonly NearMiss[]) => {
  const admission: Admission = { extent: 'closed', near: misses };
  const [{ span }, text] = doorOf(admission, { ...groups('?A', 'B'), ...at(9) }, '`Alb`', 'nothing');
  return `${span.start}: ${text}`;
};

test.each<readonly [NearMiss, string]>([
  [near('port', rule('group')), '3: only port 80 is open to `Alb`'],
  [near('port', rule('group', [80, 90])), '3: only the range 80 to 90 is open to `Alb`'],
  [near('protocol', rule('group')), '2: this is for udp only, and the load balancer speaks TCP'],
  [near('ipv6', rule('cidr-ipv6')), '4: this is for IPv6 only, and the load balancer reaches its targets over IPv4'],
  [near('no-source', rule('none')), '1: this rule names nobody: CloudFormation accepts it and adds nothing'],
  [near('peer', rule('cidr')), '4: the port is open here, but to no address of `Alb`'],
  [near('peer', rule('cidr-ipv6')), '4: the port is open here, but not to `Alb`'],
  [near('peer', rule('group')), '5: the port is open here, but not to `Alb`'],
  [near('peer', rule('prefix-list')), '1: the port is open here, but not to `Alb`'],
])('%#: %s', (miss, expected) => expect(door(miss)).toBe(expected));

test('only the ports of all rules together are open, each named once', () => {
  const ports = (...open: readonly [number, number][]) =>
    door(near('peer', rule('group')), ...open.map((one) => near('port', rule('group', one))));
  expect(ports([443, 443], [80, 80])).toBe('3: only port 443 and port 80 are open to `Alb`');
  expect(ports([443, 443], [443, 443])).toBe('3: only port 443 is open to `Alb`');
  expect(ports([1, 1], [2, 9], [3, 3], [4, 4])).toBe('3: only port 1, the range 2 to 9 and 2 more are open to `Alb`');
});

test('what is nearest to being right is shown, whatever stands before it', () => {
  const all = (['peer', 'port', 'ipv6', 'protocol', 'no-source'] as const).map((wrong) => near(wrong, rule('group')));
  const shown = all.map((_, i) => door(...all.slice(0, i + 1)));
  expect(shown.map((text) => text.slice(0, 1))).toEqual(['5', '3', '5', '2', '1']);
  expect(door(...[...all].reverse())).toBe(shown.at(-1));
});

test('ports that no rule says are shown by their rule, ports that are hidden by their name', () => {
  const unsaid = rule('group');
  const everywhere = { ...unsaid, fromPort: { ...unsaid.fromPort, kind: 'defaulted', docs: 'x' } } as SecurityGroupRule;
  expect(door(near('port', everywhere))).toMatch(/^1: /);
  const secret = { ...unsaid, toPort: hidden('?to') } as SecurityGroupRule;
  expect(door(near('port', secret))).toBe('3: only port 80 is open to `Alb`');
});

test('without any rule the first group that is known is shown, else their list', () => {
  const shown = (list: Parameters<typeof doorOf>[1]) => doorOf({ extent: 'closed', near: [] }, list, 'x', 'nothing');
  const list = groups('?A', 'B');
  expect(shown(list)).toEqual([{ id: 'B' }, 'nothing']);
  const hiddenOnly = groups('?A');
  expect(shown(hiddenOnly)).toEqual([hiddenOnly, 'nothing']);
  const unknown = hidden('groups');
  expect(shown(unknown)).toEqual([unknown, 'nothing']);
});
