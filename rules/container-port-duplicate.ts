import { type Ask, defineRule, over, type PortMapping, type Problem, show } from '../src/rule.ts';

export default defineRule({
  id: 'container-port-duplicate',
  title: 'one port is mapped twice in a task',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Containers of a task in \`awsvpc\` or \`host\` mode share one network: whoever opens a port second fails to start with
    "address already in use", and ECS rejects most such task definitions beforehand ("TCP host port … is mapped multiple
    times in task"). A service cannot register a container port that has two mappings either, not even one for TCP and
    one for UDP: "Container port … is used in more than one port mapping for container".
  `,
  remedy: `
    Give each container of the task a port of its own, and each port one mapping. In \`bridge\` mode leave \`HostPort\`
    out, so that ECS picks different ones.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
    'https://github.com/aws/amazon-ecs-agent/issues/1220',
    'https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/89',
  ],

  over: 'taskDefinition',
  check({ containers, networkMode }, ask) {
    const { need, peek } = ask;
    const mapped = need(containers).flatMap((container) =>
      need(container.ports)
        .filter(({ range }) => range.kind === 'defaulted')
        .map((port) => ({ container, port })),
    );
    if (mapped.length < 2) return;
    const kind = need(networkMode) === 'bridge' ? 'host port' : 'port';
    const clashing = mapped.flatMap((other, index) => {
      const one = mapped.slice(0, index).find(({ port }) => clash(port, other.port, ask));
      return one ? [[one, other] as const] : [];
    });
    return clashing.map(([one, other]): Problem => {
      const known = peek(other.port.hostPort) !== undefined;
      const port = known ? `${kind} ${show(other.port.hostPort)}` : `the same ${kind}`;
      return {
        message:
          one.container === other.container
            ? `\`${one.container.id}\` maps ${port} twice`
            : `\`${one.container.id}\` and \`${other.container.id}\` of the same task both want ${port}`,
        confidence: 'likely',
        at: [other.port.hostPort, 'the second on this port'],
        because: [[one.port.hostPort, 'the first']],
      };
    });
  },

  and: over('service', (service, ask) => {
    const { need, same } = ask;
    const attachments = need(service.attachments);
    if (attachments.length === 0) return;
    const task = need(service.taskDefinition);
    return attachments.flatMap(({ containerName, containerPort }): readonly Problem[] => {
      const container = need(task.containers).find(({ name }) => same(name, containerName) === true);
      const twins = container
        ? need(container.ports).filter((port) => same(port.containerPort, containerPort) === true)
        : [];
      const [first, second] = twins;
      if (!container || !first || !second) return [];
      need(task.networkMode);
      if (clash(first, second, ask)) return [];
      return [
        {
          message: `\`${service.id}\` registers port ${show(containerPort)} of \`${container.id}\`, which has two mappings`,
          confidence: 'likely',
          at: [containerPort, 'ECS cannot tell which of the two is meant'],
          because: [
            [first, 'the first'],
            [second, 'the second'],
          ],
        },
      ];
    });
  }),
});

/** Whether two mappings open the same port: where one is unknown, only if it is sure to be the other. */
function clash(one: PortMapping, other: PortMapping, { need, same }: Ask): boolean {
  const equal = same(one.hostPort, other.hostPort);
  if (equal === true) {
    if (need(one.protocol) !== need(other.protocol)) return false;
    return one.hostPort.kind === 'unknown' || need(one.hostPort) !== 'dynamic';
  }
  if (equal === 'undecided' && need(one.hostPort) !== 'dynamic') return need(one.hostPort) === need(other.hostPort);
  return false;
}
