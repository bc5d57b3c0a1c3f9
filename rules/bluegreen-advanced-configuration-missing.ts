import { type Ask, type Attachment, defineRule, type Problem, type Service, show, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'bluegreen-advanced-configuration-missing',
  title: 'ECS is to move traffic between two target groups, but is told of one only, or not how',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    With the strategies \`BLUE_GREEN\`, \`LINEAR\` and \`CANARY\` ECS starts the new tasks in a second target group and
    then changes the weights of a listener rule. Which target group and which rule, and the role that may change it,
    stand in the \`AdvancedConfiguration\` of each load balancer entry. Without it the service is neither created nor
    updated: "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment
    strategy". Even with \`ROLLING\` either all entries have it or none.
  `,
  remedy: `
    Give every entry an \`AdvancedConfiguration\` with \`AlternateTargetGroupArn\`, \`ProductionListenerRule\` and
    \`RoleArn\`, a role that \`ecs.amazonaws.com\` may assume with the policy
    \`AmazonECSInfrastructureRolePolicyForLoadBalancers\`.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-service-advancedconfiguration.html',
  ],

  over: 'service',
  check(service, ask) {
    const { need } = ask;
    const entries = need(service.attachments).filter(({ loadBalancerName }) => need(loadBalancerName) === undefined);
    if (entries.length === 0 || need(service.deploymentController) !== 'ECS') return;
    const moves = need(service.deploymentStrategy) !== 'ROLLING';
    const without = entries.filter(({ advanced }) => advanced && need(advanced) === undefined);
    if (!moves) return without.length < entries.length ? without.map((entry) => someOnly(service, entry)) : undefined;
    return entries.flatMap((entry) =>
      without.includes(entry) ? [nothing(service, entry, ask)] : incomplete(service, entry, ask),
    );
  },
});

const groupOf = ({ targetGroup }: Attachment, peek: Ask['peek']): string => {
  const group = peek(targetGroup);
  return group ? ` for \`${group.id}\`` : '';
};

const someOnly = ({ id }: Service, entry: Attachment): Problem => ({
  message: `one load balancer entry of \`${id}\` has an advanced configuration and another has none, but ECS takes it for all or for none`,
  at: [entry, 'has no AdvancedConfiguration'],
});

const nothing = (service: Service, entry: Attachment, { peek }: Ask): Problem => ({
  message: `\`${service.id}\` is deployed with the strategy ${show(service.deploymentStrategy)}, but its load balancer entry${groupOf(entry, peek)} names no second target group and no listener rule to move traffic with`,
  at: [entry, 'has no AdvancedConfiguration'],
  because: [[service.deploymentStrategy, 'moves traffic from one target group to another']],
});

function incomplete(service: Service, entry: Attachment, { need, peek }: Ask): readonly Problem[] {
  const advanced = entry.advanced && need(entry.advanced);
  if (!advanced) return [];
  const lacks = (what: string, label: string, confidence?: 'likely'): Problem => ({
    message: `\`${service.id}\` is deployed with the strategy ${show(service.deploymentStrategy)}, but its load balancer entry${groupOf(entry, peek)} names ${what}`,
    ...(confidence && { confidence }),
    at: [advanced, label],
    because: [[service.deploymentStrategy, 'moves traffic from one target group to another']],
  });
  if (isAbsent(entry.alternateTargetGroup))
    return [lacks('no second target group for the new tasks', 'no AlternateTargetGroupArn')];
  if (isAbsent(advanced.production))
    return [lacks('no listener rule whose weights ECS can change', 'no ProductionListenerRule', 'likely')];
  if (isAbsent(advanced.role)) return [lacks('no role that lets ECS change its listener rule', 'no RoleArn', 'likely')];
  return [];
}

const isAbsent = ({ kind }: Value<unknown>): boolean => kind === 'defaulted';
