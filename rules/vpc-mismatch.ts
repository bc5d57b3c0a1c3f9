import { type Ask, defineRule, over, type Problem, type SecurityGroup, type Subnet, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'vpc-mismatch',
  title: 'things that have to be in one VPC are in two',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A load balancer forwards only to target groups of its own VPC, whatever their targets' addresses: the listener or rule
    is rejected when it is created ("Target group … is in a different VPC than load balancer …"). A network interface
    takes only security groups of its subnet's VPC, so a load balancer or a task with a group of another VPC is rejected
    as well.
  `,
  remedy: `
    Let \`VpcId\` of the target group, of the security groups and of the subnets name the same VPC. Targets in a peered
    VPC are registered by IP address in a target group of the load balancer's VPC.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html',
    'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1045',
  ],

  over: 'route',
  check({ loadBalancer, targetGroup }, ask) {
    const { need, peek } = ask;
    // Of subnets and groups outside the sources nobody knows the VPC.
    const subnets = known(loadBalancer.subnets, peek);
    const own = targetGroup.vpc.kind === 'defaulted' ? undefined : targetGroup.network;
    const elsewhere = subnets.find(({ network }) => network && differ(network, own, ask));
    const problem: Problem | undefined = own &&
      elsewhere?.network && {
        message: `\`${targetGroup.id}\` is in VPC \`${need(own)}\`, but \`${loadBalancer.id}\`, which forwards to it, is in \`${need(elsewhere.network)}\``,
        at: [own, 'the VPC of the target group'],
        because: [[elsewhere.network, `the VPC of \`${elsewhere.id}\`, a subnet of the load balancer`]],
      };
    const groups = strangers(loadBalancer.id, known(loadBalancer.securityGroups, peek), subnets, ask);
    return problem ? [problem, ...groups] : groups;
  },

  and: over('service', ({ id, network }, ask) => {
    const { peek } = ask;
    const configured = peek(network);
    if (!configured) return;
    return strangers(id, known(configured.securityGroups, peek), known(configured.subnets, peek), ask);
  }),
});

/** The security groups that are in another VPC than the subnets. */
function strangers(
  owner: string,
  groups: readonly SecurityGroup[],
  subnets: readonly Subnet[],
  ask: Ask,
): readonly Problem[] {
  const [subnet] = subnets;
  return groups.flatMap((group): readonly Problem[] => {
    if (!subnet?.network || !group.network || !differ(subnet.network, group.network, ask)) return [];
    return [
      {
        message: `\`${owner}\` has security group \`${group.id}\` of VPC \`${ask.need(group.network)}\`, but its subnets are in \`${ask.need(subnet.network)}\``,
        at: [group.network, `the VPC of \`${group.id}\``],
        because: [[subnet.network, `the VPC of \`${subnet.id}\``]],
      },
    ];
  });
}

const differ = (a: Value<string>, b: Value<string> | undefined, { need, same }: Ask): boolean =>
  b !== undefined && same(a, b) !== true && need(a) !== need(b);

const known = <T extends { readonly exists: boolean }>(
  list: Value<readonly Value<T>[]>,
  peek: Ask['peek'],
): readonly T[] => (peek(list) ?? []).flatMap((item) => peek(item) ?? []);
