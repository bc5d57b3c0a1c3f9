import { expect, test } from 'vitest';
import { countOf, httpGroupOf, isClassic, isProxied, prefixLengthOf } from '../../src/graph/behind.ts';
import type { Attachment, Service } from '../../src/graph/ecs.ts';
import { holdsHostPorts } from '../../src/graph/host-ports.ts';
import type { TaskTarget } from '../../src/graph/subjects.ts';
import type { Value } from '../../src/value.ts';
import { hidden, known, subnet } from './acls.ts';

// What is worked out of the surroundings of a load balancer; what begins with a question mark is hidden.

const said = (value: Value<unknown>): unknown => (value.kind === 'unknown' ? `?${value.reason.name}` : value.value);

test.each([
  ['HTTP', 'HTTP'],
  ['HTTPS', 'HTTPS'],
  ['TCP HTTP', 'HTTP'],
  ['HTTP HTTPS', 'HTTP'],
  ['TCP TLS', undefined],
  ['', undefined],
  ['none', undefined],
  ['??', '???'],
  ['?? HTTP', 'HTTP'],
  ['TCP ?p', '??p'],
  ['?p HTTP', 'HTTP'],
  ['?p ??', '??p'],
])('of target groups that speak %j, %s is the one', (protocols, expected) => {
  const attachments = protocols
    .split(' ')
    .filter(Boolean)
    .map((name) => ({
      loadBalancerName: { kind: 'defaulted', value: undefined },
      targetGroup:
        name === '??'
          ? hidden(name)
          : known({
              name,
              protocol: name === 'none' ? known(undefined) : name.startsWith('?') ? hidden(name) : known(name),
            }),
    }));
  const group = httpGroupOf({ attachments: known(attachments) } as unknown as Service) as Value<
    { readonly name: string } | undefined
  >;
  expect(group.kind === 'unknown' ? said(group) : group.value?.name).toBe(expected);
});

test('nobody knows what a service registers of which nobody knows anything', () =>
  expect(said(httpGroupOf({ attachments: hidden('list') } as unknown as Service))).toBe('?list'));

test.each([
  ['a b c', 3],
  ['a', 1],
  ['', 0],
  ['?Subnets', '??Subnets'],
  ['?Subnets a', 2],
  ['a ?Subnets', 2],
])('subnets %j are %s', (list, expected) => {
  const items = list.split(' ').filter(Boolean);
  expect(
    said(countOf(known(items.map((id) => (id.startsWith('?') ? hidden(id) : known(subnet('10.0.0.0/24', id))))))),
  ).toBe(expected);
});

test('a subnet that is named by its id is one, a name that may stand for a list may be many', () => {
  const only = (name: string) => said(countOf(known([hidden(name)])));
  expect(only('subnet-0123456789abcdef0')).toBe(1);
  expect(only('subnet-1 and more')).toBe('?subnet-1 and more');
  expect(only('my-subnet-1')).toBe('?my-subnet-1');
  expect(said(countOf(hidden('list')))).toBe('?list');
});

test('an only item that is certainly one text is one subnet, one that is certainly a list may be many', () => {
  const only = (shape: 'text' | 'list') => said(countOf(known([{ ...hidden('Subnet'), shape }])));
  expect(only('text')).toBe(1);
  expect(only('list')).toBe('?Subnet');
});

test.each([
  ['10.0.0.0/24', 24],
  ['10.0.0.0/8', 8],
  [' 10.0.0.0/16 ', 16],
  ['10.0.0.0', 0],
  ['x10.0.0.0/16', 0],
  ['10.0.0.0/16x', 0],
])('%j fixes %i bits', (cidr, bits) => expect(said(prefixLengthOf(subnet(cidr)))).toBe(bits));

test('a range that rests on a default makes its size rest on it', () => {
  const via = [{ kind: 'parameter-default', name: 'Range', span: subnet('x').span }] as const;
  expect(prefixLengthOf({ ...subnet('x'), cidr: { ...known('10.0.0.0/24'), via } as Value<string> }).via).toEqual(via);
  expect(said(prefixLengthOf({ ...subnet('x'), cidr: hidden('cidr') }))).toBe('?cidr');
});

test.each([
  [known(false), undefined, false],
  [known(true), undefined, true],
  [known(false), known(true), true],
  [known(false), known(false), false],
  [known(false), hidden('Connect'), '?Connect'],
  [known(true), hidden('Connect'), true],
  [hidden('Mesh'), known(false), '?Mesh'],
])('%j and %j put a proxy before a container: %s', (proxied, connects, expected) => {
  const target = { service: { ...(connects && { connects }) }, taskDefinition: { proxied } };
  expect(said(isProxied(target as unknown as TaskTarget))).toBe(expected);
});

test.each([
  ['an entry of a Classic Load Balancer', known('classic'), 'unsupported', true],
  ['one that names a target group, which nobody knows', known('classic'), 'parameter', false],
  ['one that names nothing', { kind: 'defaulted', value: undefined }, 'unsupported', false],
])('%s is for a Classic Load Balancer: %s', (_, loadBalancerName, kind, expected) => {
  const targetGroup = { ...hidden('group'), reason: { kind, name: 'group' } };
  expect(isClassic({ loadBalancerName, targetGroup } as unknown as Attachment)).toBe(expected);
});

test.each([
  ['80', {}, true],
  ['dynamic 80', {}, true],
  ['dynamic', {}, false],
  ['?Port', {}, false],
  ['', {}, false],
  ['80', { networkMode: known('host') }, true],
  ['80', { networkMode: known('awsvpc') }, false],
  ['80', { networkMode: hidden('Mode') }, false],
  ['80', { fargate: known(true) }, false],
  ['80', { fargate: hidden('Fargate') }, true],
  ['80', { containers: hidden('Containers') }, false],
  ['80', { containers: known([{ ports: hidden('Ports') }]) }, false],
  ['80', { taskDefinition: hidden('Task') }, false],
])('tasks with the host ports %j and %j take some of their instance: %s', (ports, more, expected) => {
  const hostPort = (text: string) =>
    text.startsWith('?') ? hidden(text) : known(text === 'dynamic' ? text : Number(text));
  const mappings = ports
    .split(' ')
    .filter(Boolean)
    .map((text) => ({ hostPort: hostPort(text) }));
  const [networkMode, containers] = [known('bridge'), known([{ ports: known(mappings) }])];
  const service = { fargate: known(false), taskDefinition: known({ networkMode, containers, ...more }), ...more };
  expect(holdsHostPorts(service as unknown as Service)).toBe(expected);
});
