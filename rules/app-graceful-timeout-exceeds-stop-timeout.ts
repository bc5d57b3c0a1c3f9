import { defineRule, gracefulTimeout, isHttp, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'app-graceful-timeout-exceeds-stop-timeout',
  title: 'the container is killed before the server has let its requests finish',
  status: ['502'],
  during: 'interruption',
  severity: 'warning',
  why: `
    On SIGTERM the server takes no new connections and lets the open requests finish, for as long as its graceful time-out
    says. ECS sends SIGKILL when the stop timeout is over, which comes first here. By a deploy of the service the target has
    been drained before SIGTERM. A Spot interruption, \`ecs stop-task\` or an essential container that exits skip that: then
    requests that the server still meant to finish break off, and the load balancer answers 502. What the server does after
    its last request, such as flushing and closing, is lost each time.
  `,
  remedy: `
    Raise \`StopTimeout\` above the server's graceful time-out, at most 120 seconds on Fargate, or lower the latter.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
  ],

  over: 'taskTarget',
  check({ targetGroup, container, service }, { need, peek }) {
    if (!isHttp(need(targetGroup.protocol))) return;
    const graceful = gracefulTimeout(container);
    // An environment that nobody can read is no reason for doubt: few servers are told this time.
    const longest = peek(graceful);
    if (longest === undefined) return;
    const { stopTimeout } = container;
    if (longest <= need(stopTimeout)) return;
    const fargate = peek(service.fargate) !== false;
    const enough = Math.ceil(longest) + 5;

    return {
      message: `the server in \`${container.id}\` lets requests finish for ${show(graceful, ' s')} after SIGTERM, but is killed after ${show(stopTimeout, ' s')}`,
      // On instances the agent's own setting may replace the default.
      ...(stopTimeout.kind === 'defaulted' && fargate === false && { confidence: 'likely' as const }),
      at: [graceful, 'requests are meant to have this long'],
      because: [[stopTimeout, 'SIGKILL comes this long after SIGTERM']],
      ...((enough <= 120 || !fargate) && {
        fix: {
          title: 'leave the server the time it asks for',
          safety: 'review' as const,
          set: [set(stopTimeout, enough)],
        },
      }),
    };
  },
});
