import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'grace-period-excessive',
  title: 'a task that never answers is not replaced for more than an hour',
  status: ['502', '503', 'deploy'],
  during: 'deploy',
  severity: 'info',
  profile: 'strict',
  why: `
    During the grace period ECS ignores that a target is unhealthy, also that of a task which will never answer: a crash
    loop inside the container, a wrong port, a missing secret. The task counts as running, the deployment waits for it,
    and the circuit breaker, which counts failed tasks, sees none.
  `,
  remedy: `
    Set \`HealthCheckGracePeriodSeconds\` to the time the application really needs to start, and some reserve.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html',
  ],

  over: 'service',
  check({ id, gracePeriod, attachments }, { need }) {
    if (gracePeriod.kind === 'defaulted' || need(gracePeriod) <= 3600 || need(attachments).length === 0) return;
    const statement = `ECS ignores unhealthy targets for ${show(gracePeriod, ' s')} after a task has started`;
    return { message: `\`${id}\`: ${statement}`, statement, at: [gracePeriod, 'nothing is replaced before'] };
  },
});
