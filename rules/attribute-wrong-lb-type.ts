import {
  type Ask,
  defineRule,
  foreignAttributes,
  isHttp,
  type LoadBalancer,
  over,
  type Problem,
  type TargetGroup,
} from '../src/rule.ts';

export default defineRule({
  id: 'attribute-wrong-lb-type',
  title: 'an attribute is for another kind of load balancer or target',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Which attributes there are depends on the kind of load balancer and on the kind of target. Elastic Load Balancing
    rejects those of other kinds with the same words as a key that does not exist at all: "… attribute key '…' is not
    recognized". Creating or updating the resource fails.
  `,
  remedy: `
    Remove the attribute.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    if (targetGroup.attributes.keys.kind === 'defaulted') return;
    const lambda = need(targetGroup.targetType) === 'lambda';
    if (!lambda && !isHttp(need(targetGroup.protocol))) return;
    return lambda
      ? foreign(targetGroup, 'function', 'registers a function', need)
      : foreign(targetGroup, 'HTTP target group', 'is of an Application Load Balancer and has no function', need);
  },
  and: over('loadBalancer', ({ loadBalancer }, { need }) => {
    if (loadBalancer.attributes.keys.kind === 'defaulted' || need(loadBalancer.kind) !== 'application') return;
    return foreign(loadBalancer, 'Application Load Balancer', 'is an Application Load Balancer', need);
  }),
});

function foreign(
  holder: LoadBalancer | TargetGroup,
  kind: Parameters<typeof foreignAttributes>[0],
  is: string,
  need: Ask['need'],
): readonly Problem[] {
  const known = foreignAttributes(kind);
  return need(holder.attributes.keys).flatMap((key) => {
    const text = need(key);
    const owner = known.get(text);
    return owner === undefined
      ? []
      : [
          {
            message: `\`${holder.id}\` ${is}, but \`${text}\` is for ${owner}`,
            at: [key, `for ${owner} only`] as const,
          },
        ];
  });
}
