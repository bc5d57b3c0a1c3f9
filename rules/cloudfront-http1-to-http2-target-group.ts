import { type CacheBehavior, defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'cloudfront-http1-to-http2-target-group',
  title: 'CloudFront speaks HTTP/1.1 to a load balancer whose target group takes HTTP/2 only',
  status: ['464'],
  during: 'always',
  severity: 'warning',
  why: `
    Whatever viewers speak to CloudFront, CloudFront asks its origins over HTTP/1.1; only gRPC calls travel on over
    HTTP/2, where the cache behavior enables them. A target group with \`ProtocolVersion\` HTTP2 or GRPC takes nothing
    that arrives over HTTP/1.1: the load balancer answers 464, and CloudFront hands that on to the viewer.
  `,
  remedy: `
    Let the target group speak \`ProtocolVersion: HTTP1\`, or, for gRPC, set \`GrpcConfig: { Enabled: true }\` on the
    cache behavior.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-http-versions',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-using-grpc.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-464-issues',
  ],

  over: 'distribution',
  check({ distribution, routes }, { need, peek }) {
    return routes.flatMap(({ loadBalancer, targetGroup, listener, rule }) => {
      const version = need(targetGroup.protocolVersion);
      if (version !== 'HTTP2' && version !== 'GRPC') return [];
      // A rule may be there for clients that come past CloudFront.
      if (rule) return [];
      const origin = need(distribution.origins).find((each) => peek(each.loadBalancer) === loadBalancer);
      if (!origin || need(origin.httpsPort) !== need(listener.port)) return [];
      const id = need(origin.id);
      const served = need(distribution.behaviors).filter((behavior) => need(behavior.originId) === id);
      if (served.length === 0 || (version === 'GRPC' && served.some((behavior: CacheBehavior) => need(behavior.grpc))))
        return [];
      return {
        message: `\`${distribution.id}\` speaks HTTP/1.1 to \`${loadBalancer.id}\`, but \`${targetGroup.id}\` behind it takes ${show(targetGroup.protocolVersion)} only`,
        confidence: 'likely',
        at: [targetGroup.protocolVersion, 'HTTP/1.1 requests for this target group are answered 464'],
        because: [[origin.loadBalancer, 'CloudFront sends its requests here']],
      } as const;
    });
  },
});
