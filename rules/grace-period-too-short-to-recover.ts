import { type Ask, defineRule, isAwaited, isHttp, set, show, startupOf, type TaskTarget } from '../src/rule.ts';

export default defineRule({
  id: 'grace-period-too-short-to-recover',
  title: 'the grace period ends before a target that was unhealthy while it started can be healthy again',
  status: ['502', '503', 'deploy'],
  during: 'deploy',
  severity: 'warning',
  why: `
    A new target needs one passing health check to be healthy. But one that fails \`UnhealthyThresholdCount\` checks
    while its application starts becomes unhealthy first, and then needs \`HealthyThresholdCount\` passing checks in a
    row: 5 × 30 s with the defaults. The grace period has to cover both. Where it ends in between, the application is
    up, the target is still unhealthy, and ECS stops the task and starts another one, for ever. A grace period that ends
    before a target can become unhealthy at all changes nothing.
  `,
  remedy: `
    Raise \`HealthCheckGracePeriodSeconds\` above the start-up time plus \`HealthCheckIntervalSeconds\` ×
    \`HealthyThresholdCount\`, or lower \`HealthyThresholdCount\` to 2.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
  ],

  over: 'taskTarget',
  check(target, { need }) {
    const { service, targetGroup, taskDefinition, container } = target;
    if (service.type !== 'AWS::ECS::Service' || need(service.deploymentController) === 'EXTERNAL') return;
    if (!isHttp(need(targetGroup.protocol))) return;
    const grace = need(service.gracePeriod);
    if (grace === 0) return;
    const { interval, unhealthyThreshold, healthyThreshold } = targetGroup.healthCheck;
    const window = need(interval) * need(unhealthyThreshold);
    if (grace < need(interval) * (need(unhealthyThreshold) - 1)) return withoutEffect(target, grace, need);
    const startup = startupOf(container);
    const start = need(startup);
    if (!start || start.seconds <= window || start.seconds > grace) return;
    const recovery = need(interval) * need(healthyThreshold);
    const enough = start.seconds + recovery;
    if (grace >= enough || need(isAwaited(container, need(taskDefinition.containers)))) return;

    const stated = start.basis === 'stated';
    return {
      message: `the grace period of \`${service.id}\` ends after ${show(service.gracePeriod, ' s')}, but \`${container.id}\` ${stated ? 'takes' : 'may take'} ${start.seconds} s to start and its target is healthy only ${recovery} s later (${need(healthyThreshold)} passing health checks, ${need(interval)} s apart)`,
      ...(stated ? {} : { confidence: 'likely' as const }),
      at: [service.gracePeriod, 'a target that is unhealthy at this time is stopped'],
      because: [
        [
          startup,
          `${stated ? 'takes' : 'may take'} ${start.seconds} s to start; the target is unhealthy after ${window} s`,
        ],
        [healthyThreshold, `then needs ${need(healthyThreshold)} passing health checks`],
      ],
      fix: {
        title: `wait ${enough} s before an unhealthy target counts`,
        safety: 'review',
        set: [set(service.gracePeriod, enough)],
      },
    };
  },
});

/**
 * Until the first health check has failed as often as it takes, a target is not unhealthy, whatever the grace period. It
 * covers the health checks of containers too.
 */
function withoutEffect({ service, targetGroup, taskDefinition }: TaskTarget, grace: number, need: Ask['need']) {
  if (need(taskDefinition.containers).some(({ healthCheck }) => need(healthCheck))) return;
  const { interval, unhealthyThreshold } = targetGroup.healthCheck;
  const first = need(interval) * (need(unhealthyThreshold) - 1);
  const statement = `a grace period of ${grace} s has no effect, as no target is unhealthy before ${first} s (${need(unhealthyThreshold)} failed health checks, ${need(interval)} s apart)`;
  return {
    message: `\`${service.id}\`: ${statement}`,
    statement,
    severity: 'info' as const,
    at: [service.gracePeriod, `over after ${grace} s`] as const,
    because: [[unhealthyThreshold, `unhealthy after ${need(unhealthyThreshold)} failed health checks`] as const],
  };
}
