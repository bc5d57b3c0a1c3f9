import {
  type Ask,
  countOf,
  defineRule,
  isHttp,
  type LoadBalancer,
  strandedIn,
  type TargetGroupUse,
} from '../src/rule.ts';

export default defineRule({
  id: 'cross-zone-off-single-az',
  title: 'cross-zone load balancing is off, and a zone of the load balancer has no targets',
  status: ['503'],
  during: 'always',
  severity: 'error',
  why: `
    With cross-zone load balancing off, a node of the load balancer sends requests only to targets of its own zone. Clients
    reach the nodes of all zones in turn, so each request that enters by a zone without targets is answered with 503,
    however healthy the targets elsewhere are.
  `,
  remedy: `
    Run targets in each zone of the load balancer, take the zone away from the load balancer, or leave
    \`load_balancing.cross_zone.enabled\` out.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html',
  ],

  over: 'targetGroup',
  check(use, { need }) {
    const { targetGroup, routes, targets } = use;
    const { crossZone } = targetGroup;
    if (crossZone.kind === 'defaulted' || need(crossZone) !== 'false') return;
    const [route] = routes;
    const [target] = targets;
    // A Network Load Balancer takes a zone without targets out of DNS.
    if (!route || !target || !isHttp(need(targetGroup.protocol))) return;
    const { loadBalancer } = route;

    const [empty] = targets
      .map((each) => need(strandedIn(loadBalancer.subnets, each.subnets)))
      .reduce((left, right) => left.filter((subnet) => right.includes(subnet)));
    if (empty)
      return {
        message: `\`${targetGroup.id}\` keeps requests within a zone, but has no targets in the zone of \`${empty.id}\`, where \`${loadBalancer.id}\` takes requests`,
        at: [crossZone, 'each zone keeps to its own targets'],
        because: [
          [target.subnets, 'where targets are'],
          [empty, `\`${loadBalancer.id}\` takes requests in this zone too`],
        ],
      };
    return fewerThanZones(use, loadBalancer, need);
  },
});

/** A zone is empty, too, when there are fewer tasks than zones. */
function fewerThanZones(
  { targetGroup, attachments, targets }: TargetGroupUse,
  loadBalancer: LoadBalancer,
  need: Ask['need'],
) {
  const [only, second] = attachments;
  if (!only || second || targets.some(({ kind }) => kind !== 'task')) return;
  const { service } = only;
  if (need(service.schedulingStrategy) !== 'REPLICA') return;
  const scaling = need(service.scaling);
  const most = Math.max(scaling ? need(scaling.maxCapacity) : 0, need(service.desiredCount));
  const zones = need(countOf(loadBalancer.subnets));
  if (most >= zones) return;
  return {
    message: `\`${targetGroup.id}\` keeps requests within a zone, but \`${service.id}\` runs ${most} ${most === 1 ? 'task' : 'tasks'} at most for the ${zones} zones of \`${loadBalancer.id}\``,
    severity: 'warning' as const,
    at: [targetGroup.crossZone, 'each zone keeps to its own targets'] as const,
    because: [[scaling ? scaling.maxCapacity : service.desiredCount, 'fewer than zones'] as const],
  };
}
