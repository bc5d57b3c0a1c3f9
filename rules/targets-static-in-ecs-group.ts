import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'targets-static-in-ecs-group',
  title: 'a target group lists targets of its own beside those that ECS registers',
  status: ['502', '504'],
  during: 'sporadic',
  severity: 'warning',
  why: `
    ECS registers the tasks of a service in the target group and removes them again. What the target group lists itself
    stays, whether or not anything listens there, and takes its share of the requests. Where it answers nothing, each of
    its shares is a 502 or a 504; where it is another version of the application, clients see both.
  `,
  remedy: `
    Remove \`Targets\` from the target group of a service, or give those targets a group of their own and divide the
    requests between the two with weights.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html',
  ],

  over: 'targetGroup',
  check({ targetGroup, attachments, targets }, { need }) {
    const [attached] = attachments;
    if (!attached) return;
    const listed = need(targetGroup.targets);
    const [first] = targets.filter(({ kind }) => kind !== 'task' && kind !== 'auto-scaling-group');
    if (!first || listed.length === 0) return;
    return {
      message: `\`${targetGroup.id}\` lists ${listed.length === 1 ? 'a target' : `${listed.length} targets`} of its own, but \`${attached.service.id}\` registers its tasks there`,
      confidence: 'likely',
      at: [first, 'stays registered, whatever ECS does'],
      because: [[attached.attachment.targetGroup, 'ECS registers the tasks here']],
    };
  },
});
