import { defineRule, isHttp, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-timeout-not-below-interval',
  title: 'a health check may take as long as the time between two of them, which AWS does not accept',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Elastic Load Balancing wants the interval of health checks to be greater than their time-out and rejects the target
    group otherwise, so the stack fails: \`Health check interval must be greater than the timeout.\` The form that is
    easily missed is an interval of 5 seconds without a time-out, which then is 5 seconds too.
  `,
  remedy: `
    Write \`HealthCheckTimeoutSeconds\` and let it be smaller than \`HealthCheckIntervalSeconds\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { healthCheck } = targetGroup;
    const { interval, timeout } = healthCheck;
    if (interval.kind === 'defaulted' && timeout.kind === 'defaulted') return;
    if (need(targetGroup.targetType) === 'lambda') {
      if (!need(healthCheck.enabled)) return;
    } else if (!isHttp(need(targetGroup.protocol))) return;
    const every = need(interval);
    const longest = need(timeout);
    // Values that AWS takes in no combination are a fault of their own.
    if (longest < every || every < 5 || every > 300 || longest < 2 || longest > 120) return;

    const fitting = every - 1;
    return {
      message: `a health check of \`${targetGroup.id}\` may take ${show(timeout, ' s')}, but the next one is due after ${show(interval, ' s')}`,
      at: [interval, `a health check every ${every} s`],
      because: [
        [timeout, `each may take ${longest} s${timeout.kind === 'defaulted' ? ', as nothing else is written' : ''}`],
      ],
      fix: {
        title: `give up on a health check after ${fitting} s`,
        safety: timeout.kind === 'defaulted' ? 'safe' : 'review',
        set: [set(timeout, fitting)],
      },
    };
  },
});
