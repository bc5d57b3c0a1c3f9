import { type Admission, admitsInbound, defineRule, doorOf, map, namePort, namesOf, over } from '../src/rule.ts';

export default defineRule({
  id: 'sg-target-blocks-health-check',
  title:
    'the target admits the load balancer on the traffic port, but not on the health check port or the target control port',
  status: ['502', '503', '504', 'deploy'],
  during: 'always',
  severity: 'error',
  why: `
    Health checks go to a port of their own, and no security group of the target admits the load balancer there. Every
    probe is dropped and times out (\`Target.Timeout\`), so every target is unhealthy although requests would get
    through. ECS stops the tasks and starts new ones for ever; until then the load balancer fails open and hides it.
    Where the target optimizer is on, the load balancer also talks to an agent beside each target on the target control
    port, and without that connection it answers 504.
  `,
  remedy: `
    Admit the load balancer's security group on that port as well; health checks may go to the traffic port instead.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html#security-group-recommended-rules',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-optimizer',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  ],

  over: 'path',
  check({ route: { loadBalancer }, target }, { need, peek, same }) {
    if (target.kind === 'lambda' || need(loadBalancer.kind) !== 'application') return;
    if (peek(target.healthCheckPort) === 'dynamic' || same(target.healthCheckPort, target.trafficPort) === true) return;
    if (target.securityGroups.kind === 'defaulted' || loadBalancer.securityGroups.kind === 'defaulted') return;
    if (need(admitsInbound(target, loadBalancer, target.trafficPort)).extent === 'closed') return;
    const admission = need(admitsInbound(target, loadBalancer, target.healthCheckPort));
    if (admission.extent === 'open') return;
    // sg-rule-without-source speaks of a rule that lacks nothing but a source.
    if (admission.near.some(({ wrong }) => wrong === 'no-source')) return;

    const alb = namesOf(loadBalancer.securityGroups);
    const port = namePort(target.healthCheckPort);
    return {
      message: `health checks go to ${port}, but no rule of ${namesOf(target.securityGroups)} admits the load balancer's ${alb} there`,
      status: target.kind === 'task' ? ['502', '503', 'deploy'] : ['502', '503'],
      at: [target.healthCheckPort, 'every health check is sent to this port'],
      because: [
        doorOf(besideTraffic(admission), target.securityGroups, alb, `no rule admits ${alb} on ${port}`),
        [loadBalancer.securityGroups, `health checks come from ${alb}`],
      ],
    };
  },

  and: over('path', ({ route: { loadBalancer }, target }, { need, same }) => {
    const { controlPort } = target.targetGroup;
    if (target.kind === 'lambda' || !controlPort || need(controlPort) === undefined) return;
    if (need(loadBalancer.kind) !== 'application') return;
    const wanted = map(controlPort, (written) => written ?? 0);
    const others = [target.trafficPort, target.healthCheckPort];
    if (others.some((other) => same<number | 'dynamic'>(wanted, other) === true)) return;
    if (target.securityGroups.kind === 'defaulted' || loadBalancer.securityGroups.kind === 'defaulted') return;
    if (need(admitsInbound(target, loadBalancer, target.trafficPort)).extent === 'closed') return;
    const admission = need(admitsInbound(target, loadBalancer, wanted));
    if (admission.extent === 'open' || admission.near.some(({ wrong }) => wrong === 'no-source')) return;

    const alb = namesOf(loadBalancer.securityGroups);
    const port = namePort(wanted);
    return {
      message: `the load balancer asks the target optimizer's agent on ${port}, but no rule of ${namesOf(target.securityGroups)} admits its ${alb} there`,
      status: ['504'],
      at: [controlPort, 'the agent beside each target is asked on this port'],
      because: [
        doorOf(besideTraffic(admission), target.securityGroups, alb, `no rule admits ${alb} on ${port}`),
        [loadBalancer.securityGroups, `the load balancer connects as ${alb}`],
      ],
    };
  }),
});

/** The rule that opens the traffic port is in order; another one that comes near says more. */
function besideTraffic(admission: Admission): Admission {
  const near = admission.near.filter(({ wrong }) => wrong !== 'port');
  return near.length > 0 ? { ...admission, near } : admission;
}
