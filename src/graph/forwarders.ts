import type { Unknown } from '../value.ts';
import type { Referrer } from './entities.ts';
import type { TargetGroup } from './load-balancing.ts';
import type { Gap, PossibleForwarder } from './subjects.ts';

/** Types that name a target group and never forward to it: they register in it, watch it, or permit it to call. */
const bystanders =
  /^AWS::(ECS::(Service|TaskSet)|AutoScaling::(AutoScalingGroup|ScalingPolicy)|ApplicationAutoScaling::\w+|CloudWatch::\w+|Lambda::Permission|ElasticLoadBalancingV2::(Listener|ListenerRule))$/;

/**
 * What may attach a target group to a load balancer where nobody can look: listeners whose actions are unknown, whoever
 * else is given the group, and what adds resources unseen.
 */
export function possibleForwarders(
  group: TargetGroup,
  gaps: readonly Gap[],
  unseen: readonly Unknown[],
): readonly PossibleForwarder[] {
  const unread = gaps
    .filter(({ to }) => to === 'actions')
    .map(({ from, value }) => ({ key: besides(group, from.id), value }));
  const given = group.referrers.filter(({ type }) => !bystanders.test(type));
  return [
    ...unread,
    ...given.map((referrer) => ({ key: besides(group, referrer.id), value: use(referrer, group) })),
    ...unseen.map((value) => ({ key: value.symbol, value })),
  ];
}

/** The key of another resource of the same stack. */
const besides = ({ key, id }: TargetGroup, other: string): string => key.slice(0, key.length - id.length) + other;

const use = ({ kind, id }: Referrer, group: TargetGroup): Unknown => ({
  kind: 'unknown',
  reason: {
    kind: 'runtime',
    name: kind === 'output' ? `listeners in other stacks, through output ${id}` : `what ${id} does with ${group.id}`,
  },
  symbol: `use(${group.id}, ${id})`,
  span: group.span,
  via: [],
});
