import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  container,
  elb,
  type Hostile,
  hostile,
  lines,
  listener,
  loadBalancer,
  range,
  record,
  rule,
  service,
  targetGroup,
  task,
} from './hostile-inputs.ts';

// What is harmless once and hurts in thousands: each with each other, or each at the end of a list of all before.

const tooMuch = 'checks: the rest is left out';
const ingress = (i: number) => ({
  IpProtocol: 'tcp',
  FromPort: i % 65_000,
  ToPort: (i % 65_000) + 1,
  CidrIp: `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}/32`,
});
const group = (properties: object) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'x', VpcId: 'vpc-1', ...properties },
});
const groups = range(200).map((i) => ({ Ref: `G${i}` }));
const around = { AwsvpcConfiguration: { Subnets: ['subnet-1'], SecurityGroups: groups } };
const faulty = { Resources: record(2400, (i) => [`T${i}`, targetGroup({ HealthCheckIntervalSeconds: 1 })]) };
const subnets = (zoneOf: (i: number) => string) =>
  record(900, (i) => [
    `N${i}`,
    {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: 'vpc-1', CidrBlock: `10.0.${i >> 4}.${(i & 15) << 4}/28`, AvailabilityZone: zoneOf(i) },
    },
  ]);
const attributes = (key: string) => range(40_000).map((i) => ({ Key: key.replace('#', String(i)), Value: '60' }));
const fields = ['path-pattern', 'host-header', 'http-request-method', 'source-ip', 'query-string'];

export const crowds: readonly Hostile[] = [
  hostile(
    'rules of security groups, with each target',
    {
      'groups.json': app({
        ...record(200, (i) => [
          `G${i}`,
          group({
            SecurityGroupIngress: range(100).map((j) => ({
              ...ingress(j),
              CidrIp: undefined,
              SourceSecurityGroupId: { Ref: `G${(i + j) % 200}` },
            })),
          }),
        ]),
        Alb: loadBalancer({ SecurityGroups: groups }),
        ...record(200, (i) => [
          `S${i}`,
          { ...service, Properties: { ...service.Properties, NetworkConfiguration: around } },
        ]),
      }),
    },
    { 'groups.json': tooMuch },
  ),
  hostile(
    'rules of a listener, with each other',
    {
      'fields.json': app(
        record(2400, (i) => [
          `R${i}`,
          {
            ...rule(i + 1),
            Properties: {
              ...rule(i + 1).Properties,
              Conditions: fields.map((Field) => ({ Field, Values: range(5).map((k) => `*${i}?${k}*.example.com`) })),
            },
          },
        ]),
      ),
      'wild.json': app(
        record(2400, (i) => [
          `R${i}`,
          {
            ...rule(i + 1),
            Properties: {
              ...rule(i + 1).Properties,
              Conditions: [{ Field: 'path-pattern', Values: range(5).map(() => `/*${'a*'.repeat(60)}${i}`) }],
            },
          },
        ]),
      ),
    },
    { 'fields.json': tooMuch, 'wild.json': tooMuch },
  ),
  hostile('lists of many thousand items', {
    'ingress.json': app({ Group: group({ SecurityGroupIngress: range(20_000).map(ingress) }) }),
    'egress.json': app({
      Group: group({ SecurityGroupEgress: range(20_000).map(ingress) }),
      ...record(200, (i) => [`S${i}`, service]),
    }),
    'ports.json': app({ Task: task(container({ PortMappings: range(20_000).map((i) => ({ ContainerPort: i })) })) }),
    'attachments.json': app({
      Service: {
        ...service,
        Properties: {
          ...service.Properties,
          LoadBalancers: range(20_000).map(() => service.Properties.LoadBalancers[0]),
        },
      },
    }),
    'unknown.json': app({ Alb: loadBalancer({ LoadBalancerAttributes: attributes('idle_timeout.timeout_secondz#') }) }),
    'same.json': app({
      Targets: targetGroup({ TargetGroupAttributes: attributes('deregistration_delay.timeout_seconds') }),
    }),
    'targets.json': app({
      Targets: targetGroup({ Targets: range(50_000).map((i) => ({ Id: `10.0.${i >> 8}.${i & 255}`, Port: 80 })) }),
    }),
    'values.json': app({
      ...record(2, (i) => [
        `R${i}`,
        {
          ...rule(i + 1),
          Properties: {
            ...rule(i + 1).Properties,
            Conditions: [{ Field: 'path-pattern', Values: range(20_000).map((j) => `/*a${j}*`) }],
          },
        },
      ]),
    }),
  }),
  hostile(
    'permissions of a function, with each target group',
    {
      'x.json': app({
        F: { Type: 'AWS::Lambda::Function', Properties: { Code: {}, Role: 'x', Handler: 'x' } },
        ...record(1200, (i) => [
          `P${i}`,
          {
            Type: 'AWS::Lambda::Permission',
            Properties: {
              FunctionName: { Ref: 'F' },
              Action: 'lambda:InvokeFunction',
              Principal: 'elasticloadbalancing.amazonaws.com',
              SourceArn: { Ref: `T${i}` },
            },
          },
        ]),
        ...record(1200, (i) => [
          `T${i}`,
          {
            Type: `${elb}::TargetGroup`,
            Properties: { TargetType: 'lambda', Targets: [{ Id: { 'Fn::GetAtt': ['F', 'Arn'] } }] },
          },
        ]),
      }),
    },
    { 'x.json': tooMuch },
  ),
  hostile(
    'values that are looked up in every region, and texts that are long together',
    {
      'map.json': app(
        record(2000, (i) => [`T${i}`, targetGroup({ Port: { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'k1'] } })]),
        { Mappings: { M: record(2000, (i) => [`r${i}`, record(20, (j) => [`k${j}`, i + j])]) } },
      ),
      'texts.json': app(
        record(1000, (i) => [
          `T${i}`,
          targetGroup({ Name: { 'Fn::Join': ['x', range(100).map(() => ({ Ref: 'P' }))] } }),
        ]),
        { Parameters: { P: { Type: 'String', Default: 'y'.repeat(4000) } } },
      ),
    },
    { 'map.json': tooMuch, 'texts.json': tooMuch },
  ),
  hostile(
    'resources that wait for each other, and for many before',
    {
      'x.json': app({
        ...record(600, (i) => [
          `S${i}`,
          { Type: 'AWS::SNS::Topic', DependsOn: range(599 - i).map((j) => `S${i + j + 1}`) },
        ]),
        ...record(600, (i) => [`V${i}`, { ...service, DependsOn: range(600).map((j) => `S${j}`) }]),
      }),
      'containers.json': app(
        record(12, (k) => [
          `Task${k}`,
          task(
            ...range(100).map((i) =>
              container({
                Name: `c${i}`,
                DependsOn: range(99 - i).map((j) => ({ ContainerName: `c${i + j + 1}`, Condition: 'HEALTHY' })),
              }),
            ),
          ),
        ]),
      ),
    },
    { 'x.json': tooMuch, 'containers.json': tooMuch },
  ),
  hostile(
    'zones of subnets, with each other',
    {
      'targets.json': app({
        ...subnets((i) => `us-east-1${i}`),
        Alb: loadBalancer({ Subnets: range(900).map((i) => ({ Ref: `N${i}` })) }),
        Targets: targetGroup({ TargetGroupAttributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'false' }] }),
        ...record(100, (i) => [
          `S${i}`,
          {
            ...service,
            Properties: {
              ...service.Properties,
              NetworkConfiguration: {
                AwsvpcConfiguration: {
                  Subnets: range(900).map((j) => ({ Ref: `N${j}` })),
                  SecurityGroups: [{ Ref: 'Group' }],
                },
              },
            },
          },
        ]),
      }),
      'balancers.json': app({
        ...subnets(() => 'us-east-1a'),
        ...record(80, (i) => [`A${i}`, loadBalancer({ Subnets: range(900).map((j) => ({ Ref: `N${j}` })) })]),
      }),
    },
    { 'targets.json': tooMuch },
  ),
  hostile(
    'mappings of ports, with each other',
    {
      'x.json': app({
        Task: task(
          ...range(10).map((i) =>
            container({ Name: `c${i}`, PortMappings: range(900).map((j) => ({ ContainerPort: 8080 + j })) }),
          ),
        ),
      }),
    },
    { 'x.json': tooMuch },
  ),
  hostile(
    'findings without number',
    {
      'x.json': app({
        Task: task(...range(100).map((i) => container({ Name: `c${i}`, PortMappings: [{ ContainerPort: i + 1 }] }))),
        ...record(20, (k) => [
          `S${k}`,
          {
            ...service,
            Properties: {
              ...service.Properties,
              LoadBalancers: range(1000).map((i) => ({
                ContainerName: `c${999 - i}`,
                ContainerPort: 8080,
                TargetGroupArn: { Ref: 'Targets' },
              })),
            },
          },
        ]),
      }),
    },
    { 'x.json': tooMuch },
  ),
  hostile(
    'programs that start programs',
    {
      'x.json': app({
        ...record(3, (k) => [
          `Task${k}`,
          task(
            ...range(100).map((i) =>
              container({
                Name: `c${i}`,
                Command: range(800).map(() => 'nohup'),
                PortMappings: [{ ContainerPort: 8080 + i }],
              }),
            ),
          ),
        ]),
        ...record(3, (k) => [
          `S${k}`,
          {
            ...service,
            Properties: {
              ...service.Properties,
              TaskDefinition: { Ref: `Task${k}` },
              LoadBalancers: range(100).map((i) => ({
                ContainerName: `c${i}`,
                ContainerPort: 8080 + i,
                TargetGroupArn: { Ref: 'Targets' },
              })),
            },
          },
        ]),
      }),
    },
    { 'x.json': tooMuch },
  ),
  hostile('dynamic references without number', {
    'x.json': app({
      Targets: targetGroup({
        Name: `{{resolve:ssm:${'a:'.repeat(100_000)}}}`,
        HealthCheckPath: '{{'.repeat(400_000),
        Matcher: { HttpCode: '{{resolve:ssm:a}}'.repeat(50_000) },
      }),
    }),
  }),
  hostile('outputs that are exported under one name', {
    'x.json': app({}, { Outputs: record(60_000, (i) => [`O${i}`, { Value: 'x', Export: { Name: 'n' } }]) }),
  }),
  hostile('listeners of load balancers that nobody knows', {
    'x.json': app(
      {
        ...record(800, (i) => [`L${i}`, { ...listener(i + 1) }]),
        ...record(800, (i) => [`A${i}`, loadBalancer()]),
      },
      {},
    ),
  }),
  hostile('values without number on one line', {
    'plain.yaml': `Resources: { T: { Type: "AWS::X::Y" } }\nMetadata: [${'a, '.repeat(900_000)}]\n`,
    'quoted.yaml': `Resources: { T: { Type: "AWS::X::Y" } }\nMetadata: [${'"a", '.repeat(600_000)}]\n`,
  }),
  hostile('comments beside values without number', {
    'x.yaml': `Resources:\n  T:\n    Type: AWS::X::Y\nMetadata:\n${lines(60_000, (i) => `  a${i}: b # alb-lint: ignore[target-group-required-properties] x`)}`,
  }),
  hostile('suppressions without number', {
    'metadata.json': app({
      Targets: {
        ...targetGroup(),
        Metadata: { 'alb-lint': { ignore: range(20_000).map((i) => ({ id: `health-check-${i}`, reason: 'x' })) } },
      },
    }),
    'comments.yaml': `Resources:\n  T:\n    Type: ${elb}::TargetGroup\n${'    # alb-lint: ignore[target-group-required-properties] x\n'.repeat(20_000)}`,
    'names.yaml': `Resources:\n  T:\n    Type: ${elb}::TargetGroup # alb-lint: ignore[${range(100_000).map((i) => `r${i}`)}] x\n`,
    'name.yaml': `Resources:\n  T:\n    Type: ${elb}::TargetGroup # alb-lint: ignore[${'r'.repeat(1e6)}] x\n`,
    'signs.yaml': `Resources:\n  T:\n    Type: ${elb}::TargetGroup # alb-lint:${' \t'.repeat(100_000)}x ${'#'.repeat(200_000)}\n`,
  }),
  {
    name: 'constructs without number, and far within each other',
    put: (folder) => {
      mkdirSync(join(folder, 'cdk.out'));
      const put = (name: string, value: object) => writeFileSync(join(folder, 'cdk.out', name), JSON.stringify(value));
      const stack = (metadata: string) => ({
        type: 'aws:cloudformation:stack',
        properties: { templateFile: `${metadata}.template.json` },
        additionalMetadataFile: `${metadata}.json`,
      });
      put('cdk.out', {});
      put('manifest.json', { version: '36.0.0', artifacts: { Many: stack('many'), Deep: stack('deep') } });
      for (const name of ['many', 'deep']) put(`${name}.template.json`, faulty);
      const id = (path: string, data: string, line: number) => [
        path,
        [{ type: 'aws:cdk:logicalId', data, ...(line > 0 && { trace: [`f (file:///a/b.ts:${line}:1)`] }) }],
      ];
      put(
        'many.json',
        Object.fromEntries([
          ...range(2400).map((i) => id(`/S/${'a/'.repeat(20)}T${i}`, `T${i}`, 0)),
          ...range(60_000).map((i) => id(`/S/x${i}`, `X${i}`, i + 1)),
        ]),
      );
      put(
        'deep.json',
        Object.fromEntries([
          id(`/${'a/'.repeat(100_000)}T`, 'T1', 0),
          ...range(3000).map((i) => id(`/S/${'b/'.repeat(i)}x`, `X${i}`, i + 1)),
        ]),
      );
    },
    paths: ['cdk.out'],
  },
  {
    name: 'files of what git ignores, within each other',
    put: (folder) => {
      let path = join(folder, 'f');
      for (let depth = 0; depth < 150; depth++) {
        mkdirSync(path);
        writeFileSync(
          join(path, '.gitignore'),
          range(100)
            .map((i) => `*x${i}*y`)
            .join('\n'),
        );
        writeFileSync(join(path, 't.yaml'), 'a: 1');
        path = join(path, 'd');
      }
    },
    paths: ['f'],
  },
  {
    name: 'patterns that stand for many',
    put: (folder) => mkdirSync(join(folder, 'f')),
    paths: ['f/{1..100000}.yaml', 'f/{1..900}{1..900}.yaml', 'f/+(a|aa|aaa)*.yaml', 'f/{1..9}.yaml'],
    errors: {
      'f/{1..100000}.yaml': 'asks for too much',
      'f/{1..900}{1..900}.yaml': 'asks for too much',
      'f/+(a|aa|aaa)*.yaml': 'asks for too much',
      'f/{1..9}.yaml': 'no file matches',
    },
  },
];
