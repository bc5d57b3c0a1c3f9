import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-disabled',
  title: 'health checks are switched off where AWS does not allow it',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Only target groups of Lambda functions can do without health checks. For instances and addresses Elastic Load
    Balancing answers \`Health check enabled must be true for target groups with target type 'ip'\`, and the stack fails.
  `,
  remedy: `
    Remove \`HealthCheckEnabled\`, and point \`HealthCheckPath\` at a page that always answers.
  `,
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html'],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { enabled } = targetGroup.healthCheck;
    if (enabled.kind === 'defaulted' || need(targetGroup.targetType) === 'lambda' || need(enabled)) return;
    return {
      message: `\`${targetGroup.id}\` switches health checks off, but AWS allows that for \`lambda\` targets only, not for ${show(targetGroup.targetType)}`,
      at: [enabled, 'health checks are always on'],
      because: [[targetGroup.targetType, `registers targets by ${need(targetGroup.targetType)}`]],
      fix: { title: 'leave health checks on', safety: 'safe', set: [set(enabled, true)] },
    };
  },
});
