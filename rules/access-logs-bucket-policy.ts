import {
  type Ask,
  type Bucket,
  defineRule,
  type Grant,
  grantOf,
  type Label,
  type LogDeliveryUse,
} from '../src/rule.ts';

export default defineRule({
  id: 'access-logs-bucket-policy',
  title: 'the load balancer may not write its logs to the bucket that it names, or not yet',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    When logs are turned on, Elastic Load Balancing writes a test file to the bucket, below
    \`prefix/AWSLogs/account-id/\`. It does so as the service \`logdelivery.elasticloadbalancing.amazonaws.com\` or, in older
    Regions, from an account of its own. Where the policy of the bucket does not allow that, or is attached a moment
    later than the load balancer is created, the answer is "Access Denied for bucket: …. Please check S3bucket
    permission", and the stack rolls back.
  `,
  remedy: `
    Allow \`s3:PutObject\` below \`AWSLogs/\` and the account's id, after the prefix if there is one, to the service
    \`logdelivery.elasticloadbalancing.amazonaws.com\` in an \`AWS::S3::BucketPolicy\`, and let the load balancer depend
    on that policy.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html',
    'https://github.com/aws/copilot-cli/issues/4169',
  ],

  over: 'logDelivery',
  check(use, { need, peek }) {
    const { loadBalancer, delivery, policies, mayGrant } = use;
    const { enabled, bucketName, kind } = delivery;
    if (enabled.kind === 'defaulted' || bucketName.kind === 'defaulted') return;
    // Buckets that are made elsewhere have their policies there.
    const bucket = peek(delivery.bucket);
    if (!bucket?.exists || !need(enabled) || need(loadBalancer.kind) !== 'application') return;
    const at = [
      bucketName.kind === 'known' ? bucketName : delivery.bucket,
      `${kind} logs go to \`${bucket.id}\``,
    ] as const;

    const granting = policies.filter((policy) => need(grantOf(policy, bucket, delivery)).kind === 'granted');
    const [first] = granting;
    if (!first) {
      for (const granter of mayGrant) need(granter);
      return refusal(use, bucket, at, need);
    }
    if (granting.some((policy) => loadBalancer.comesAfter(policy))) return;
    const free = granting.find((policy) => !policy.comesAfter(loadBalancer));
    const waits = peek(loadBalancer.dependsOn);
    return {
      message: free
        ? `\`${loadBalancer.id}\` writes ${kind} logs to \`${bucket.id}\` without waiting for \`${free.id}\`, which allows it`
        : `\`${loadBalancer.id}\` writes ${kind} logs to \`${bucket.id}\`, but \`${first.id}\`, which allows it, is created after \`${loadBalancer.id}\``,
      ...(free && { severity: 'warning' as const }),
      at,
      because: [[free ?? first, free ? 'may be created later' : `waits for \`${loadBalancer.id}\`, which it names`]],
      // What another template creates is nothing that this one can name.
      ...(free &&
        free.span.file === loadBalancer.span.file &&
        waits === undefined && {
          fix: {
            title: `create \`${free.id}\` first`,
            safety: 'safe' as const,
            set: [{ value: loadBalancer.dependsOn, to: free.id }],
          },
        }),
    };
  },
});

/** What the policies say instead of what is needed. */
function refusal({ loadBalancer, delivery, policies }: LogDeliveryUse, bucket: Bucket, at: Label, need: Ask['need']) {
  const { kind, prefix } = delivery;
  const grants = policies.map((policy) => ({ policy, grant: need(grantOf(policy, bucket, delivery)) }));
  const [near] = [...grants].sort((a, b) => nearness[b.grant.kind] - nearness[a.grant.kind]);
  const writes = `\`${loadBalancer.id}\` writes ${kind} logs to \`${bucket.id}\``;
  if (!near)
    return {
      message: `${writes}, which has no policy that allows it`,
      at,
      because: [[bucket, 'has no policy'] as const],
    };
  const { grant, policy } = near;
  const folder = need(prefix) ? `${need(prefix)}/AWSLogs/` : 'AWSLogs/';
  switch (grant.kind) {
    case 'elsewhere':
      return {
        message: `${writes} below \`${folder}\`, but \`${policy.id}\` allows it below \`${folderOf(grant.key)}\``,
        at,
        because: [[grant, 'where it may write'] as const],
      };
    case 'others':
      return {
        message: `${writes}, but \`${policy.id}\` lets ${grant.name} write there`,
        at,
        because: [[grant, 'does not name Elastic Load Balancing'] as const],
      };
    default:
      return {
        message: `${writes}, but \`${policy.id}\` does not allow it`,
        at,
        because: [[policy, 'lets nobody write objects'] as const],
      };
  }
}

const nearness: Readonly<Record<Grant['kind'], number>> = { granted: 3, elsewhere: 2, others: 1, nothing: 0 };

/** The folder a pattern of objects begins with. */
const folderOf = (key: string): string => /^[\w\-./]*\//.exec(key)?.[0] ?? key;
