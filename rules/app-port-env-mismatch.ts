import {
  type Ask,
  boundAddress,
  defineRule,
  hasNothingBeside,
  isHttp,
  isLoopback,
  listeningPorts,
  mapsPort,
  mayBeProxy,
  mentionsPort,
  runsAlone,
  show,
  type TaskTarget,
  type Value,
} from '../src/rule.ts';

export default defineRule({
  id: 'app-port-env-mismatch',
  title: 'the application is told to listen on another port than the one that is registered',
  status: ['502'],
  during: 'always',
  severity: 'warning',
  why: `
    ECS registers each task with the container port that the service names. The template itself tells the application
    to listen on another one. Nothing listens on the registered port, so the load balancer's connection is answered with
    a TCP reset: health checks fail (\`Target.FailedHealthChecks\`), every request becomes a 502, and ECS stops the task
    and starts another one, for ever.
  `,
  remedy: `
    Make the port that the application is told, \`ContainerPort\` in the task definition and \`ContainerPort\` in the
    service's load balancer the same.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html',
  ],

  over: 'taskTarget',
  check(target, ask) {
    const { targetGroup, taskDefinition, container, attachment } = target;
    const { need, peek, same } = ask;
    if (!isHttp(need(targetGroup.protocol))) return;
    const [told, ...others] = peek(listeningPorts(container)) ?? [];
    const registered = attachment.containerPort;
    // Several ports that differ: at least one of them is for something else.
    if (!told || same(told, registered) === true || others.some((port) => same(port, told) !== true)) return;
    if (need(taskDefinition.proxied) || need(taskDefinition.containers).some(mayBeProxy)) return;
    const listening = need(told);
    if (listening === need(registered)) return;
    if (need(container.ports).some((mapping) => need(mapsPort(mapping, listening)))) return;
    // Something else of the container is told that one: TLS beside plain HTTP, an address that only its own code reads.
    if (need(mentionsPort(container, need(registered)))) return;
    // Something answers the load balancer, and this is behind it.
    if (mayBeBehind(target, told, ask) || !need(runsAlone(container))) return;

    return {
      message: `\`${container.id}\` is told to listen on port ${show(told)}, but requests are sent to its port ${show(registered)}`,
      confidence: 'likely',
      at: [told, 'the application listens here'],
      because: [[registered, 'the load balancer connects here, and nothing listens']],
    };
  },
});

/** Whether it listens for something in the same task only, and that something may be there. */
function mayBeBehind({ container, taskDefinition }: TaskTarget, told: Value<number>, { peek, same }: Ask): boolean {
  const bound = peek(boundAddress(container));
  if (!bound || !isLoopback(bound)) return false;
  if (bound.server === undefined || same(bound.port, told) !== true) return true;
  return peek(hasNothingBeside(container, taskDefinition)) !== true;
}
