import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'http2-target-group-http1-clients',
  title: 'everything that no rule takes goes to a target group that turns HTTP/1.1 away',
  status: ['464'],
  during: 'always',
  severity: 'info',
  profile: 'strict',
  why: `
    A target group with \`ProtocolVersion: HTTP2\` takes HTTP/2 requests only; the load balancer answers every HTTP/1.1
    request for it with 464. Browsers speak HTTP/2 over TLS, but monitoring probes, many HTTP libraries, CloudFront and
    other proxies do not, and as the listener's default action the target group gets all of them.
  `,
  remedy: `
    Let the target group speak \`ProtocolVersion: HTTP1\`, which HTTP/2 clients can use as well, unless its targets only
    understand HTTP/2.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-464-issues',
  ],

  over: 'route',
  check({ rule, targetGroup, listener }, { need }) {
    if (rule || need(targetGroup.protocolVersion) !== 'HTTP2') return;
    const statement = 'takes HTTP/2 only, so clients that speak HTTP/1.1 are answered 464';
    return {
      message: `\`${targetGroup.id}\`, to which \`${listener.id}\` sends everything else, ${statement}`,
      statement,
      at: [targetGroup.protocolVersion, 'HTTP/1.1 requests are answered 464'],
      because: [[listener.defaultActions, 'whatever no rule takes is sent there']],
    };
  },
});
