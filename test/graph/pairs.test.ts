import { describe, expect, test } from 'vitest';
import type { DeploymentGroup } from '../../src/graph/bluegreen.ts';
import type { Service } from '../../src/graph/ecs.ts';
import type { Entity } from '../../src/graph/entities.ts';
import type { TargetGroup } from '../../src/graph/load-balancing.ts';
import { pairsOf } from '../../src/graph/pairs.ts';
import type { Gap } from '../../src/graph/subjects.ts';
import type { Unknown, Value } from '../../src/value.ts';
import { hidden, known, span } from './acls.ts';

// Which target groups take turns, and what is missed where nobody can look. `?A` stands for a group that nobody knows.

const entity = <E extends Entity>(id: string): E => ({ id, type: 'Test', span }) as Entity as E;
const groups = new Map(['Blue', 'Green'].map((id) => [id, entity<TargetGroup>(id)]));
const group = (id: string): Value<TargetGroup> => {
  const found = groups.get(id);
  return found ? known(found) : hidden(id);
};

const service = (...attachments: readonly (readonly [string, string?])[]): Service =>
  ({
    ...entity('Service'),
    attachments: known(
      attachments.map(([first, second]) => ({
        targetGroup: group(first),
        alternateTargetGroup: second === undefined ? known(undefined) : group(second),
      })),
    ),
  }) as unknown as Service;
const deployment = (pair: unknown): DeploymentGroup => ({
  ...entity<DeploymentGroup>('Deployment'),
  pair: pair as DeploymentGroup['pair'],
});
const ofTwo = (...ids: readonly string[]) => deployment(known({ span, targetGroups: known(ids.map(group)) }));

const told = (holder: Service | DeploymentGroup, gapsOf: (group: TargetGroup) => readonly Gap[] = () => []): string => {
  const { subjects, gaps } = pairsOf(holder, (one) => ({ subjects: [], gaps: gapsOf(one) }));
  return [
    ...subjects.map(({ blue, green, holder: { id } }) => `${id}: ${blue.id} and ${green.id}`),
    ...gaps.map(({ from, to, value }) => `${to} of ${from.id}: ${value.symbol}`),
  ].join(', ');
};

describe('of a service', () => {
  test.each([
    [[['Blue', 'Green']], 'Service: Blue and Green'],
    [[['Blue']], ''],
    [[['?A']], ''],
    [[['Blue', '?B']], 'target group of Service: ?B'],
    [[['?A', 'Green']], 'target group of Service: ?A'],
    [[['?A', '?B']], 'target group of Service: ?A, target group of Service: ?B'],
    [[['Blue'], ['Blue', 'Green']], 'Service: Blue and Green'],
  ] as const)('%j: %s', (attachments, expected) => expect(told(service(...attachments))).toBe(expected));

  test('whose load balancers nobody knows, it is missed where its targets are looked for', () =>
    expect(told({ ...service(), attachments: hidden('?LoadBalancers') })).toBe(''));
});

describe('of a deployment group', () => {
  test.each([
    ['two groups', ofTwo('Blue', 'Green'), 'Deployment: Blue and Green'],
    ['one group', ofTwo('Blue'), ''],
    ['no groups', ofTwo(), ''],
    ['no pair', deployment(known(undefined)), ''],
    ['a hidden group', ofTwo('Blue', '?B'), 'target group of Deployment: ?B'],
    ['hidden groups', deployment(known({ span, targetGroups: hidden('?Both') })), 'target groups of Deployment: ?Both'],
    ['a hidden pair', deployment(hidden('?Pair')), 'target groups of Deployment: ?Pair'],
  ])('%s', (_, holder, expected) => expect(told(holder)).toBe(expected));
});

test('that nobody forwards to one of them is nothing missed, what cannot be followed further on is', () => {
  const gapsOf = (from: TargetGroup): readonly Gap[] => [
    { from, to: 'listener', value: hidden('?Forwarder') as Unknown },
    { from: entity(`ListenerOf${from.id}`), to: 'load balancer', value: hidden('?Alb') as Unknown },
  ];
  expect(told(ofTwo('Blue', 'Green'), gapsOf)).toBe(
    'Deployment: Blue and Green, load balancer of ListenerOfBlue: ?Alb, load balancer of ListenerOfGreen: ?Alb',
  );
});
