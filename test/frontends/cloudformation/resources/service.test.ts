// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { entity, nestedStackOf, shown, stackOf } from './reading.ts';

// What a service runs on, and what moves its desired count.

const service = (properties: string, more = '', sections = '') =>
  entity(
    stackOf(`${more.replace(/^\n/, '')}\n  R: { Type: AWS::ECS::Service, Properties: { ${properties} } }\n`, sections),
    'AWS::ECS::Service',
  );

describe('Fargate', () => {
  const task = (requires: string) => `  Task: { Type: AWS::ECS::TaskDefinition, Properties: { ${requires} } }`;
  const by = (name: string) => `CapacityProviderStrategy: [{ CapacityProvider: ${name} }]`;
  test.each([
    ['LaunchType: FARGATE', '', 'true'],
    ['LaunchType: EC2', '', 'false'],
    ['LaunchType: !Ref Hidden', '', '?Hidden'],
    [by('FARGATE'), '', 'true'],
    [by('FARGATE_SPOT'), '', 'true'],
    [by('own'), '', 'false'],
    [by('!Ref Hidden'), '', '?Hidden'],
    ['CapacityProviderStrategy: [{ CapacityProvider: !Ref Hidden }, { CapacityProvider: FARGATE }]', '', 'true'],
    ['CapacityProviderStrategy: [{ CapacityProvider: own }, { CapacityProvider: !Ref Hidden }]', '', '?Hidden'],
    [by('!Ref Created'), '  Created: { Type: AWS::ECS::CapacityProvider, Properties: { Name: !Ref Hidden } }', 'false'],
    [by('!Ref Created'), '  Created: { Type: AWS::SNS::Topic }', '?Created'],
    [
      'CapacityProviderStrategy: [{ CapacityProvider: !Ref Created }, { CapacityProvider: FARGATE_SPOT }]',
      '  Created: { Type: AWS::ECS::CapacityProvider }',
      'true',
    ],
    ['CapacityProviderStrategy: [{ Weight: 1 }]', '', '?missing CapacityProvider'],
    ['CapacityProviderStrategy: !Ref HiddenList', '', '?HiddenList'],
    ['TaskDefinition: !Ref Task', task('RequiresCompatibilities: [FARGATE]'), 'true'],
    ['TaskDefinition: !Ref Task', task('RequiresCompatibilities: [EC2]'), 'false'],
    ['TaskDefinition: !Ref Task', task('RequiresCompatibilities: [FARGATE, EC2]'), 'false'],
    ['TaskDefinition: !Ref Task', task('RequiresCompatibilities: [!Ref Hidden]'), 'false'],
    ['TaskDefinition: !Ref Task', task('RequiresCompatibilities: !Ref HiddenList'), 'false'],
    ['TaskDefinition: !Ref Task', task('Family: api'), 'false'],
    ['TaskDefinition: !Ref Hidden', '', '?Hidden'],
  ])('%s %s: %s', (properties, more, expected) => expect(shown(service(properties, more).fargate)).toBe(expected));
});

describe('capacity providers', () => {
  const clusters = `
  Cluster: { Type: AWS::ECS::Cluster, Properties: { DefaultCapacityProviderStrategy: [{ CapacityProvider: FARGATE, Weight: 2, Base: 1 }] } }
  Plain: { Type: AWS::ECS::Cluster }
  Created: { Type: AWS::ECS::CapacityProvider }
  Beside: { Type: AWS::ECS::ClusterCapacityProviderAssociations, Properties: { Cluster: !Ref Plain, DefaultCapacityProviderStrategy: [{ CapacityProvider: FARGATE_SPOT }] } }
  Topic: { Type: AWS::SNS::Topic, Properties: { DefaultCapacityProviderStrategy: [{ CapacityProvider: wrong }] } }`;
  test.each([
    ['Cluster: !Ref Cluster', '[{ name: FARGATE, predefined: FARGATE, weight: 2, base: 1 }]'],
    [
      'Cluster: !Ref Plain',
      '[{ name: FARGATE_SPOT, predefined: FARGATE_SPOT, weight: 0 by default, base: 0 by default }]',
    ],
    ['Cluster: !Ref Topic', '[] by default'],
    ['Cluster: !GetAtt Other.Arn', '[] by default'],
    ['Cluster: main', '[] by default'],
    [
      'CapacityProviderStrategy: [{ CapacityProvider: !Ref Created }]',
      '[{ name: ?Created, predefined: nothing, weight: 0 by default, base: 0 by default }]',
    ],
    ['Cluster: !Ref Cluster, LaunchType: EC2', '[] by default'],
    [
      'Cluster: !Ref Cluster, CapacityProviderStrategy: [{ CapacityProvider: own }]',
      '[{ name: own, predefined: nothing, weight: 0 by default, base: 0 by default }]',
    ],
  ])('%s: %s', (properties, expected) => expect(shown(service(properties, clusters).capacityProviders)).toBe(expected));
});

describe('in the cluster of a parent', () => {
  const nested = (more: string, strategy: string, beside = '') =>
    entity(
      nestedStackOf(
        `  R: { Type: AWS::ECS::Service, Properties: { Cluster: !Ref Given } }\n${more}`,
        'Given: !Ref Cluster',
        `  Cluster: { Type: AWS::ECS::Cluster, Properties: { DefaultCapacityProviderStrategy: [{ CapacityProvider: ${strategy} }] } }\n${beside}`,
      ),
      'AWS::ECS::Service',
    );
  const sameName = '  Cluster: { Type: AWS::ECS::Cluster }\n';
  const created = '  Created: { Type: AWS::ECS::CapacityProvider }\n';
  const associated =
    '  Beside: { Type: AWS::ECS::ClusterCapacityProviderAssociations, Properties: { Cluster: !Ref Cluster, DefaultCapacityProviderStrategy: [{ CapacityProvider: own }] } }\n';

  test('it is that one whose default strategy counts', () => {
    expect(shown(nested('', 'FARGATE').fargate)).toBe('true');
    expect(shown(nested(sameName, 'FARGATE').fargate)).toBe('true');
    expect(shown(nested('', 'own').fargate)).toBe('false');
    expect(shown(nested('', '!Ref Created', created).fargate)).toBe('false');
    expect(shown(nested('', 'FARGATE', associated).fargate)).toBe('false');
  });

  test('instances are those whose user data names what is passed', () => {
    const group = (cluster: string) =>
      `  Group: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { LaunchConfigurationName: !Ref Launch } }
  Launch: { Type: AWS::AutoScaling::LaunchConfiguration, Properties: { UserData: !Ref ${cluster} } }\n`;
    expect(shown(nested(group('Given'), 'own').instances)).toBe('Group');
    expect(shown(nested(sameName + group('Cluster'), 'own').instances)).toBe('?container instances of R');
  });
});

test.each([
  ['', '100 by default'],
  ['SchedulingStrategy: REPLICA', '100 by default'],
  ['SchedulingStrategy: DAEMON', '0 by default'],
  ['SchedulingStrategy: !Ref Hidden', '100 by default'],
  ['SchedulingStrategy: DAEMON, DeploymentConfiguration: { MinimumHealthyPercent: 50 }', '50'],
])('at least so many tasks are healthy with { %s }: %s', (properties, expected) =>
  expect(shown(service(properties).minimumHealthyPercent)).toBe(expected),
);

test.each([
  ['', 'nothing by default'],
  [
    'NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: [sg-1], Subnets: [subnet-1] } }',
    '{ securityGroups: [sg-1], subnets: [?subnet-1], assignPublicIp: DISABLED by default }',
  ],
  [
    'NetworkConfiguration: { AwsVpcConfiguration: { SecurityGroups: [sg-1], Subnets: [subnet-1], AssignPublicIp: ENABLED } }',
    '{ securityGroups: [sg-1], subnets: [?subnet-1], assignPublicIp: ENABLED }',
  ],
  ['NetworkConfiguration: { AwsvpcConfiguration: !Ref Hidden }', '?Hidden'],
  ['NetworkConfiguration: !Ref Hidden', '?Hidden'],
])('the network of { %s } is %s', (properties, expected) => expect(shown(service(properties).network)).toBe(expected));

test('where a service runs rests on what was chosen', () => {
  const chosen = (properties: string, more?: string) =>
    service(properties, more, 'Conditions: { Small: !Equals [!Ref Other, small] }').fargate.via.map(({ name }) => name);
  expect(chosen('LaunchType: !If [Small, FARGATE, EC2]')).toEqual(['Small']);
  expect(
    chosen(
      'TaskDefinition: !Ref Task',
      '  Task: { Type: AWS::ECS::TaskDefinition, Properties: { RequiresCompatibilities: [!If [Small, FARGATE, EC2]] } }',
    ),
  ).toEqual(['Small']);
});

describe('the instances of a cluster', () => {
  const group = (id: string, template: string) => `
  ${id}: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { LaunchTemplate: { LaunchTemplateId: !Ref ${template} } } }`;
  const template = (id: string, cluster: string) => `
  ${id}: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { UserData: !Sub "echo ECS_CLUSTER=${'${'}${cluster}}" } } }`;
  const clusters = `
  Cluster: { Type: AWS::ECS::Cluster }
  Second: { Type: AWS::ECS::Cluster }`;
  const made = (properties: string, ...more: readonly string[]) =>
    shown(service(properties, [clusters, ...more].join(''), 'Conditions: { Never: !Equals [a, b] }').instances);
  test('are those whose user data names it', () => {
    const one = [group('Group', 'Launch'), template('Launch', 'Cluster')];
    expect(made('Cluster: !Ref Cluster', ...one)).toBe('Group');
    expect(made('Cluster: !Ref Second', ...one)).toBe('?container instances of R');
    expect(made('Cluster: !If [Never, !Ref Second, !Ref Cluster]', ...one)).toBe('Group');
    expect(made('Cluster: main', ...one)).toBe('?container instances of R');
    expect(made('DesiredCount: 1', ...one)).toBe('?container instances of R');
    expect(made('Cluster: !Ref Cluster', ...one, group('Another', 'Launch'))).toBe('?container instances of R');
    expect(made('Cluster: !Ref Cluster', ...one, group('Another', 'Other'), template('Other', 'Second'))).toBe('Group');
    expect(made('Cluster: !Ref Hidden', group('Group', 'Launch'), template('Launch', 'Hidden'))).toBe('Group');
    const both = 'Cluster: !Sub "${Hidden}-${Other}"';
    expect(made(both, group('Group', 'Launch'), template('Launch', 'Hidden}-${Other'))).toBe('Group');
    expect(made(both, group('Group', 'Launch'), template('Launch', 'Hidden'))).toBe('?container instances of R');
    expect(
      made(
        'Cluster: !Ref Cluster',
        group('Group', 'Stray'),
        `
  Stray: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Cluster } }`,
      ),
    ).toBe('?container instances of R');
  });
});

test('who runs a service of a cluster that nobody knows is asked where the cluster is named', () => {
  const { instances } = service('Cluster: main');
  const { file, start, end } = instances.span;
  expect(file.text.slice(start, end)).toBe('Cluster');
});

describe('what moves the desired count', () => {
  const target = (id: string, more = '') =>
    `  Target: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { MinCapacity: 1, MaxCapacity: 4, ResourceId: ${id}${more} } }`;
  const range = '{ minCapacity: 1, maxCapacity: 4 }';
  const second =
    '\n  Second: { Type: AWS::ECS::Service, Properties: { ServiceName: second } }\n  Topic: { Type: AWS::SNS::Topic }';
  const never = 'Conditions: { Never: !Equals [a, b] }';
  const scaling = (targets: string, properties = 'ServiceName: api', sections = '') =>
    shown(service(properties, `${targets}${second}`, sections).scaling);
  test.each([
    ['service/main/api', range],
    ['service/main/other', 'nothing by default'],
    ['table/api', 'nothing by default'],
    ['!Sub "service/main/${R.Name}"', range],
    ['!Sub "service/main/${Second.Name}"', 'nothing by default'],
    ['!Sub "service/${Hidden}/api"', range],
    ['!Sub "service/${Hidden}/other"', 'nothing by default'],
    ['!Sub "service/${Hidden}api"', '?Hidden'],
    ['!Sub "table/${Hidden}/api"', 'nothing by default'],
    ['!Sub "service/main/${Hidden}"', '?Hidden'],
    ['!Sub "${Hidden}/api"', range],
    ['!Ref Hidden', '?Hidden'],
    ['!Ref Topic', '?Topic'],
  ])('of a service by name, ResourceId: %s: %s', (id, expected) => expect(scaling(target(id))).toBe(expected));

  test.each([
    ['service/main/api', 'ServiceName: !Ref Hidden', '?value service/main/api'],
    ['service/main/api', 'DesiredCount: 1', '?value service/main/api'],
    ['!Sub "service/main/${Hidden}"', 'ServiceName: !Ref Hidden', range],
    ['!Sub "service/main/${Other}"', 'ServiceName: !Ref Hidden', '?Other'],
    ['!Sub "service/${Hidden}/api"', 'ServiceName: !Ref Hidden', '?Hidden'],
    ['!Sub "service/${Hidden}/api"', 'DesiredCount: 1', '?Hidden'],
  ])('ResourceId: %s, of { %s }: %s', (id, properties, expected) =>
    expect(scaling(target(id), properties)).toBe(expected),
  );

  const joined = '!Join ["/", [service, main, !If [A, api, x]]]';
  test.each([
    ['service/main/api', 'api', []],
    ['service/main/api', '!If [A, api, x]', ['A']],
    ['!If [A, service/main/api, x]', 'api', ['A']],
    [joined, '!If [A, api, x]', []],
    [joined, '!If [A, !If [B, api, x], x]', ['A', 'A', 'B']],
    [joined, '!If [B, api, x]', ['A', 'B']],
  ])('where ResourceId is %s and ServiceName %s it rests on %j', (id, name, expected) => {
    const conditions = 'Conditions: { A: !Equals [!Ref Hidden, a], B: !Equals [!Ref Other, b] }';
    const { via } = service(`ServiceName: ${name}`, target(id), conditions).scaling;
    expect(via.map((hop) => hop.name)).toEqual(expected);
  });

  test.each([
    ['!Ref Given', '!Ref R', range],
    ['!Sub "service/main/${Given}"', '!GetAtt R.Name', range],
    ['!Sub "service/main/${Given}"', '!GetAtt Second.Name', 'nothing by default'],
    ['!Sub "service/main/${Given}"', '!GetAtt Topic.TopicName', '?Topic.TopicName'],
  ])('of a parent, ResourceId: %s, which is passed %s: %s', (id, passed, expected) => {
    const parent = '  R: { Type: AWS::ECS::Service, Properties: { ServiceName: api } }';
    const { application } = nestedStackOf(`${target(id)}\n`, `Given: ${passed}`, `${parent}${second}\n`);
    const [root] = application.stacks;
    expect(shown(root && entity(root, 'AWS::ECS::Service').scaling)).toBe(expected);
  });

  test('is a scalable target of the desired count that exists', () => {
    expect(scaling('')).toBe('nothing by default');
    expect(
      scaling(target('service/main/api').replace('Properties', 'Condition: Never, Properties'), undefined, never),
    ).toBe('nothing by default');
    expect(scaling(target('service/main/api', ', ScalableDimension: ecs:service:DesiredCount'))).toBe(range);
    expect(scaling(target('service/main/api', ', ScalableDimension: other'))).toBe('nothing by default');
    expect(scaling(target('service/main/api').replace('MinCapacity: 1, ', ''))).toBe(
      '{ minCapacity: ?missing MinCapacity, maxCapacity: 4 }',
    );
    expect(scaling('  Made: { Type: Custom::Scaling, Properties: { Service: !Ref R } }')).toBe('?what Made makes');
  });
});

describe('of a load balancer entry', () => {
  const advanced = (text: string) => {
    const { attachments } = service(
      `LoadBalancers: [{ ${text} }]`,
      `
  Blue: { Type: AWS::ElasticLoadBalancingV2::TargetGroup }
  Green: { Type: AWS::ElasticLoadBalancingV2::TargetGroup }
  Rule: { Type: AWS::ElasticLoadBalancingV2::ListenerRule }`,
    );
    return attachments.kind === 'unknown' ? '?' : attachments.value.map(shown).join();
  };
  test('everything is read', () => {
    expect(advanced('TargetGroupArn: !Ref Blue, ContainerName: api, ContainerPort: 80')).toBe(
      '{ targetGroup: Blue, alternateTargetGroup: nothing by default, advanced: nothing by default, loadBalancerName: nothing by default, containerName: api, containerPort: 80 }',
    );
    expect(advanced('LoadBalancerName: classic')).toBe(
      '{ targetGroup: ?missing TargetGroupArn, alternateTargetGroup: nothing by default, advanced: nothing by default, loadBalancerName: classic, containerName: ?missing ContainerName, containerPort: ?missing ContainerPort }',
    );
    expect(
      advanced(
        'AdvancedConfiguration: { AlternateTargetGroupArn: !Ref Green, ProductionListenerRule: !Ref Rule, RoleArn: role }',
      ),
    ).toBe(
      '{ targetGroup: ?missing TargetGroupArn, alternateTargetGroup: Green, advanced: { production: Rule, test: nothing by default, role: role }, loadBalancerName: nothing by default, containerName: ?missing ContainerName, containerPort: ?missing ContainerPort }',
    );
    expect(advanced('AdvancedConfiguration: !Ref Hidden')).toContain('advanced: ?Hidden');
  });
});

test.each([
  ['', '{ bakeTime: nothing by default, linear: nothing by default, canary: nothing by default }'],
  [
    'BakeTimeInMinutes: 5, LinearConfiguration: {}, CanaryConfiguration: {}',
    '{ bakeTime: 5, linear: { stepPercent: 10 by default, stepBakeTime: 6 by default }, canary: { percent: 5 by default, bakeTime: 10 by default } }',
  ],
  [
    'LinearConfiguration: { StepPercent: 20, StepBakeTimeInMinutes: 1 }, CanaryConfiguration: { CanaryPercent: 30, CanaryBakeTimeInMinutes: 2 }',
    '{ bakeTime: nothing by default, linear: { stepPercent: 20, stepBakeTime: 1 }, canary: { percent: 30, bakeTime: 2 } }',
  ],
  ['LinearConfiguration: !Ref Hidden', '{ bakeTime: nothing by default, linear: ?Hidden, canary: nothing by default }'],
])('traffic moves as { %s } says: %s', (deployment, expected) =>
  expect(shown(service(`DeploymentConfiguration: { ${deployment} }`).trafficShift)).toBe(expected),
);

describe('a task definition', () => {
  const tasks = `
  Task: { Type: AWS::ECS::TaskDefinition, Properties: { Family: api } }
  Twin: { Type: AWS::ECS::TaskDefinition, Properties: { Family: twin } }
  Double: { Type: AWS::ECS::TaskDefinition, Properties: { Family: twin } }
  Secret: { Type: AWS::ECS::TaskDefinition, Properties: { Family: !Ref Hidden } }
  Nameless: { Type: AWS::ECS::TaskDefinition }`;
  test.each([
    ['!Ref Task', 'Task'],
    ['api', 'Task'],
    ['api:3', '?api:3'],
    ['arn:aws:ecs:eu-west-1:111122223333:task-definition/api', 'Task'],
    [
      'arn:aws:ecs:eu-west-1:111122223333:task-definition/api:3',
      '?arn:aws:ecs:eu-west-1:111122223333:task-definition/api:3',
    ],
    ['arn:aws:ecs:eu-west-1:111122223333:service/api', '?arn:aws:ecs:eu-west-1:111122223333:service/api'],
    ['my/api', '?my/api'],
    ['other', '?other'],
    ['twin', '?twin'],
    ['!Ref Hidden', '?Hidden'],
    ['!Sub "${Other}:3"', '?Other'],
    ['!Sub "api:${Other}"', '?Other'],
  ])('of a service that names %s is %s', (name, expected) =>
    expect(shown(service(`TaskDefinition: ${name}`, tasks).taskDefinition)).toBe(expected),
  );
});

test('where something else deploys, the task sets have task definitions, and none is missing', () => {
  const external = 'DeploymentController: { Type: EXTERNAL }';
  const named = (properties: string) => shown(service(properties).taskDefinition);
  expect(named(external)).toBe('?the task sets of R');
  expect(named(`${external}, TaskDefinition: !Ref Hidden`)).toBe('?Hidden');
  expect(named('DeploymentController: { Type: CODE_DEPLOY }')).toBe('?missing TaskDefinition');
  expect(named('DeploymentController: { Type: !Ref Hidden }')).toBe('?missing TaskDefinition');
  expect(named('LaunchType: EC2')).toBe('?missing TaskDefinition');
});
