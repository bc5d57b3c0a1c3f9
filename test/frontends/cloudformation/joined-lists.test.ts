import { describe, expect, test } from 'vitest';
import { lint } from '../../../src/lint.ts';
import { rules } from '../../all-rules.ts';

// Lists that one stack joins into a text and another one splits: their items stay what they are.

const front = `
  AlbGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: load balancer } }
  TaskGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: tasks } }
  Other: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: more } }
  Alb:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: { Subnets: [subnet-1, subnet-2], SecurityGroups: [!Ref AlbGroup] }
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      { LoadBalancerArn: !Ref Alb, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] }
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { VpcId: vpc-1, TargetType: ip, Port: 80, Protocol: HTTP }`;

const back = (groups: string, targets: string, parameters = '') => `${parameters}
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: awsvpc
      ContainerDefinitions: [{ Name: api, Image: api, PortMappings: [{ ContainerPort: 8080 }] }]
  Service:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: !Ref Task
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet-1], SecurityGroups: ${groups} } }
      LoadBalancers: [{ TargetGroupArn: ${targets}, ContainerName: api, ContainerPort: 8080 }]
`;

const said = (...texts: readonly string[]) => {
  const files = texts.map((text, index) => ({ path: index === 0 ? 'main.yaml' : `service${index}.yaml`, text }));
  const chosen = rules.filter(({ id }) => id === 'sg-target-blocks-alb');
  const { findings, errors, crashes, coverage } = lint(files, chosen);
  expect([...errors, ...crashes]).toEqual([]);
  const names = coverage.undecided.map(({ value }) => value.reason.name);
  return findings.length > 0 ? findings.map(({ message }) => message) : names.length > 0 ? names : 'nothing';
};

const blocked = (...names: readonly string[]) => [
  `requests go to port 8080, but no rule of ${names.map((name) => `\`${name}\``).join(' and ')} admits the load balancer's \`AlbGroup\` there`,
];

describe('a parent joins, and a nested stack splits', () => {
  const nested = (groups: string, taken: string, type = 'String', parameters = '') =>
    said(
      `${parameters}
Resources:${front}
  Api:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: service1.yaml, Parameters: { Targets: !Ref Targets, Groups: ${groups} } }`,
      back(taken, '!Ref Targets', `Parameters: { Targets: { Type: String }, Groups: { Type: ${type} } }`),
    );
  const split = '!Split [",", !Ref Groups]';

  test.each<[string, string, string, string]>([
    ['resources', '!Join [",", [!Ref TaskGroup, !Ref Other]]', split, 'String'],
    ['what resources return', '!Join [",", [!GetAtt TaskGroup.GroupId, !Ref Other]]', split, 'String'],
    ['a text with holes', '!Sub "${TaskGroup},${Other.GroupId}"', split, 'String'],
    ['for a list', '!Join [",", [!Ref TaskGroup, !Ref Other]]', '!Ref Groups', 'CommaDelimitedList'],
    ['for a list, with spaces', '!Join [", ", [!Ref TaskGroup, !Ref Other]]', '!Ref Groups', 'CommaDelimitedList'],
    [
      'for a list of groups',
      '!Join [",", [!Ref TaskGroup, !Ref Other]]',
      '!Ref Groups',
      'List<AWS::EC2::SecurityGroup::Id>',
    ],
    ['one resource', '!Join [",", [!Ref TaskGroup]]', split, 'String'],
    ['one resource, which nothing joins', '!Ref TaskGroup', split, 'String'],
    [
      'each selected',
      '!Join [",", [!Ref Other, !Ref TaskGroup]]',
      '[!Select [1, !Split [",", !Ref Groups]]]',
      'String',
    ],
    ['by another delimiter', '!Join ["|", [!Ref TaskGroup, !Ref Other]]', '!Split ["|", !Ref Groups]', 'String'],
  ])('%s', (_, groups, taken, type) => {
    const names = /Other/.test(groups) && !/Select/.test(taken) ? ['TaskGroup', 'Other'] : ['TaskGroup'];
    expect(nested(groups, taken, type)).toEqual(blocked(...names));
  });
});

test.each<[string, string, string]>([
  ['resources', '!Join [",", [!Ref TaskGroup, !GetAtt Other.GroupId]]', '!Split [",", !ImportValue groups]'],
  ['one', '!Ref TaskGroup', '!Split [",", !ImportValue groups]'],
  ['one of them', '!Join [",", [!Ref Other, !Ref TaskGroup]]', '[!Select [1, !Split [",", !ImportValue groups]]]'],
])('a stack exports a joined list, and another splits it: %s', (_, groups, taken) => {
  const exporting = `
Resources:${front}
Outputs:
  Targets: { Value: !Ref Targets, Export: { Name: targets } }
  Groups: { Value: ${groups}, Export: { Name: groups } }`;
  const names = /GetAtt/.test(groups) ? ['TaskGroup', 'Other'] : ['TaskGroup'];
  expect(said(exporting, back(taken, '!ImportValue targets'))).toEqual(blocked(...names));
});

test('a list of a parameter that nobody knows is the same list below', () => {
  const parent = `
Parameters: { Groups: { Type: 'List<AWS::EC2::SecurityGroup::Id>' } }
Resources:${front.replace('[!Ref AlbGroup]', '[!Select [0, !Ref Groups]]')}
  Api:
    Type: AWS::CloudFormation::Stack
    Properties:
      { TemplateURL: service1.yaml, Parameters: { Targets: !Ref Targets, Groups: !Join [",", !Ref Groups] } }`;
  const admitting = (source: string) => `${back(
    '[!Ref Admitting]',
    '!Ref Targets',
    'Parameters: { Targets: { Type: String }, Groups: { Type: String } }',
  )}  Admitting:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: tasks
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 8080, ToPort: 8080, SourceSecurityGroupId: ${source} }]
`;
  expect(said(parent, admitting('!Select [0, !Split [",", !Ref Groups]]'))).toEqual('nothing');
  expect(said(parent, admitting('!Select [0, !Split ["|", !Ref Groups]]'))).toEqual(['Groups']);
});
