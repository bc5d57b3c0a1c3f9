import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'slow-start-mistaken-for-startup',
  title: 'slow start is set, and ECS gives up on new tasks before it would begin',
  status: ['deploy'],
  during: 'deploy',
  severity: 'info',
  profile: 'strict',
  why: `
    Slow start gives no time to start: it begins once a target is healthy, and then raises its share of requests little by
    little. Until then health checks run as ever, and a task that fails them for long enough is stopped. The time an
    application needs to start is what the health check grace period of the service is for.
  `,
  remedy: `
    Set \`HealthCheckGracePeriodSeconds\` of the service to more than the application needs to start. Keep slow start if
    the application is slower for a while after that.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-load-balancers.html',
  ],

  over: 'taskTarget',
  check({ service, targetGroup }, { need }) {
    const { slowStart, healthCheck } = targetGroup;
    if (need(slowStart) <= 0) return;
    // The grace period of a task set is written at a service that the template may not hold.
    if (service.type !== 'AWS::ECS::Service' || need(service.deploymentController) === 'EXTERNAL') return;
    if (need(service.gracePeriod) > 0) return;
    const window = need(healthCheck.interval) * need(healthCheck.unhealthyThreshold);
    if (window > 60) return;
    return {
      message: `\`${targetGroup.id}\` starts targets slowly over ${show(slowStart, ' s')} once they are healthy, but ECS gives up on a task of \`${service.id}\` that is not healthy within ${window} s`,
      at: [slowStart, 'begins when a target is healthy'],
      because: [[service.gracePeriod, `failed health checks count from the start`]],
      fix: {
        title: `wait ${need(slowStart)} s before failed health checks count`,
        safety: 'review',
        set: [set(service.gracePeriod, need(slowStart))],
      },
    };
  },
});
