import { type Ask, defineRule, type LoadBalancer, over, type Problem, show, type TargetGroup } from '../src/rule.ts';

export default defineRule({
  id: 'attribute-duplicate',
  title: 'an attribute is written twice, with different values',
  status: ['deploy'],
  during: 'deploy',
  severity: 'warning',
  why: `
    Attributes are a set for CloudFormation, which need not keep the order they are written in. Of two values for one key
    one at most can take effect, and nothing says that it is the last. Where the two come from different hands, such as a
    module and an override, the resource may change with an update that does not touch either.
  `,
  remedy: `
    Keep one of them.
  `,
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-loadbalancer.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-targetgroup.html',
    'https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html',
  ],

  over: 'loadBalancer',
  check: ({ loadBalancer }, ask) => twice(loadBalancer, ask),
  and: over('targetGroup', ({ targetGroup }, ask) => twice(targetGroup, ask)),
});

function twice(holder: LoadBalancer | TargetGroup, { need }: Ask): readonly Problem[] {
  const problems: Problem[] = [];
  const pairs = need(holder.attributes.pairs);
  if (pairs.length < 2) return [];
  for (const [index, later] of pairs.entries()) {
    const earlier = pairs.slice(0, index).find(({ key }) => need(key) === need(later.key));
    if (!earlier || need(earlier.setting) === need(later.setting)) continue;
    problems.push({
      message: `\`${holder.id}\` sets \`${need(later.key)}\` to ${show(earlier.setting)} and to ${show(later.setting)}, one of which is lost`,
      confidence: 'likely',
      at: [later.setting, 'the second value'],
      because: [[earlier.setting, 'the first value']],
    });
  }
  return problems;
}
