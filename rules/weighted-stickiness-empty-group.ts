import { type Ask, defineRule, show, type TargetGroupPairUse, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'weighted-stickiness-empty-group',
  title: 'clients are kept with a target group for longer than a blue/green deployment keeps it filled',
  status: ['503'],
  during: 'deploy',
  severity: 'warning',
  profile: 'strict',
  why: `
    A forward action with target group stickiness sends a client to the group that its cookie names, also when the
    weights have changed since. A blue/green deployment empties the old group when its bake time is over, and until the
    cookie ends its clients are sent to a group without targets: 503 for some, while others see nothing.
  `,
  remedy: `
    Let the old tasks run for as long as the cookie lasts, shorten \`DurationSeconds\` below the bake time, or leave target
    group stickiness out: sticky sessions within a target group do not need it.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions',
    'https://docs.aws.amazon.com/prescriptive-guidance/latest/load-balancer-stickiness/target-group-stickiness.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-503-issues',
  ],

  over: 'targetGroupPair',
  check(use, ask) {
    const { need } = ask;
    const { blue, green, routes } = use;
    const seen = new Set<unknown>();
    return routes.blue.flatMap(({ action, listener, rule }) => {
      if (seen.has(action) || !routes.green.some((route) => route.action === action)) return [];
      seen.add(action);
      const { enabled, duration } = action.groupStickiness;
      const kept = need(enabled) ? need(duration) : undefined;
      const left = kept === undefined ? undefined : timeLeft(use, ask);
      if (kept === undefined || !left || kept <= left.seconds) return [];
      return [
        {
          message: `\`${(rule ?? listener).id}\` keeps clients with \`${blue.id}\` or \`${green.id}\` for ${show(duration, ' s')}, but a deployment of \`${use.holder.id}\` empties the old one ${left.seconds === 0 ? 'at once' : `after ${left.seconds} s`}`,
          confidence: 'possible' as const,
          at: [duration, 'clients come back to the old target group for so long'] as const,
          because: [[left.from, 'the old tasks are stopped when this is over'] as const],
        },
      ];
    });
  },
});

/** How long the old tasks run on after traffic has moved, where that is written or known. */
function timeLeft(
  { holder }: TargetGroupPairUse,
  { need }: Ask,
): { readonly from: Value<unknown>; readonly seconds: number } | undefined {
  if ('attachments' in holder) {
    const from = holder.trafficShift?.bakeTime;
    const minutes = from && need(from);
    return from && minutes !== undefined ? { from, seconds: minutes * 60 } : undefined;
  }
  const from = holder.property(
    'BlueGreenDeploymentConfiguration.TerminateBlueInstancesOnDeploymentSuccess.TerminationWaitTimeInMinutes',
  );
  const minutes = Number(need(from) ?? 0);
  return Number.isNaN(minutes) ? undefined : { from, seconds: minutes * 60 };
}
