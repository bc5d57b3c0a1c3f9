import { defineRule, isHttp } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-timeout-tight',
  title: 'two slow answers within ten seconds make a target unhealthy',
  status: ['502', '503'],
  during: 'load',
  severity: 'info',
  profile: 'strict',
  why: `
    With a time-out of 2 seconds, an interval of 5 seconds and two failures, a pause that every server has now and then
    (garbage collection, a busy CPU, a cold cache) makes a target unhealthy. ECS or the Auto Scaling group replaces it,
    its requests move to the others, which become slow in turn, and a short peak takes the whole service down.
  `,
  remedy: `
    Give health checks 3 to 5 seconds, or count a target as unhealthy after three failures.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-load-balancers.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { interval, timeout, unhealthyThreshold } = targetGroup.healthCheck;
    if (timeout.kind === 'defaulted' || !isHttp(need(targetGroup.protocol))) return;
    if (need(timeout) > 2 || need(interval) > 5 || need(unhealthyThreshold) > 2) return;
    const statement = `${need(unhealthyThreshold)} answers slower than ${need(timeout)} s, ${need(interval)} s apart, make a target unhealthy`;
    return {
      message: `\`${targetGroup.id}\`: ${statement}`,
      statement,
      at: [timeout, `a slower answer counts as a failure`],
      because: [
        [interval, `checked every ${need(interval)} s`],
        [unhealthyThreshold, `unhealthy after ${need(unhealthyThreshold)} failures`],
      ],
    };
  },
});
