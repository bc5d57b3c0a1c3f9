import { defineRule, isHttp, show } from '../src/rule.ts';

export default defineRule({
  id: 'deregistration-delay-default-slow-deploy',
  title: 'every deploy waits the default deregistration delay for each batch of tasks',
  status: ['deploy'],
  during: 'deploy',
  severity: 'info',
  profile: 'strict',
  why: `
    When ECS replaces a task it deregisters the target and waits until the load balancer reports it unused. That takes
    the whole deregistration delay, 300 seconds unless another is set, even when no request is running any more: the
    target is shown as draining until the delay has passed. A rolling deploy waits this long for every batch of tasks, and
    so does a rollback.
  `,
  remedy: `
    Set \`deregistration_delay.timeout_seconds\` to what your longest request takes, 30 seconds for most APIs. Keep it
    above that, or deploys end with 502.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay',
  ],

  over: 'targetGroup',
  check({ targetGroup, routes, attachments }, { need, peek }) {
    if (targetGroup.deregistrationDelay.kind !== 'defaulted' || !need(targetGroup.deregistrationDelay)) return;
    if (!isHttp(need(targetGroup.protocol))) return;
    // Somebody expects long requests.
    if (routes.some(({ loadBalancer }) => (peek(loadBalancer.idleTimeout) ?? 0) > 60)) return;
    const rolling = attachments.find(({ service }) => need(service.deploymentController) === 'ECS');
    if (!rolling) return;

    const statement = `every deploy waits ${show(targetGroup.deregistrationDelay, ' s')} for each batch of tasks to drain`;
    return {
      message: `\`${targetGroup.id}\`: ${statement}`,
      statement,
      at: [targetGroup.deregistrationDelay, 'no `deregistration_delay.timeout_seconds` is set'],
      because: [[rolling.attachment.targetGroup, `\`${rolling.service.id}\` replaces its tasks in batches`]],
    };
  },
});
