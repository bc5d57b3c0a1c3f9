import { describe, expect, test } from 'vitest';
import { readDeployments } from '../../src/frontends/cloudformation/cloudformation.ts';
import type { Target } from '../../src/graph/subjects.ts';
import { chosenBy } from '../../src/graph/targets.ts';
import { read } from '../../src/source/read.ts';
import type { Value } from '../../src/value.ts';

// What is registered in a target group: where it is reached, what stands around it, and what of that nobody knows.

const around = `
Parameters:
  Hidden: { Type: String }
  Other: { Type: String }
  HiddenPort: { Type: Number }
  OtherPort: { Type: Number }
  UsualName: { Type: String, Default: web }
  UsualPort: { Type: Number, Default: 80 }
  HostPort: { Type: Number, Default: 0 }
Resources:
  Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: vpc-1, CidrBlock: 10.0.0.0/24 } }
  Blue: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, TargetType: ip } }
  Green: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, TargetType: ip } }
`;

const shown = (value: Value<unknown>): string => {
  if (value.kind === 'unknown') return `?${value.reason.name}`;
  if (!Array.isArray(value.value)) return String(value.value);
  return `[${value.value.map((item) => (item.kind === 'unknown' ? shown(item) : item.value.id)).join()}]`;
};

const named = (target: Target): string =>
  target.kind === 'task' ? `${target.container.id} in ${target.targetGroup.id}` : target.kind;

/** Where targets are reached and health-checked, between what, and where it is not known what is registered. */
function registered(id: string, resources: string, of: (target: Target) => string): readonly string[] {
  const { deployments } = readDeployments([read({ path: 'app.yaml', text: around + resources })], {
    parameters: new Map(),
  });
  const graph = deployments[0]?.graph;
  const anchor = graph?.anchors('target').find((one) => one.id === id);
  if (!graph || !anchor) throw new Error(`no ${id}`);
  const { outcomes } = graph.explore(() => {
    const { subjects, gaps } = graph.subjects('target', anchor);
    return [...subjects.map(of), ...gaps.map(({ to, value }) => `${to}: ${shown(value)}`)];
  });
  expect(outcomes).toHaveLength(1);
  return outcomes[0]?.result ?? [];
}

const ports = (target: Target) =>
  `${named(target)} on ${shown(target.trafficPort)}, checked on ${shown(target.healthCheckPort)}`;
const surroundings = (target: Target) =>
  `${named(target)} between ${shown(target.securityGroups)} in ${shown(target.subnets)}`;

describe('the container that a service registers', () => {
  const service = (containers: string, attachment: string, mode = 'awsvpc') => `
  Task: { Type: AWS::ECS::TaskDefinition, Properties: { NetworkMode: ${mode}, ContainerDefinitions: ${containers} } }
  Web:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: !Ref Task
      LoadBalancers: [{ TargetGroupArn: !Ref Blue, ${attachment} }]
`;
  const web = 'ContainerName: web, ContainerPort: 80';
  test.each([
    ['[{ Name: web, PortMappings: [{ ContainerPort: 80 }] }]', web, 'web in Blue on 80, checked on 80'],
    [
      '[{ Name: web, PortMappings: [{ ContainerPort: 80 }] }, { Name: !Ref Hidden, PortMappings: [{ ContainerPort: 80 }] }]',
      web,
      'web in Blue on 80, checked on 80',
    ],
    [
      '[{ Name: web, PortMappings: [{ ContainerPort: 80 }, { ContainerPort: !Ref HiddenPort }] }]',
      web,
      'web in Blue on 80, checked on 80',
    ],
    [
      '[{ Name: !Ref Hidden, PortMappings: [{ ContainerPort: 80 }] }, { Name: web, PortMappings: [{ ContainerPort: 80 }] }]',
      web,
      'web in Blue on 80, checked on 80',
    ],
    [
      '[{ Name: web, PortMappings: [{ ContainerPort: !Ref HiddenPort }, { ContainerPort: 80 }] }]',
      web,
      'web in Blue on 80, checked on 80',
    ],
    [
      '[{ Name: web, PortMappings: [{ ContainerPort: !Ref HiddenPort }] }]',
      web,
      'web in Blue on ?HiddenPort, checked on ?HiddenPort',
    ],
    [
      '[{ Name: web, PortMappings: [{ ContainerPort: !Ref HiddenPort }, { ContainerPort: !Ref OtherPort }] }]',
      web,
      'container: ?HiddenPort',
    ],
    ['[{ Name: web, PortMappings: !Ref Hidden }]', web, 'container: ?Hidden'],
    [
      '[{ Name: web, PortMappings: !Ref Hidden }, { Name: api, PortMappings: [{ ContainerPort: 9090 }] }]',
      'ContainerName: !Ref Other, ContainerPort: 80',
      'container: ?Hidden',
    ],
    ['!Ref Hidden', web, 'container: ?Hidden'],
    [
      '[{ Name: web, PortMappings: [{ ContainerPortRange: 80-90 }] }]',
      'ContainerName: web, ContainerPort: !Ref HiddenPort',
      'web in Blue on ?HiddenPort, checked on ?HiddenPort',
    ],
  ])('%s with %s: %s', (containers, attachment, expected) =>
    expect(registered('Web', service(containers, attachment), ports)).toEqual([expected]),
  );

  test.each([
    ['{ ContainerPort: 80, HostPort: 0 }', 'bridge', '80', 'dynamic'],
    ['{ ContainerPort: !Ref HiddenPort, HostPort: 0 }', 'bridge', '!Ref HiddenPort', 'dynamic'],
    ['{ ContainerPort: 80, HostPort: 8080 }', 'bridge', '80', '8080'],
    ['{ ContainerPort: 80, HostPort: !Ref HiddenPort }', 'bridge', '80', '?HiddenPort'],
    ['{ ContainerPort: 80 }', '!Ref Hidden', '80', '?Hidden'],
  ])('%s in %s mode, named as %s, is reached on %s', (mapping, mode, port, expected) =>
    expect(
      registered(
        'Web',
        service(`[{ Name: web, PortMappings: [${mapping}] }]`, `ContainerName: web, ContainerPort: ${port}`, mode),
        (target) => shown(target.trafficPort),
      ),
    ).toEqual([expected]),
  );

  const chosen = (target: Target) => {
    const rests = [...chosenBy(target), target.trafficPort].flatMap(({ via }) => via.map(({ name }) => name));
    return rests.join() || 'nothing';
  };
  const byName = (mappings: string) => `{ Name: web, PortMappings: [${mappings}] }`;
  const [one, more] = ['{ ContainerPort: 80 }', '{ ContainerPort: 80 }, { ContainerPort: 81 }'];
  test.each([
    [`[${byName(one)}]`, 'ContainerName: !Ref UsualName, ContainerPort: 80', 'nothing'],
    [`[${byName(one)}, { Name: other }]`, 'ContainerName: !Ref UsualName, ContainerPort: 80', 'UsualName'],
    [`[${byName(one)}, { Name: other }]`, web, 'nothing'],
    [`[${byName(one)}]`, 'ContainerName: web, ContainerPort: !Ref UsualPort', 'nothing'],
    [`[${byName(more)}]`, 'ContainerName: web, ContainerPort: !Ref UsualPort', 'UsualPort'],
    [`[${byName('{ ContainerPortRange: 80-90 }')}]`, 'ContainerName: web, ContainerPort: !Ref UsualPort', 'UsualPort'],
  ])('%s with %s is chosen by the default of %s', (containers, attachment, expected) =>
    expect(registered('Web', service(containers, attachment), chosen)).toEqual([expected]),
  );

  const network =
    'NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref Subnet], SecurityGroups: [!Ref Group] } }';
  test.each([
    ['awsvpc', network, '[Group] in [Subnet]'],
    ['awsvpc', 'NetworkConfiguration: !Ref Hidden', '?Hidden in ?Hidden'],
    ['awsvpc', '', '?missing NetworkConfiguration in ?missing NetworkConfiguration'],
    ['!Ref Hidden', '', '?Hidden in ?Hidden'],
    ['!Ref Hidden', network, '[Group] in [Subnet]'],
  ])('in %s mode with %j, it stands between %s', (mode, written, expected) =>
    expect(
      registered(
        'Web',
        service('[{ Name: web, PortMappings: [{ ContainerPort: 80 }] }]', web, mode) +
          (written && `      ${written}\n`),
        surroundings,
      ),
    ).toEqual([`web in Blue between ${expected}`]),
  );

  test.each([
    ['!Ref Green', ['web in Blue', 'web in Green']],
    ['!Ref Hidden', ['web in Blue']],
  ])('and %s, between which traffic moves', (other, expected) =>
    expect(
      registered(
        'Web',
        service(
          '[{ Name: web, PortMappings: [{ ContainerPort: 80 }] }]',
          `${web}, AdvancedConfiguration: { AlternateTargetGroupArn: ${other} }`,
        ),
        named,
      ),
    ).toEqual(expected),
  );
});

describe('a host port on instances', () => {
  const instances = (mapping: string, script: string) => `
  Cluster: { Type: AWS::ECS::Cluster }
  Launch:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData: { UserData: { "Fn::Base64": !Sub "echo ECS_CLUSTER=\${Cluster} >> /etc/ecs/ecs.config; ${script}" } }
  Instances:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: { MinSize: "1", MaxSize: "2", LaunchTemplate: { LaunchTemplateId: !Ref Launch, Version: "1" } }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties: { NetworkMode: bridge, ContainerDefinitions: [{ Name: web, PortMappings: [${mapping}] }] }
  Web:
    Type: AWS::ECS::Service
    Properties:
      Cluster: !Ref Cluster
      TaskDefinition: !Ref Task
      LoadBalancers: [{ TargetGroupArn: !Ref Blue, ContainerName: web, ContainerPort: 80 }]
`;
  const changed = 'sysctl -w net.ipv4.ip_local_port_range=20000';
  test.each([
    ['{ ContainerPort: 80 }', 'true', 'dynamic'],
    ['{ ContainerPort: 80 }', changed, '?dynamic port range of Instances'],
    ['{ ContainerPort: 80, HostPort: 8080 }', changed, '8080'],
  ])('%s, where user data does %j: %s', (mapping, script, expected) =>
    expect(registered('Web', instances(mapping, script), ({ trafficPort }) => shown(trafficPort))).toEqual([expected]),
  );
});

describe('an Auto Scaling group', () => {
  const group = (groups: string, targetGroup = 'Port: 80') => `
  Plain: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Protocol: HTTP, ${targetGroup} } }
  Instances: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { TargetGroupARNs: ${groups}, VPCZoneIdentifier: [!Ref Subnet] } }
`;
  test.each([
    ['[!Ref Plain]', 'Port: 80', 'auto-scaling-group on 80, checked on 80'],
    ['[!Ref Plain]', 'Port: 80, HealthCheckPort: 81', 'auto-scaling-group on 80, checked on 81'],
    ['[!Ref Plain]', 'Port: 80, HealthCheckPort: !Ref HiddenPort', 'auto-scaling-group on 80, checked on ?HiddenPort'],
    ['[!Ref Plain]', 'Port: !Ref HiddenPort', 'auto-scaling-group on ?HiddenPort, checked on ?HiddenPort'],
    ['[!Ref Plain]', 'TargetType: instance', 'auto-scaling-group on ?missing Port, checked on ?missing Port'],
    ['!Ref Hidden', 'Port: 80', 'target groups: ?Hidden'],
    ['[!Ref Hidden]', 'Port: 80', 'target group: ?Hidden'],
  ])('of %s with %s: %s', (groups, targetGroup, expected) =>
    expect(registered('Instances', group(groups, targetGroup), ports)).toEqual([expected]),
  );
});

describe('targets that a target group lists', () => {
  const group = (target: string, type = 'instance', port = 'Port: 80, ') => `
  Function: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs22.x } }
  Here: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Group] } }
  Nowhere: { Type: AWS::EC2::Instance, Properties: { SecurityGroupIds: [!Ref Group] } }
  Somewhere: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref Hidden, SecurityGroupIds: [!Ref Group] } }
  Plain:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { ${port}Protocol: HTTP, TargetType: ${type}, Targets: ${target} }
`;
  const nothing = '?what stands behind the target';
  test.each([
    ['[{ Id: !Ref Here }]', 'instance', 'instance between [Group] in [Subnet]'],
    ['[{ Id: !Ref Nowhere }]', 'instance', 'instance between [Group] in []'],
    ['[{ Id: !Ref Somewhere }]', 'instance', 'instance between [Group] in ?Hidden'],
    ['[{ Id: !Ref Here }]', '!Ref Hidden', 'instance between [Group] in [Subnet]'],
    ['[{ Id: !Ref Hidden }]', 'instance', `address between ${nothing} in ${nothing}`],
    ['[{ Id: 10.0.0.1 }]', 'ip', `address between ${nothing} in ${nothing}`],
    ['[{ Id: !GetAtt Function.Arn }]', 'lambda', `lambda between ${nothing} in ${nothing}`],
    ['!Ref Hidden', 'ip', 'targets: ?Hidden'],
  ])('%s of type %s: %s', (targets, type, expected) =>
    expect(registered('Plain', group(targets, type), surroundings)).toEqual([expected]),
  );

  test.each([
    ['[{ Id: 10.0.0.1 }]', 'Port: 80, ', 'address on 80, checked on 80'],
    ['[{ Id: 10.0.0.1, Port: 81 }]', 'Port: 80, ', 'address on 81, checked on 81'],
    ['[{ Id: 10.0.0.1, Port: !Ref HiddenPort }]', 'Port: 80, ', 'address on ?HiddenPort, checked on ?HiddenPort'],
    ['[{ Id: 10.0.0.1 }]', '', 'address on ?missing Port, checked on ?missing Port'],
    ['[{ Id: 10.0.0.1, Port: 81 }]', '', 'address on 81, checked on 81'],
  ])('%s of a group with %j: %s', (targets, port, expected) =>
    expect(registered('Plain', group(targets, 'ip', port), ports)).toEqual([expected]),
  );

  test.each([
    ['!GetAtt Function.Arn', 'Function'],
    ['!Ref Hidden', 'nobody knows'],
    ['arn:aws:lambda:eu-west-1:123456789012:function:other', 'nobody knows'],
  ])('the function of %s: %s', (id, expected) =>
    expect(
      registered('Plain', group(`[{ Id: ${id} }]`, 'lambda', ''), (target) =>
        target.kind === 'lambda' ? (target.function?.id ?? 'nobody knows') : target.kind,
      ),
    ).toEqual([expected]),
  );
});
