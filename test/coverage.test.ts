import { describe, expect, test } from 'vitest';
import { coverageLine } from '../src/formats/coverage.ts';
import { lint } from '../src/lint.ts';
import { rules } from './all-rules.ts';

// Which traffic paths count, and which of them as checked, where the tasks have no such container or port as is registered.

const target =
  'Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, TargetType: ip }';
const service = (registered: string): string => `
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: !Ref Tasks
      LaunchType: FARGATE
      LoadBalancers: [${registered}]`;
const entry = (group: string, container: string, port = '80'): string =>
  `{ TargetGroupArn: !Ref ${group}, ContainerName: ${container}, ContainerPort: ${port} }`;

const template = (services: string, type = 'application'): string => `
Parameters:
  Hidden: { Type: String }
Conditions:
  Renamed: !Equals [!Ref Hidden, renamed]
Resources:
  Front: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Type: ${type}, Subnets: [subnet-1, subnet-2] } }
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Front
      Port: 80
      Protocol: HTTP
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Blue }]
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !Ref Http
      Priority: 1
      Conditions: [{ Field: path-pattern, Values: [/api/*] }]
      Actions: [{ Type: forward, TargetGroupArn: !Ref Green }]
  Blue: { ${target} }
  Green: { ${target} }
  Nobody: { ${target} }
  Tasks:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: awsvpc
      RequiresCompatibilities: [FARGATE]
      Cpu: 256
      Memory: 512
      ContainerDefinitions: [{ Name: web, Image: web, PortMappings: [{ ContainerPort: 80 }] }]
${services}
`;

function told(services: string): { line: string; waits: readonly string[] } {
  const ids = ['service-container-not-found', 'service-container-port-not-mapped', 'target-type-network-mode'];
  const report = lint(
    [{ path: 'app.yaml', text: template(services) }],
    rules.filter(({ id }) => ids.includes(id)),
  );
  expect([...report.errors, ...report.crashes]).toEqual([]);
  const { undecided, gaps } = report.coverage;
  return {
    line: coverageLine(report).replace(/^coverage: |traffic paths? /g, ''),
    waits: [...undecided, ...gaps].map(({ value }) => value.reason.name),
  };
}

test.each([
  ['application', 1],
  ['network', 0],
  ['gateway', 0],
  ['!Ref Hidden', 1],
])('of paths behind a load balancer of type %s, %i counts', (type, paths) => {
  const text = template(`  First:${service(entry('Blue', 'web'))}`, type);
  expect(lint([{ path: 'app.yaml', text }], rules).coverage.paths).toBe(paths);
});

describe('a path that ends at nothing is a path, and not checked', () => {
  test.each([
    ['the only container', [entry('Blue', 'web')], 'the one fully checked'],
    ['another container', [entry('Blue', 'webb')], '0 of 1 fully checked'],
    ['another port', [entry('Blue', 'web', '8080')], '0 of 1 fully checked'],
    ['one of two', [entry('Blue', 'web'), entry('Green', 'webb')], '1 of 2 fully checked'],
    ['both', [entry('Blue', 'webb'), entry('Green', 'webb')], '0 of 2 fully checked'],
    ['one twice', [entry('Blue', 'webb'), entry('Blue', 'web', '81')], '0 of 2 fully checked'],
    [
      'the wrong one in one scenario',
      [`!If [Renamed, ${entry('Blue', 'webb')}, ${entry('Blue', 'web')}]`],
      '1 of 2 fully checked',
    ],
  ])('%s', (_, [first = '', second], expected) => {
    const others = second ? `\n  Second:${service(second)}` : '';
    expect(told(`  First:${service(first)}${others}`)).toEqual({ line: expected, waits: [] });
  });
});

test('the group that takes turns with the other is reached by its own road', () => {
  const registered = entry('Blue', 'webb').replace(
    / }$/,
    ', AdvancedConfiguration: { AlternateTargetGroupArn: !Ref Green, ProductionListenerRule: !Ref Rule, RoleArn: role } }',
  );
  expect(told(`  First:${service(registered)}`).line).toBe('0 of 2 fully checked');
});

test('what nobody is seen to forward to is named as before', () => {
  expect(told(`  First:${service(entry('Nobody', 'webb'))}`)).toEqual({
    line: '0 of 1 fully checked; only a deployment can tell listener of Nobody',
    waits: ['listener of Nobody'],
  });
});

test('an entry for a Classic Load Balancer is no path, and nothing is missing from it', () => {
  const text = `
Resources:
  Tasks:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions: [{ Name: web, Image: web:1, Memory: 512, PortMappings: [{ ContainerPort: 80, HostPort: 80 }] }]
  Service:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: !Ref Tasks
      LaunchType: EC2
      LoadBalancers: [{ LoadBalancerName: classic, ContainerName: web, ContainerPort: 80 }]`;
  const report = lint([{ path: 'classic.yaml', text }], rules);
  expect(coverageLine(report) ?? '').not.toContain('missing');
});

test('a service that something else deploys has no task definition of its own: its task sets have', () => {
  const all = (services: string) => coverageLine(lint([{ path: 'app.yaml', text: template(services) }], rules));
  const external = `
  Web:
    Type: AWS::ECS::Service
    Properties: { DeploymentController: { Type: EXTERNAL } }`;
  const taskSet = `
  Set:
    Type: AWS::ECS::TaskSet
    DependsOn: Http
    Properties:
      Service: !Ref Web
      LaunchType: FARGATE
      TaskDefinition: !Ref Tasks
      LoadBalancers: [${entry('Blue', 'web')}]`;
  expect(all(external)).not.toContain('TaskDefinition');
  expect(all(external + taskSet)).not.toContain('TaskDefinition');
  const registered = external.replace(
    '{ Type: EXTERNAL }',
    `{ Type: EXTERNAL }, LoadBalancers: [${entry('Blue', 'web')}]`,
  );
  expect(all(registered)).toContain('only a deployment can tell the task sets of Web');
});
