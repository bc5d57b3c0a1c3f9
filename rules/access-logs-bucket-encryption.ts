import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'access-logs-bucket-encryption',
  title: 'the bucket for the logs encrypts with a key of AWS KMS, which Elastic Load Balancing does not support',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Logs are written from outside of the account, and the only encryption that is supported for them is that with keys of
    Amazon S3 (SSE-S3). With AWS KMS as the bucket's default the test file that is written when logs are turned on is
    refused: "Access Denied for bucket: …. Please check S3bucket permission", and the stack rolls back.
  `,
  remedy: `
    Set \`SSEAlgorithm\` of the bucket to \`AES256\`, or leave \`BucketEncryption\` out, which means the same.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html',
    'https://github.com/aws/aws-cdk/issues/21947',
  ],

  over: 'logDelivery',
  check({ loadBalancer, delivery }, { need, peek }) {
    const { enabled, kind } = delivery;
    if (enabled.kind === 'defaulted') return;
    const bucket = peek(delivery.bucket);
    if (!bucket?.exists || !need(enabled) || need(loadBalancer.kind) !== 'application') return;
    const { encryption } = bucket;
    if (!/^aws:kms/.test(need(encryption))) return;
    return {
      message: `\`${loadBalancer.id}\` writes ${kind} logs to \`${bucket.id}\`, which encrypts with ${show(encryption)}, but only AES256 is supported`,
      confidence: 'likely',
      at: [encryption, 'the default of the bucket'],
      because: [[delivery.bucket, `${kind} logs go here`]],
    };
  },
});
