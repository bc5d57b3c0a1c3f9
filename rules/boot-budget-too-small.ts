import { defineRule, isAwaited, isHttp, set, show, startupOf } from '../src/rule.ts';

export default defineRule({
  id: 'boot-budget-too-small',
  title: 'ECS gives up on a task before its application has had the time to start',
  status: ['502', '503', 'deploy'],
  during: 'deploy',
  severity: 'warning',
  why: `
    A new task is registered in the target group as soon as its containers run, and health checks begin at once. While
    the application is still starting they fail; after \`UnhealthyThresholdCount\` failures, or at the end of the
    service's health check grace period if that comes later, ECS stops the task and starts another one, which is stopped
    in the same way. The deployment never ends, or the circuit breaker or CloudFormation rolls it back; where old tasks
    are gone meanwhile, clients see 503 and 502. Slow start changes nothing: it begins after a target is healthy.
  `,
  remedy: `
    Set \`HealthCheckGracePeriodSeconds\` of the service above the time the application needs, plus the time a target
    that was unhealthy needs to be healthy again (\`HealthCheckIntervalSeconds\` × \`HealthyThresholdCount\`). It is a
    property of the service, so no new task definition is needed.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-load-balancers.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html',
  ],

  over: 'taskTarget',
  check({ service, targetGroup, taskDefinition, container }, { need }) {
    // The grace period of a task set is written at a service that the template may not hold.
    if (service.type !== 'AWS::ECS::Service' || need(service.deploymentController) === 'EXTERNAL') return;
    if (!isHttp(need(targetGroup.protocol))) return;
    const startup = startupOf(container);
    const start = need(startup);
    if (!start) return;
    const { interval, unhealthyThreshold, healthyThreshold } = targetGroup.healthCheck;
    const window = need(interval) * need(unhealthyThreshold);
    const grace = need(service.gracePeriod);
    if (start.seconds <= Math.max(grace, window)) return;
    if (need(isAwaited(container, need(taskDefinition.containers)))) return;

    const stated = start.basis === 'stated';
    const givesUp =
      grace > window
        ? `its grace period of ${show(service.gracePeriod, ' s')}`
        : `${window} s (${need(unhealthyThreshold)} failed health checks, ${need(interval)} s apart)`;
    const enough = start.seconds + need(interval) * need(healthyThreshold);
    return {
      message: `ECS gives up on a task of \`${service.id}\` after ${givesUp}, but \`${container.id}\` ${stated ? 'takes' : 'may take'} ${start.seconds} s to start${stated ? '' : ' (its start period)'}`,
      ...(stated ? {} : { confidence: 'likely' as const }),
      at: [
        service.gracePeriod,
        grace > 0 ? `failed health checks count after ${grace} s` : 'failed health checks count from the start',
      ],
      because: [
        [startup, `${stated ? 'takes' : 'may take'} ${start.seconds} s to start`],
        [interval, `a health check every ${need(interval)} s`],
      ],
      fix: {
        title: `wait ${enough} s before failed health checks count`,
        safety: 'review',
        set: [set(service.gracePeriod, enough)],
      },
    };
  },
});
