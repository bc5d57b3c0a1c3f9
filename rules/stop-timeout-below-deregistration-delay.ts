import { defineRule, isHttp, show } from '../src/rule.ts';

export default defineRule({
  id: 'stop-timeout-below-deregistration-delay',
  title: 'the container may be killed before the load balancer has finished draining it',
  status: ['502'],
  during: 'interruption',
  severity: 'warning',
  why: `
    When a service stops a task (deploy, scale-in), ECS first deregisters the target, waits until draining has ended and
    only then sends SIGTERM: on that road the two times do not meet. Some stops skip the wait: \`ecs stop-task\`, a Spot
    interruption, an essential sidecar that exits, an instance that is terminated. There SIGTERM comes at once, SIGKILL
    follows after the stop timeout, and requests that the load balancer still lets finish within the deregistration
    delay are cut off: 502.
  `,
  remedy: `
    Let \`StopTimeout\` be at least the deregistration delay, by lowering \`deregistration_delay.timeout_seconds\` to what
    your longest request takes and raising \`StopTimeout\` above it. Fargate accepts at most 120 seconds.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
  ],

  over: 'taskTarget',
  check({ service, targetGroup, container }, { need, peek, same }) {
    if (!isHttp(need(targetGroup.protocol))) return;
    if (same(container.stopTimeout, targetGroup.deregistrationDelay) === true) return;
    const agent = peek(service.instances)?.agentStopTimeout;
    if (agent && container.stopTimeout.kind === 'defaulted') need(agent);
    const stop = need(container.stopTimeout);
    const delay = need(targetGroup.deregistrationDelay);
    if (stop >= delay) return;

    const chosen = container.stopTimeout.kind === 'known' || targetGroup.deregistrationDelay.kind === 'known';
    const statement = chosen
      ? `stops that skip draining kill \`${container.id}\` after ${show(container.stopTimeout, ' s')}, while requests may go on for the deregistration delay of ${show(targetGroup.deregistrationDelay, ' s')}`
      : `stops that skip draining kill the container after 30 s, while requests may go on for the deregistration delay of 300 s (both AWS defaults)`;
    return {
      message: chosen ? statement : `\`${container.id}\`: ${statement}`,
      statement,
      severity: chosen ? 'warning' : 'info',
      at: [container.stopTimeout, `killed ${show(container.stopTimeout, ' s')} after SIGTERM`],
      because: [
        [targetGroup.deregistrationDelay, `requests may go on for ${show(targetGroup.deregistrationDelay, ' s')}`],
      ],
    };
  },
});
