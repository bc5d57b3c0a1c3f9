import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'asg-target-group-type',
  title: 'an Auto Scaling group is attached to a target group that does not take instances',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    An Auto Scaling group registers its instances by their ids, which only a target group of type \`instance\` takes. With
    any other type the group is rejected when it is created: "Provided Target Group … has invalid target type. Please
    ensure all provided Target Groups have target type of instance". The stack rolls back.
  `,
  remedy: `
    Set \`TargetType: instance\`, or leave it out, for the target group of an Auto Scaling group. A group of type \`ip\`
    that belongs to an ECS service is not to be named by the instances the service runs on.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-type',
    'https://github.com/hashicorp/terraform/issues/18674',
  ],

  over: 'target',
  check(target, { need }) {
    if (target.kind !== 'auto-scaling-group') return;
    const { group, targetGroup } = target;
    if (need(targetGroup.targetType) === 'instance') return;
    return {
      message: `\`${group.id}\` registers instances in \`${targetGroup.id}\`, which takes targets of type ${show(targetGroup.targetType)}`,
      at: [targetGroup.targetType, 'instances are not taken'],
      because: [[target, `\`${group.id}\` registers its instances here`]],
      fix: {
        title: 'register instances',
        safety: 'review',
        set: [set(targetGroup.targetType, 'instance')],
      },
    };
  },
});
