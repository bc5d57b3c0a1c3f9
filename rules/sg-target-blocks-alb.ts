import { admitsInbound, defineRule, doorOf, namePort, namesOf } from '../src/rule.ts';

export default defineRule({
  id: 'sg-target-blocks-alb',
  title: 'no security group of the target admits the load balancer on the port it forwards to',
  status: ['504'],
  during: 'always',
  severity: 'error',
  why: `
    The load balancer opens connections from its own network interfaces, which carry its own security groups. No rule
    around the target admits them, so the first packet is dropped without an answer. After 10 seconds the load balancer
    gives up and answers 504. Health checks take the same road and fail with \`Target.Timeout\`, so ECS stops and
    replaces tasks that were fine.
  `,
  remedy: `
    Admit the load balancer's security group on the target's port: an ingress rule with \`IpProtocol: tcp\`, both ports
    set to the one the target serves, and \`SourceSecurityGroupId\` naming the load balancer's group. Sharing one group
    is not enough: membership grants nothing without a rule.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html#target-security-groups',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-504-issues',
  ],

  over: 'path',
  check({ route: { loadBalancer }, target }, { need, peek }) {
    if (target.kind === 'lambda' || need(loadBalancer.kind) !== 'application') return;
    if (target.kind === 'task' && peek(target.port.hostPort) === 'dynamic') return;
    if (target.securityGroups.kind === 'defaulted' || loadBalancer.securityGroups.kind === 'defaulted') return;
    const admission = need(admitsInbound(target, loadBalancer, target.trafficPort));
    if (admission.extent === 'open') return;
    // sg-rule-without-source speaks of a rule that lacks nothing but a source.
    if (admission.near.some(({ wrong }) => wrong === 'no-source')) return;

    const alb = namesOf(loadBalancer.securityGroups);
    const port = namePort(target.trafficPort);
    const door = namesOf(target.securityGroups);
    const shared = door === alb;
    return {
      message: shared
        ? `requests go to ${port}, but ${alb}, around the load balancer and the target, has no rule that admits its own members there`
        : `requests go to ${port}, but no rule of ${door} admits the load balancer's ${alb} there`,
      at: doorOf(admission, target.securityGroups, alb, `no rule admits ${alb}`),
      because: [
        [loadBalancer.securityGroups, `the load balancer connects as ${alb}`],
        ...(shared
          ? [[target.securityGroups, 'the target shares it, and membership alone admits nobody'] as const]
          : []),
        [target.trafficPort, `requests are sent to ${port}`],
      ],
    };
  },
});
