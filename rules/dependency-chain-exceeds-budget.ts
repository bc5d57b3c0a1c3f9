import { defineRule, map, set, show, startupOf } from '../src/rule.ts';

export default defineRule({
  id: 'dependency-chain-exceeds-budget',
  title: 'a container may take longer to become healthy than the others wait for it',
  status: ['deploy'],
  during: 'deploy',
  severity: 'warning',
  why: `
    A container that depends on another one being healthy starts only then. \`StartTimeout\` of the container waited for
    says for how long: once it has run for that time without passing its health check, ECS gives up and stops the task,
    before the task was ever registered with the load balancer. Where the container may take longer than that to start,
    no task of the service lives to see a request, and ECS starts the next one, for ever.
  `,
  remedy: `
    Raise \`StartTimeout\` above the time that the container may take to start, at most 120 seconds on Fargate, or leave it
    out: without it the others wait for as long as it takes.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html',
    'https://github.com/aws/amazon-ecs-agent/blob/master/agent/engine/dependencygraph/graph.go',
  ],

  over: 'taskDefinition',
  check({ containers }, { need, same }) {
    const all = need(containers);
    return all.flatMap((container) =>
      need(container.dependencies).flatMap(({ containerName, condition }) => {
        const awaited = all.find(({ name }) => same(name, containerName) === true);
        if (!awaited || need(condition) !== 'HEALTHY') return [];
        const patience = need(awaited.startTimeout);
        if (patience === undefined) return [];
        const startup = startupOf(awaited);
        const { seconds, basis } = need(startup) ?? { seconds: 0, basis: 'start-period' };
        if (seconds <= patience) return [];
        const period = need(awaited.healthCheck)?.startPeriod;
        const [at, says] =
          basis === 'start-period' && period ? [period, '`StartPeriod`'] : [startup, '`startupSeconds`'];
        return [
          {
            message: `\`${container.id}\` gives up after ${show(awaited.startTimeout, ' s')}, but \`${awaited.id}\`, which it waits for, may take ${seconds} s to start (${says})`,
            ...(basis === 'start-period' && { confidence: 'likely' as const }),
            at: [awaited.startTimeout, `the task is stopped when \`${awaited.id}\` is not healthy by then`] as const,
            because: [
              [at, `may take ${seconds} s to start`],
              [condition, `\`${container.id}\` starts only after that`],
            ] as const,
            ...(seconds < 120 && {
              fix: {
                title: `wait for \`${awaited.id}\` for as long as it may take`,
                safety: 'review' as const,
                set: [set(map(awaited.startTimeout, Number), Math.min(seconds + 10, 120))],
              },
            }),
          },
        ];
      }),
    );
  },
});
