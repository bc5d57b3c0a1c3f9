import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'listener-protocol-invalid-for-alb',
  title: 'an Application Load Balancer has a listener that speaks neither HTTP nor HTTPS',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Application Load Balancers listen for HTTP and HTTPS. TCP, TLS, UDP and QUIC listeners belong to Network Load
    Balancers, and a load balancer without a \`Type\` is an Application Load Balancer. Elastic Load Balancing refuses the
    listener, and the stack rolls back.
  `,
  remedy: `
    Write \`Protocol: HTTP\` or \`Protocol: HTTPS\`, or, where TCP is meant, \`Type: network\` on the load balancer.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html',
  ],

  over: 'listener',
  check({ listener }, { need }) {
    const protocol = need(listener.protocol);
    if (!/^(TCP|TLS|UDP|TCP_UDP|QUIC|TCP_QUIC|GENEVE)$/.test(protocol)) return;
    const loadBalancer = need(listener.loadBalancer);
    if (need(loadBalancer.kind) !== 'application') return;
    return {
      message: `\`${listener.id}\` speaks ${show(listener.protocol)}, but \`${loadBalancer.id}\` is an Application Load Balancer, which listens for HTTP and HTTPS`,
      at: [listener.protocol, 'neither HTTP nor HTTPS'],
      because: [
        [
          loadBalancer.kind,
          loadBalancer.kind.kind === 'defaulted' ? 'without a Type it is an Application Load Balancer' : 'of this type',
        ],
      ],
    };
  },
});
