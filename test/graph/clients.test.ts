import { describe, expect, test } from 'vitest';
import listenerPortClosed from '../../rules/sg-alb-listener-port-closed.ts';
import { lint } from '../../src/lint.ts';
import { https, rule } from './https.ts';

// Whether anybody is admitted to the port 443 that a load balancer listens on.

function answer(rules: readonly string[], more = '', port = '443'): string {
  const text = https({ rules: `SecurityGroupIngress: [${rules.join(', ')}]`, more, port });
  const report = lint([{ path: 'template.yaml', text }], [listenerPortClosed]);
  expect(report.errors).toEqual([]);
  const [finding] = report.findings;
  if (finding) return `${finding.severity}: ${finding.related[0]?.label[1]}`;
  return report.coverage.undecided.length > 0 ? 'unknown' : 'admitted';
}

describe('rules', () => {
  test.each([
    [[rule('443')], 'admitted'],
    [[rule('443', 'CidrIp: 192.0.2.1/32')], 'admitted'],
    [[rule('443', 'CidrIpv6: "::/0"')], 'admitted'],
    [[rule('443', 'SourceSecurityGroupId: !Ref HiddenGroup')], 'admitted'],
    [[rule('443', 'SourcePrefixListId: !Ref Hidden')], 'admitted'],
    [[rule('443..444')], 'admitted'],
    [[rule('442..443')], 'admitted'],
    [[rule('80', 'CidrIp: 0.0.0.0/0', '-1')], 'admitted'],
    [[rule('80'), rule('443')], 'admitted'],
    [[rule('444..500')], 'error: only the range 444 to 500 is open to clients'],
    [[rule('80')], 'error: only port 80 is open to clients'],
    [[rule('!Ref OtherPort')], 'warning: only port 80 (parameter default OtherPort) is open to clients'],
    [[rule('443', 'CidrIp: 0.0.0.0/0', 'udp')], 'error: this is for udp only, and the load balancer speaks TCP'],
    [[rule('80', 'CidrIp: 0.0.0.0/0', 'udp')], 'error: nobody is admitted on that port'],
    [[], 'error: nobody is admitted on that port'],
    [[rule('!Ref HiddenPort')], 'unknown'],
    [[rule('443', 'CidrIp: 0.0.0.0/0', '!Ref Hidden')], 'unknown'],
    [[rule('!Ref HiddenPort'), rule('443')], 'admitted'],
    [[rule('443', 'Description: nobody')], 'admitted'],
    [[rule('80', 'Description: nobody')], 'error: nobody is admitted on that port'],
    [[rule('443', 'Description: nobody', 'udp')], 'error: nobody is admitted on that port'],
  ])('%j: %s', (rules, expected) => expect(answer(rules)).toBe(expected));

  test('what members of the group may send each other is not open to clients', () => {
    const properties = 'GroupId: !Ref AlbGroup, IpProtocol: tcp, FromPort: 31000, ToPort: 61000';
    const among = `Among: { Type: AWS::EC2::SecurityGroupIngress, Properties: { ${properties}, SourceSecurityGroupId: !Ref AlbGroup } }`;
    expect(answer([rule('22')], among)).toBe('error: only port 22 is open to clients');
    expect(answer([], among)).toBe('error: nobody is admitted on that port');
  });

  test('a port that nobody knows', () => {
    expect(answer([rule('!Ref HiddenPort')], '', '!Ref HiddenPort')).toBe('admitted');
    expect(answer([rule('0..65535')], '', '!Ref HiddenPort')).toBe('admitted');
    expect(answer([rule('443')], '', '!Ref HiddenPort')).toBe('unknown');
  });
});

describe('who else may add rules', () => {
  const given = (type: string) => `Adder: { Type: "${type}", Properties: { Group: !GetAtt AlbGroup.GroupId } }`;
  const closed = 'error: nobody is admitted on that port';
  test.each([
    [given('AWS::CloudFormation::CustomResource'), 'unknown'],
    [given('Custom::Opener'), 'unknown'],
    [given('AWS::SSM::Parameter'), 'unknown'],
    [given('Acme::Net::Opener::MODULE'), 'unknown'],
    [given('AWS::CloudFormation::Stacks'), closed],
    [given('AWS::SSM::ParameterGroup'), closed],
    [given('My::AWS::SSM::Parameter'), closed],
    [given('AWS::CloudFormation::WaitCondition'), closed],
  ])('%s: %s', (more, expected) => expect(answer([], more)).toBe(expected));

  test('another stack, through an output', () => {
    const template = (value: string) => `\nOutputs: { Group: { Value: ${value} } }`;
    expect(answer([], `Topic: { Type: AWS::SNS::Topic }${template('!Ref AlbGroup')}`)).toBe('unknown');
    expect(answer([], `Topic: { Type: AWS::SNS::Topic }${template('!GetAtt Alb.DNSName')}`)).toBe(closed);
  });
});
