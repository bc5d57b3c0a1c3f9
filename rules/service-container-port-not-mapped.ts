import {
  type Ask,
  type Attachment,
  type Container,
  defineRule,
  mapsPort,
  type PortMapping,
  type Problem,
  type Service,
  set,
  show,
} from '../src/rule.ts';

export default defineRule({
  id: 'service-container-port-not-mapped',
  title: 'the service registers a container port that the container does not map',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A service names the container port that it registers in the target group, and ECS looks for it among the container's
    port mappings. Where no mapping has it, the service is rejected when it is created or updated: "The container … did
    not have a container port … defined". The stack rolls back and no task is started.
  `,
  remedy: `
    Map the port in the task definition, or let \`ContainerPort\` under the service's \`LoadBalancers\` repeat the one
    that is mapped. It is the port inside the container, neither the host port nor the listener's.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html',
    'https://github.com/pulumi/pulumi-aws/issues/3095',
  ],

  over: 'service',
  check(service, ask) {
    return ask.need(service.attachments).flatMap((attachment) => unmapped(service, attachment, ask));
  },
});

function unmapped(service: Service, attachment: Attachment, { need, same }: Ask): readonly Problem[] {
  const { containerName, containerPort } = attachment;
  const task = need(service.taskDefinition);
  const containers = need(task.containers);
  const container =
    containers.find(({ name }) => same(name, containerName) === true) ??
    containers.find(({ name }) => need(name) === need(containerName));
  if (!container) return [];
  const ports = need(container.ports);
  if (ports.some((mapping) => same(mapping.containerPort, containerPort) === true)) return [];
  const wanted = need(containerPort);
  if (ports.some((mapping) => need(mapsPort(mapping, wanted)))) return [];

  const [only, ...others] = ports;
  const host = ports.find((mapping) => need(mapping.writtenHostPort) === wanted);
  return [
    {
      message: `\`${service.id}\` registers port ${show(containerPort)} of \`${container.id}\`, but ${mapped(container, ports, need)}`,
      at: [containerPort, 'requests are to go to this port of the container'],
      because: host
        ? [[host.writtenHostPort, `${wanted} is the host port`]]
        : only
          ? [[only, 'the container maps this']]
          : [[container, 'the container maps no port']],
      ...(only &&
        others.length === 0 &&
        need(only.range) === undefined && {
          fix: {
            title: `register port ${need(only.containerPort)}`,
            safety: 'review' as const,
            set: [set(containerPort, need(only.containerPort))],
          },
        }),
    },
  ];
}

function mapped({ id }: Container, ports: readonly PortMapping[], need: Ask['need']): string {
  if (ports.length === 0) return `\`${id}\` maps no port`;
  const shown = ports.map(({ range, containerPort }) => {
    const span = need(range);
    return span ? `${span.from}-${span.to}` : show(containerPort);
  });
  return `\`${id}\` maps ${shown.length === 1 ? 'only ' : ''}${shown.join(', ')}`;
}
