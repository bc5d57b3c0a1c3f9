import { describe, expect, test } from 'vitest';
import type { Container } from '../../../../src/graph/ecs.ts';
import { entity, shown, stackOf } from './reading.ts';

// What a task definition says of its containers.

const task = (properties: string) =>
  entity(
    stackOf(`  R: { Type: AWS::ECS::TaskDefinition, Properties: { ${properties} } }\n`),
    'AWS::ECS::TaskDefinition',
  );
function container(text: string, rest = 'NetworkMode: awsvpc'): Container {
  const { containers } = task(`${rest}, ContainerDefinitions: [{ ${text} }]`);
  const [only] = containers.kind === 'unknown' ? [] : containers.value;
  if (!only) throw new Error('no container');
  return only;
}

test.each([
  ['', 'bridge by default', '[] by default', 'false by default'],
  ['NetworkMode: default', 'bridge', '[] by default', 'false by default'],
  ['NetworkMode: host, RequiresCompatibilities: [EC2], ProxyConfiguration: { Type: APPMESH }', 'host', '[EC2]', 'true'],
  ['ProxyConfiguration: !Ref Hidden', 'bridge by default', '[] by default', '?Hidden'],
])('a task with { %s }', (properties, mode, compatibilities, proxied) => {
  const read = task(properties);
  expect([read.networkMode, read.compatibilities, read.proxied].map(shown)).toEqual([mode, compatibilities, proxied]);
});

test('containers go by their names, by what names them, or by their place', () => {
  const ids = (text: string) => {
    const { containers } = task(`ContainerDefinitions: ${text}`);
    return containers.kind === 'unknown' ? shown(containers) : containers.value.map(({ id }) => id);
  };
  expect(ids('[{ Name: api }, { Name: !Ref Hidden }, {}, { Name: !GetAtt R.Name }]')).toEqual([
    'api',
    'Hidden',
    'R[2]',
    'R[3]',
  ]);
  // Two that begin with the name of their stack are two still, for whoever states a fact of one.
  expect(ids('[{ Name: !Sub "${AWS::StackName}-api" }, { Name: !Join ["-", [!Ref AWS::StackName, proxy]] }]')).toEqual([
    '${AWS::StackName}-api',
    '${AWS::StackName}-proxy',
  ]);
  expect(ids(`[${Array(100).fill('{}').join(', ')}]`)).toHaveLength(100);
  expect(ids(`[${Array(101).fill('{}').join(', ')}]`)).toBe('?more than 100 containers');
});

describe('a container', () => {
  const told = (text: string, ...fields: readonly (keyof Container)[]) => {
    const read = container(text);
    return fields.map((field) => shown(read[field]));
  };
  test('says what it runs', () => {
    const fields = [
      'image',
      'mountPoints',
      'restarts',
      'essential',
      'entryPoint',
      'command',
      'stopTimeout',
      'startTimeout',
      'links',
      'dependencies',
      'healthCheck',
    ] as const;
    expect(told('', ...fields)).toEqual([
      '?missing Image',
      '[] by default',
      'false by default',
      'true by default',
      '[] by default',
      '[] by default',
      '30 by default',
      'nothing by default',
      '[] by default',
      '[] by default',
      'nothing by default',
    ]);
    const full =
      'Image: api:1, MountPoints: [{ ContainerPath: /data }, {}], RestartPolicy: { Enabled: true }, Essential: false, EntryPoint: [sh, -c], Command: [run], StopTimeout: 60, StartTimeout: 90, Links: [db], DependsOn: [{ ContainerName: db, Condition: HEALTHY }, {}], HealthCheck: { Command: [CMD, x], Interval: 1, Timeout: 2, Retries: 3, StartPeriod: 4 }';
    expect(told(full, ...fields)).toEqual([
      'api:1',
      '[/data, ?missing ContainerPath]',
      'true',
      'false',
      '[sh, -c]',
      '[run]',
      '60',
      '90',
      '[db]',
      '[{ containerName: db, condition: HEALTHY }, { containerName: ?missing ContainerName, condition: ?missing Condition }]',
      '{ command: [CMD, x], interval: 1, timeout: 2, retries: 3, startPeriod: 4 }',
    ]);
    expect(told('HealthCheck: {}', 'healthCheck')).toEqual([
      '{ command: [] by default, interval: 30 by default, timeout: 5 by default, retries: 3 by default, startPeriod: 0 by default }',
    ]);
    expect(told('HealthCheck: !Ref Hidden', 'healthCheck')).toEqual(['?Hidden']);
  });

  const entries = (value: Container['environment'] | Container['dockerLabels']) =>
    value.kind === 'unknown'
      ? shown(value)
      : [...value.value].map(([name, text]) => `${name}=${shown(text)}`).join(' ');
  test.each([
    ['', ''],
    ['Environment: [{ Name: A, Value: "1" }, { Name: B }]', 'A=1 B= by default'],
    ['Environment: [{ Name: A, Value: !Ref Hidden }]', 'A=?Hidden'],
    ['Environment: [{ Name: !Ref Hidden, Value: "1" }]', '?Hidden'],
    ['Environment: [{ Value: "1" }]', '?Environment'],
    ['Environment: !Ref Hidden', '?Hidden'],
    ['EnvironmentFiles: [{ Value: arn }]', '?EnvironmentFiles'],
    [
      'Environment: [{ Name: A, Value: "1" }], Secrets: [{ Name: B, ValueFrom: arn }, { ValueFrom: arn }]',
      'A=1 B=?secret B',
    ],
    ['Secrets: [{ Name: !Ref Hidden, ValueFrom: arn }]', '?Hidden'],
    ['Secrets: !Ref Hidden', '?Hidden'],
  ])('with { %s } has the environment %j', (text, expected) =>
    expect(entries(container(text).environment)).toBe(expected),
  );

  test.each([
    ['', ''],
    ['DockerLabels: { a: "1", b: !Ref Hidden }', 'a=1 b=?Hidden'],
    ['DockerLabels: !Ref Hidden', '?Hidden'],
  ])('with { %s } has the labels %j', (text, expected) => expect(entries(container(text).dockerLabels)).toBe(expected));
});

describe('ports', () => {
  const port = (mapping: string, rest: string) => {
    const { ports } = container(`PortMappings: [{ ${mapping} }]`, rest);
    const [only] = ports.kind === 'unknown' ? [] : ports.value;
    return only && [only.containerPort, only.hostPort].map(shown).join(' on ');
  };
  const awsvpc = 'NetworkMode: awsvpc';
  const bridge = 'NetworkMode: bridge';
  test.each([
    ['ContainerPort: 80', awsvpc, '80 on 80'],
    ['ContainerPort: 80, HostPort: 81', awsvpc, '80 on 80'],
    ['ContainerPort: 80', 'NetworkMode: host', '80 on 80'],
    ['ContainerPort: 80', bridge, '80 on dynamic by default'],
    ['ContainerPort: 80, HostPort: 0', bridge, '80 on dynamic'],
    ['ContainerPort: 80, HostPort: 81', bridge, '80 on 81'],
    ['ContainerPort: 80', 'NetworkMode: !Ref Hidden', '80 on ?Hidden'],
    ['ContainerPort: 80', 'Family: api', '80 on dynamic by default'],
    ['ContainerPort: 80', 'RequiresCompatibilities: [FARGATE]', '80 on 80'],
    ['ContainerPort: 80', 'RequiresCompatibilities: [EC2]', '80 on dynamic by default'],
    ['ContainerPort: 80', 'RequiresCompatibilities: [FARGATE, EC2]', '80 on dynamic by default'],
    ['ContainerPort: 80', 'RequiresCompatibilities: !Ref HiddenList', '80 on dynamic by default'],
    ['ContainerPort: 80', 'NetworkMode: bridge, RequiresCompatibilities: [FARGATE]', '80 on dynamic by default'],
    ['HostPort: 80', awsvpc, '?missing ContainerPort on ?missing ContainerPort'],
    ['ContainerPortRange: !Ref Hidden', awsvpc, '?Hidden on ?Hidden'],
    ['ContainerPortRange: 80-90', awsvpc, '?missing ContainerPort on ?missing ContainerPort'],
  ])('%s with { %s }: %s', (mapping, rest, expected) => expect(port(mapping, rest)).toBe(expected));

  test.each([
    ['7000-7010', '{ from: 7000, to: 7010 }'],
    ['7000-7000', '{ from: 7000, to: 7000 }'],
    ['7010-7000', '?value 7010-7000'],
    ['7000', '?value 7000'],
  ])('the range %s is %s', (range, expected) => {
    const { ports } = container(`PortMappings: [{ ContainerPortRange: "${range}" }]`);
    expect(ports.kind !== 'unknown' && shown(ports.value[0]?.range)).toBe(expected);
  });

  test('have a protocol', () => {
    const { ports } = container('PortMappings: [{ Protocol: udp, AppProtocol: http2 }, {}]');
    const said =
      ports.kind === 'unknown'
        ? []
        : ports.value.map(({ protocol, appProtocol }) => [protocol, appProtocol].map(shown));
    expect(said).toEqual([
      ['udp', 'http2'],
      ['tcp by default', 'nothing by default'],
    ]);
  });
});

test('what is stated of all containers and of one', () => {
  const text = `  R:
    Type: AWS::ECS::TaskDefinition
    Metadata: { alb-lint: { keepAliveSeconds: 65, startupSeconds: 9, containers: { api: { keepAliveSeconds: 70, other: x } } } }
    Properties: { ContainerDefinitions: [{ Name: api }, { Name: web }] }
`;
  const { containers } = entity(stackOf(text), 'AWS::ECS::TaskDefinition');
  const stated =
    containers.kind === 'unknown'
      ? []
      : containers.value.map((each) => [...each.stated].map(([key, value]) => `${key}=${shown(value)}`).join(' '));
  expect(stated).toEqual([
    'keepAliveSeconds=70 startupSeconds=9 other=?value x',
    'keepAliveSeconds=65 startupSeconds=9',
  ]);
});
