import fc, { type Arbitrary } from 'fast-check';

/** A template as plain data, with functions in their long form. */
export type Plain = Record<string, unknown>;

/** How often a value is written otherwise than as a literal: in percent. */
const indirections = 12;

const elb = 'AWS::ElasticLoadBalancingV2';
const ids = (prefix: string, most: number) =>
  fc.integer({ min: 0, max: most }).map((count) => Array.from({ length: count }, (_, i) => `${prefix}${i}`));
const of = <T>(...values: readonly T[]): Arbitrary<T> => fc.constantFrom(...values);
const maybe = <T>(value: Arbitrary<T>): Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const port = of<unknown>(80, 443, 8080, 3000, 0, 32768, 65535, 65536, -1, '80', '8080', 'traffic-port', '');
const seconds = of<unknown>(0, 1, 5, 10, 30, 60, 61, 120, 300, 3600, 4001, '60', '5.5', -1);
const odd = of<unknown>(null, '', [], {}, true, 'x', '1e400', '{{resolve:ssm:x}}', [[]], { a: 1 }, '*', '\u0000é');
const cidr = of<unknown>('0.0.0.0/0', '10.0.0.0/16', '10.0.0.0/8', '::/0', '10.1.2.3/32', 'x');

/** Names that exist in the template at hand. */
interface Scope {
  readonly parameters: readonly string[];
  readonly conditions: readonly string[];
  readonly resources: Readonly<Record<string, readonly string[]>>;
}

/** Writes values as templates do: in place, through parameters, maps and conditions, or not at all. */
class Writer {
  readonly #scope: Scope;
  constructor(scope: Scope) {
    this.#scope = scope;
  }

  value(literal: Arbitrary<unknown>, depth = 0): Arbitrary<unknown> {
    const { parameters, conditions } = this.#scope;
    const indirect: Arbitrary<unknown>[] = [
      odd,
      fc.constant({ Ref: 'AWS::NoValue' }),
      literal.map((value) => ({ 'Fn::Select': [1, ['x', value]] })),
      fc.constant({ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'value'] }),
      fc.constant({ 'Fn::ImportValue': 'shared' }),
      fc.constant('{{resolve:ssm:stored}}'),
      fc.constant({
        'Fn::Split': [',', { 'Fn::Join': [',', ['{{resolve:ssm:stored}}', { 'Fn::ImportValue': 'shared' }]] }],
      }),
      fc.constant({ 'Fn::Nonsense': ['x'] }),
    ];
    if (parameters.length > 0) {
      indirect.push(of(...parameters).map((Ref) => ({ Ref })));
      indirect.push(of(...parameters).map((name) => ({ 'Fn::Sub': `\${${name}}` })));
    }
    if (conditions.length > 0 && depth < 2) {
      const branch = this.value(literal, depth + 1);
      indirect.push(fc.tuple(of(...conditions), branch, branch).map((args) => ({ 'Fn::If': args })));
    }
    return fc.oneof(
      { arbitrary: literal, weight: 100 - indirections },
      { arbitrary: fc.oneof(...indirect), weight: indirections },
    );
  }

  reference(type: string, attribute = ''): Arbitrary<unknown> {
    const known = this.#scope.resources[type] ?? [];
    const outside = fc.constant<unknown>(`arn:aws:x:eu-west-1:111122223333:${type}/outside`);
    if (known.length === 0) return this.value(outside);
    const reference = of(...known).map((id) => (attribute ? { 'Fn::GetAtt': [id, attribute] } : { Ref: id }));
    return this.value(fc.oneof({ arbitrary: reference, weight: 9 }, { arbitrary: outside, weight: 1 }));
  }

  record(fields: Readonly<Record<string, Arbitrary<unknown>>>, required: readonly string[]): Arbitrary<Plain> {
    const parts = Object.entries(fields).map(([name, field]) => {
      const presence = required.includes(name) ? fc.integer({ min: 0, max: 19 }).map((n) => n > 0) : fc.boolean();
      return fc.tuple(presence, field).map(([present, value]) => (present ? [[name, value] as const] : []));
    });
    return fc.tuple(...parts).map((entries) => Object.fromEntries(entries.flat()));
  }

  list(item: Arbitrary<unknown>, most = 2): Arbitrary<unknown> {
    return this.value(fc.array(item, { maxLength: most }));
  }
}

function readers(w: Writer): Readonly<Record<string, readonly [type: string, properties: Arbitrary<Plain>]>> {
  const forward = fc.oneof(
    w.record({ Type: fc.constant('forward'), TargetGroupArn: w.reference('Targets'), Order: of(1, 2) }, [
      'Type',
      'TargetGroupArn',
    ]),
    w.record(
      {
        Type: fc.constant('forward'),
        ForwardConfig: w.record(
          {
            TargetGroups: w.list(
              w.record({ TargetGroupArn: w.reference('Targets'), Weight: w.value(of<unknown>(0, 1, 999)) }, [
                'TargetGroupArn',
              ]),
            ),
          },
          ['TargetGroups'],
        ),
      },
      ['Type', 'ForwardConfig'],
    ),
  );
  const redirect = w.record(
    {
      Type: fc.constant('redirect'),
      RedirectConfig: w.record(
        {
          Protocol: w.value(of('HTTP', 'HTTPS', '#{protocol}')),
          Port: w.value(of('80', '443', '#{port}')),
          Host: w.value(of('#{host}', 'example.com')),
          StatusCode: of('HTTP_301'),
        },
        ['StatusCode'],
      ),
    },
    ['Type', 'RedirectConfig'],
  );
  const fixed = fc.constant({ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } });
  const login = fc.constant({
    Type: 'authenticate-oidc',
    Order: 1,
    AuthenticateOidcConfig: { Issuer: 'https://x', TokenEndpoint: 'https://x/t' },
  });
  const actions = w.list(fc.oneof({ arbitrary: forward, weight: 6 }, redirect, fixed, login));
  const groups = w.list(w.reference('Group'));
  const subnets = w.value(
    of<unknown>(['subnet-1', 'subnet-2'], ['subnet-1'], [], { Ref: 'Subnet0' }, [
      { Ref: 'Subnet0' },
      { Ref: 'Subnet1' },
    ]),
  );
  const attributes = w.list(
    w.record(
      {
        Key: of(
          'idle_timeout.timeout_seconds',
          'deregistration_delay.timeout_seconds',
          'stickiness.enabled',
          'slow_start.duration_seconds',
          'access_logs.s3.enabled',
          'routing.http2.enabled',
          'nonsense',
        ),
        Value: w.value(of<unknown>('0', '30', '60', '3600', 'true', 'false', 5)),
      },
      ['Key', 'Value'],
    ),
    3,
  );
  const ingress = w.record(
    {
      IpProtocol: w.value(of<unknown>('tcp', '-1', 6, 'udp')),
      FromPort: w.value(port),
      ToPort: w.value(port),
      CidrIp: w.value(cidr),
      SourceSecurityGroupId: w.reference('Group'),
    },
    ['IpProtocol', 'FromPort', 'ToPort'],
  );
  const container = w.record(
    {
      Name: w.value(of('web', 'app', 'proxy')),
      Image: w.value(
        of('nginx', 'nginx:1.25', 'node:20', 'example.com/api:1', 'public.ecr.aws/docker/library/httpd', ''),
      ),
      Essential: w.value(of<unknown>(true, false, 'true')),
      PortMappings: w.list(
        w.record({ ContainerPort: w.value(port), HostPort: w.value(port), Protocol: w.value(of('tcp', 'udp')) }, [
          'ContainerPort',
        ]),
      ),
      Command: w.value(
        of<unknown>(
          ['node', 'server.js'],
          ['sh', '-c', 'exec gunicorn -b 0.0.0.0:$PORT app'],
          ['gunicorn', '--bind', '127.0.0.1:8000', 'x'],
          [],
          'npm start',
          ['sh', '-c', 'A=$B; "'],
        ),
      ),
      EntryPoint: w.value(of<unknown>(['sh', '-c'], ['tini', '--'], [])),
      Environment: w.list(
        w.record({ Name: of('PORT', 'SERVER_PORT', 'B'), Value: w.value(of<unknown>('80', '8080', 'x')) }, [
          'Name',
          'Value',
        ]),
      ),
      HealthCheck: w.record(
        {
          Command: w.value(of<unknown>(['CMD-SHELL', 'curl -f http://localhost:8080/ || exit 1'], ['CMD', 'true'])),
          Interval: w.value(seconds),
          Timeout: w.value(seconds),
          Retries: of(1, 3, 11),
        },
        ['Command'],
      ),
      StartTimeout: w.value(seconds),
      StopTimeout: w.value(seconds),
      DependsOn: w.list(
        w.record({ ContainerName: w.value(of('web', 'app')), Condition: of('START', 'HEALTHY', 'COMPLETE') }, [
          'ContainerName',
          'Condition',
        ]),
      ),
    },
    ['Name', 'Image', 'PortMappings'],
  );
  return {
    Alb: [
      `${elb}::LoadBalancer`,
      w.record(
        {
          Type: w.value(of('application', 'network')),
          Scheme: w.value(of('internal', 'internet-facing')),
          Subnets: subnets,
          SecurityGroups: groups,
          LoadBalancerAttributes: attributes,
          Name: w.value(of('a', 'internal-x', '-')),
        },
        ['Subnets', 'SecurityGroups'],
      ),
    ],
    Listener: [
      `${elb}::Listener`,
      w.record(
        {
          LoadBalancerArn: w.reference('Alb'),
          Port: w.value(port),
          Protocol: w.value(of('HTTP', 'HTTPS', 'TCP')),
          DefaultActions: actions,
          Certificates: w.list(fc.constant({ CertificateArn: 'arn:aws:acm:x' })),
        },
        ['LoadBalancerArn', 'Port', 'Protocol', 'DefaultActions'],
      ),
    ],
    Rule: [
      `${elb}::ListenerRule`,
      w.record(
        {
          ListenerArn: w.reference('Listener'),
          Priority: w.value(of<unknown>(1, 2, 50_000, '1')),
          Conditions: w.list(
            fc.oneof(
              w.record(
                {
                  Field: of('path-pattern', 'host-header'),
                  Values: w.list(w.value(of('/*', '/a/*', '/a', '*.example.com', '*', 'a?'))),
                },
                ['Field', 'Values'],
              ),
              w.record(
                {
                  Field: fc.constant('path-pattern'),
                  PathPatternConfig: w.record({ Values: w.list(w.value(of('/b', '/*'))) }, ['Values']),
                },
                ['Field'],
              ),
            ),
          ),
          Actions: actions,
        },
        ['ListenerArn', 'Priority', 'Conditions', 'Actions'],
      ),
    ],
    Targets: [
      `${elb}::TargetGroup`,
      w.record(
        {
          Port: w.value(port),
          Protocol: w.value(of('HTTP', 'HTTPS', 'TCP')),
          ProtocolVersion: w.value(of('HTTP1', 'HTTP2', 'GRPC')),
          TargetType: w.value(of('ip', 'instance', 'lambda', 'alb')),
          VpcId: w.value(of<unknown>('vpc-1', 'vpc-2', { Ref: 'Vpc0' })),
          HealthCheckPath: w.value(of('/', '/up', 'up', '/a b')),
          HealthCheckPort: w.value(port),
          HealthCheckProtocol: w.value(of('HTTP', 'HTTPS', 'TCP')),
          HealthCheckIntervalSeconds: w.value(seconds),
          HealthCheckTimeoutSeconds: w.value(seconds),
          UnhealthyThresholdCount: w.value(of<unknown>(1, 2, 10, 11)),
          HealthCheckEnabled: w.value(of<unknown>(true, false)),
          Matcher: w.record(
            { HttpCode: w.value(of('200', '200-299', '200,404', '0-600')), GrpcCode: w.value(of('0', '12')) },
            [],
          ),
          TargetGroupAttributes: attributes,
          Targets: w.list(
            w.record({ Id: w.value(of<unknown>('10.0.0.1', 'i-1', { Ref: 'Instance0' })), Port: w.value(port) }, [
              'Id',
            ]),
          ),
        },
        ['Port', 'Protocol', 'TargetType', 'VpcId'],
      ),
    ],
    Service: [
      'AWS::ECS::Service',
      w.record(
        {
          Cluster: fc.constant('c'),
          LaunchType: w.value(of('FARGATE', 'EC2', 'EXTERNAL')),
          DesiredCount: w.value(of<unknown>(0, 1, 2)),
          TaskDefinition: w.reference('Task'),
          LoadBalancers: w.list(
            w.record(
              {
                ContainerName: w.value(of('web', 'app')),
                ContainerPort: w.value(port),
                TargetGroupArn: w.reference('Targets'),
              },
              ['ContainerName', 'ContainerPort', 'TargetGroupArn'],
            ),
          ),
          NetworkConfiguration: w.record(
            {
              AwsvpcConfiguration: w.record(
                { Subnets: subnets, SecurityGroups: groups, AssignPublicIp: w.value(of('ENABLED', 'DISABLED')) },
                ['Subnets', 'SecurityGroups'],
              ),
            },
            ['AwsvpcConfiguration'],
          ),
          HealthCheckGracePeriodSeconds: w.value(seconds),
          DeploymentConfiguration: w.record(
            { MinimumHealthyPercent: w.value(of<unknown>(0, 50, 100)), MaximumPercent: w.value(of<unknown>(100, 200)) },
            [],
          ),
        },
        ['TaskDefinition', 'LoadBalancers', 'NetworkConfiguration'],
      ),
    ],
    Task: [
      'AWS::ECS::TaskDefinition',
      w.record(
        {
          Family: of('f'),
          NetworkMode: w.value(of('awsvpc', 'bridge', 'host', 'none')),
          RequiresCompatibilities: w.value(of<unknown>(['FARGATE'], ['EC2'])),
          Cpu: w.value(of<unknown>('256', 1024)),
          Memory: w.value(of<unknown>('512', 2048)),
          ContainerDefinitions: w.list(container, 3),
        },
        ['NetworkMode', 'ContainerDefinitions'],
      ),
    ],
    Group: [
      'AWS::EC2::SecurityGroup',
      w.record(
        {
          GroupDescription: fc.constant('g'),
          VpcId: w.value(of<unknown>('vpc-1', { Ref: 'Vpc0' })),
          SecurityGroupIngress: w.list(ingress, 3),
          SecurityGroupEgress: w.list(ingress),
        },
        ['GroupDescription', 'SecurityGroupIngress'],
      ),
    ],
    Ingress: [
      'AWS::EC2::SecurityGroupIngress',
      fc.tuple(ingress, w.reference('Group')).map(([rule, GroupId]) => ({ ...rule, GroupId })),
    ],
    Subnet: [
      'AWS::EC2::Subnet',
      w.record(
        {
          VpcId: w.value(of<unknown>({ Ref: 'Vpc0' }, 'vpc-1')),
          CidrBlock: w.value(cidr),
          AvailabilityZone: w.value(
            of<unknown>('eu-west-1a', 'eu-west-1b', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }),
          ),
        },
        ['VpcId', 'CidrBlock'],
      ),
    ],
    Vpc: ['AWS::EC2::VPC', w.record({ CidrBlock: w.value(cidr) }, ['CidrBlock'])],
    Instance: [
      'AWS::EC2::Instance',
      w.record({ SecurityGroupIds: groups, SubnetId: w.value(of<unknown>('subnet-1', { Ref: 'Subnet0' })) }, []),
    ],
    Scaling: [
      'AWS::AutoScaling::AutoScalingGroup',
      w.record(
        {
          TargetGroupARNs: w.list(w.reference('Targets')),
          MinSize: w.value(of<unknown>('0', 1)),
          VPCZoneIdentifier: subnets,
          HealthCheckType: w.value(of('ELB', 'EC2')),
        },
        ['TargetGroupARNs'],
      ),
    ],
    Topic: ['AWS::SNS::Topic', w.record({ TopicName: w.value(of('t')) }, [])],
  };
}

const counts: Readonly<Record<string, number>> = {
  Alb: 2,
  Listener: 2,
  Rule: 2,
  Targets: 2,
  Service: 2,
  Task: 2,
  Group: 3,
  Ingress: 1,
  Subnet: 2,
  Vpc: 1,
  Instance: 1,
  Scaling: 1,
  Topic: 1,
};

const condition = (parameters: readonly string[], conditions: readonly string[]): Arbitrary<unknown> => {
  const left =
    parameters.length > 0 ? of<unknown>(...parameters.map((Ref) => ({ Ref })), 'x') : fc.constant<unknown>('x');
  const equals = fc.tuple(left, of('', 'x', 'prod', '8080')).map((args) => ({ 'Fn::Equals': args }));
  const other = conditions.length > 0 ? of(...conditions).map((Condition) => ({ Condition })) : equals;
  return fc.oneof(
    equals,
    other.map((c) => ({ 'Fn::Not': [c] })),
    fc.tuple(equals, other).map((args) => ({ 'Fn::And': args })),
    fc.tuple(other, equals).map((args) => ({ 'Fn::Or': args })),
  );
};

const parameter = fc.oneof(
  fc.constant({ Type: 'String' }),
  of('x', '8080', '').map((Default) => ({ Type: 'String', Default })),
  fc.constant({ Type: 'String', AllowedValues: ['8080', '80'], Default: '80' }),
  fc.constant({ Type: 'Number', MinValue: 1 }),
  fc.constant({ Type: 'List<AWS::EC2::Subnet::Id>' }),
  fc.constant({ Type: 'CommaDelimitedList', Default: 'a,b' }),
  of('String', 'List<String>', 'AWS::EC2::SecurityGroup::Id').map((type) => ({
    Type: `AWS::SSM::Parameter::Value<${type}>`,
    Default: 'stored',
  })),
);

/** What a template leaves with Systems Manager: something of its own, often, or what it reads there. */
const stored = (names: readonly string[], conditions: readonly string[]): Arbitrary<Plain> => {
  const texts = [...names.map((Ref) => ({ Ref })), '{{resolve:ssm:stored}}'];
  const value = fc.oneof(
    of<unknown>(...texts),
    fc.array(of<unknown>(...texts), { maxLength: 3 }).map((all) => ({ 'Fn::Join': [',', all] })),
  );
  return fc
    .tuple(fc.boolean(), value, conditions.length > 0 ? maybe(of(...conditions)) : fc.constant(undefined))
    .map(([is, Value, Condition]) =>
      is
        ? {
            Left: {
              Type: 'AWS::SSM::Parameter',
              ...(Condition && { Condition }),
              Properties: { Name: 'stored', Type: 'String', Value },
            },
          }
        : {},
    );
};

/** A template of a random graph: load balancers, listeners, rules, target groups, services, tasks, groups. */
export const template: Arbitrary<Plain> = fc
  .tuple(
    ids('Param', 3),
    ids('Is', 3),
    fc.record(Object.fromEntries(Object.entries(counts).map(([kind, most]) => [kind, ids(kind, most)]))),
  )
  .chain(([parameters, conditions, resources]) => {
    const writer = new Writer({ parameters, conditions, resources });
    const kinds = readers(writer);
    const all = Object.entries(resources).flatMap(([kind, names]) => names.map((name) => [kind, name] as const));
    const every = all.map(([, name]) => name);
    const entries = all.map(([kind, name]) => {
      const [type, properties] = kinds[kind] ?? ['AWS::SNS::Topic', fc.constant({})];
      return fc
        .record({
          properties,
          condition: conditions.length > 0 ? maybe(of(...conditions)) : fc.constant(undefined),
          after: fc.integer({ min: 0, max: 3 }).chain((n) => (n === 0 ? of(...every) : fc.constant(undefined))),
        })
        .map(({ properties: Properties, condition: Condition, after: DependsOn }) => [
          name,
          { Type: type, ...(Condition && { Condition }), ...(DependsOn && { DependsOn }), Properties },
        ]);
    });
    const named = <T>(names: readonly string[], value: Arbitrary<T>) =>
      fc.tuple(...names.map((name) => value.map((each) => [name, each] as const))).map(Object.fromEntries);
    return fc.record({
      AWSTemplateFormatVersion: fc.constant('2010-09-09'),
      Parameters: named(parameters, parameter),
      Conditions: named(conditions, condition(parameters, conditions)),
      Mappings: fc.constant({ Map: { 'eu-west-1': { value: '8080' }, 'us-east-1': { value: '80' } } }),
      Resources: fc.tuple(...entries).chain((made) =>
        stored([...every, ...parameters], conditions).map((left) => ({
          Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
          ...Object.fromEntries(made),
          ...left,
        })),
      ),
      Outputs:
        every.length > 0
          ? of(...every).map((Ref) => ({ O: { Value: { Ref }, Export: { Name: 'shared' } } }))
          : fc.constant({}),
    });
  });

/** Templates that nest each other, pass each other values and import what others export. */
export const templates: Arbitrary<readonly Plain[]> = fc
  .array(fc.tuple(template, fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 })), { minLength: 1, maxLength: 4 })
  .map((all) =>
    all.map(([each, nested]) => ({
      ...each,
      Resources: {
        ...(each.Resources as Plain),
        ...Object.fromEntries(
          nested.map((index, i) => [
            `Nested${i}`,
            {
              Type: 'AWS::CloudFormation::Stack',
              Properties: {
                TemplateURL: `./${index}.json`,
                Parameters: { Param0: { 'Fn::GetAtt': ['Nested0', 'Outputs.O'] }, Param1: { Ref: 'Param0' } },
              },
            },
          ]),
        ),
      },
    })),
  );
