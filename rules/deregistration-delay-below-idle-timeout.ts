import { type Ask, defineRule, isHttp, requestTimeout, set, show, type Target } from '../src/rule.ts';

export default defineRule({
  id: 'deregistration-delay-below-idle-timeout',
  title: 'draining ends before the longest answer that the load balancer is set up to wait for',
  status: ['502'],
  during: 'scale-in',
  severity: 'warning',
  why: `
    Somebody raised the idle timeout because a target may stay silent that long before it answers. A target that is
    taken out of service by a deploy or a scale-in has only the deregistration delay to finish: then the load balancer
    drops the requests that are still waiting and answers 502. The very requests that the idle timeout was raised for
    fail on every deploy.
  `,
  remedy: `
    Raise \`deregistration_delay.timeout_seconds\` to the idle timeout, or to what your longest request really takes.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html',
  ],

  over: 'targetGroup',
  check({ targetGroup, routes, targets }, ask) {
    const { need } = ask;
    if (!isHttp(need(targetGroup.protocol))) return;
    const balancers = [...new Set(routes.map(({ loadBalancer }) => loadBalancer))];
    const delay = targetGroup.deregistrationDelay;
    return balancers.flatMap(({ id, idleTimeout }) => {
      // The default says nothing of how long requests take.
      if (idleTimeout.kind === 'defaulted' || need(idleTimeout) <= 60) return [];
      // With no time at all to drain, this is the smaller fault.
      if (need(delay) >= need(idleTimeout) || need(delay) === 0) return [];
      if (targets.some((target) => endsWithin(target, need(delay), ask))) return [];
      return [
        {
          message: `\`${id}\` waits ${show(idleTimeout, ' s')} for an answer, but \`${targetGroup.id}\` gives requests only ${show(delay, ' s')} to finish on a target that is taken out of service`,
          confidence: 'likely' as const,
          at: [delay, `requests that take longer are dropped`] as const,
          because: [[idleTimeout, 'raised for slow answers']] as const,
          fix: {
            title: 'drain as long as answers may take',
            safety: 'review' as const,
            set: [set(delay, need(idleTimeout))],
          },
        },
      ];
    });
  },
});

/** Whether the server itself ends every request before draining does. */
function endsWithin(target: Target, delay: number, { need }: Ask): boolean {
  const longest = target.kind === 'task' ? need(requestTimeout(target.container)) : undefined;
  return longest !== undefined && longest <= delay;
}
