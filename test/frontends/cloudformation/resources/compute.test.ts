// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { entity, nestedStackOf, shown, stackOf } from './reading.ts';

// What Auto Scaling groups and instances launch, and where.

const others = `
  Blue: { Type: AWS::ElasticLoadBalancingV2::TargetGroup }
  Green: { Type: AWS::ElasticLoadBalancingV2::TargetGroup }
  Group: { Type: AWS::EC2::SecurityGroup }
  A: { Type: AWS::EC2::Subnet }
  Topic: { Type: AWS::SNS::Topic }`;
const group = (properties: string, ...more: readonly string[]) =>
  entity(
    stackOf(
      `${others}\n${more.join('\n')}\n  R: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { ${properties} } }\n`,
      'Conditions: { Never: !Equals [a, b] }',
    ),
    'AWS::AutoScaling::AutoScalingGroup',
  );
const template = (data: string, id = 'Launch', type = 'AWS::EC2::LaunchTemplate') =>
  `  ${id}: { Type: ${type}, Properties: { LaunchTemplateData: { ${data} } } }`;
const configuration = (properties: string) =>
  `  Launch: { Type: AWS::AutoScaling::LaunchConfiguration, Properties: { ${properties} } }`;
const launched = 'LaunchTemplate: { LaunchTemplateId: !Ref Launch }';

test('a group says how large it is and what checks it', () => {
  const told = (properties: string) => {
    const { minSize, maxSize, desiredCapacity, healthCheckType, healthCheckGracePeriod, subnets } = group(properties);
    return [minSize, maxSize, desiredCapacity, healthCheckType, healthCheckGracePeriod, subnets].map(shown);
  };
  expect(told('')).toEqual([
    '?missing MinSize',
    '?missing MaxSize',
    'nothing by default',
    'EC2 by default',
    '0 by default',
    '[] by default',
  ]);
  expect(
    told(
      'MinSize: "1", MaxSize: 2, DesiredCapacity: 3, HealthCheckType: ELB, HealthCheckGracePeriod: 4, VPCZoneIdentifier: [!Ref A]',
    ),
  ).toEqual(['1', '2', '3', 'ELB', '4', '[A]']);
});

test.each([
  ['', '[] by default'],
  ['TargetGroupARNs: [!Ref Blue]', '[Blue]'],
  ['TargetGroupARNs: !Ref HiddenList', '?HiddenList'],
  ['TrafficSources: [{ Identifier: !Ref Blue, Type: elbv2 }, { Identifier: !Ref Green, Type: elb }]', '[Blue]'],
  ['TrafficSources: [{ Identifier: !Ref Blue }, { Identifier: !Ref Green, Type: !Ref Hidden }]', '[Blue, Green]'],
  ['TargetGroupARNs: [!Ref Green], TrafficSources: [{ Identifier: !Ref Blue }]', '[Green, Blue]'],
  ['TrafficSources: !Ref Hidden', '?Hidden'],
  ['TargetGroupARNs: !Ref HiddenList, TrafficSources: [{ Identifier: !Ref Blue }]', '?HiddenList'],
  ['TrafficSources: [{ Type: elbv2 }]', '[?a map]'],
])('{ %s } registers in %s', (properties, expected) => expect(shown(group(properties).targetGroups)).toBe(expected));

describe('security groups', () => {
  test.each([
    [launched, [template('SecurityGroupIds: [!Ref Group]')], '[Group]'],
    ['LaunchTemplate: { LaunchTemplateName: !Ref Launch }', [template('SecurityGroupIds: [!Ref Group]')], '[Group]'],
    ['LaunchTemplate: { LaunchTemplateName: named }', [], '?value named'],
    ['LaunchTemplate: { LaunchTemplateId: !Ref Topic }', [], '?Topic'],
    [
      'MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: !Ref Launch } } }',
      [template('SecurityGroupIds: [!Ref Group]')],
      '[Group]',
    ],
    ['MinSize: 1', [], '?launch template'],
    [launched, [template('SecurityGroups: [named]')], '?a list'],
    [launched, [template('SecurityGroups: [named], SecurityGroupIds: [!Ref Group]')], '[Group]'],
    [launched, [template('NetworkInterfaces: [{ Groups: [!Ref Group] }]')], '[Group]'],
    [launched, [template('NetworkInterfaces: [{ GroupSet: [!Ref Group] }]')], '[Group]'],
    [launched, [template('NetworkInterfaces: !Ref Hidden')], '?Hidden'],
    [launched, [template('NetworkInterfaces: [], SecurityGroupIds: [!Ref Group]')], '[Group]'],
    ['LaunchConfigurationName: !Ref Launch', [configuration('SecurityGroups: [!Ref Group]')], '[Group]'],
    ['LaunchConfigurationName: !Ref Topic', [], '?Topic'],
    ['LaunchConfigurationName: named', [], '?value named'],
  ] as const)('of { %s } %j: %s', (properties, more, expected) =>
    expect(shown(group(properties, ...more).securityGroups)).toBe(expected),
  );

  test.each([
    [[template('SecurityGroupIds: [!Ref Group], NetworkInterfaces: [{ Groups: [!Ref Group] }]')], 'true'],
    [[template('SecurityGroups: [named], NetworkInterfaces: [{}]')], 'true'],
    [[template('SecurityGroupIds: [!Ref Group]')], 'false by default'],
    [[template('NetworkInterfaces: [{}]')], 'false by default'],
    [[template('SecurityGroupIds: [], NetworkInterfaces: [{}]')], 'false by default'],
    [[template('SecurityGroupIds: [!Ref Group], NetworkInterfaces: []')], 'false by default'],
    [[template('SecurityGroupIds: [!Ref Group], NetworkInterfaces: !Ref Hidden')], '?Hidden'],
    [[template('SecurityGroupIds: !Ref HiddenList, NetworkInterfaces: [{}]')], '?HiddenList'],
    [[template('SecurityGroupIds: [a], NetworkInterfaces: [{}]', 'Launch', 'AWS::SNS::Topic')], 'false by default'],
  ] as const)('are beside those of interfaces, %j: %s', (more, expected) => {
    expect(shown(group(launched, ...more).groupsBesideInterfaces)).toBe(expected);
    const mixed = launched.replace(
      /^LaunchTemplate: (.*)$/,
      'MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: $1 } }',
    );
    expect(shown(group(mixed, ...more).groupsBesideInterfaces)).toBe(expected);
    expect(shown(group(launched.replace('Id', 'Name'), ...more).groupsBesideInterfaces)).toBe(expected);
  });

  test('are not beside those of interfaces where no launch template is named', () => {
    expect(shown(group('').groupsBesideInterfaces)).toBe('false by default');
    expect(shown(group('LaunchTemplate: { LaunchTemplateName: named }').groupsBesideInterfaces)).toBe(
      'false by default',
    );
  });
});

describe('what a parent passes', () => {
  const own = `  Group: { Type: AWS::EC2::SecurityGroup }
  Launch: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { SecurityGroupIds: [own] } } }
  Configuration: { Type: AWS::AutoScaling::LaunchConfiguration, Properties: { SecurityGroups: [own] } }\n`;
  const data = 'SecurityGroupIds: [!Ref Theirs], NetworkInterfaces: [{ Groups: [!Ref Theirs] }], UserData: ECS_CLUSTER';
  const parent = `  Theirs: { Type: AWS::EC2::SecurityGroup }
${template(data)}
  Configuration: { Type: AWS::AutoScaling::LaunchConfiguration, Properties: { SecurityGroups: [!Ref Theirs] } }\n`;
  test.each([
    ['LaunchTemplate: { LaunchTemplateId: !Ref Given }', '!Ref Launch', '[Theirs] true true'],
    ['LaunchConfigurationName: !Ref Given', '!Ref Configuration', '[Theirs] false by default false'],
    ['LaunchConfigurationName: !Ref Given', '!Ref Launch', '?Launch false by default true'],
  ])('{ %s } launches by %s: %s', (properties, given, expected) => {
    const nested = nestedStackOf(
      `${own}  R: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { ${properties} } }\n`,
      `Given: ${given}`,
      parent,
    );
    const { securityGroups, groupsBesideInterfaces, joinsCluster } = entity(
      nested,
      'AWS::AutoScaling::AutoScalingGroup',
    );
    expect([securityGroups, groupsBesideInterfaces, joinsCluster].map(shown).join(' ')).toBe(expected);
  });
});

describe('what user data changes', () => {
  const words = (data: string, id = 'Launch', type?: string) => {
    const { dynamicPorts, agentStopTimeout } = group(launched, template(data, id, type));
    return [dynamicPorts, agentStopTimeout].map(shown);
  };
  const usual = 'usual by default';
  test('is unknown', () => {
    expect(words('UserData: echo')).toEqual([usual, usual]);
    expect(words('UserData: { "Fn::Base64": !Sub "sysctl net.ipv4.ip_local_port_range=${Hidden}" }')).toEqual([
      '?dynamic port range of R',
      usual,
    ]);
    expect(words('UserData: !Join ["", ["<PowerShell>", x]]')).toEqual(['?dynamic port range of R', usual]);
    expect(words('UserData: "ECS_CONTAINER_STOP_TIMEOUT=2m"')).toEqual([usual, '?container stop timeout of R']);
    expect(words('UserData: "ECS_CONTAINER_STOP_TIMEOUT=2m"', 'Unused')).toEqual([usual, usual]);
    const override = 'Overrides: [{ LaunchTemplateSpecification: { LaunchTemplateId: !Ref Second } }]';
    const second = template('UserData: "ECS_CONTAINER_STOP_TIMEOUT=2m"', 'Second');
    const { agentStopTimeout } = group(`MixedInstancesPolicy: { LaunchTemplate: { ${override} } }`, second);
    expect(shown(agentStopTimeout)).toBe('?container stop timeout of R');
    expect(words('UserData: "ECS_CONTAINER_STOP_TIMEOUT=2m"', 'Launch', 'AWS::SNS::Topic')).toEqual([usual, usual]);
    expect(words('UserData: "ECS_CONTAINER_STOP_TIMEOUT=2m"', 'Launch', 'My::AWS::EC2::LaunchTemplate')).toEqual([
      usual,
      usual,
    ]);
    expect(words('UserData: "ECS_CONTAINER_STOP_TIMEOUT=2m"', 'Launch', 'AWS::EC2::LaunchTemplateVersion')).toEqual([
      usual,
      usual,
    ]);
  });
});

describe('instances wait for a hook', () => {
  const inline = (transition: string) => `LifecycleHookSpecificationList: [{ LifecycleTransition: ${transition} }]`;
  const beside = (transition: string, name = '!Ref R') =>
    `  Hook: { Type: AWS::AutoScaling::LifecycleHook, Properties: { AutoScalingGroupName: ${name}, LifecycleTransition: ${transition} } }`;
  const launching = 'autoscaling:EC2_INSTANCE_LAUNCHING';
  const ending = 'autoscaling:EC2_INSTANCE_TERMINATING';
  test.each([
    ['', '', 'false'],
    [inline(launching), '', 'true'],
    [inline(ending), '', 'false'],
    [inline('!Ref Hidden'), '', '?Hidden'],
    ['LifecycleHookSpecificationList: !Ref Hidden', '', '?Hidden'],
    ['', beside(launching), 'true'],
    ['', beside(ending), 'false'],
    ['', beside(launching).replace('Properties', 'Condition: Never, Properties'), 'false'],
    ['LifecycleHookSpecificationList: [{ LifecycleHookName: one }]', '', 'false'],
    ['', beside(launching, 'other'), 'false'],
    ['', beside('!Ref Hidden'), '?Hidden'],
    [inline(launching), beside('!Ref Hidden'), 'true'],
    ['', '  Pool: { Type: AWS::AutoScaling::WarmPool, Properties: { AutoScalingGroupName: !Ref R } }', 'true'],
    ['', '  Pool: { Type: AWS::AutoScaling::WarmPool, Properties: { AutoScalingGroupName: other } }', 'false'],
    ['', '  Made: { Type: Custom::Hook, Properties: { Group: !Ref R } }', '?what Made makes'],
    ['', '  Made: { Type: Custom::Hook, Properties: { Group: other } }', 'false'],
  ])('{ %s } %s: %s', (properties, more, expected) =>
    expect(shown(group(properties, more).preparesInstances)).toBe(expected),
  );
});

test.each([
  ['', '[default by default] by default', 'nothing by default'],
  ['SecurityGroupIds: [!Ref Group], SubnetId: !Ref A', '[Group]', 'A'],
  ['SecurityGroups: [named], SubnetId: subnet-1', '?a list', '?subnet-1'],
  ['NetworkInterfaces: [{ GroupSet: [!Ref Group] }]', '[Group]', 'nothing by default'],
])('an instance with { %s } is in %s and %s', (properties, groups, subnet) => {
  const stack = stackOf(`${others}\n  R: { Type: AWS::EC2::Instance, Properties: { ${properties} } }\n`);
  const instance = entity(stack, 'AWS::EC2::Instance');
  expect(shown(instance.subnet)).toBe(subnet);
  expect(shown(instance.securityGroups)).toBe(groups);
});
