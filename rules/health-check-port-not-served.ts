import {
  type Ask,
  type Container,
  defineRule,
  isHttp,
  mayBeProxy,
  namesRepository,
  type PortMapping,
  set,
  show,
} from '../src/rule.ts';

export default defineRule({
  id: 'health-check-port-not-served',
  title: 'health checks go to a fixed port that the task does not serve',
  status: ['502', '503', 'deploy'],
  during: 'always',
  severity: 'error',
  why: `
    The target group checks one fixed port instead of the port that requests go to. Where nothing listens on it, every
    probe is refused (\`Target.FailedHealthChecks\`). With a dynamic host port that is always so: each task listens on a
    port of its own. ECS stops the tasks and starts new ones for ever; the load balancer, left with unhealthy targets
    only, fails open and sends requests to tasks that are being stopped.
  `,
  remedy: `
    Leave \`HealthCheckPort\` out, or set it to \`traffic-port\`: each target is then checked on the port it was
    registered with. Where the application has a management port of its own, map it in the task definition.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-load-balancers.html',
  ],
  also: ['cfn-lint E3049'],

  over: 'taskTarget',
  check(target, { need, peek, same }) {
    const { targetGroup, taskDefinition, container, port, trafficPort, healthCheckPort } = target;
    if (!isHttp(need(targetGroup.protocol))) return;
    if (same(healthCheckPort, trafficPort) === true) return;
    const containers = need(taskDefinition.containers);
    const mappings = containers.flatMap((other) => need(other.ports));
    const tcp = mappings.filter(({ protocol }) => need(protocol) !== 'udp');
    if (tcp.some(({ hostPort }) => same(healthCheckPort, hostPort) === true)) return;
    const checked = need(targetGroup.healthCheck.port);
    if (checked === 'traffic-port') return;
    const dynamic = need(port.hostPort) === 'dynamic';
    if (dynamic) peek(trafficPort);
    if (tcp.some((mapping) => serves(mapping, checked, dynamic, need))) return;
    // Only with network interfaces of its own, or with the instance's, is a task reached on ports that it does not map.
    if (!dynamic && need(taskDefinition.networkMode) !== 'bridge') {
      if (need(taskDefinition.proxied) || containers.some((other) => mayListen(other, checked, peek))) return;
      for (const other of containers) needEverythingSaid(other, need);
    }

    const shown = show(targetGroup.healthCheck.port);
    return {
      message: dynamic
        ? `health checks go to port ${shown}, but ECS gives \`${container.id}\` a random host port`
        : `health checks go to port ${shown}, but no container of \`${taskDefinition.id}\` maps it`,
      severity: dynamic ? 'error' : 'warning',
      confidence: dynamic ? 'certain' : 'likely',
      at: [targetGroup.healthCheck.port, 'every health check is sent here'],
      because: [
        dynamic
          ? [port.hostPort, 'each task gets a different port']
          : [port.containerPort, `\`${container.id}\` listens on ${show(port.containerPort)}`],
      ],
      fix: {
        title: 'check each target on the port it was registered with',
        safety: 'review',
        set: [set(targetGroup.healthCheck.port, 'traffic-port')],
      },
    };
  },
});

/** Whether a container has the port, though no host port has its number. Beside dynamic host ports that is not enough. */
function serves(mapping: PortMapping, checked: number, dynamic: boolean, need: Ask['need']): boolean {
  const range = need(mapping.range);
  if (range) return !dynamic && range.from <= checked && checked <= range.to;
  need(mapping.hostPort);
  return !dynamic && need(mapping.containerPort) === checked;
}

/** Whether anything that is said of a container speaks for its listening on the port: a proxy's admin port, a flag, a variable. */
function mayListen(container: Container, checked: number, peek: Ask['peek']): boolean {
  if (mayBeProxy(container) || hasManagementPort.test(peek(container.image) ?? '')) return true;
  const number = new RegExp(`(^|\\D)${checked}(\\D|$)`);
  const words = [container.command, container.entryPoint].flatMap((list) => peek(list) ?? []);
  const probes = peek(container.healthCheck)?.command;
  const values = [...(peek(container.environment)?.values() ?? [])];
  return [...words, ...((probes && peek(probes)) ?? []), ...values].some((value) => number.test(peek(value) ?? ''));
}

/** Images that answer health checks on a second port that they are built with: Clair serves 6060 and 6061. */
const hasManagementPort = /(^|[/_-])clair([:@/_-]|$)/;

/** No verdict while a flag or a variable that names a port is unknown. */
function needEverythingSaid(container: Container, need: Ask['need']): void {
  const { command, entryPoint, environment, image } = container;
  if (!namesRepository(container)) need(image);
  const probe = need(container.healthCheck)?.command;
  for (const word of [...need(command), ...need(entryPoint), ...(probe ? need(probe) : [])]) need(word);
  for (const [name, value] of need(environment)) if (/PORT|ADDR|LISTEN|BIND|URL/i.test(name)) need(value);
}
