import { defineRule, knownIn, strandedIn } from '../src/rule.ts';

export default defineRule({
  id: 'target-az-not-enabled',
  title: 'targets start in an Availability Zone that the load balancer is not enabled for',
  status: ['503', 'deploy'],
  during: 'always',
  severity: 'error',
  why: `
    A load balancer uses targets in the Availability Zones of its own subnets only. A target elsewhere is registered, but
    stays \`unused\` (\`Target.NotInUse\`): it gets no request and no health check. ECS waits in vain for it to become
    healthy, stops the task and starts another one, so the deployment does not end. Where every target is in such a zone,
    all requests are answered 503.
  `,
  remedy: `
    Give the load balancer a subnet in every Availability Zone that targets may start in, or take the subnets of other
    zones from the targets.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-load-balancers.html',
  ],

  over: 'path',
  check({ route: { loadBalancer }, target }, { need }) {
    if (target.kind !== 'task' && target.kind !== 'instance') return;
    if (need(loadBalancer.kind) !== 'application') return;
    const stranded = need(strandedIn(target.subnets, loadBalancer.subnets));
    const [first] = stranded;
    if (!first) return;

    const who =
      target.kind === 'task' ? `tasks of \`${target.service.id}\`` : `targets such as \`${target.instance.id}\``;
    const zone = need(first.zone).name;
    const all = stranded.length === knownIn(target.subnets).length;
    return {
      message: `${who} ${all ? 'start' : 'may start'} in \`${first.id}\` (${zone}), where \`${loadBalancer.id}\` has no subnet, and are never used there`,
      ...(!all && { status: ['deploy'] as const }),
      at: [target.subnets, `\`${first.id}\` is one of these`],
      because: [
        [first.zone, `\`${first.id}\` is in ${zone}`],
        [loadBalancer.subnets, "none of the load balancer's subnets is in that zone"],
      ],
    };
  },
});
