import { defineRule, isHttp } from '../src/rule.ts';

export default defineRule({
  id: 'health-check-detection-slow',
  title: 'a broken target goes on receiving requests for five minutes or more',
  status: ['502', '504'],
  during: 'always',
  severity: 'info',
  profile: 'strict',
  why: `
    A target that breaks stays healthy until \`UnhealthyThresholdCount\` health checks in a row have failed. Until then
    the load balancer sends it its share of the requests, each of which ends in 502 or 504, and neither ECS nor an Auto
    Scaling group replaces it. To give an application time to start, the grace period of the service is the better means:
    it ends.
  `,
  remedy: `
    Shorten \`HealthCheckIntervalSeconds\` or lower \`UnhealthyThresholdCount\`, and give slow starters a
    \`HealthCheckGracePeriodSeconds\` instead.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    if (!isHttp(need(targetGroup.protocol))) return;
    const { interval, unhealthyThreshold } = targetGroup.healthCheck;
    const seconds = need(interval) * need(unhealthyThreshold);
    if (seconds < 300) return;
    const statement = `a broken target receives requests for ${seconds} s (${need(unhealthyThreshold)} failed health checks, ${need(interval)} s apart)`;
    return {
      message: `\`${targetGroup.id}\`: ${statement}`,
      statement,
      at: [interval, `checked every ${need(interval)} s`],
      because: [[unhealthyThreshold, `unhealthy after ${need(unhealthyThreshold)} failures`]],
    };
  },
});
