import { defineRule, knownIn, prefixLengthOf, show } from '../src/rule.ts';

export default defineRule({
  id: 'alb-subnet-too-small',
  title: 'a subnet of the load balancer is smaller than its nodes need',
  status: ['503', 'deploy'],
  during: 'load',
  severity: 'warning',
  why: `
    A load balancer takes addresses of its subnets for its nodes, and more of them when traffic grows; it wants 8 free
    ones to be created. Of a \`/28\` AWS keeps 5 addresses, which leaves 11 for the load balancer and everything else.
    Creation fails ("Not enough IP space available … ELB requires at least 8 free IP addresses in each subnet"), or the
    load balancer cannot scale out under load and goes into the state \`active_impaired\`.
  `,
  remedy: `
    Give the load balancer subnets of \`/27\` or larger.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer',
    'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html',
  ],

  over: 'loadBalancer',
  check({ loadBalancer }, { need, peek }) {
    if (need(loadBalancer.kind) !== 'application') return;
    const subnets = knownIn(loadBalancer.subnets);
    const small = subnets.find((subnet) => (peek(prefixLengthOf(subnet)) ?? 0) > 27);
    if (!small) {
      for (const subnet of subnets) need(prefixLengthOf(subnet));
      return;
    }

    need(small.cidr);
    return {
      message: `\`${loadBalancer.id}\` has nodes in \`${small.id}\`, which is ${show(small.cidr)}, smaller than the /27 that a load balancer needs to scale`,
      confidence: 'likely',
      at: [small.cidr, '16 addresses, of which AWS keeps 5'],
      because: [[loadBalancer.subnets, 'nodes of the load balancer take addresses here']],
    };
  },
});
