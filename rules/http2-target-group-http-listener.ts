import { defineRule, type Listener, type ListenerRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'http2-target-group-http-listener',
  title: 'a listener without TLS forwards to a target group that speaks HTTP/2 or gRPC',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Clients agree on HTTP/2 with the load balancer inside the TLS handshake, so HTTP/2 and gRPC requests only exist on
    HTTPS listeners. A target group with \`ProtocolVersion\` HTTP2 or GRPC takes no other request (an HTTP/1.1 one would
    be answered 464), and Elastic Load Balancing refuses to attach it to an HTTP listener: "Listener protocol 'HTTP' is
    not supported with a target group with the protocol-version 'HTTP2'". The stack rolls back.
  `,
  remedy: `
    Forward from an HTTPS listener, or let the target group speak \`ProtocolVersion: HTTP1\`, which replaces it.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-464-issues',
  ],

  over: 'targetGroup',
  check({ targetGroup, forwarders }, { need, peek }) {
    const version = need(targetGroup.protocolVersion);
    if (version !== 'HTTP2' && version !== 'GRPC') return;
    const listenerOf = (from: Listener | ListenerRule) => ('listener' in from ? peek(from.listener) : from);
    const problems = forwarders.flatMap((from) => {
      const listener = listenerOf(from);
      if (!listener || peek(listener.protocol) !== 'HTTP') return [];
      return {
        message: `\`${listener.id}\` speaks plain HTTP, but \`${targetGroup.id}\` behind it takes ${show(targetGroup.protocolVersion)} only`,
        at: [targetGroup.protocolVersion, 'takes requests of an HTTPS listener only'] as const,
        because: [
          [listener.protocol, 'HTTP/2 needs TLS here'] as const,
          ...('listener' in from ? [[from, 'forwards to the target group'] as const] : []),
        ],
      };
    });
    if (problems.length > 0) return problems;
    for (const from of forwarders) need(('listener' in from ? need(from.listener) : from).protocol);
    return;
  },
});
