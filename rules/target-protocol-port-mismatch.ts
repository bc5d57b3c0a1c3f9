import {
  type Ask,
  type Container,
  defineRule,
  isProxied,
  mayBeProxy,
  namesRepository,
  show,
  type Target,
} from '../src/rule.ts';

const tlsPorts = new Set([443, 8443, 9443]);
const plainPorts = new Set([80, 8080, 3000, 5000, 8000, 8081]);

export default defineRule({
  id: 'target-protocol-port-mismatch',
  title: 'the target group speaks one protocol to a port that by custom serves the other',
  status: ['502', '504'],
  during: 'always',
  severity: 'warning',
  why: `
    The load balancer speaks the target group's protocol to the port, whatever listens there. HTTPS to a plain-text
    server fails in the TLS handshake: 502, or 504 after 10 seconds when the server stays silent. Plain HTTP to a TLS
    server is answered with the server's own 400, which clients then see, or with bytes that the load balancer cannot
    read: 502. Health checks fail on the answer's code, not on time.
  `,
  remedy: `
    Let the protocol and the port agree: \`Protocol: HTTPS\` for a port that serves TLS, \`HTTP\` for one that does not.
    Changing \`Protocol\` replaces the target group.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-routing-configuration',
  ],

  over: 'target',
  check(target, { need, peek }) {
    const { kind, targetGroup, trafficPort } = target;
    if (kind === 'lambda') return;
    const protocol = need(targetGroup.protocol);
    if (protocol !== 'HTTP' && protocol !== 'HTTPS') return;
    // Nothing is known of what instances run, and TLS on port 8080 is nothing unusual there.
    if (kind !== 'task' && protocol === 'HTTPS') return;
    const port = need(trafficPort);
    const served = kind === 'task' ? need(target.port.containerPort) : port;
    if (served === 'dynamic' || !(protocol === 'HTTP' ? tlsPorts : plainPorts).has(served)) return;
    if (kind === 'task') {
      if (need(isProxied(target)) || need(target.taskDefinition.containers).some(mayBeProxy)) return;
      for (const container of need(target.taskDefinition.containers))
        if (!namesRepository(container)) need(container.image);
      if (protocol === 'HTTPS' && speaksOfTls(target.container, need, peek)) return;
    }

    const spoken = protocol === 'HTTP' ? 'plain HTTP' : 'HTTPS';
    return {
      message: `\`${targetGroup.id}\` speaks ${spoken} to port ${show(portOf(target))}, which by custom serves ${protocol === 'HTTP' ? 'TLS' : 'plain HTTP'}`,
      confidence: 'likely',
      at: [targetGroup.protocol, `requests are sent as ${spoken}`],
      because: [[portOf(target), 'to this port']],
    };
  },
});

/** Whether a flag or a variable of the container speaks for TLS on whatever port it serves. */
function speaksOfTls({ command, entryPoint, environment }: Container, need: Ask['need'], peek: Ask['peek']): boolean {
  const words = [...need(command), ...need(entryPoint)].map((word) => need(word));
  if (words.some((word) => /tls|ssl|https|cert/i.test(word))) return true;
  return [...need(environment)].some(
    ([name, value]) =>
      /TLS|SSL|HTTPS|CERT/i.test(name) ||
      /^https:\/\/([+*[]|0\.0\.0\.0)/.test((/URL|ADDR|BIND|LISTEN/i.test(name) ? need(value) : peek(value)) ?? ''),
  );
}

const portOf = (target: Target) => (target.kind === 'task' ? target.port.containerPort : target.trafficPort);
