import {
  admitsOutbound,
  defineRule,
  doorOf,
  namePort,
  namesOf,
  type SecurityGroup,
  type Spanned,
  type Value,
} from '../src/rule.ts';

export default defineRule({
  id: 'sg-alb-egress-blocks-target',
  title: 'the security group of the load balancer does not let it out to its targets',
  status: ['504'],
  during: 'always',
  severity: 'error',
  why: `
    A security group that writes egress rules allows those connections and no others. None of the load balancer's groups
    lets it out to the target's port, so its packets never leave: after 10 seconds it answers 504, and health checks fail
    with \`Target.Timeout\`. CDK writes such a group for every load balancer and adds egress only for the targets that it
    registers itself, not for those added by ARN or by a Cfn construct.
  `,
  remedy: `
    Add an egress rule to the load balancer's security group: TCP on the target's port with
    \`DestinationSecurityGroupId\` naming the target's group, or leave egress out to allow everything.
  `,
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html#security-group-recommended-rules',
  ],

  over: 'path',
  check({ route: { loadBalancer }, target }, { need }) {
    if (need(target.targetGroup.targetType) === 'lambda' || need(loadBalancer.kind) !== 'application') return;
    if (loadBalancer.securityGroups.kind === 'defaulted') return;
    const ways = [[target.trafficPort, 'requests'] as const, [target.healthCheckPort, 'health checks'] as const];
    for (const [port, what] of ways) {
      const admission = need(admitsOutbound(loadBalancer, target, port));
      if (admission.extent === 'open') continue;
      // sg-rule-without-source speaks of a rule that lacks nothing but a destination.
      if (admission.near.some(({ wrong }) => wrong === 'no-source')) continue;
      const number = namePort(port);
      const alb = namesOf(loadBalancer.securityGroups);
      const door = namesOf(target.securityGroups);
      return {
        message:
          admission.extent === 'partial'
            ? `${what} go to ${number}, but the egress rules of the load balancer's ${alb} lead to part of it only`
            : `${what} go to ${number}, but no egress rule of the load balancer's ${alb} leads there`,
        ...(what === 'health checks' && { status: target.kind === 'task' ? ['502', '503', 'deploy'] : ['502', '503'] }),
        severity: admission.extent === 'partial' ? 'warning' : 'error',
        at:
          admission.near.length > 0
            ? doorOf(admission, loadBalancer.securityGroups, door, 'nothing here leads to the target')
            : [wayOut(need(loadBalancer.securityGroups), need), 'nothing here leads to the target'],
        because: [
          [port, `${what} are sent to ${number}`],
          [target.securityGroups, `the target is behind ${door}`],
        ],
      };
    }
    return;
  },
});

/** The egress rules of the first group: a verdict needed all of them. */
function wayOut(groups: readonly Value<SecurityGroup>[], need: <T>(value: Value<T>) => T): Spanned {
  const [first] = groups.map(need);
  return first ? first.egress : { span: need(groups[0] as Value<SecurityGroup>).span };
}
