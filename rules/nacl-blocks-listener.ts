import { barrierPlaces, clientsCross, defineRule, hasNetworkAcl, nameSubnets, show } from '../src/rule.ts';

export default defineRule({
  id: 'nacl-blocks-listener',
  title: 'a network ACL lets no client in to the port of a listener',
  status: ['no answer'],
  during: 'always',
  severity: 'error',
  why: `
    What clients send enters the load balancer's subnets through their network ACL. Entries are tried by rising number,
    the first that matches decides, and what none allows is dropped. Nothing is allowed in on the listener's port: the
    first packet of every client is dropped, whatever the security groups say, and clients wait until they give up. No
    HTTP code is sent, and the load balancer logs nothing.
  `,
  remedy: `
    Allow inbound TCP on the listener's port, with a lower number than any entry that denies it, and outbound TCP on 1024
    to 65535 for the answers.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#target-cannot-connect',
    'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html',
  ],

  over: 'listener',
  check({ listener }, { need }) {
    const loadBalancer = need(listener.loadBalancer);
    if (!hasNetworkAcl(loadBalancer.subnets) || need(loadBalancer.kind) !== 'application') return;
    const port = need(listener.port);
    const clients = need(loadBalancer.scheme) === 'internal' ? 'anywhere' : 'internet';
    const { barriers, everyPair } = need(clientsCross(loadBalancer.subnets, 'in', clients, { from: port, to: port }));
    return barriers.map((barrier) => {
      const { at, because } = barrierPlaces(barrier);
      return {
        message: `\`${listener.id}\` listens on port ${show(listener.port)}, but \`${barrier.acl.id}\` lets nobody${clients === 'internet' ? ' from the internet' : ''} in to it in ${nameSubnets(barrier.to)}`,
        ...(everyPair ? {} : { severity: 'warning', during: 'sporadic' }),
        at,
        because: [...because, [listener.port, 'clients connect to this port']],
      };
    });
  },
});
