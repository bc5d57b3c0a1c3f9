import { expect, test } from 'vitest';
import ruleWithoutSource from '../../rules/sg-rule-without-source.ts';
import { lint } from '../../src/lint.ts';

// A rule that names nobody adds nothing. Whether that stops anybody depends on the other rules of its group.

const template = (groups: Readonly<Record<string, string>>, more = '') => `
Parameters:
  HiddenGroup: { Type: AWS::EC2::SecurityGroup::Id }
  HiddenProtocol: { Type: String }
  HiddenRules: { Type: CommaDelimitedList }
  DefaultPort: { Type: Number, Default: 8080 }
Resources:
  ${more}
  BastionGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: bastion } }
  AlbGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: load balancer, ${groups.AlbGroup ?? ''} } }
  TaskGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: tasks, ${groups.TaskGroup ?? ''} } }
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2], SecurityGroups: [!Ref AlbGroup] } }
  Service:
    Type: AWS::ECS::Service
    Properties: { TaskDefinition: api, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet-1], SecurityGroups: [!Ref TaskGroup] } } }
`;
const said = (groups: Readonly<Record<string, string>>, more?: string): readonly string[] => {
  const { findings, crashes } = lint([{ path: 'template.yaml', text: template(groups, more) }], [ruleWithoutSource]);
  expect(crashes).toEqual([]);
  return findings.map(({ severity, confidence }) => `${severity}, ${confidence}`);
};
const open = (peer: string, port = '8080', protocol = 'tcp') =>
  `{ IpProtocol: ${protocol}, FromPort: ${port}, ToPort: ${port}${peer && ', '}${peer} }`;
const from = (group: string) => `SourceSecurityGroupId: ${group}`;
const to = (group: string) => `DestinationSecurityGroupId: ${group}`;
const [done, missing, doubtful] = ['info, certain', 'error, certain', 'warning, likely'];

test.each([
  ['the load balancer', open(from('!Ref AlbGroup')), done],
  ['addresses', open('CidrIp: 10.0.0.0/8'), done],
  ['a group known by its id', open(from('sg-1')), done],
  ['a group that nobody knows', open(from('!Ref HiddenGroup')), done],
  ['the load balancer, for every protocol', open(from('!Ref AlbGroup'), '-1', '-1'), done],
  ['the load balancer, by default', open(from('!Ref AlbGroup'), '!Ref DefaultPort'), 'info, likely'],
  ['the load balancer, for who knows what', open(from('!Ref AlbGroup'), '8080', '!Ref HiddenProtocol'), doubtful],
  ['the load balancer, at another port', open(from('!Ref AlbGroup'), '80'), missing],
  ['the load balancer, for another protocol', open(from('!Ref AlbGroup'), '8080', 'udp'), missing],
  ['somebody else', open(from('!Ref BastionGroup')), missing],
])('beside a rule of the targets for %s', (_, other, expected) =>
  expect(said({ TaskGroup: `SecurityGroupIngress: [${open('')}, ${other}]` })).toEqual([expected]),
);

test('a rule of the load balancer may be meant for any group, which one to the targets is not', () => {
  const into = `SecurityGroupIngress: [${open('', '443')}, ${open(from('!Ref BastionGroup'), '443')}]`;
  expect(said({ AlbGroup: into })).toEqual([done]);
  const out = (group: string) => `SecurityGroupEgress: [${open('')}, ${open(to(group))}]`;
  expect(said({ AlbGroup: out('!Ref BastionGroup') })).toEqual([missing]);
  expect(said({ AlbGroup: out('!Ref TaskGroup') })).toEqual([done]);
});

test('rules that nobody can read may be for the same', () => {
  const alone = `Alone: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: !Ref TaskGroup, IpProtocol: tcp, FromPort: 8080, ToPort: 8080 } }`;
  expect(said({}, alone)).toEqual([missing]);
  expect(said({ TaskGroup: 'SecurityGroupIngress: !Ref HiddenRules' }, alone)).toEqual([doubtful]);
});
