import { defineRule, knownIn, type Subnet, show } from '../src/rule.ts';

export default defineRule({
  id: 'alb-internet-facing-private-subnet',
  title: 'an internet-facing load balancer has a node in a subnet without a route to an internet gateway',
  status: ['no answer'],
  during: 'always',
  severity: 'error',
  why: `
    An internet-facing load balancer has a node with a public address in each of its subnets, and its name resolves to
    all of them. What a client sends to that address, and what the node answers, passes through an internet gateway. In
    a subnet whose route table does not lead to one, the connection is never made: the client waits until it gives up,
    and the load balancer logs nothing. With one such subnet of two, about half of all attempts end like that.
  `,
  remedy: `
    Name public subnets, whose route table sends \`0.0.0.0/0\` to an internet gateway, or set \`Scheme: internal\` where
    only clients inside the network call.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#target-cannot-connect',
    'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html',
  ],

  over: 'loadBalancer',
  check({ loadBalancer }, { need, peek }) {
    if (need(loadBalancer.kind) !== 'application' || need(loadBalancer.scheme) !== 'internet-facing') return;
    const subnets = knownIn(loadBalancer.subnets);
    const isPrivate = ({ defaultRoute }: Subnet) => /^(nat|none)$/.test(peek(defaultRoute) ?? '');
    const [first, ...others] = subnets.filter(isPrivate);
    if (!first) {
      for (const { defaultRoute } of subnets) need(defaultRoute);
      return;
    }

    const which = [first, ...others].map(({ id }) => `\`${id}\``).join(' and ');
    const nat = need(first.defaultRoute) === 'nat';
    const leads = nat ? 'leads to a NAT gateway, which lets nobody in' : 'has no route for `0.0.0.0/0`';
    return {
      message: `\`${loadBalancer.id}\` is ${show(loadBalancer.scheme)}, but the route table of ${which} ${leads}`,
      at: [loadBalancer.subnets, `${which} cannot be reached from the internet`],
      because: [
        [first.defaultRoute, nat ? 'packets for the internet leave through a NAT gateway' : 'no route for `0.0.0.0/0`'],
        [loadBalancer.scheme, 'every node gets a public address'],
      ],
    };
  },
});
