import {
  barrierPlaces,
  crossingOf,
  defineRule,
  dynamicPorts,
  hasNetworkAcl,
  namePort,
  namePorts,
  nameSubnets,
  type Status,
} from '../src/rule.ts';

export default defineRule({
  id: 'nacl-blocks-target-traffic',
  title: 'a network ACL stops requests on their way from the load balancer to its targets',
  status: ['504', '502', '503', 'deploy'],
  during: 'always',
  severity: 'error',
  why: `
    Packets from the load balancer's subnets to the targets' subnets pass two network ACLs: out of the one, into the
    other. Entries are tried by rising number, the first that matches decides, and what none allows is dropped. So the
    load balancer's packets never arrive, whatever the security groups say: it answers 504 after 10 seconds, and health
    checks fail with \`Target.Timeout\`. Where health checks go to a port of their own and only they are dropped, every
    target is unhealthy although requests would get through, and ECS stops the tasks and starts new ones for ever.
  `,
  remedy: `
    Allow TCP on the target's port, with a lower number than any entry that denies it: inbound from the load balancer's
    subnets, outbound to the targets' subnets.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#target-not-inservice',
    'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html',
  ],

  over: 'path',
  check({ route: { loadBalancer }, target }, { need }) {
    if (target.kind === 'lambda' || !hasNetworkAcl(loadBalancer.subnets, target.subnets)) return;
    if (need(loadBalancer.kind) !== 'application') return;
    if (target.addressType && need(target.addressType) !== 'ipv4') return;
    // ECS stops the tasks; the load balancer fails open.
    const unhealthy: readonly Status[] = target.kind === 'task' ? ['502', '503', 'deploy'] : ['502', '503'];
    const ways = [[target.trafficPort, 'requests'] as const, [target.healthCheckPort, 'health checks'] as const];
    for (const [port, what] of ways) {
      const number = need(port);
      const ports = number === 'dynamic' ? dynamicPorts : { from: number, to: number };
      const { barriers, everyPair } = need(crossingOf(loadBalancer.subnets, target.subnets, ports));
      if (barriers.length === 0) continue;
      return barriers.map((barrier) => {
        const [from, to] = [nameSubnets(barrier.from), nameSubnets(barrier.to)];
        const some = barrier.extent === 'partial' ? ` on ${namePorts(barrier.open)} only` : '';
        const stops = some === '' ? 'does not let them' : 'lets them';
        const isWhole = everyPair && barrier.extent === 'closed';
        const { at, because } = barrierPlaces(barrier);
        return {
          message:
            barrier.direction === 'in'
              ? `${what} for ${namePort(port)} come from ${from}, but \`${barrier.acl.id}\` ${stops} into ${to}${some}`
              : `${what} go to ${namePort(port)} in ${to}, but \`${barrier.acl.id}\` ${stops} out of ${from}${some}`,
          status: what === 'requests' ? ['504'] : unhealthy,
          ...(isWhole ? {} : { severity: 'warning', during: 'sporadic' }),
          at,
          because: [...because, [port, `${what} are sent to ${namePort(port)}`]],
        };
      });
    }
    return;
  },
});
