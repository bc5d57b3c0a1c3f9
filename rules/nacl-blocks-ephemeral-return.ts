import {
  type Barrier,
  barrierPlaces,
  clientsCross,
  crossingOf,
  defineRule,
  ephemeralPorts,
  hasNetworkAcl,
  milderFor,
  namePorts,
  nameSubnets,
  over,
  stoppedBy,
} from '../src/rule.ts';

export default defineRule({
  id: 'nacl-blocks-ephemeral-return',
  title: 'a network ACL stops answers on their way back',
  status: ['504', 'no answer'],
  during: 'always',
  severity: 'error',
  why: `
    A network ACL keeps no state: answers pass it like everything else, and they go to the port that the connection was
    opened from, anywhere from 1024 to 65535. The target's answer to the load balancer's first packet is dropped on the
    way, so no connection is ever made: the load balancer answers 504 after 10 seconds and health checks fail with
    \`Target.Timeout\`. Where it is the load balancer's answers to clients that are dropped, they wait in vain.
  `,
  remedy: `
    Allow TCP 1024 to 65535: out of the targets' subnets and into the load balancer's, and out of those to clients.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-504-issues',
    'https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports',
  ],

  over: 'path',
  check({ route: { loadBalancer }, target }, { need }) {
    if (target.kind === 'lambda' || !hasNetworkAcl(loadBalancer.subnets, target.subnets)) return;
    if (need(loadBalancer.kind) !== 'application') return;
    if (target.addressType && need(target.addressType) !== 'ipv4') return;
    const { barriers, everyPair } = need(crossingOf(target.subnets, loadBalancer.subnets, ephemeralPorts));
    return barriers.map((barrier) => {
      const { at, because } = barrierPlaces(barrier);
      return {
        message: `targets in ${nameSubnets(barrier.from)} answer to ${every} of ${nameSubnets(barrier.to)}, but \`${barrier.acl.id}\` ${verdictOf(barrier)}`,
        ...milderFor(barrier, everyPair),
        status: ['504'],
        at,
        because: [...because, [target.targetGroup, 'its targets answer on these ports']],
      };
    });
  },

  and: over('loadBalancer', ({ loadBalancer }, { need }) => {
    if (!hasNetworkAcl(loadBalancer.subnets) || need(loadBalancer.kind) !== 'application') return;
    if (need(loadBalancer.scheme) !== 'internet-facing') return;
    const { barriers, everyPair } = need(clientsCross(loadBalancer.subnets, 'out', 'internet', ephemeralPorts));
    return barriers.map((barrier) => ({
      message: `\`${loadBalancer.id}\` in ${nameSubnets(barrier.from)} answers to ${every} of clients, but \`${barrier.acl.id}\` ${verdictOf(barrier)}`,
      ...milderFor(barrier, everyPair),
      status: ['no answer'],
      ...barrierPlaces(barrier),
    }));
  }),
});

const every = namePorts([ephemeralPorts]);

function verdictOf(barrier: Barrier): string {
  const { direction, extent, open } = barrier;
  const stopped = stoppedBy(barrier);
  if (stopped !== undefined) return `stops those to ${stopped} on their way ${direction}`;
  return extent === 'closed' ? `lets none of these ${direction}` : `lets only ${namePorts(open)} ${direction}`;
}
