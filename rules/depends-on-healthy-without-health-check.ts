import { type Ask, type Container, defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'depends-on-healthy-without-health-check',
  title: 'a container waits for the health of another one that has no health check',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    \`Condition: HEALTHY\` starts a container only when the container it names has passed the health check of its own that
    stands in the task definition. A \`HEALTHCHECK\` inside the image does not count, and neither does the load balancer's.
    Without one ECS rejects the task definition, "A dependency container with HEALTHY condition must have health check
    configured", and the stack rolls back.
  `,
  remedy: `
    Give the container that is waited for a \`HealthCheck\` with a command that runs inside it, or wait for
    \`Condition: START\` where its start is enough.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html',
  ],

  over: 'taskDefinition',
  check({ containers }, ask) {
    const { need, peek, same } = ask;
    const all = need(containers);
    return all.flatMap((container) =>
      need(container.dependencies).flatMap(({ containerName, condition }) => {
        if (need(condition) !== 'HEALTHY') return [];
        const awaited = all.find(({ name }) => same(name, containerName) === true);
        if (!awaited || isChecked(awaited, ask)) return [];
        const off = peek(awaited.healthCheck);
        return [
          {
            message: `\`${container.id}\` waits until \`${awaited.id}\` is healthy, but \`${awaited.id}\` ${off ? 'has its health check switched off' : 'has no health check'}`,
            at: [condition, `holds \`${container.id}\` back until a health check passes`] as const,
            because: [
              off
                ? ([off.command, 'no health check runs'] as const)
                : ([awaited.name, 'has no `HealthCheck`'] as const),
            ],
            fix: {
              title: `start \`${container.id}\` as soon as \`${awaited.id}\` runs`,
              safety: 'review' as const,
              set: [set(condition, 'START')],
            },
          },
        ];
      }),
    );
  },
});

/** `["NONE"]` switches off the health check of the image and sets none in its place. */
function isChecked({ healthCheck }: Container, { need }: Ask): boolean {
  const check = need(healthCheck);
  if (!check) return false;
  const [first] = need(check.command);
  if (first?.kind === 'unknown') need(first);
  return first === undefined || show(first) !== 'NONE';
}
