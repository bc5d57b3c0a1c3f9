import { defineRule, isHttp, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-value-out-of-range',
  title: 'a health check setting lies outside what AWS accepts',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Elastic Load Balancing takes an interval of 5 to 300 seconds, a time-out of 2 to 120 seconds and thresholds of 2 to
    10 health checks. It answers anything else with a ValidationError, the target group is not created or changed, and
    the stack rolls back.
  `,
  remedy: `
    Bring the value into the range. A shorter time to detect a fault comes from a shorter interval and a lower
    threshold together.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  ],
  also: ['cfn-lint E3034'],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    if (need(targetGroup.targetType) !== 'lambda' && !isHttp(need(targetGroup.protocol))) return;
    const { interval, timeout, healthyThreshold, unhealthyThreshold } = targetGroup.healthCheck;
    const ranges = [
      { name: 'HealthCheckIntervalSeconds', field: interval, from: 5, to: 300, unit: ' s' },
      { name: 'HealthCheckTimeoutSeconds', field: timeout, from: 2, to: 120, unit: ' s' },
      { name: 'HealthyThresholdCount', field: healthyThreshold, from: 2, to: 10, unit: '' },
      { name: 'UnhealthyThresholdCount', field: unhealthyThreshold, from: 2, to: 10, unit: '' },
    ];
    return ranges.flatMap(({ name, field, from, to, unit }) => {
      if (field.kind === 'defaulted') return [];
      const value = need(field);
      if (from <= value && value <= to && Number.isInteger(value)) return [];
      const nearest = Math.min(to, Math.max(from, Math.round(value)));
      return {
        message: `\`${name}\` of \`${targetGroup.id}\` is ${show(field, unit)}, but AWS accepts ${from} to ${to}${unit}`,
        at: [field, `AWS accepts ${from} to ${to}`] as const,
        fix: {
          title: 'take the nearest value that AWS accepts',
          safety: 'review' as const,
          set: [set(field, nearest)],
        },
      };
    });
  },
});
