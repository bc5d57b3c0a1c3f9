import { describe, expect, test } from 'vitest';
import { linted } from '../ecs/linted.ts';

const listener = `
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Alb
      Port: 80
      Protocol: HTTP
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }]
`;
const alb = `
  Alb:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Subnets: [subnet-1, subnet-2]
      SecurityGroups: [sg-1]
`;
const targets = `
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      Port: 80
      Protocol: HTTP
      VpcId: vpc-1
      HealthCheckIntervalSeconds: 10
      HealthCheckTimeoutSeconds: 20
`;
const timeout = 'health-check-timeout-not-below-interval';
const dedented = (resource: string) => resource.replaceAll(/^ {2}/gm, '');

describe('AWS::Include', () => {
  const include = (location: string) => `{ Name: 'AWS::Include', Parameters: { Location: ${location} } }`;

  test.each([
    ['a path beside the template', './parts/targets.yaml'],
    ['a URL whose file was given', 's3://bucket/v1/parts/targets.yaml'],
    ['a URL with an open bucket', '!Sub "s3://${Bucket}/parts/targets.yaml"'],
  ])('of resources, by %s', (_, location) => {
    const template = `Resources:\n  Fn::Transform: ${include(location)}\n${alb}${listener}`;
    const { report, errors, taken } = linted({ 'app.yaml': template, 'parts/targets.yaml': dedented(targets) });
    expect(errors).toEqual([]);
    expect(taken).toEqual(['app.yaml: a template', 'parts/targets.yaml: a part of a template']);
    const [finding] = report.findings.filter(({ rule }) => rule.id === timeout);
    expect([finding?.resource.id, finding?.primary[0].span.file.path]).toEqual(['Targets', 'parts/targets.yaml']);
  });

  test('of properties', () => {
    const template = `Resources:\n${alb}${listener}
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      Port: 80
      Protocol: HTTP
      Fn::Transform: ${include('check.json')}
`;
    const check = '{ "HealthCheckIntervalSeconds": 10, "HealthCheckTimeoutSeconds": 20 }';
    const { found, errors } = linted({ 'app.yaml': template, 'check.json': check });
    expect(errors).toEqual([]);
    expect(found).toContain(`${timeout} Targets`);
    expect(linted({ 'app.yaml': template }).found).not.toContain(`${timeout} Targets`);
  });

  test('of whole sections', () => {
    const template = `Transform: ${include('s3://bucket/targets.yaml')}\nResources:\n${alb}${listener}`;
    const { found, errors } = linted({ 'app.yaml': template, 'targets.yaml': `Resources:\n${targets}` });
    expect(errors).toEqual([]);
    expect(found.filter((each) => each === `${timeout} Targets`)).toHaveLength(1);
  });

  test('of a file that nobody gave says which, once', () => {
    const template = `Resources:\n  Fn::Transform: ${include('s3://bucket/targets.yaml')}\n${alb}`;
    const { coverage, errors } = linted({ 'app.yaml': template });
    expect(errors).toEqual([]);
    expect(coverage.split('the template s3://bucket/targets.yaml')).toHaveLength(2);
  });

  test('of a file that cannot be read is an error there', () => {
    const template = `Resources:\n  Fn::Transform: ${include('targets.yaml')}\n${alb}`;
    expect(linted({ 'app.yaml': template, 'targets.yaml': 'a: [' }).errors[0]).toMatch(/^targets\.yaml:1/);
  });
});

test('a macro that nobody knows is said once', () => {
  const template = `Transform: [AWS::Serverless-2016-10-31, Company::Defaults]\nResources:\n${alb}${targets}${listener}`;
  const { coverage } = linted({ 'app.yaml': template });
  expect(coverage.split('resources that Company::Defaults adds')).toHaveLength(2);
  expect(coverage).not.toContain('Serverless');
});

describe('a function of SAM', () => {
  const sam = (properties: string, more = '', id = '!GetAtt Function.Arn') => `
Transform: AWS::Serverless-2016-10-31
${more}
Resources:${alb}
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      TargetType: lambda
      Targets: [{ Id: ${id} }]
${listener}
  Function:
    Type: AWS::Serverless::Function
    Properties: ${properties}
`;
  const permission = `
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref Function
      Principal: elasticloadbalancing.amazonaws.com
`;
  const ids = (template: string) => linted({ 'app.yaml': template }).found.map((each) => each.split(' ')[0]);
  const missing = 'lambda-permission-missing';

  test('is not permitted to the load balancer by any event of its own', () => {
    const events = '{ Events: { Api: { Type: Api, Properties: { Path: /, Method: get } } } }';
    expect(ids(sam(events))).toContain(missing);
    expect(ids(sam(events) + permission)).not.toContain(missing);
  });

  test('behind an alias that SAM publishes stays undecided', () => {
    const alias = sam('{ AutoPublishAlias: live }', '', '!Ref Function.Alias');
    expect(ids(alias)).not.toContain(missing);
    expect(ids(alias + permission)).not.toContain('lambda-permission-mismatch');
  });

  test('takes what it leaves out from Globals', () => {
    const slow = 'lambda-timeout-default';
    expect(ids(sam('{ Handler: a }') + permission)).toContain(slow);
    expect(ids(sam('{ Handler: a }', 'Globals: { Function: { Timeout: 20 } }') + permission)).not.toContain(slow);
    expect(ids(sam('{ Handler: a }', 'Globals: { Function: { MemorySize: 512 } }') + permission)).toContain(slow);
    expect(ids(sam('{ Handler: a }', 'Globals: { Function: { ReservedConcurrentExecutions: 0 } }'))).toContain(
      'lambda-reserved-concurrency-zero',
    );
  });
});
