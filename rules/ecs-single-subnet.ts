import { countOf, defineRule, httpGroupOf } from '../src/rule.ts';

export default defineRule({
  id: 'ecs-single-subnet',
  title: 'every task runs in one subnet, so in one Availability Zone',
  status: ['503'],
  during: 'interruption',
  severity: 'info',
  profile: 'strict',
  why: `
    A subnet lies in one Availability Zone. When that zone fails, or its subnet runs out of addresses, no task is left
    and none can be started elsewhere: the load balancer, whose nodes in the other zones still answer, answers 503. With
    cross-zone load balancing off, those nodes answer 503 all the time, since their own zone has no target.
  `,
  remedy: `
    Name subnets of two or more Availability Zones in the service's network configuration.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html',
  ],

  over: 'service',
  check(service, { need, peek }) {
    const network = need(service.network);
    if (!network || peek(countOf(network.subnets)) !== 1 || !need(httpGroupOf(service))) return;

    const statement = 'tasks run in one subnet only, so in one Availability Zone';
    return {
      message: `\`${service.id}\`: ${statement}`,
      statement,
      at: [network.subnets, 'the only subnet'],
    };
  },
});
