import { type Ask, type AutoScalingGroup, defineRule, type Service } from '../src/rule.ts';

export default defineRule({
  id: 'forward-weights-all-zero',
  title: 'requests are forwarded to target groups of which none is given a share',
  status: ['503'],
  during: 'always',
  severity: 'warning',
  why: `
    The load balancer deals requests out among the target groups of an action by their weights, and one with a weight of
    0 is given none. Here each has 0, so there is no group to send a request to, however many targets are healthy. AWS
    does not document what clients are answered then; 503 is its answer where no target can be had. It is what a shift of
    traffic leaves behind that set the old weight back and not the new one.
  `,
  remedy: `
    Give at least one of the target groups a weight from 1 to 999.
  `,
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-elasticloadbalancingv2-listenerrule-targetgrouptuple.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-503-issues',
  ],

  over: 'targetGroup',
  check({ targetGroup, targets, routes, registrars }, ask) {
    const { need, peek } = ask;
    // Sources in which nothing registers anywhere are the front half of something.
    if (registrars.length === 0 && targets.length === 0) return;
    return routes.flatMap(({ loadBalancer, listener, rule, action }) => {
      const forwards = need(action.forwardsTo);
      const [first, ...others] = forwards;
      if (!first || others.length === 0 || forwards.some(({ weight }) => (peek(weight) ?? 0) > 0)) return [];
      // What is wrong with one action is told once.
      const groups = forwards.map((forward) => peek(forward.targetGroup));
      if (groups.find((group) => group !== undefined) !== targetGroup) return [];
      if (forwards.some(({ weight }) => need(weight) !== 0) || need(loadBalancer.kind) !== 'application') return [];
      // A condition or a parameter that sets them is a switch that somebody means to use.
      if (forwards.some(({ weight }) => weight.via.length > 0)) return [];
      if (registrars.some((one) => shiftsTraffic(one, ask))) return [];
      const names = groups.map((group) => (group ? `\`${group.id}\`` : 'another target group'));
      return [
        {
          message: `\`${(rule ?? listener).id}\` forwards requests to ${names.slice(0, -1).join(', ')} and ${names.at(-1)}, and each of them has a weight of 0`,
          // Something else may set other weights once everything is there, and no page says what becomes of requests.
          confidence: 'possible' as const,
          at: [first.weight, 'no request is sent here'] as const,
          because: others.map(({ weight }) => [weight, 'nor here'] as const),
        },
      ];
    });
  },
});

/** Whether a deployment of a service sets weights itself. */
const shiftsTraffic = (one: Service | AutoScalingGroup, { need }: Ask): boolean =>
  'attachments' in one &&
  (one.deployedByHook === true ||
    need(one.deploymentController) !== 'ECS' ||
    need(one.deploymentStrategy) !== 'ROLLING');
