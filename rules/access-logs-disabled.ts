import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'access-logs-disabled',
  title: 'the load balancer keeps no access logs, which are what tells the causes of an error apart',
  status: ['502', '503', '504'],
  during: 'always',
  severity: 'info',
  profile: 'strict',
  why: `
    A 502 of the load balancer looks the same to clients whether the target closed the connection, sent malformed headers
    or was never reached. The access log has a line for each request, with the status code of the target beside the one
    that was sent, how long each part took, and \`error_reason\`. What was not logged cannot be looked up later.
  `,
  remedy: `
    Set \`access_logs.s3.enabled\` and \`access_logs.s3.bucket\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-deliverysource.html',
  ],
  also: ['checkov CKV_AWS_91'],

  over: 'logDelivery',
  check({ loadBalancer, delivery }, { need }) {
    const { enabled, kind } = delivery;
    if (kind !== 'access' || need(enabled) || need(loadBalancer.kind) !== 'application') return;
    // Which is how logs are sent to CloudWatch Logs.
    if (loadBalancer.referrers.some(({ type }) => type === 'AWS::Logs::DeliverySource')) return;
    const statement = 'access logs are off, so that the causes of a 502, 503 or 504 cannot be told apart afterwards';
    return { message: `\`${loadBalancer.id}\`: ${statement}`, statement, at: [enabled, 'no access logs'] };
  },
});
