import { countOf, defineRule, knownIn, type Subnet, sameZone } from '../src/rule.ts';

export default defineRule({
  id: 'alb-subnets-two-azs',
  title: 'the load balancer is not given one subnet in each of two Availability Zones',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    An Application Load Balancer has a node in each of its Availability Zones, at least two, and takes one subnet in
    each. Given fewer subnets, or two in one zone, Elastic Load Balancing refuses to create it: "At least two subnets in
    two different Availability Zones must be specified", "A load balancer cannot be attached to multiple subnets in the
    same Availability Zone". The stack is rolled back, or keeps the load balancer it had.
  `,
  remedy: `
    Name at least two subnets, each in an Availability Zone of its own.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer',
  ],
  also: ['cfn-lint E3680'],

  over: 'loadBalancer',
  check({ loadBalancer }, { need, peek }) {
    if (need(loadBalancer.kind) !== 'application') return;
    const { subnets } = loadBalancer;
    const counted = countOf(subnets);
    // A list that is made elsewhere is taken to be long enough.
    const isListed = subnets.kind === 'unknown' || (counted.kind === 'unknown' && counted.shape === 'list');
    const count = isListed ? peek(counted) : need(counted);
    if (count === undefined) return;
    const named = knownIn(subnets);
    if (named.some((subnet) => need(subnet.outsideRegion))) return;
    if (count < 2) {
      // Whoever names the zone may name a Local Zone, where one subnet is enough.
      for (const { zone } of named) {
        const source = peek(zone)?.source;
        if (source) need(source);
      }
      return {
        message: `\`${loadBalancer.id}\` is given ${count === 0 ? 'no subnet' : '1 subnet'}, and an Application Load Balancer needs 2 in different Availability Zones`,
        // A subnet of an Outpost or a Local Zone would be enough on its own.
        ...(named.length < count && { confidence: 'likely' as const }),
        at: [subnets, count === 0 ? 'no subnet is named' : 'the only subnet'],
      };
    }

    const pair = pairIn(named, (left, right) => peek(sameZone(left, right)));
    if (!pair) {
      pairIn(named, (left, right) => need(sameZone(left, right)));
      return;
    }
    const [left, right] = pair;
    if (left === right)
      return {
        message: `\`${loadBalancer.id}\` is given \`${left.id}\` twice, and takes one subnet in each Availability Zone`,
        at: [subnets, `\`${left.id}\` is named twice`],
      };
    const zone = need(left.zone).name;
    return {
      message: `\`${loadBalancer.id}\` is given \`${left.id}\` and \`${right.id}\`, both in ${zone}, and takes one subnet in each Availability Zone`,
      at: [subnets, `two of these are in one Availability Zone`],
      because: [
        [left.zone, `\`${left.id}\` is in ${zone}`],
        [right.zone, `\`${right.id}\` is in ${zone} too`],
      ],
    };
  },
});

/** The first two subnets of which something holds. */
function pairIn(
  subnets: readonly Subnet[],
  holds: (left: Subnet, right: Subnet) => boolean | undefined,
): readonly [Subnet, Subnet] | undefined {
  for (const [index, left] of subnets.entries()) {
    const right = subnets.slice(index + 1).find((other) => holds(left, other));
    if (right) return [left, right];
  }
  return undefined;
}
