import { defineRule, isHttp, isProxied, mayBeProxy, show } from '../src/rule.ts';

export default defineRule({
  id: 'grpc-service-http1-target-group',
  title: 'a gRPC server is registered in a target group that speaks HTTP/1.1',
  status: ['464'],
  during: 'always',
  severity: 'warning',
  why: `
    A target group speaks HTTP/1.1 to its targets unless \`ProtocolVersion\` says otherwise. A gRPC request that meets such
    a target group is answered 464, incompatible protocol versions, before any target sees it; and the health check, an
    HTTP/1.1 request too, does not get past a server that understands HTTP/2 only, so that its tasks are replaced for ever.
  `,
  remedy: `
    Set \`ProtocolVersion: GRPC\` on the target group, which replaces it, and let an HTTPS listener forward to it.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-464-issues',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
  ],

  over: 'taskTarget',
  check(target, { need }) {
    const { targetGroup, container, port } = target;
    if (!isHttp(need(targetGroup.protocol)) || need(targetGroup.protocolVersion) !== 'HTTP1') return;
    const spoken = need(port.appProtocol);
    const custom = spoken === undefined && need(port.containerPort) === 50051;
    if (spoken !== 'grpc' && !custom) return;
    // A proxy before the server may speak HTTP/1.1 to the load balancer.
    if (need(isProxied(target)) || mayBeProxy(container)) return;
    return {
      message: custom
        ? `port ${show(port.containerPort)} of \`${container.id}\` by custom serves gRPC, but \`${targetGroup.id}\` speaks ${show(targetGroup.protocolVersion)} to it`
        : `\`${container.id}\` serves ${show(port.appProtocol)}, but \`${targetGroup.id}\` speaks ${show(targetGroup.protocolVersion)} to it`,
      confidence: custom ? 'possible' : 'likely',
      at: [targetGroup.protocolVersion, 'gRPC requests for this target group are answered 464'],
      because: [custom ? [port.containerPort, 'the port of gRPC'] : [port.appProtocol, 'the application speaks this']],
    };
  },
});
