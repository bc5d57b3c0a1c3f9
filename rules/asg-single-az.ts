import { countOf, defineRule, knownIn, sameZone } from '../src/rule.ts';

export default defineRule({
  id: 'asg-single-az',
  title: 'every instance runs in one Availability Zone',
  status: ['503'],
  during: 'interruption',
  severity: 'info',
  profile: 'strict',
  why: `
    The load balancer has nodes in two Availability Zones or more, its instances are in one. When that zone fails, no
    target is left and none can be started elsewhere: the nodes in the other zones answer 503. With cross-zone load
    balancing off they do so all the time, since their own zone has no target.
  `,
  remedy: `
    Name subnets of two or more Availability Zones in \`VPCZoneIdentifier\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html',
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html',
  ],

  over: 'autoScalingGroup',
  check({ autoScalingGroup: group }, { need, peek }) {
    if (need(group.targetGroups).length === 0 || need(group.maxSize) < 2) return;
    const count = peek(countOf(group.subnets));
    const [first, ...others] = knownIn(group.subnets);
    if (count === undefined || count === 0 || (count > 1 && (!first || others.length + 1 < count))) return;
    if (first && others.some((other) => peek(sameZone(first, other)) === false)) return;
    for (const other of others) if (first) need(sameZone(first, other));

    const statement =
      count === 1
        ? 'instances start in one subnet only, so in one Availability Zone'
        : 'instances start in subnets of one Availability Zone only';
    return {
      message: `\`${group.id}\`: ${statement}`,
      statement,
      at: [group.subnets, count === 1 ? 'the only subnet' : 'all of them in one Availability Zone'],
    };
  },
});
