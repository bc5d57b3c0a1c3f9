import { defineRule, knownIn, strandedIn } from '../src/rule.ts';

export default defineRule({
  id: 'asg-az-not-on-alb',
  title: 'instances start in an Availability Zone that the load balancer is not enabled for',
  status: ['503'],
  during: 'always',
  severity: 'error',
  why: `
    A load balancer uses targets in the Availability Zones of its own subnets only. The Auto Scaling group spreads its
    instances over all of its subnets and registers every one of them, but those in another zone stay \`unused\`
    (\`Target.NotInUse\`): they cost money and get no request. Where the group has no other zone, no target is left and
    the load balancer answers 503.
  `,
  remedy: `
    Give the load balancer a subnet in every Availability Zone of the Auto Scaling group, or take the others from the
    group.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html',
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/attach-load-balancer-asg.html',
  ],

  over: 'path',
  check({ route: { loadBalancer }, target }, { need }) {
    if (target.kind !== 'auto-scaling-group' || need(loadBalancer.kind) !== 'application') return;
    const stranded = need(strandedIn(target.subnets, loadBalancer.subnets));
    const [first] = stranded;
    if (!first) return;

    const zone = need(first.zone).name;
    const all = stranded.length === knownIn(target.subnets).length;
    return {
      message: all
        ? `every instance of \`${target.group.id}\` starts where \`${loadBalancer.id}\` has no subnet, in ${zone}, and is never used`
        : `instances of \`${target.group.id}\` may start in \`${first.id}\` (${zone}), where \`${loadBalancer.id}\` has no subnet, and are never used there`,
      severity: all ? 'error' : 'warning',
      ...(!all && { status: [] }),
      at: [target.subnets, `\`${first.id}\` is one of these`],
      because: [
        [first.zone, `\`${first.id}\` is in ${zone}`],
        [loadBalancer.subnets, "none of the load balancer's subnets is in that zone"],
      ],
    };
  },
});
