import {
  type Ask,
  type Container,
  defineRule,
  mayBeProxy,
  type PortMapping,
  set,
  show,
  type TaskTarget,
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
  check(target, { need, peek }) {
    const { targetGroup, taskDefinition, container, port } = target;
    if (!/^HTTPS?$/.test(need(targetGroup.protocol) ?? '')) return;
    const checked = need(targetGroup.healthCheck.port);
    if (checked === 'traffic-port') return;
    const dynamic = need(port.hostPort) === 'dynamic';
    const containers = need(taskDefinition.containers);
    if (containers.some((other) => need(other.ports).some((mapping) => serves(mapping, checked, dynamic, need))))
      return;
    if (
      !dynamic &&
      (need(taskDefinition.proxied) || containers.some((other) => listensElsewhere(other, checked, target, peek)))
    )
      return;

    const shown = show(targetGroup.healthCheck.port);
    return {
      message: dynamic
        ? `health checks go to port ${shown}, but ECS gives \`${container.id}\` a random host port`
        : `health checks go to port ${shown}, but no container of \`${taskDefinition.id}\` serves it`,
      severity: dynamic ? 'error' : 'warning',
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

/** On a dynamic host port only another, static mapping of the task can be reached under a fixed number. */
function serves(mapping: PortMapping, checked: number, dynamic: boolean, need: Ask['need']): boolean {
  if (need(mapping.protocol) === 'udp') return false;
  const host = need(mapping.hostPort);
  if (dynamic) return host === checked;
  const range = need(mapping.range);
  if (range) return range.from <= checked && checked <= range.to;
  return host === checked || need(mapping.containerPort) === checked;
}

/** With its own network interface a task can be reached on ports it does not declare. */
function listensElsewhere(container: Container, checked: number, target: TaskTarget, peek: Ask['peek']): boolean {
  const mode = peek(target.taskDefinition.networkMode);
  if (mode === 'bridge') return false;
  if (mayBeProxy(container)) return true;
  const environment = peek(container.environment);
  if (!environment) return true;
  return [...environment].some(
    ([name, value]) => /PORT/i.test(name) && (peek(value) === undefined || Number(peek(value)) === checked),
  );
}
