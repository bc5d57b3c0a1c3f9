import {
  type Ask,
  type AttributeHolder,
  attributeMeant,
  defineRule,
  isAttributeOf,
  type LoadBalancer,
  over,
  type Problem,
  set,
  type TargetGroup,
} from '../src/rule.ts';

export default defineRule({
  id: 'attribute-unknown-key',
  title: 'an attribute has a key that Elastic Load Balancing does not know',
  status: ['deploy'],
  during: 'deploy',
  severity: 'warning',
  why: `
    Attributes are pairs of texts, so neither CloudFormation nor an editor notices a slip in a key. Elastic Load Balancing
    does: "Load balancer attribute key '…' is not recognized", and the stack fails. This is said only of keys that are
    nearly a known one, or known for another kind of resource, since AWS adds keys now and then.
  `,
  remedy: `
    Use a key that the API reference lists for this kind of resource.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html',
  ],

  over: 'loadBalancer',
  check: ({ loadBalancer }, { need }) => unknownKeys(loadBalancer, 'load balancer', need),
  and: over('targetGroup', ({ targetGroup }, { need }) => unknownKeys(targetGroup, 'target group', need)),
});

function unknownKeys(
  holder: LoadBalancer | TargetGroup,
  kind: 'load balancer' | 'target group',
  need: Ask['need'],
): readonly Problem[] {
  return need(holder.attributes.keys).flatMap((key): readonly Problem[] => {
    const text = need(key);
    if (isAttributeOf(kind, text)) return [];
    const owner = owners.find((other) => isAttributeOf(other, text));
    if (owner)
      return [
        {
          message: `\`${holder.id}\` is a ${kind}, but \`${text}\` is an attribute of ${owner}s`,
          at: [key, `known for ${owner}s`],
        },
      ];
    const meant = attributeMeant(kind, text);
    if (meant === undefined) return [];
    return [
      {
        message: `\`${holder.id}\` has the attribute \`${text}\`, which Elastic Load Balancing does not know; the nearest one is \`${meant}\``,
        confidence: 'likely',
        at: [key, 'nobody knows this key'],
        fix: { title: `write \`${meant}\``, safety: 'review', set: [set(key, meant)] },
      },
    ];
  });
}

const owners: readonly AttributeHolder[] = ['load balancer', 'target group', 'listener'];
