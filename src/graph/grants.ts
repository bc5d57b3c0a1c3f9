import { isSurely, type Unknown } from '../value.ts';
import type { Referrer, Resource } from './entities.ts';
import type { LambdaPermission } from './lambda.ts';
import type { LoadBalancer, TargetGroup } from './load-balancing.ts';
import type { BucketPolicy } from './logs.ts';
import type { LambdaTargetUse, LogDeliveryUse, Reached } from './subjects.ts';

/** Custom resources, nested stacks and connectors, which may grant what no resource of the sources does. */
const mayGrant = /^(Custom::|AWS::CloudFormation::|AWS::Serverless::(Connector|Application)$)/;

/** The functions that a target group lists. */
export function lambdaTargets(
  targetGroup: TargetGroup,
  permissions: readonly LambdaPermission[],
  unseen: readonly Unknown[],
): Reached<LambdaTargetUse> {
  const { targetType, targets } = targetGroup;
  if (!isSurely<string>(targetType, 'lambda') || targets.kind === 'unknown') return { subjects: [], gaps: [] };
  return {
    subjects: targets.value.map((target) => {
      const { invocation } = target;
      const invoked = invocation.kind === 'unknown' ? undefined : invocation.value?.function;
      return {
        targetGroup,
        target,
        permissions: permissions.filter(({ exists }) => exists),
        mayPermit: [...(invoked ? grantersOf(invoked) : []), ...unseen],
      };
    }),
    gaps: [],
  };
}

/** The logs of a load balancer. */
export function logDeliveries(
  loadBalancer: LoadBalancer,
  policies: readonly BucketPolicy[],
  unseen: readonly Unknown[],
): Reached<LogDeliveryUse> {
  return {
    subjects: loadBalancer.logs.map((delivery) => {
      const bucket = delivery.bucket.kind === 'unknown' ? undefined : delivery.bucket.value;
      return {
        loadBalancer,
        delivery,
        policies: policies.filter(
          (policy) => policy.exists && (policy.bucket.kind === 'unknown' || policy.bucket.value === bucket),
        ),
        mayGrant: [...(bucket ? grantersOf(bucket) : []), ...unseen],
      };
    }),
    gaps: [],
  };
}

const grantersOf = (resource: Resource): readonly Unknown[] =>
  resource.referrers.filter(({ type }) => mayGrant.test(type)).map((referrer) => use(referrer, resource));

const use = ({ id }: Referrer, { id: given, span }: Resource): Unknown => ({
  kind: 'unknown',
  reason: { kind: 'runtime', name: `what ${id} does with ${given}` },
  symbol: `use(${given}, ${id})`,
  span,
  via: [],
});
