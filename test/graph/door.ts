import { expect } from 'vitest';
import targetBlocksAlb from '../../rules/sg-target-blocks-alb.ts';
import { lint } from '../../src/lint.ts';
import type { Report } from '../../src/report.ts';
import type { Rule } from '../../src/rule.ts';

/** What is otherwise than usual around the rules in question. */
export interface Around {
  readonly port?: string;
  readonly albGroups?: string;
  readonly taskGroups?: string;
  readonly addressType?: string;
  /** The first and the second subnet of the load balancer, and the list of both. */
  readonly first?: string;
  readonly subnet?: string;
  readonly albSubnets?: string;
  readonly dynamic?: boolean;
  /** More resources, and values of parameters. */
  readonly more?: string;
  readonly given?: Readonly<Record<string, string>>;
}

const template = (rules: readonly string[], around: Around) => `
Parameters:
  Hidden: { Type: String }
  State: { Type: String }
  HiddenPort: { Type: Number }
  HiddenGroup: { Type: AWS::EC2::SecurityGroup::Id }
  DefaultPort: { Type: Number, Default: 8080 }
  OtherPort: { Type: Number, Default: 80 }
  HiddenSubnets: { Type: List<AWS::EC2::Subnet::Id> }
  DefaultGroups: { Type: List<AWS::EC2::SecurityGroup::Id>, Default: sg-0123456789abcdef0 }
  DefaultGroup: { Type: AWS::EC2::SecurityGroup::Id, Default: sg-0123456789abcdef0 }
  DefaultCidr: { Type: String, Default: 192.168.0.0/16 }
  DefaultCidrIpv6: { Type: String, Default: "::/0" }
  DefaultProtocol: { Type: String, Default: udp }
Conditions:
  Open: !Equals [!Ref State, open]
Resources:
  ${around.more ?? ''}
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  SubnetA: ${around.first ?? '{ Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: eu-west-1a } }'}
  SubnetB: ${around.subnet ?? '{ Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1b } }'}
  AlbGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: load balancer, VpcId: !Ref Vpc } }
  OtherGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: others, VpcId: !Ref Vpc } }
  TaskGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: tasks
      VpcId: !Ref Vpc
      SecurityGroupIngress: [${rules.join(', ')}]
  Alb:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: { Subnets: ${around.albSubnets ?? '[!Ref SubnetA, !Ref SubnetB]'}, SecurityGroups: ${around.albGroups ?? '[!Ref AlbGroup]'} }
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      { LoadBalancerArn: !Ref Alb, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] }
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      { VpcId: !Ref Vpc, TargetType: ${around.dynamic ? 'instance' : 'ip'}, Port: 80, Protocol: HTTP${around.addressType ? `, IpAddressType: ${around.addressType}` : ''} }
  LaunchTemplate:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        SecurityGroupIds: [!Ref TaskGroup]
        UserData: { "Fn::Base64": !Sub "echo ECS_CLUSTER=\${Cluster} >> /etc/ecs/ecs.config" }
  Cluster: { Type: AWS::ECS::Cluster }
  Instances:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: "1"
      MaxSize: "2"
      VPCZoneIdentifier: [!Ref SubnetA]
      LaunchTemplate: { LaunchTemplateId: !Ref LaunchTemplate, Version: "1" }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: ${around.dynamic ? 'bridge' : 'awsvpc'}
      ContainerDefinitions: [{ Name: api, Image: api, Memory: 512, PortMappings: [{ ContainerPort: ${around.port ?? '8080'} }] }]
  Service:
    Type: AWS::ECS::Service
    DependsOn: Http
    Properties:
      Cluster: !Ref Cluster
      TaskDefinition: !Ref Task
      ${around.dynamic ? '' : `NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref SubnetA], SecurityGroups: ${around.taskGroups ?? '[!Ref TaskGroup]'} } }`}
      LoadBalancers: [{ TargetGroupArn: !Ref Targets, ContainerName: api, ContainerPort: ${around.port ?? '8080'} }]
`;

/** Sources of a rule. */
export const from = { alb: 'SourceSecurityGroupId: !Ref AlbGroup', other: 'SourceSecurityGroupId: !Ref OtherGroup' };
/** An ingress rule for a port or a range, from a source. */
export const rule = (peer: string, ports = '8080', protocol = 'tcp'): string => {
  const [first = '', last = first] = ports.split('..');
  return `{ IpProtocol: ${protocol}, FromPort: ${first}, ToPort: ${last}, ${peer} }`;
};
export const cidr = (range: string) => rule(`CidrIp: ${range}`);

function checkedBy(rule: Rule, rules: readonly string[], around: Around): Report {
  const report = lint([{ path: 'template.yaml', text: template(rules, around) }], [rule], {
    parameters: new Map(Object.entries(around.given ?? {})),
  });
  expect(report.errors).toEqual([]);
  expect(report.crashes).toEqual([]);
  expect(report.coverage.paths).toBe(1);
  return report;
}

/** What would have to be known to decide. */
export const doubts = (rules: readonly string[], around: Around = {}): readonly string[] =>
  checkedBy(targetBlocksAlb, rules, around).coverage.undecided.map(({ value }) => value.reason.name);

/** The parameters on whose defaults the finding rests. */
export const defaultsOf = (rules: readonly string[], around: Around, checked: Rule): readonly string[] =>
  checkedBy(checked, rules, around).findings.flatMap(({ evidence }) => [
    ...new Set(evidence.flatMap(({ via }) => via.map(({ name }) => name))),
  ]);

/** `admitted`, `unknown`, or what the finding says of the place that it underlines. */
export function answer(rules: readonly string[], around: Around = {}, checked: Rule = targetBlocksAlb): string {
  const report = checkedBy(checked, rules, around);
  const [finding] = report.findings;
  if (finding) return `${finding.severity}: ${finding.primary[1]}`;
  return report.coverage.undecided.length > 0 ? 'unknown' : 'admitted';
}
