import { defineRule } from '../src/rule.ts';

const narrowing = new Set(['path-pattern', 'http-header', 'http-request-method']);

export default defineRule({
  id: 'grpc-target-group-catch-all-route',
  title: 'requests that are no gRPC calls reach a gRPC target group',
  status: ['464'],
  during: 'always',
  severity: 'info',
  profile: 'strict',
  why: `
    A gRPC call is a POST over HTTP/2. Whatever else reaches a target group with \`ProtocolVersion: GRPC\`, a browser's
    GET, a monitoring probe over HTTP/1.1, is answered 464 by the load balancer. As a default action, or behind a rule
    that looks at the host alone, the target group gets all of these, and the 464s drown those that mean something.
  `,
  remedy: `
    Forward to the gRPC target group by rule, on the service's path (\`/package.Service/*\`) or on the header
    \`content-type: application/grpc*\`, and let the default action answer the rest.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-464-issues',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version',
  ],

  over: 'route',
  check({ rule, listener, targetGroup }, { need }) {
    if (need(targetGroup.protocolVersion) !== 'GRPC') return;
    if (rule && need(rule.conditions).some(({ field }) => narrowing.has(need(field)))) return;
    const statement = 'takes gRPC calls only, so every other request that is sent there is answered 464';
    return {
      message: `\`${targetGroup.id}\` ${statement}, and \`${(rule ?? listener).id}\` asks neither for a path nor for a content type`,
      statement,
      at: [targetGroup.protocolVersion, 'GET and HTTP/1.1 are answered 464'],
      because: [rule ? [rule.conditions, 'admits more than gRPC'] : [listener.defaultActions, 'admits everything']],
    };
  },
});
