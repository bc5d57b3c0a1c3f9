import { defineRule, set } from '../src/rule.ts';

export default defineRule({
  id: 'nonessential-load-balanced-container',
  title: 'a task lives on when the container that requests are sent to has exited',
  status: ['502'],
  during: 'sporadic',
  severity: 'warning',
  profile: 'strict',
  why: `
    When an essential container exits, ECS stops its task and deregisters it. This one is not essential: when it exits,
    the task stays \`RUNNING\` and its target stays registered, with nothing behind the port. Requests are answered 502
    until the health check has failed often enough for ECS to replace the task.
  `,
  remedy: `
    Leave \`Essential\` out for the container that serves requests, or give it a restart policy.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html',
  ],

  over: 'taskTarget',
  check({ container, targetGroup }, { need }) {
    if (need(container.essential)) return;
    if (!container.restarts || need(container.restarts)) return;
    return {
      message: `\`${targetGroup.id}\` sends requests to \`${container.id}\`, but its task goes on without it when it exits`,
      at: [container.essential, 'the task does not stop when this container does'],
      because: [[targetGroup, 'goes on sending requests']],
      fix: { title: 'stop the task with the container', safety: 'review', set: [set(container.essential, true)] },
    };
  },
});
