import {
  type Ask,
  type Binding,
  boundAddress,
  type Container,
  defineRule,
  hasNothingBeside,
  isHttp,
  isLoopback,
  isProxied,
  listeningPorts,
  mayBeProxy,
  set,
  type TaskTarget,
} from '../src/rule.ts';

export default defineRule({
  id: 'app-binds-loopback',
  title: 'the server listens on the loopback address, where the load balancer cannot reach it',
  status: ['502'],
  during: 'always',
  severity: 'error',
  why: `
    127.0.0.1 is the container's own loopback address: the server answers what runs beside it, such as the container's
    own health check on localhost, and nobody else. The load balancer connects to the task's address, where nothing
    listens, and gets a TCP reset. Health checks fail (\`Target.FailedHealthChecks\`), requests are answered with 502, and
    ECS keeps replacing tasks that look healthy from the inside. Several servers do this unless they are told otherwise.
  `,
  remedy: `
    Let the server listen on every address: \`--host 0.0.0.0\`, \`--bind 0.0.0.0:8000\`, or the variable that your server
    reads for it. The security group decides who gets in.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html',
    'https://uvicorn.dev/settings/#socket-binding',
    'https://docs.gunicorn.org/en/stable/settings.html#bind',
    'https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints',
  ],

  over: 'taskTarget',
  check(target, ask) {
    const { need, same } = ask;
    const { container, attachment, targetGroup } = target;
    if (!isHttp(need(targetGroup.protocol))) return;
    const address = boundAddress(container);
    const bound = speaks(container, ask) ? need(address) : ask.peek(address);
    if (!bound || !isLoopback(bound) || isFronted(target, ask)) return;
    const spoken = bound.port.kind === 'unknown' || ask.peek(bound.port) !== undefined;
    const meets = !spoken || same(bound.port, attachment.containerPort);
    const elsewhere = meets === false || (meets === 'undecided' && need(bound.port) !== need(attachment.containerPort));
    // On any other port it is somebody else that answers the load balancer, if there may be anybody.
    if (elsewhere && !isLeftAlone(target, bound, ask)) return;

    const { host, server, basis, setting, overridable } = bound;
    const sure = basis !== 'server-default' && !overridable && !elsewhere;
    const written = setting && ask.peek(setting);
    const bridge = need(target.taskDefinition.networkMode) === 'bridge';
    return {
      message: `\`${container.id}\`: ${server ?? 'the application'} listens on ${host}${basis === 'server-default' ? ' (its default)' : ''}, but the load balancer connects to the address of the ${bridge ? 'container' : 'task'}`,
      severity: sure && server ? 'error' : 'warning',
      ...(!sure && { confidence: 'likely' as const }),
      ...(!server && { confidence: 'possible' as const }),
      at: [address, `answers only what runs in the same ${bridge ? 'container' : 'task'}`],
      because: [[attachment.containerPort, 'the load balancer gets a reset here']],
      ...(setting &&
        written?.includes(host) && {
          fix: {
            title: 'listen on every address',
            safety: 'review' as const,
            set: [set(setting, written.replace(host, '0.0.0.0'))],
          },
        }),
    };
  },
});

/** Without a command only a variable can tell the address: an environment that nobody can read is no reason for doubt. */
const speaks = ({ entryPoint, command, environment }: Container, { need, peek }: Ask): boolean =>
  need(entryPoint).length + need(command).length > 0 ||
  ['HOST', 'ASPNETCORE_URLS'].some((name) => peek(environment)?.has(name));

/**
 * Whether nothing can pass requests on to a server that was told this address and no port: on which port the load balancer
 * looks for it makes no difference. Who is told another port: `app-port-env-mismatch`.
 */
function isLeftAlone({ container, taskDefinition }: TaskTarget, { server, basis }: Binding, { peek }: Ask): boolean {
  if (server === undefined || basis === 'server-default' || peek(listeningPorts(container))?.length !== 0) return false;
  return peek(hasNothingBeside(container, taskDefinition)) === true;
}

/** Whether a proxy in the same task may take the requests and pass them on. */
function isFronted(target: TaskTarget, { need }: Ask): boolean {
  const { taskDefinition, container } = target;
  if (need(isProxied(target)) || mayBeProxy(container)) return true;
  return need(taskDefinition.networkMode) !== 'bridge' && need(taskDefinition.containers).some(mayBeProxy);
}
