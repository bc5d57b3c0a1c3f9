import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'links-in-awsvpc',
  title: 'containers are linked in a network mode that has no links',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Links connect containers that sit on the bridge of one instance. In \`awsvpc\` and \`host\` mode the containers of a task
    share one network and reach each other on localhost, and there is nothing to link. ECS rejects the task definition,
    "Links are not supported when networkMode=awsvpc", and the stack rolls back.
  `,
  remedy: `
    Leave \`Links\` out and let the containers speak to each other on \`localhost\` and the other's port. Two containers that
    use the same port can then not live in one task.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html',
  ],

  over: 'taskDefinition',
  check({ containers, networkMode }, { need, peek }) {
    return need(containers).flatMap(({ id, links }) => {
      const [link] = need(links);
      if (!link || need(networkMode) === 'bridge') return [];
      const to = peek(link)?.split(':')[0];
      return [
        {
          message: `\`${id}\` is linked to ${to === undefined ? 'another container' : `\`${to}\``}, but the task runs in \`${show(networkMode)}\` mode, which has no links`,
          at: [link, 'links exist in `bridge` mode only'] as const,
          because: [[networkMode, 'containers reach each other on localhost']] as const,
        },
      ];
    });
  },
});
