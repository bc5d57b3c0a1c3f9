import { type Ask, defineRule, isDoneByAnother, type SecurityGroupRule, show, standsAround } from '../src/rule.ts';

export default defineRule({
  id: 'sg-rule-without-source',
  title: 'a security group rule names nobody to admit, so AWS leaves it out without a word',
  status: ['504', 'no answer'],
  during: 'always',
  severity: 'error',
  why: `
    A rule admits the peer that it names: a range of addresses, a prefix list or a security group. CloudFormation takes a
    rule that names none, the stack is created, and the rule is missing. Whoever was meant to come in on that port sends
    packets that are dropped: behind a load balancer that is a 504 after 10 seconds and health checks that fail with
    \`Target.Timeout\`; in front of it clients wait until they give up.
  `,
  remedy: `
    Name the peer: \`SourceSecurityGroupId\` (\`DestinationSecurityGroupId\` for egress) of the other side, or \`CidrIp\`.
  `,
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroupingress.html',
    'https://docs.aws.amazon.com/cdk/api/v1/python/aws_cdk.aws_ec2/CfnSecurityGroupIngress.html',
  ],

  over: 'securityGroupRule',
  check(written, { need, peek, same }) {
    const { group, direction, rule } = written;
    if (rule.peer.kind === 'unknown') {
      const { value } = rule.peer;
      // A rule that is one unknown as a whole may lack a source; the name of a group is one.
      if (same<unknown>(rule.protocol, value) === true) need(value);
    }
    if (rule.peer.kind !== 'none') return;
    const known = peek(group);
    const name = known ? `\`${known.id}\`` : 'a security group';
    const what = whatOf(rule, peek);
    const around = known && standsAround(known);
    const onRoad = around !== undefined && mayBeTcp(rule, peek);
    const done = onRoad ? peek(isDoneByAnother(written)) : undefined;
    const [aim, end, other] =
      direction === 'ingress' ? ['admit', 'source', 'egress'] : ['let out', 'destination', 'ingress'];
    const { misnamed } = rule.peer;
    const lack = misnamed
      ? `is to ${aim} ${what}, but names its ${end} as \`${misnamed}\`, which only ${other} rules have, so AWS adds no rule`
      : `is to ${aim} ${what}, but names no ${end}, so AWS adds no rule`;
    const statement = done ? `${lack}; another one is there for the same ports` : lack;
    return {
      message: `a rule of ${name} ${statement}`,
      statement: `a rule ${statement}`,
      ...(onRoad && done === undefined && { confidence: 'likely' as const }),
      severity: done ? 'info' : done === false ? 'error' : 'warning',
      status: done ? [] : onRoad && !(direction === 'ingress' && around === 'load balancer') ? ['504'] : ['no answer'],
      at: [rule, direction === 'ingress' ? 'no source: nobody is admitted' : 'no destination: nothing is let out'],
    };
  },
});

function whatOf({ protocol, fromPort, toPort }: SecurityGroupRule, peek: Ask['peek']): string {
  const [spoken, from, to] = [peek(protocol), peek(fromPort), peek(toPort)];
  if (spoken === '-1' || spoken === 'all') return 'every protocol';
  if (spoken === undefined) return 'a protocol';
  if (from === undefined || to === undefined) return `${show(protocol)} on its ports`;
  if (from === -1) return `${show(protocol)} on every port`;
  return from === to ? `${show(protocol)} on port ${show(fromPort)}` : `${show(protocol)} on ports ${from} to ${to}`;
}

/** Only TCP is spoken between clients, load balancer and targets. */
const mayBeTcp = ({ protocol }: SecurityGroupRule, peek: Ask['peek']): boolean =>
  /^(-1|all|tcp|6)$/i.test(peek(protocol) ?? 'tcp');
