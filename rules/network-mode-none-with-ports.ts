import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'network-mode-none-with-ports',
  title: 'a task without a network maps a port',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    In mode \`none\` the containers of a task have no way out and no way in, so there is nothing that a port could be
    mapped to. ECS rejects such a task definition when it is registered. A load balancer could not reach the task either.
  `,
  remedy: `
    Choose the mode \`awsvpc\` (the only one on Fargate), \`bridge\` or \`host\` for tasks behind a load balancer, or
    leave the port mappings out.
  `,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html'],

  over: 'taskDefinition',
  check({ id, networkMode, containers }, { need }) {
    const mapped = need(containers).flatMap((container) => need(container.ports).map((port) => ({ container, port })));
    const [first] = mapped;
    if (!first || need(networkMode) !== 'none') return;
    return {
      message: `\`${first.container.id}\` maps a port, but \`${id}\` has network mode \`none\``,
      at: [networkMode, 'tasks in this mode have no network'],
      because: [[first.port, 'maps a port']],
    };
  },
});
