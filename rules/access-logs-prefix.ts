import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'access-logs-prefix',
  title: 'the prefix of the logs is one that Elastic Load Balancing does not take',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Elastic Load Balancing puts a slash and \`AWSLogs/account-id/\` after the prefix by itself, so the prefix "cannot start
    or end with '/'" and must not hold \`AWSLogs\`. It rejects the attribute otherwise. CloudFormation has been seen to
    swallow that error while it creates a load balancer, which then has no logs at all.
  `,
  remedy: `
    Write the prefix without slashes at its ends and without \`AWSLogs\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html',
    'https://github.com/ansible/ansible/issues/55147',
    'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1928',
  ],

  over: 'logDelivery',
  check({ loadBalancer, delivery }, { need }) {
    const { enabled, prefix, kind } = delivery;
    if (enabled.kind === 'defaulted' || !need(enabled)) return;
    const text = need(prefix) ?? '';
    const slash = text.startsWith('/') || text.endsWith('/');
    if (!slash && !text.includes('AWSLogs')) return;
    if (need(loadBalancer.kind) !== 'application') return;
    const without = text
      .split('/')
      .filter((part) => part !== '' && part !== 'AWSLogs')
      .join('/');
    const accepted = without !== '' && !without.includes('AWSLogs');
    return {
      message: slash
        ? `${kind} logs of \`${loadBalancer.id}\` have the prefix \`${text}\`, which may neither start nor end with a slash`
        : `${kind} logs of \`${loadBalancer.id}\` have the prefix \`${text}\`, to which Elastic Load Balancing adds \`AWSLogs\` itself`,
      at: [prefix, 'rejected as a prefix'],
      because: [[enabled, `turns ${kind} logs on`]],
      ...(accepted && {
        fix: {
          title: `use the prefix \`${without}\``,
          safety: 'review' as const,
          set: [{ value: prefix, to: without }],
        },
      }),
    };
  },
});
