import { type Ask, defineRule, type Problem, show, type TaskDefinition } from '../src/rule.ts';

const reserved = new Map([
  [22, 'SSH'],
  [2375, 'Docker'],
  [2376, 'Docker'],
  [51678, 'the ECS agent'],
  [51679, 'the ECS agent'],
  [51680, 'the ECS agent'],
]);

export default defineRule({
  id: 'host-port-reserved-or-ephemeral',
  title: 'a fixed host port lies where the instance or ECS uses ports itself',
  status: ['deploy'],
  during: 'deploy',
  severity: 'warning',
  why: `
    ECS reserves ports 22, 2375, 2376 and 51678 to 51680 on every instance and places no task that wants one of them. From
    32768 (49152 on Windows) upwards the kernel hands out ports for outgoing connections and Docker for dynamic host
    ports: a fixed port in that range is free on one instance and taken on the next, and the container then fails to
    start.
  `,
  remedy: `
    Leave \`HostPort\` out, or set it to 0, so that ECS picks a free one for each task; or choose a fixed one below 32768
    that nothing else uses.
  `,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html'],

  over: 'taskDefinition',
  check(task, { need }) {
    const { networkMode, containers } = task;
    const mapped = need(containers).flatMap((container) =>
      need(container.ports).map((port) => ({ container, ...port })),
    );
    if (mapped.length === 0 || need(task.compatibilities).some((name) => need(name) === 'FARGATE')) return;
    const mode = need(networkMode);
    if (mode !== 'bridge' && mode !== 'host') return;
    return mapped.flatMap(({ container, hostPort, range }): readonly Problem[] => {
      if (range.kind === 'known') return [];
      const port = need(hostPort);
      if (port === 'dynamic') return [];
      const owner = reserved.get(port);
      if (!owner && (port < 32768 || (port < 49152 && isWindows(task, need)))) return [];
      return [
        {
          message: owner
            ? `\`${container.id}\` wants host port ${show(hostPort)}, which ECS reserves for ${owner}`
            : `\`${container.id}\` wants host port ${show(hostPort)}, which lies in the range of dynamic ports`,
          at: [hostPort, owner ? `${owner} listens here` : 'may be taken by a dynamic port'],
          because: [[networkMode, `in \`${mode}\` mode the port is opened on the instance`]],
        },
      ];
    });
  },
});

const isWindows = (task: TaskDefinition, need: Ask['need']): boolean =>
  /^WINDOWS/.test(need(task.property('RuntimePlatform.OperatingSystemFamily')) ?? '');
