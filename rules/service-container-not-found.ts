import { type Ask, type Attachment, defineRule, type Problem, type Service, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'service-container-not-found',
  title: 'the service registers a container that its task definition does not have',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A service names the container whose port it registers in the target group. ECS looks for that name in the task
    definition when the service is created or updated and rejects anything else: "The container … does not exist in the
    task definition". The stack rolls back and no task is started.
  `,
  remedy: `
    Let \`ContainerName\` under the service's \`LoadBalancers\` repeat the \`Name\` of a container of the task definition,
    letter for letter.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html',
    'https://github.com/aws/amazon-ecs-agent/issues/1276',
  ],

  over: 'service',
  check(service, ask) {
    const attachments = ask.need(service.attachments);
    if (attachments.length === 0) return;
    return attachments.flatMap((attachment) => missing(service, attachment, ask));
  },
});

function missing(service: Service, { containerName }: Attachment, { need, same }: Ask): readonly Problem[] {
  const task = need(service.taskDefinition);
  const containers = need(task.containers);
  const [only] = containers;
  if (!only || containers.some(({ name }) => same(name, containerName) === true)) return [];
  const wanted = need(containerName);
  const names = containers.map(({ name }) => need(name));
  return [
    {
      message: `\`${service.id}\` registers container \`${show(containerName)}\`, but \`${task.id}\` has ${listed(names)}`,
      at: [containerName, `no container of \`${task.id}\` is called so`],
      because: containers.slice(0, 3).map(({ name }) => [name, 'a container of the task'] as const),
      ...(names.length === 1 && {
        fix: {
          title: `register container ${names[0]}`,
          safety: 'review' as const,
          set: [set(containerName, names[0] ?? wanted)],
        },
      }),
    },
  ];
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length === 1 ? `only ${quoted[0]}` : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
