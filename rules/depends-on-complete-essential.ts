import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'depends-on-complete-essential',
  title: 'a container waits for the end of another one that is essential',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    When an essential container ends, ECS stops the whole task. A container that starts only after the end of an essential
    one could never run, so ECS rejects the task definition: "A dependency container with SUCCESS or COMPLETE condition
    cannot be an essential container", and the stack rolls back. Containers are essential unless they say otherwise.
  `,
  remedy: `
    Set \`Essential: false\` on the container that runs first and ends. Where it goes on running, wait for \`START\` or
    \`HEALTHY\` instead.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
    'https://github.com/boto/boto3/issues/2436',
  ],

  over: 'taskDefinition',
  check({ containers }, { need, same }) {
    const all = need(containers);
    return all.flatMap((container) =>
      need(container.dependencies).flatMap(({ containerName, condition }) => {
        if (!/^(COMPLETE|SUCCESS)$/.test(need(condition))) return [];
        const awaited = all.find(({ name }) => same(name, containerName) === true);
        if (!awaited || !need(awaited.essential)) return [];
        const essential = awaited.essential.kind === 'defaulted' ? 'essential by default' : 'essential';
        return [
          {
            message: `\`${container.id}\` starts after the end of \`${awaited.id}\` (${show(condition)}), but \`${awaited.id}\` is ${essential}, and its end stops the task`,
            at: [condition, `holds \`${container.id}\` back until \`${awaited.id}\` has ended`] as const,
            because: [
              awaited.essential.kind === 'defaulted'
                ? ([awaited.name, 'essential, since it does not say otherwise'] as const)
                : ([awaited.essential, 'its end stops every container of the task'] as const),
            ],
            fix: {
              title: `let the task go on when \`${awaited.id}\` ends`,
              safety: 'review' as const,
              set: [set(awaited.essential, false)],
            },
          },
        ];
      }),
    );
  },
});
