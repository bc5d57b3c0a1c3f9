import { defineRule } from '../src/rule.ts';

const limit = 5;

export default defineRule({
  id: 'service-too-many-target-groups',
  title: 'a service names more target groups than ECS attaches to one',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    ECS attaches at most five target groups to a service and rejects one that names more when it is created or updated.
    The stack rolls back.
  `,
  remedy: `
    Split the service, or let several listeners and rules forward to the same target group: a container port needs one
    group only, however many listeners lead to it.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html',
  ],

  over: 'service',
  check({ id, attachments }, { need }) {
    const listed = need(attachments);
    const excess = listed[limit];
    if (!excess) return;
    return {
      message: `\`${id}\` names ${listed.length} target groups, but ECS attaches ${limit} at most`,
      at: [excess.targetGroup, `one more than ${limit}`],
    };
  },
});
