import { defineRule, isHttp, show } from '../src/rule.ts';

export default defineRule({
  id: 'asg-min-zero',
  title: 'the only Auto Scaling group behind the load balancer may be empty',
  status: ['503'],
  during: 'always',
  severity: 'warning',
  why: `
    An Auto Scaling group starts as many instances as its desired capacity says, and its minimum size where nothing is
    said. At 0 it starts none, nothing is registered in the target group, and the load balancer answers every request
    with 503 until somebody raises the capacity.
  `,
  remedy: `
    Set \`MinSize\` or \`DesiredCapacity\` to 1 or more.
  `,
  references: [
    'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-503-issues',
  ],

  over: 'targetGroup',
  check({ targetGroup, targets, forwarders }, { need }) {
    const [only, another] = targets;
    if (only?.kind !== 'auto-scaling-group' || another || forwarders.length === 0) return;
    if (!isHttp(need(targetGroup.protocol)) || targetGroup.referrers.some(mayRegister)) return;
    const { group } = only;
    // Something is there to raise the capacity.
    if (group.referrers.some(({ type }) => /ScalingPolicy|ScheduledAction|CapacityProvider|Function/.test(type)))
      return;
    if (need(group.minSize) > 0 || (need(group.desiredCapacity) ?? 0) > 0) return;

    const desired = group.desiredCapacity.kind === 'defaulted' ? undefined : group.desiredCapacity;
    return {
      message: `\`${group.id}\` starts ${show(desired ?? group.minSize, ' instances')}, and nothing else is registered in \`${targetGroup.id}\``,
      severity: [desired, group.minSize].some((value) => value?.via.length) ? 'info' : 'warning',
      confidence: 'likely',
      at: [desired ?? group.minSize, 'no instance is started'],
      because: [[targetGroup, 'stays without targets']],
    };
  },
});

/** Whether a resource that names the target group may put targets into it, other than an Auto Scaling group. */
const mayRegister = ({ type }: { readonly type: string }): boolean =>
  !/^(AWS::ElasticLoadBalancingV2::Listener(Rule)?|AWS::AutoScaling::.*|AWS::CloudWatch::.*|Output)$/.test(type);
