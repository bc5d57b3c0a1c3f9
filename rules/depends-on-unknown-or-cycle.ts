import { type Ask, type Container, type ContainerDependency, defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'depends-on-unknown-or-cycle',
  title: 'a container waits for one that does not exist, or for itself',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A container can wait for the others of its own task definition only. ECS rejects one that names anything else:
    "Cannot depend on container … because it does not exist". Containers that wait for each other can never start, none of
    them being the first. Either way the service never gets a running task, and the stack rolls back.
  `,
  remedy: `
    Name a container of the same task definition in \`DependsOn\`, spelled as in its \`Name\`, and let one container of every
    circle start without waiting.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html',
    'https://github.com/dagster-io/dagster/issues/6926',
  ],

  over: 'taskDefinition',
  check(task, ask) {
    const all = ask.need(task.containers);
    const missing = all.flatMap((container) =>
      ask.need(container.dependencies).flatMap(({ containerName }) => {
        if (all.some(({ name }) => ask.same(name, containerName) === true)) return [];
        const wanted = ask.need(containerName);
        if (all.some(({ name }) => ask.need(name) === wanted)) return [];
        return [
          {
            message: `\`${container.id}\` waits for \`${wanted}\`, but \`${task.id}\` has no container of that name`,
            at: [containerName, 'no container has this name'] as const,
            because: all.slice(0, 3).map(({ name }) => [name, 'a container of the task'] as const),
          },
        ];
      }),
    );
    const circles = all.flatMap((container, i) => {
      const circle = circleOf(container, all.slice(i), ask);
      const [first, ...others] = circle;
      if (!first) return [];
      const way = circle.map(({ awaited }) => `waits for \`${awaited.id}\``).join(', which ');
      return [
        {
          message: `\`${container.id}\` ${others.length > 0 ? way : 'waits for itself'}`,
          at: [first.dependency.containerName, 'none of these starts first'] as const,
          because: others.map(
            ({ dependency, awaited }) => [dependency.containerName, `waits for \`${awaited.id}\``] as const,
          ),
        },
      ];
    });
    return [...missing, ...circles];
  },
});

interface Step {
  readonly dependency: ContainerDependency;
  readonly awaited: Container;
}

/** The way from a container back to itself through those given; empty where there is none. */
function circleOf(start: Container, among: readonly Container[], { need, peek, same }: Ask): readonly Step[] {
  const seen = new Set([start]);
  const search = (from: Container): readonly Step[] | undefined => {
    for (const dependency of need(from.dependencies)) {
      const awaited = among.find(({ name }) => same(name, dependency.containerName) === true);
      if (!awaited) continue;
      const step = { dependency, awaited };
      if (awaited === start) return [step];
      if (seen.has(awaited)) continue;
      seen.add(awaited);
      const rest = search(awaited);
      if (rest) return [step, ...rest];
    }
    return undefined;
  };
  const found = search(start) ?? [];
  for (const { dependency } of found) peek(dependency.containerName);
  return found;
}
