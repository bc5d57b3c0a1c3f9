import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'sg-protocol-needs-ports',
  title: 'a security group rule for TCP or UDP leaves out its ports',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A rule for TCP or UDP needs both ends of its range of ports, also for a single port and for all of them. EC2 answers
    "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange", the security group is not
    created, and the stack rolls back.
  `,
  remedy: `
    Write \`FromPort\` and \`ToPort\`: the same port twice, or 0 and 65535 for all of them.
  `,
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroupingress.html',
    'https://github.com/aws-cloudformation/cfn-lint/issues/1323',
  ],
  also: ['cfn-lint E3687'],

  over: 'securityGroupRule',
  check({ group, rule: { protocol, fromPort, toPort } }, { need, peek }) {
    const missing = [
      ...(fromPort.kind === 'defaulted' ? ['`FromPort`'] : []),
      ...(toPort.kind === 'defaulted' ? ['`ToPort`'] : []),
    ];
    if (missing.length === 0 || !/^(tcp|udp|6|17)$/i.test(need(protocol))) return;
    const known = peek(group);
    return {
      message: `a rule of ${known ? `\`${known.id}\`` : 'a security group'} is for ${show(protocol)}, but has no ${missing.join(' and no ')}`,
      at: [protocol, 'takes a range of ports'],
    };
  },
});
