import { defineRule, map, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'http2-disabled-with-http2-target-group',
  title: 'the load balancer turns HTTP/2 away while a target group takes nothing else',
  status: ['464'],
  during: 'always',
  severity: 'error',
  why: `
    With \`routing.http2.enabled\` set to false, clients can reach the load balancer over HTTP/1.1 only. A target group
    whose protocol version is HTTP2 or GRPC takes only requests that arrive over HTTP/2: the load balancer answers every
    other one with 464, incompatible protocol versions, and the targets never see it. Health checks pass all the while.
  `,
  remedy: `
    Remove the attribute \`routing.http2.enabled\`, or set it to \`true\`, which is the default.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-464-issues',
  ],

  over: 'route',
  check({ loadBalancer, targetGroup }, { need }) {
    const version = need(targetGroup.protocolVersion);
    if (version !== 'HTTP2' && version !== 'GRPC') return;
    const enabled = loadBalancer.attributes.get('routing.http2.enabled');
    if (need(enabled)?.toLowerCase() !== 'false') return;
    return {
      message: `\`${loadBalancer.id}\` turns HTTP/2 away, but \`${targetGroup.id}\` takes ${show(targetGroup.protocolVersion)} only`,
      at: [enabled, 'clients are left with HTTP/1.1'],
      because: [[targetGroup.protocolVersion, 'HTTP/1.1 requests for this target group are answered 464']],
      fix: {
        title: 'let clients use HTTP/2',
        safety: 'review',
        set: [
          set(
            map(enabled, (text) => text ?? 'true'),
            'true',
          ),
        ],
      },
    };
  },
});
