import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'no-essential-container',
  title: 'no container of the task is essential',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A task lives as long as its essential containers. With \`Essential: false\` on every one of them nothing would say when
    the task has failed, so ECS rejects the task definition: "Task definition doesn't have any essential container", and
    the stack rolls back.
  `,
  remedy: `
    Leave \`Essential\` out, or set it to true, on the container that serves the requests.
  `,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html'],

  over: 'taskDefinition',
  check({ id, containers }, { need }) {
    const all = need(containers);
    const [first, ...others] = all;
    if (!first || all.some(({ essential }) => need(essential))) return;

    return {
      message:
        others.length > 0
          ? `all ${all.length} containers of \`${id}\` are non-essential, but a task needs an essential one`
          : `the only container of \`${id}\`, \`${first.id}\`, is non-essential, but a task needs an essential one`,
      at: [first.essential, `the task goes on without \`${first.id}\``],
      because: others.map((other) => [other.essential, `and without \`${other.id}\``] as const),
    };
  },
});
