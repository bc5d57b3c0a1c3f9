import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'protocol-version-invalid',
  title: 'a target group has a protocol version that its kind of target group cannot have',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    \`ProtocolVersion\` is HTTP1, HTTP2 or GRPC, and the latter two exist for targets of type instance and ip only. Elastic Load Balancing refuses to create any other target group, and the
    stack rolls back.
  `,
  remedy: `
    Leave \`ProtocolVersion\` out, or write \`HTTP1\`, \`HTTP2\` or \`GRPC\` for targets of type \`instance\` or \`ip\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { protocolVersion, targetType } = targetGroup;
    const version = need(protocolVersion);
    if (!['HTTP1', 'HTTP2', 'GRPC'].includes(version))
      return {
        message: `\`${targetGroup.id}\` has protocol version ${show(protocolVersion)}, and AWS knows HTTP1, HTTP2 and GRPC`,
        at: [protocolVersion, 'none of HTTP1, HTTP2 and GRPC'],
      };
    if (version === 'HTTP1') return;
    const type = need(targetType);
    // A Lambda function's target group takes no version at all, which is another rule's to say.
    if (type !== 'alb') return;
    return {
      message: `\`${targetGroup.id}\` has protocol version ${show(protocolVersion)}, which targets of type ${show(targetType)} do not speak`,
      at: [protocolVersion, 'for targets of type instance or ip'],
      because: [[targetType, 'its targets are of this type']],
    };
  },
});
