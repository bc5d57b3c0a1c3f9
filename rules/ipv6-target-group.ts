import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'ipv6-target-group',
  title: 'a load balancer without IPv6 forwards to IPv6 targets',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    The load balancer speaks to its targets in the IP version of the target group. One of type \`ipv4\`, which is the
    default, has no IPv6 address to speak from, so that Elastic Load Balancing takes target groups of type \`ipv6\` for
    dualstack load balancers only: the listener or rule that forwards there is refused, and the stack rolls back.
  `,
  remedy: `
    Set \`IpAddressType: dualstack\` on the load balancer, whose subnets then need IPv6 ranges, or let the target group be
    \`ipv4\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-ip-address-type',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-ip-address-type.html',
  ],

  over: 'route',
  check({ loadBalancer, targetGroup }, { need }) {
    if (need(targetGroup.ipAddressType) !== 'ipv6' || need(loadBalancer.ipAddressType) !== 'ipv4') return;
    return {
      message: `\`${targetGroup.id}\` holds IPv6 targets, but \`${loadBalancer.id}\` has addresses of type ${show(loadBalancer.ipAddressType)}`,
      at: [
        loadBalancer.ipAddressType,
        loadBalancer.ipAddressType.kind === 'defaulted' ? 'no IpAddressType: AWS takes ipv4' : 'no IPv6 addresses',
      ],
      because: [[targetGroup.ipAddressType, 'takes dualstack load balancers only']],
      fix: {
        title: 'give the load balancer IPv6 addresses as well',
        safety: 'review',
        set: [set(loadBalancer.ipAddressType, 'dualstack')],
      },
    };
  },
});
