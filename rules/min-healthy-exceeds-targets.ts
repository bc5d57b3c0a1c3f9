import { type Ask, defineRule, type Problem, type TargetGroupUse } from '../src/rule.ts';

export default defineRule({
  id: 'min-healthy-exceeds-targets',
  title: 'more healthy targets are wanted than there are targets',
  status: ['502', '504'],
  during: 'always',
  severity: 'warning',
  why: `
    Below the number of healthy targets that is wanted the load balancer stops to tell healthy from unhealthy ones: with
    routing failover it sends requests to all of them, so tasks that are still starting, or that hang, get their share
    and answer with 502 or 504; with DNS failover it reports the zone as unhealthy. A number that is never reached turns
    health checks off for good.
  `,
  remedy: `
    Lower the threshold to what is left when some targets are gone, or write it as a percentage.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html',
  ],

  over: 'targetGroup',
  check(use, { need }) {
    const { targetGroup } = use;
    return failovers.flatMap(([key, does]): readonly Problem[] => {
      const wanted = targetGroup.attributes.get(key);
      if (wanted.kind === 'defaulted') return [];
      const text = need(wanted) ?? '';
      const most = /^\d+$/.test(text) ? mostTargets(use, need) : undefined;
      if (most === undefined || Number(text) <= most) return [];
      return [
        {
          message: `\`${targetGroup.id}\` ${does} below ${text} healthy targets, but has ${most} at most`,
          confidence: 'likely',
          at: [wanted, 'more than there are targets'],
          because: use.attachments.map(({ service }) => [service, 'registers its tasks here']),
        },
      ];
    });
  },
});

const failovers = [
  [
    'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count',
    'sends requests to unhealthy targets as well',
  ],
  ['target_group_health.dns_failover.minimum_healthy_targets.count', 'takes a zone out of DNS'],
] as const;

/** How many targets there are when nothing is being deployed; nothing where others may be registered. */
function mostTargets({ attachments, targets, mayForward, targetGroup }: TargetGroupUse, need: Ask['need']) {
  if (attachments.length === 0 || targets.some(({ kind }) => kind !== 'task')) return undefined;
  for (const { value: what } of mayForward) need(what);
  // An Auto Scaling group or a function may register more of them unseen.
  if (targetGroup.referrers.some(({ type }) => /AutoScalingGroup|Lambda::Function|CodeDeploy/.test(type)))
    return undefined;
  let most = 0;
  for (const { service } of attachments) {
    if (need(service.schedulingStrategy) !== 'REPLICA') return undefined;
    const scaling = need(service.scaling);
    most += Math.max(scaling ? need(scaling.maxCapacity) : 0, need(service.desiredCount));
  }
  return most;
}
