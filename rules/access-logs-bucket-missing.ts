import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'access-logs-bucket-missing',
  title: 'logs are turned on, and no bucket is named to write them to',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Access logs, connection logs and health check logs each need a bucket of their own to be named. Elastic Load Balancing
    rejects attributes that turn them on without one, so creating or updating the load balancer fails.
  `,
  remedy: `
    Name the bucket in the attribute that ends in \`.s3.bucket\`, or set the one that ends in \`.s3.enabled\` to \`false\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html',
  ],

  over: 'logDelivery',
  check({ loadBalancer, delivery }, { need }) {
    const { enabled, bucketName, named, kind, key } = delivery;
    if (enabled.kind === 'defaulted' || !need(enabled) || need(named)) return;
    // An empty default is filled in by whoever turns logs on.
    if (bucketName.via.some((hop) => hop.kind === 'parameter-default')) return;
    if (need(loadBalancer.kind) !== 'application') return;
    return {
      message: `\`${loadBalancer.id}\` has ${kind} logs turned on, but \`${key}.bucket\` names no bucket`,
      at: [enabled, `turns ${kind} logs on`],
      because: [[bucketName, 'names no bucket']],
    };
  },
});
