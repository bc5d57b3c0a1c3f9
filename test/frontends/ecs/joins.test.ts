// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { at } from '../../all-rules.ts';
import { linted } from './linted.ts';

const folder = 'fixtures/apps/task-definition-file';
const template = readFileSync(at(`${folder}/service.yaml`), 'utf8');
const taskdef = readFileSync(at(`${folder}/taskdef.json`), 'utf8');
const rightPort = taskdef.replace('3000', '8080');
const notMapped = 'service-container-port-not-mapped Service';

const naming = (value: string) =>
  template.replace('TaskDefinition: !Ref TaskDefinitionArn', `TaskDefinition: ${value}`);
const both = (value: string, file = taskdef) => linted({ 'service.yaml': naming(value), 'taskdef.json': file });
const arn = 'arn:aws:ecs:eu-west-1:111122223333:task-definition';

describe('a template runs the task definition of a file', () => {
  test.each([
    ['by its family', 'orders'],
    ['by its family and a revision', 'orders:12'],
    ['by its ARN', `${arn}/orders:12`],
    [
      'by an ARN that is put together',
      '!Sub arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:task-definition/orders',
    ],
    ['by a revision that is not known', "!Sub 'orders:${TaskDefinitionArn}'"],
  ])('%s', (_, value) => {
    const { found, coverage } = both(value);
    expect(found).toContain(notMapped);
    expect(coverage).not.toContain('the template of the service');
    expect(both(value, rightPort).found).not.toContain(notMapped);
  });

  test.each([
    ['of another family', 'payments'],
    ['of a family that only begins alike', 'orders-v2'],
    ['of a name that no family has', 'orders.v2'],
    ['that is not known', '!ImportValue TaskDefinition'],
  ])('but not one %s', (_, value) => {
    const { found, coverage } = both(value);
    expect(found).not.toContain(notMapped);
    expect(coverage).toContain('the template of the service that runs orders');
  });

  test('in a task set', () => {
    const taskSet = naming('orders').replace('AWS::ECS::Service', 'AWS::ECS::TaskSet');
    const { found, coverage } = linted({ 'service.yaml': taskSet, 'taskdef.json': taskdef });
    expect(found).toContain(notMapped);
    expect(coverage).not.toContain('the template of the service');
  });

  test('whatever its service registers in', () => {
    const hidden = naming('orders').replace(/LoadBalancers:[\s\S]*$/, 'LoadBalancers: [!Ref TaskDefinitionArn]\n');
    const { coverage } = linted({ 'service.yaml': hidden, 'taskdef.json': taskdef });
    expect(coverage).not.toContain('the template of the service');
  });

  test('but not containers that are of no family', () => {
    const { containerDefinitions } = JSON.parse(taskdef);
    const { found, coverage } = linted({ 'service.yaml': template, 'orders.json': containerDefinitions });
    expect(found).not.toContain(notMapped);
    expect(coverage).toContain('the template of the service that runs orders');
  });

  test('of that revision, where both are said', () => {
    const described = JSON.stringify({ taskDefinition: { ...JSON.parse(taskdef), revision: 12 } });
    expect(both('orders:12', described).found).toContain(notMapped);
    expect(both('orders:11', described).found).not.toContain(notMapped);
    expect(both('orders', described).found).toContain(notMapped);
    expect(both("!Sub 'orders:${TaskDefinitionArn}'", described).found).toContain(notMapped);
  });

  test('unless two files are of that family', () => {
    const files = { 'service.yaml': naming('orders'), 'a.json': taskdef, 'b.json': rightPort };
    expect(linted(files).found).not.toContain(notMapped);
    const taskDefinitions = new Map([['orders', 'a.json']]);
    expect(linted(files, { taskDefinitions }).found).toContain(notMapped);
  });

  test('by a parameter that is given the ARN', () => {
    const files = { 'service.yaml': template, 'taskdef.json': taskdef };
    expect(linted(files).found).not.toContain(notMapped);
    const parameters = new Map([['TaskDefinitionArn', `${arn}/orders:12`]]);
    expect(linted(files, { parameters }).found).toContain(notMapped);
  });

  test('by a parameter that the user says it is', () => {
    const files = { 'service.yaml': template, 'taskdef.json': taskdef };
    const taskDefinitions = new Map([['TaskDefinitionArn', 'taskdef.json']]);
    expect(linted(files, { taskDefinitions }).found).toContain(notMapped);
    const right = linted({ ...files, 'taskdef.json': rightPort }, { taskDefinitions });
    expect(right.found).not.toContain(notMapped);
    expect(right.coverage).not.toContain('TaskDefinitionArn');
  });

  test('by a parameter with a default that would be something else', () => {
    const withDefault = template.replace(
      'TaskDefinitionArn: { Type: String }',
      'TaskDefinitionArn: { Type: String, Default: x }',
    );
    const taskDefinitions = new Map([['TaskDefinitionArn', 'taskdef.json']]);
    const files = { 'service.yaml': withDefault, 'taskdef.json': taskdef };
    expect(linted(files, { taskDefinitions }).found).toContain(notMapped);
    expect(linted(files, { taskDefinitions: new Map([['Other', 'taskdef.json']]) }).found).not.toContain(notMapped);
  });

  test('but not by a condition that is called so', () => {
    const chosen = `Conditions: { Chosen: !Equals [!Ref VpcId, a] }\n${naming('!If [Chosen, payments, refunds]')}`;
    const taskDefinitions = new Map([['Chosen', 'taskdef.json']]);
    const { found } = linted({ 'service.yaml': chosen, 'taskdef.json': taskdef }, { taskDefinitions });
    expect(found).not.toContain(notMapped);
  });

  test('by a text that a parameter is a part of', () => {
    const files = { 'service.yaml': naming("!Sub '${AWS::StackName}/${TaskDefinitionArn}'"), 'taskdef.json': taskdef };
    const said = (parameter: string) =>
      linted(files, { taskDefinitions: new Map([[parameter, 'taskdef.json']]) }).found.includes(notMapped);
    expect(said('TaskDefinitionArn')).toBe(true);
    expect(said('Other')).toBe(false);
  });
});

test('a template whose rules nothing satisfies runs no task definition', () => {
  const never = 'Rules: { Never: { Assertions: [{ Assert: !Equals [a, b] }] } }';
  const { found, coverage } = linted({ 'service.yaml': `${never}\n${naming('orders')}`, 'taskdef.json': taskdef });
  expect(found).not.toContain(notMapped);
  expect(coverage).toContain('the template of the service that runs orders');
});

test('what is said to be a task definition has to be one', () => {
  const given = { taskDefinitions: new Map([['TaskDefinitionArn', 'images.json']]) };
  const { errors } = linted({ 'images.json': [{ name: 'a', imageUri: 'b' }] }, given);
  expect(errors).toEqual(['images.json:0:0 not a task definition, as `TaskDefinitionArn` should be']);
});

describe('a service in a file of its own', () => {
  const service = (containerPort: number, group = 'orders') => ({
    cluster: 'main',
    serviceName: 'orders',
    taskDefinition: 'orders:12',
    desiredCount: 2,
    launchType: 'FARGATE',
    healthCheckGracePeriodSeconds: 60,
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'] } },
    loadBalancers: [
      {
        targetGroupArn: `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${group}/0123456789abcdef`,
        containerName: 'orders',
        containerPort,
      },
    ],
  });
  const front = template
    .replace(/\n {2}Service:[\s\S]*$/, '\n')
    .replace('      TargetType: ip\n', '      TargetType: instance\n      Name: orders\n');
  const mismatch = 'target-type-network-mode-mismatch';

  test('runs a task definition of a file', () => {
    const files = { 'service.json': service(8080), 'taskdef.json': taskdef };
    expect(linted(files).found).toEqual(['service-container-port-not-mapped orders']);
  });

  test('registers in the target group of a template that has the name', () => {
    const files = { 'front.yaml': front, 'service.json': service(3000), 'taskdef.json': taskdef };
    const { found, report } = linted(files);
    expect(found.filter((each) => each.startsWith(mismatch))).toHaveLength(1);
    expect(found).not.toContain('forward-to-empty-target-group Targets');
    expect(report.coverage.paths).toBe(1);
  });

  test('registers in one that a service of the template registers in too, and comes first', () => {
    const apart = template
      .replace('      TargetType: ip\n', '      TargetType: ip\n      Name: orders\n')
      .replace('Type: forward, TargetGroupArn: !Ref Targets', 'Type: fixed-response');
    const { report } = linted({ 'front.yaml': apart, 'service.json': service(3000), 'taskdef.json': taskdef });
    expect(report.findings.map(({ message }) => message)).toContain(
      '`orders` registers its tasks in `Targets`, but no listener or rule forwards there',
    );
  });

  test('registers in that one beside others of which no name is known', () => {
    const others = `  Nameless:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
  Secret:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { Name: !Ref TaskDefinitionArn }
`;
    const files = { 'front.yaml': front + others, 'service.json': service(3000), 'taskdef.json': taskdef };
    expect(linted(files).found.filter((each) => each.startsWith(mismatch))).toHaveLength(1);
  });

  test('but one of a template means what was there before', () => {
    const outputs = 'Outputs: { Targets: { Value: !Ref Targets, Export: { Name: targets } } }';
    const back = (targetGroup: string) => `
Resources:
  Service:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: orders
      LaunchType: FARGATE
      ServiceName: !ImportValue targets
      LoadBalancers: [{ TargetGroupArn: ${targetGroup}, ContainerName: orders, ContainerPort: 3000 }]`;
    const mismatches = (targetGroup: string) => {
      const files = { 'front.yaml': `${front}\n${outputs}`, 'back.yaml': back(targetGroup), 'taskdef.json': taskdef };
      return linted(files).found.filter((each) => each.startsWith(mismatch));
    };
    expect(mismatches('!ImportValue targets')).toHaveLength(1);
    expect(mismatches(service(3000).loadBalancers[0]?.targetGroupArn ?? '')).toEqual([]);
  });

  test('does not register in one of another name, nor in what is no target group', () => {
    const other = service(3000, 'payments');
    const none = JSON.stringify(service(3000)).replace(':targetgroup/', ':loadbalancer/');
    for (const said of [other, none]) {
      const files = { 'front.yaml': front, 'service.json': said, 'taskdef.json': taskdef };
      expect(linted(files).found.filter((each) => each.startsWith(mismatch))).toEqual([]);
    }
  });
});

test('findings in a task definition of a file name family and container', () => {
  const accused = (more: object, ...containers: readonly object[]) => {
    const definition = JSON.parse(rightPort);
    const [container] = definition.containerDefinitions;
    const others = containers.map((other) => ({ ...container, essential: true, portMappings: [], ...other }));
    const { report } = linted({
      'taskdef.json': { ...definition, ...more, containerDefinitions: [...others, container] },
    });
    return report.findings.map(({ rule, resource }) => `${rule.id}: ${resource.type} ${resource.id}`);
  };
  const wrong = { portMappings: [{ containerPort: 9090, hostPort: 80 }] };
  const mismatched = 'awsvpc-host-port-mismatch: container';
  expect(accused({}, { name: 'first', ...wrong })).toEqual([`${mismatched} orders/first`]);
  expect(accused({}, { name: 'first' }, { name: 'second', ...wrong })).toEqual([`${mismatched} orders/second`]);
  expect(accused({ networkMode: 'bridge' })).toEqual(['fargate-network-mode: AWS::ECS::TaskDefinition orders']);
});
