import { type AdvancedConfiguration, type Ask, defineRule, isHttp, type Problem, type Service } from '../src/rule.ts';

export default defineRule({
  id: 'bluegreen-listener-instead-of-rule',
  title: 'a blue/green deployment is given a listener where ECS takes a listener rule',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    On an Application Load Balancer ECS moves traffic by changing the weights of a listener rule; only a Network Load
    Balancer has its listener named. ECS looks at the ARN and refuses a listener of the former: "productionListenerRule
    has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB". The service is not created. The default
    action of a listener is no rule that a template could name.
  `,
  remedy: `
    Name an \`AWS::ElasticLoadBalancingV2::ListenerRule\` that forwards to both target groups, the idle one with weight 0. A
    rule with the path \`/*\` stands in for the default action.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AdvancedConfiguration.html',
  ],

  over: 'service',
  check(service, ask) {
    return ask
      .need(service.attachments)
      .flatMap(({ advanced }) => (advanced && ask.need(advanced)) ?? [])
      .flatMap((configuration) => [
        ...misnamed(service, configuration, 'production', ask),
        ...misnamed(service, configuration, 'test', ask),
      ]);
  },
});

function misnamed(
  { id }: Service,
  configuration: AdvancedConfiguration,
  traffic: 'production' | 'test',
  { need }: Ask,
): readonly Problem[] {
  const named = need(configuration[traffic]);
  // Only listeners of Application Load Balancers speak HTTP.
  if (!named || 'listener' in named || !isHttp(need(named.protocol))) return [];
  return [
    {
      message: `\`${id}\` names the listener \`${named.id}\` for its ${traffic} traffic, but ECS moves traffic of an Application Load Balancer by a listener rule`,
      at: [configuration[traffic], 'a listener, not a rule of one'],
      because: [[named.protocol, 'a listener of an Application Load Balancer']],
    },
  ];
}
