import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'cloudfront-origin-timeout-below-idle-timeout',
  title: 'CloudFront gives up before the load balancer does',
  status: ['460'],
  during: 'load',
  severity: 'info',
  profile: 'strict',
  why: `
    CloudFront waits 30 seconds for an answer of its origin unless \`OriginReadTimeout\` says otherwise, the load balancer
    waits for its target as long as its idle timeout says. A request that takes longer than the first but not the second
    is abandoned by CloudFront, which answers 504 to the viewer and closes the connection. The load balancer logs a 460, a
    client that went away, and nothing of it looks like a time-out of your own.
  `,
  remedy: `
    Set \`OriginReadTimeout\` above the load balancer's idle timeout, so that there is one limit that decides, or lower the
    idle timeout to it. How long CloudFront can wait at most is a quota of the account.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-460-issues',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomOriginConfig.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-504-gateway-timeout.html',
  ],

  over: 'distribution',
  check({ distribution }, { need, peek }) {
    return need(distribution.origins).flatMap(({ loadBalancer, readTimeout }) => {
      const balancer = peek(loadBalancer);
      if (!balancer || need(balancer.kind) !== 'application') return [];
      const { idleTimeout, id } = balancer;
      if (need(readTimeout) >= need(idleTimeout)) return [];
      const statement = `CloudFront waits ${show(readTimeout, ' s')} for an answer, the load balancer ${show(idleTimeout, ' s')}`;
      return [
        {
          message: `\`${distribution.id}\` in front of \`${id}\`: ${statement}`,
          statement,
          at: [readTimeout, 'CloudFront answers 504 after this'] as const,
          because: [[idleTimeout, 'the load balancer still waits']] as const,
        },
      ];
    });
  },
});
