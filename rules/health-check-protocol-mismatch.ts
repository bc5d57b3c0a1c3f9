import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-protocol-mismatch',
  title: 'health checks speak another protocol than requests on the same port',
  status: ['502', '503', 'deploy'],
  during: 'always',
  severity: 'error',
  why: `
    Health checks go to the port that serves requests, but in the other protocol. A server that expects TLS answers plain
    HTTP with 400 or closes the connection; one that expects plain HTTP cannot complete a TLS handshake. Every probe
    fails, ECS stops and replaces the tasks, and until then the load balancer fails open and hides it. The form that is
    easily missed: \`Protocol: HTTPS\` without \`HealthCheckProtocol\`, whose documented default is HTTP.
  `,
  remedy: `
    Write \`HealthCheckProtocol\` and let it equal \`Protocol\`, unless health checks have a port of their own.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
  ],

  over: 'target',
  check({ kind, targetGroup, trafficPort, healthCheckPort }, { need, same }) {
    const { healthCheck } = targetGroup;
    // Endpoints of other AWS services behind static addresses are probed over HTTP on purpose.
    if (kind === 'lambda' || kind === 'address') return;
    const protocol = need(targetGroup.protocol);
    if (protocol !== 'HTTP' && protocol !== 'HTTPS') return;
    const checked = need(healthCheck.protocol);
    if (checked === protocol || (checked !== 'HTTP' && checked !== 'HTTPS')) return;
    if (same(healthCheckPort, trafficPort) !== true && need(healthCheckPort) !== need(trafficPort)) return;
    if (need(targetGroup.protocolVersion) !== 'GRPC' && acceptsBadRequest(need(healthCheck.httpCodes))) return;

    const written = healthCheck.protocol.kind === 'known';
    return {
      message: `requests to \`${targetGroup.id}\` are ${protocol}, but health checks on the same port are ${show(healthCheck.protocol)}`,
      severity: written && kind !== 'instance' ? 'error' : 'warning',
      confidence: written ? 'certain' : 'likely',
      ...(kind !== 'task' && { status: ['502', '503'] }),
      at: [healthCheck.protocol, written ? 'health checks speak this' : 'no HealthCheckProtocol: AWS takes HTTP'],
      because: [[targetGroup.protocol, 'requests speak this']],
      fix: {
        title: `check health over ${protocol}`,
        safety: 'review',
        set: [set(healthCheck.protocol, protocol)],
      },
    };
  },
});

/** A TLS server answers plain HTTP with 400: whoever lists that code knows. */
const acceptsBadRequest = (codes: string): boolean =>
  codes.split(',').some((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return from <= 400 && 400 <= to;
  });
