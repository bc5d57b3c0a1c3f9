import { derived, type Value } from '../value.ts';
import { covers, coversTcp, isUnknown, type Verdict, valuesOf } from './admission.ts';
import type { SecurityGroup, SecurityGroupRule, WrittenRule } from './network.ts';

/** What a request meets; around anything else, other connections are lost. */
const road =
  /^AWS::(ElasticLoadBalancingV2::LoadBalancer|ECS::(Service|TaskSet)|EC2::(Instance|LaunchTemplate)|AutoScaling::\w+)$/;

/** Whether a group is around what a request meets: in front, around a load balancer. */
export function standsAround({ referrers }: SecurityGroup): 'load balancer' | 'target' | undefined {
  const types = referrers.flatMap(({ type }) => (road.test(type) ? [type] : []));
  if (types.some((type) => type.endsWith('LoadBalancer'))) return 'load balancer';
  return types.length > 0 ? 'target' : undefined;
}

/** Whether another rule of the group lets TCP through on the same ports, for whom a rule that names nobody may be meant. */
export function isDoneByAnother(written: WrittenRule): Value<boolean> {
  const { group, direction, rule } = written;
  if (group.kind === 'unknown') return group;
  const others = group.value[direction];
  if (others.kind === 'unknown') return others;
  if (others.value === 'all') return derived(true, rule.span, [others]);
  const verdicts = others.value.map((other) => does(other, written));
  const isDone = verdicts.includes('yes');
  const doubt = verdicts.find(isUnknown);
  return doubt && !isDone ? doubt : derived(isDone, rule.span, [others, ...others.value.flatMap(valuesOf)]);
}

function does(other: SecurityGroupRule, written: WrittenRule): Verdict {
  if (!mayBeMeant(other, written)) return 'no';
  const { rule } = written;
  const ends = [rule.fromPort, rule.toPort].map((port: Value<number>) => covers(other, port).verdict);
  const verdicts = [coversTcp(other), ...ends];
  return verdicts.includes('no') ? 'no' : (verdicts.find(isUnknown) ?? 'yes');
}

/** Between load balancer and targets the one names the group of the other: a third one is somebody else. */
function mayBeMeant({ peer }: SecurityGroupRule, { group, direction }: WrittenRule): boolean {
  if (peer.kind === 'none') return false;
  if (peer.kind !== 'group' || peer.group.kind === 'unknown' || !peer.group.value.network) return true;
  const isForClients =
    direction === 'ingress' && group.kind !== 'unknown' && standsAround(group.value) === 'load balancer';
  return isForClients || standsAround(peer.group.value) !== undefined;
}
