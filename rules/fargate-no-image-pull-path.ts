import { type Ask, countOf, defineRule, httpGroupOf, knownIn, type Subnet, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'fargate-no-image-pull-path',
  title: 'Fargate tasks have no road to the registry that their image comes from',
  status: ['503', 'deploy'],
  during: 'always',
  severity: 'error',
  why: `
    A Fargate task pulls its image through its own network interface. Behind an internet gateway that takes a public
    address, and without an internet gateway a NAT gateway or VPC endpoints. With neither, the pull times out
    (\`CannotPullContainerError\`, \`ResourceInitializationError\`), the task stops before it starts, and ECS tries for
    ever. Nothing is ever registered in the target group, so the load balancer answers 503.
  `,
  remedy: `
    Set \`AssignPublicIp: ENABLED\` where the subnets lead to an internet gateway. Elsewhere, route \`0.0.0.0/0\` to a NAT
    gateway, or add VPC endpoints for \`ecr.api\`, \`ecr.dkr\`, \`logs\` and \`s3\`.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html',
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
  ],

  over: 'service',
  check(service, { need, peek }) {
    const network = need(service.network);
    if (!network || !need(service.fargate)) return;
    const subnets = knownIn(network.subnets);
    // Of subnets made elsewhere nobody here knows the routes.
    if (subnets.length === 0 || subnets.length !== peek(countOf(network.subnets))) return;
    const isPublic = need(network.assignPublicIp) === 'ENABLED';
    if (!need(httpGroupOf(service)) || subnets.some((subnet) => leadsOut(subnet, isPublic, peek))) return;
    if (subnets.map((subnet) => leadsOut(subnet, isPublic, need)).includes(true)) return;
    if (subnets.some((subnet) => hasEndpoint(subnet, need))) return;

    const gateway = subnets.find((subnet) => need(subnet.defaultRoute) === 'internet-gateway');
    const where = subnets.map(({ id }) => `\`${id}\``).join(' and ');
    const nowhere = `the route table of ${where} leads nowhere outside the VPC, which has no endpoint for ECR`;
    return {
      message: gateway
        ? `AssignPublicIp is ${show(network.assignPublicIp)}, so tasks of \`${service.id}\` have a private address only, and the one way out of ${where}, an internet gateway, does not take them to their image`
        : `tasks of \`${service.id}\` cannot pull their image: ${nowhere}`,
      severity: isPublic ? 'warning' : 'error',
      confidence: 'likely',
      at: gateway
        ? [network.assignPublicIp, 'tasks get a private address only']
        : [network.subnets, 'tasks run in these subnets'],
      because: subnets.slice(0, 3).map((subnet) => [subnet.defaultRoute, saysOf(subnet, need)]),
      ...(gateway && {
        fix: {
          title: 'give each task a public address',
          safety: 'review' as const,
          set: [set(network.assignPublicIp, 'ENABLED')],
        },
      }),
    };
  },
});

/** Whether packets for the internet get there: through a gateway that translates addresses, or with a public one. */
function leadsOut({ defaultRoute }: Subnet, isPublic: boolean, ask: Ask['peek']): boolean {
  const route = ask(defaultRoute);
  return route === 'nat' || route === 'other' || (isPublic && route === 'internet-gateway');
}

const hasEndpoint = ({ vpc }: Subnet, need: Ask['need']): boolean =>
  need(need(vpc).endpoints).some((service) => need(service).startsWith('ecr.'));

const saysOf = ({ defaultRoute }: Subnet, need: Ask['need']): string =>
  need(defaultRoute) === 'internet-gateway'
    ? 'leads to an internet gateway, which takes packets from public addresses only'
    : 'no route for `0.0.0.0/0`';
