import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'sg-port-range-inverted',
  title: 'a security group rule has a range of ports that ends before it begins',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    \`FromPort\` is the start of the range and \`ToPort\` its end. EC2 refuses to authorize a TCP or UDP rule whose start
    is greater than its end, so the security group is not created and the stack rolls back.
  `,
  remedy: `
    Write the smaller port as \`FromPort\`.
  `,
  references: ['https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html'],

  over: 'securityGroupRule',
  check({ group, rule: { protocol, fromPort, toPort } }, { need, peek, same }) {
    if (!/^(tcp|udp|6|17)$/i.test(need(protocol)) || same(fromPort, toPort) === true) return;
    const [from, to] = [need(fromPort), need(toPort)];
    if (to < 0 || from <= to) return;
    const known = peek(group);
    return {
      message: `a rule of ${known ? `\`${known.id}\`` : 'a security group'} begins at port ${show(fromPort)} and ends at port ${show(toPort)}, which comes before it`,
      at: [fromPort, 'the range begins here'],
      because: [[toPort, 'and ends before it']],
      fix: {
        title: `open ports ${to} to ${from}`,
        safety: 'safe',
        set: [set(fromPort, to), set(toPort, from)],
      },
    };
  },
});
