import { expect, test } from 'vitest';
import { lint } from '../../../src/lint.ts';
import type { SourceFile } from '../../../src/source/file.ts';
import { rules } from '../../all-rules.ts';

// A network ACL, its entries and what puts it around a subnet may each be in a stack of its own.

const file = (path: string, text: string): SourceFile => ({ path, text });
const chosen = rules.filter(({ id }) => id === 'nacl-blocks-target-traffic');
const check = (files: readonly SourceFile[], given = {}) => {
  const { findings, coverage, errors, crashes } = lint(files, chosen, given);
  expect({ errors, crashes }).toEqual({ errors: [], crashes: [] });
  return {
    said: findings.map(({ message, when }) => [message, ...when].join(' if ')),
    unknown: [...new Set(coverage.undecided.map(({ value }) => value.reason.name))],
  };
};

const outputs = (...names: readonly string[]) =>
  `Outputs:\n${names.map((name) => `  ${name}: { Value: !Ref ${name}, Export: { Name: net-${name} } }\n`).join('')}`;

const roads = `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Public: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
  Private: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 } }
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [!Ref Public] } }
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      { LoadBalancerArn: !Ref Alb, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] }
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { VpcId: !Ref Vpc, TargetType: ip, Port: 80, Protocol: HTTP }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: awsvpc
      ContainerDefinitions: [{ Name: api, Image: api, PortMappings: [{ ContainerPort: 8080 }] }]
  Service:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: !Ref Task
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref Private], SecurityGroups: [sg-1] } }
      LoadBalancers: [{ TargetGroupArn: !Ref Targets, ContainerName: api, ContainerPort: 8080 }]
`;
const acl = '  Acl: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: vpc-1 } }\n';
const around = (subnet: string, network: string, more = '') =>
  `  Around: { Type: AWS::EC2::SubnetNetworkAclAssociation, ${more}Properties: { SubnetId: ${subnet}, NetworkAclId: ${network} } }\n`;
const entry = (port: number, network: string, more = '') =>
  `  In: { Type: AWS::EC2::NetworkAclEntry, ${more}Properties: { NetworkAclId: ${network}, RuleNumber: 1, Protocol: 6, RuleAction: allow, CidrBlock: 10.0.0.0/16, PortRange: { From: ${port}, To: ${port} } } }\n`;

const blocked = 'requests for port 8080 come from `Public`, but `Acl` does not let them into `Private`';
const [network, withAcl] = [`${roads}${outputs('Private')}`, `${roads}${acl}${around('!Ref Private', '!Ref Acl')}`];

test('a network ACL that another stack puts around a subnet is around it', () => {
  const files = (port: number) => [
    file('network.yaml', network),
    file('guard.yaml', `Resources:\n${acl}${around('!ImportValue net-Private', '!Ref Acl')}${entry(port, '!Ref Acl')}`),
  ];
  expect(check(files(80))).toEqual({ said: [blocked], unknown: [] });
  expect(check(files(80).reverse())).toEqual({ said: [blocked], unknown: [] });
  expect(check(files(8080))).toEqual({ said: [], unknown: [] });
});

test('so is one that a nested stack puts there, and one around a subnet of a nested stack', () => {
  const guard = `Parameters: { Subnet: { Type: String } }\nResources:\n${acl}${around('!Ref Subnet', '!Ref Acl')}${entry(80, '!Ref Acl')}`;
  const nested = (name: string, parameters = '{}') =>
    `  ${name}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./${name}.yaml, Parameters: ${parameters} } }\n`;
  const below = [
    file('main.yaml', `${roads}${nested('Guard', '{ Subnet: !Ref Private }')}`),
    file('Guard.yaml', guard),
  ];
  expect(check(below)).toEqual({ said: [blocked], unknown: [] });
  const beside = [
    file(
      'main.yaml',
      `Resources:\n${nested('Network')}${nested('Guard', '{ Subnet: !GetAtt Network.Outputs.Private }')}`,
    ),
    file('Network.yaml', network),
    file('Guard.yaml', guard),
  ];
  expect(check(beside)).toEqual({ said: [blocked], unknown: [] });
});

test('entries of another stack count, and where none is seen that uses what is put out, nobody knows them', () => {
  const files = (entries: string, more = '') => [
    file('network.yaml', `${withAcl}${more}${outputs('Private', 'Acl')}`),
    file(
      'entries.yaml',
      `Resources:\n  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: !ImportValue net-Private } }\n${entries}`,
    ),
  ];
  expect(check(files(entry(80, '!ImportValue net-Acl')))).toEqual({ said: [blocked], unknown: [] });
  expect(check(files(entry(8080, '!ImportValue net-Acl')))).toEqual({ said: [], unknown: [] });
  expect(check(files(''))).toEqual({ said: [], unknown: ['who uses output Acl'] });
  const made = '  Made: { Type: Custom::Entries, Properties: { Acl: !Ref Acl } }\n';
  expect(check(files(entry(80, '!ImportValue net-Acl'), made))).toEqual({ said: [], unknown: ['what Made makes'] });
});

test('what leads nobody knows where may lead to the subnet, and an import of somebody else does not', () => {
  const files = (subnet: string) => [
    file('network.yaml', network),
    file(
      'guard.yaml',
      `Parameters: { Subnet: { Type: String } }\nResources:\n  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: !ImportValue net-Private } }\n${acl}${around(subnet, '!Ref Acl')}`,
    ),
  ];
  expect(check(files('!Ref Subnet'))).toEqual({ said: [], unknown: ['Subnet'] });
  expect(check(files('!ImportValue other-Private'))).toEqual({ said: [], unknown: [] });
  expect(check(files('subnet-1'))).toEqual({ said: [], unknown: [] });
  expect(check(files('!Ref Subnet'), { parameters: new Map([['Subnet', 'subnet-1']]) })).toEqual({
    said: [],
    unknown: [],
  });
});

test('of two stacks that both put one around a subnet, nobody knows which wins', () => {
  const guard = file('guard.yaml', `Resources:\n${acl}${around('!ImportValue net-Private', '!Ref Acl')}`);
  const files = [file('network.yaml', `${withAcl}${outputs('Private')}`), guard];
  expect(check(files)).toEqual({ said: [], unknown: ['the network ACL of Private'] });
});

test('a network ACL that another stack puts there on a condition is there only then', () => {
  const guard = `Parameters: { Stage: { Type: String, AllowedValues: [dev, prod] } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\nResources:\n`;
  const only = 'Condition: IsProd, ';
  const files = [
    file('network.yaml', network),
    file(
      'guard.yaml',
      `${guard}${acl}${around("!ImportValue 'net-Private'", '!Ref Acl', only)}${entry(80, '!Ref Acl')}`,
    ),
  ];
  const { said, unknown } = check(files);
  expect(unknown).toEqual([]);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^requests for port 8080 .* if .*IsProd is true$/);
});

test('one that goes around one of two subnets, as a condition has it, is around the other one otherwise', () => {
  const spare = '  Spare: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24 } }\n';
  const guard = `Parameters: { Stage: { Type: String, AllowedValues: [dev, prod] } }\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\nResources:\n`;
  const chosen = (one: string, other: string) => around(`!If [IsProd, ${one}, ${other}]`, '!Ref Acl');
  const [ours, theirs] = ['!Ref Private', '!Ref Spare'];
  const [imported, spared] = ['!ImportValue net-Private', '!ImportValue net-Spare'];
  const apart = (association: string) => [
    file('network.yaml', `${roads}${spare}${outputs('Private', 'Spare')}`),
    file('guard.yaml', `${guard}${acl}${association}${entry(80, '!Ref Acl')}`),
  ];
  const together = file(
    'main.yaml',
    `${guard}${spare}${roads.replace('\nResources:\n', '')}${acl}${chosen(ours, theirs)}${entry(80, '!Ref Acl')}`,
  );
  for (const files of [[together], apart(chosen(imported, spared))]) {
    const { said, unknown } = check(files);
    expect(unknown).toEqual([]);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^requests for port 8080 .* if .*IsProd is true$/);
  }
});
