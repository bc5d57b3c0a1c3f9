import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Input made to hurt, and what is to come of it. */
export interface Hostile {
  readonly name: string;
  /** Writes it into a folder. */
  put(folder: string): void;
  /** What is named on the command line; `.` where nothing is said. */
  readonly paths?: readonly string[];
  /** A part of the message of every error, or of each by file; none where the input is odd, but nothing is wrong with reading it. */
  readonly errors?: Readonly<Record<string, string>> | string;
}

export const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
export const lines = (count: number, line: (i: number) => string): string => range(count).map(line).join('\n');
export const record = <T>(count: number, entry: (i: number) => readonly [string, T]): Record<string, T> =>
  Object.fromEntries(range(count).map(entry));

type Content = string | Uint8Array | object;

export const hostile = (
  name: string,
  files: Readonly<Record<string, Content>>,
  errors?: Hostile['errors'],
): Hostile => ({
  name,
  put: (folder) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      const isText = typeof content === 'string' || content instanceof Uint8Array;
      writeFileSync(join(folder, path), isText ? content : JSON.stringify(content));
    }
  },
  paths: Object.keys(files),
  ...(errors && { errors }),
});

export const elb = 'AWS::ElasticLoadBalancingV2';
export const group = {
  Type: 'AWS::EC2::SecurityGroup',
  Properties: {
    GroupDescription: 'all',
    VpcId: 'vpc-1',
    SecurityGroupIngress: [{ IpProtocol: -1, CidrIp: '0.0.0.0/0' }],
  },
};
export const loadBalancer = (properties: object = {}) => ({
  Type: `${elb}::LoadBalancer`,
  Properties: { Subnets: ['subnet-1', 'subnet-2'], SecurityGroups: [{ Ref: 'Group' }], ...properties },
});
const left = (Name: unknown, Value: unknown) => ({
  Left: { Type: 'AWS::SSM::Parameter', Properties: { Name, Type: 'String', Value } },
});
export const targetGroup = (properties: object = {}) => ({
  Type: `${elb}::TargetGroup`,
  Properties: { Port: 8080, Protocol: 'HTTP', TargetType: 'ip', VpcId: 'vpc-1', HealthCheckPath: '/up', ...properties },
});
export const listener = (port: unknown = 80) => ({
  Type: `${elb}::Listener`,
  Properties: {
    LoadBalancerArn: { Ref: 'Alb' },
    Port: port,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
  },
});
export const rule = (priority: number) => ({
  Type: `${elb}::ListenerRule`,
  Properties: {
    ListenerArn: { Ref: 'Listener' },
    Priority: priority,
    Conditions: [{ Field: 'path-pattern', Values: [`/${priority}/*`] }],
    Actions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
  },
});
export const service = {
  Type: 'AWS::ECS::Service',
  Properties: {
    LaunchType: 'FARGATE',
    TaskDefinition: { Ref: 'Task' },
    LoadBalancers: [{ ContainerName: 'web', ContainerPort: 8080, TargetGroupArn: { Ref: 'Targets' } }],
    NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'], SecurityGroups: [{ Ref: 'Group' }] } },
  },
};
export const container = (properties: object = {}) => ({
  Name: 'web',
  Image: 'example.com/web',
  PortMappings: [{ ContainerPort: 8080 }],
  ...properties,
});
export const task = (...containers: readonly object[]) => ({
  Type: 'AWS::ECS::TaskDefinition',
  Properties: { NetworkMode: 'awsvpc', Cpu: '256', Memory: '512', ContainerDefinitions: containers },
});
/** A whole application, with more resources or others. */
export const app = (resources: object = {}, sections: object = {}) => ({
  ...sections,
  Resources: {
    Group: group,
    Alb: loadBalancer(),
    Listener: listener(),
    Targets: targetGroup(),
    Service: service,
    Task: task(container()),
    ...resources,
  },
});

/** Anchors, each made of the one before, and a load balancer whose property is the last of them. */
const anchored = (count: number, first: string, next: (before: string) => string, rest = ''): string => `
Transform: AWS::LanguageExtensions
Metadata:
${lines(count, (i) => `  a${i}: &a${i} ${i === 0 ? first : next(`*a${i - 1}`)}`)}
Parameters:
  P: { Type: String }
Resources:
  Alb:
    Type: ${elb}::LoadBalancer
    Properties:
      Name: ${rest === '' ? `*a${count - 1}` : '!If [C, a, b]'}
${rest}`;
const tooMany = 'more than 100000 values';
const tooDeep = 'nested more than';
const aliasBombs: readonly (readonly [string, string, (before: string) => string, string?])[] = [
  ['lists', 'x', (a) => `[${`${a}, `.repeat(9)}]`],
  ['maps', '!Ref P', (a) => `{ k: ${a}, l: ${a} }`],
  ['joins', '!Ref P', (a) => `!Join ['', [${a}, ${a}]]`],
  ['JSON strings', 'x', (a) => `{ 'Fn::ToJsonString': [${a}, ${a}] }`],
  ['conditions', '!Equals [!Ref P, x]', (a) => `!And [${a}, ${a}]`, 'Conditions:\n  C: *a39\n'],
  ['comparisons', '!Ref P', (a) => `[${a}, ${a}]`, 'Conditions:\n  C: !Equals [*a39, *a38]\n'],
  ['merge keys', '{ k: 1, l: 2 }', (a) => `{ m: ${a}, <<: ${a} }`],
  [
    'loops',
    '!Ref X',
    (a) => `[${a}, ${a}]`,
    "  Fn::ForEach::L: [X, [a, b], { '${X}': { Type: A::B::C, Properties: *a39 } }]\n",
  ],
];

const nested = (template: string, count = 1, parameters?: object) =>
  record(count, (i) => [
    `Nested${i}`,
    {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: template, ...(parameters && { Parameters: parameters }) },
    },
  ]);

const looped = (depth: number, body: object, values = range(10).map(String)) =>
  range(depth).reduce<object>((inner, i) => ({ [`Fn::ForEach::L${i}`]: [`X${i}`, values, inner] }), body);
const holes = lines(8, (i) => `\${X${i}}`).replaceAll('\n', '');

const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length'];
/** JSON.stringify leaves `__proto__` out, so this is written by hand. */
const named = (entry: (name: string) => string): string => `{${inherited.map((n) => `"${n}":${entry(n)}`).join(',')}}`;

const big = 6_000_000;

export const hostileInputs: readonly Hostile[] = [
  ...aliasBombs.map(([name, first, next, rest]) =>
    hostile(`a bomb of aliases: ${name}`, { 'x.yaml': anchored(40, first, next, rest) }, { 'x.yaml': tooMany }),
  ),
  ...[
    (a: string) => `[${a}]`,
    (a: string) => `{ k: ${a} }`,
    (a: string) => `!Join ['', [${a}]]`,
    (a: string) => `{ <<: { l: ${a} } }`,
  ].map((next) =>
    hostile(`aliases in a row: ${next('*a')}`, { 'x.yaml': anchored(20_000, 'x', next) }, { 'x.yaml': tooDeep }),
  ),
  hostile(
    'a hundred thousand brackets',
    {
      'a.yaml': '['.repeat(100_000),
      'b.json': '['.repeat(100_000),
      'c.template': '['.repeat(100_000),
      'd.json': '{"a":'.repeat(100_000),
      'e.yaml': '{ a: '.repeat(100_000),
      'f.yaml': '- '.repeat(100_000),
      'g.yaml': '? '.repeat(100_000),
      'h.yaml': lines(3000, (i) => `${' '.repeat(i)}a:`),
    },
    Object.fromEntries(
      [...'abcdefgh'].map((x, i) => [`${x}.${['yaml', 'json', 'template', 'json'][i] ?? 'yaml'}`, tooDeep]),
    ),
  ),
  hostile('functions within functions', {
    'x.json': app({
      Alb: loadBalancer({ Name: range(480).reduce<unknown>((inner) => ({ 'Fn::Base64': inner }), 'x') }),
    }),
    'y.json': app({ Alb: loadBalancer({ Name: range(240).reduce<unknown>((x) => ({ 'Fn::Join': ['', [x]] }), 'x') }) }),
    'z.json': app({ Alb: loadBalancer({ Tags: range(480).reduce<unknown>((inner) => [inner], 'x') }) }),
  }),
  hostile(
    'files of many megabytes',
    {
      'spaces.yaml': ' '.repeat(50_000_000),
      'line.json': `{"Resources":{"A":{"Type":"${'x'.repeat(50_000_000)}"}}}`,
      'resources.yaml': `Resources:\n${lines(300_000, (i) => `  R${i}: { Type: AWS::SNS::Topic }`)}`,
      'keys.json': JSON.stringify({ Resources: record(1_000_000, (i) => [`k${i}`, 0]) }),
      'keys.yaml': `Resources:\n${lines(1_000_000, (i) => `  k${i}: 0`)}`,
    },
    Object.fromEntries(
      ['spaces.yaml', 'line.json', 'resources.yaml', 'keys.json', 'keys.yaml'].map((name) => [name, 'more than 5 MB']),
    ),
  ),
  hostile(
    'sections of many thousand entries',
    {
      'resources.json': { Resources: record(40_000, (i) => [`R${i}`, { Type: 'AWS::SNS::Topic' }]) },
      'parameters.json': app({}, { Parameters: record(30_000, (i) => [`P${i}`, { Type: 'String' }]) }),
      'conditions.json': app({}, { Conditions: record(30_000, (i) => [`C${i}`, { 'Fn::Equals': ['a', 'b'] }]) }),
    },
    {
      'resources.json': '40000 resources are more than 2500',
      'parameters.json': '30000 parameters are more than 2500',
      'conditions.json': '30000 conditions are more than 2500',
    },
  ),
  hostile('keys without number that are written twice', {
    'one.json': `{"Resources":{"A":{"Type":"A::B::C"}},"Metadata":{${'"k":0,'.repeat(800_000)}"k":0}}`,
    'one.yaml': `Resources: { A: { Type: A::B::C } }\nMetadata:\n${'  k: 0\n'.repeat(650_000)}`,
    'braces.yaml': `Resources: { A: { Type: A::B::C } }\nMetadata: { ${'k: 0, '.repeat(650_000)} }\n`,
    'all.yaml': `Resources: { A: { Type: A::B::C } }\r\nMetadata:\r\n${'  k: 0\r\n'.repeat(600_000)}`,
    'pairs.json': `{"Resources":{"A":{"Type":"A::B::C"}},"Metadata":{${lines(190_000, (i) => `"k${i}":0,"k${i}":0,`)}"k":0}}`,
    'resources.yaml': `Resources:\n${'  A: { Type: A::B::C }\n'.repeat(200_000)}`,
  }),
  hostile('maps of many thousand keys', {
    'x.json': app(
      { Alb: loadBalancer({ Name: { 'Fn::FindInMap': ['M', 'a', { Ref: 'AWS::Region' }] } }) },
      { Mappings: { M: { a: record(200_000, (i) => [`k${i}`, 0]) } }, Metadata: record(100_000, (i) => [`k${i}`, 0]) },
    ),
  }),
  hostile(
    'roads without number',
    {
      'x.json': app({
        ...record(1200, (i) => [`Rule${i}`, rule(i + 1)] as const),
        ...record(1200, (i) => [`Service${i}`, service] as const),
      }),
    },
    { 'x.json': 'checks: the rest is left out' },
  ),
  hostile('containers without number', {
    'x.json': app({
      Task: task(
        ...range(5000).map((i) =>
          container({
            Name: i === 0 ? 'web' : `web${i}`,
            PortMappings: [{ ContainerPort: 8080 + i }],
            DependsOn: [{ ContainerName: `web${i + 1}`, Condition: 'START' }],
          }),
        ),
      ),
    }),
  }),
  hostile('conditions that rest on each other, and on themselves', {
    'circle.yaml': anchored(1, 'x', (a) => a, 'Conditions:\n  C: !Not [!Condition D]\n  D: !Not [!Condition C]\n'),
    'self.yaml': anchored(1, 'x', (a) => a, 'Conditions:\n  C: !Condition C\n'),
    'row.yaml': anchored(
      1,
      'x',
      (a) => a,
      `Conditions:\n  C: !Condition C2000\n  C0: !Equals [!Ref P, x]\n${lines(2000, (i) => `  C${i + 1}: !Not [!Condition C${i}]`)}\n`,
    ),
    'many.json': app(
      {
        Alb: loadBalancer({ Name: { 'Fn::Join': ['', range(1500).map((i) => ({ 'Fn::If': [`C${i}`, 'a', 'b'] }))] } }),
      },
      {
        Parameters: record(1500, (i) => [`P${i}`, { Type: 'String' }]),
        Conditions: record(1500, (i) => [`C${i}`, { 'Fn::Equals': [{ Ref: `P${i}` }, 'x'] }]),
      },
    ),
  }),
  hostile('references in circles', {
    'x.json': app(
      {
        Alb: { ...loadBalancer({ Name: { Ref: 'A' }, SecurityGroups: [{ Ref: 'G0' }] }), DependsOn: 'Listener' },
        ...record(500, (i) => [
          `G${i}`,
          {
            Type: 'AWS::EC2::SecurityGroup',
            DependsOn: `G${(i + 1) % 500}`,
            Properties: {
              GroupDescription: 'x',
              VpcId: 'vpc-1',
              SecurityGroupIngress: [{ IpProtocol: -1, SourceSecurityGroupId: { Ref: `G${(i + 1) % 500}` } }],
            },
          },
        ]),
      },
      {
        Parameters: {
          A: { Type: 'String', Default: { Ref: 'B' } },
          B: { Type: 'String', Default: { Ref: 'A' } },
        },
      },
    ),
  }),
  hostile(
    'a stack that is nested in itself',
    { 'x.json': app(nested('x.json')), 'a.json': app(nested('b.json')), 'b.json': app(nested('a.json')) },
    { 'x.json': 'in a circle', 'a.json': 'in a circle', 'b.json': 'in a circle' },
  ),
  hostile(
    'stacks nested a thousand deep',
    record(1000, (i) => [`${i}.json`, { Resources: nested(`${i + 1}.json`) }]),
    'stacks are nested',
  ),
  hostile(
    'stacks that multiply',
    record(8, (i) => [`${i}.json`, { Resources: nested(`${i + 1}.json`, 10) }]),
    'stacks are nested',
  ),
  hostile(
    'a large stack that is nested many times',
    {
      'x.json': app(nested('big.json', 100)),
      'big.json': app(record(2000, (i) => [`T${i}`, { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup' }])),
    },
    { 'x.json': 'more than 25000 resources' },
  ),
  hostile(
    'texts, lists and steps that double from stack to stack',
    Object.fromEntries(
      range(40).flatMap((i) => {
        const last = i === 39;
        const inner = (name: string) => ({ 'Fn::GetAtt': `Nested0.Outputs.${name}` });
        const text = (parameter: object, passed: unknown) => ({
          Parameters: { P: parameter },
          Resources: { Alb: loadBalancer({ Name: { Ref: 'P' } }), ...nested(`${i + 1}.json`, 1, { P: passed }) },
        });
        const double = { 'Fn::Sub': '${P}${P}' };
        return [
          [`text/${i}.json`, text({ Type: 'String', Default: 'x' }, double)],
          [`hole/${i}.json`, text({ Type: 'String' }, double)],
          [`list/${i}.json`, text({ Type: 'CommaDelimitedList', Default: 'x' }, [{ Ref: 'P' }, { Ref: 'P' }])],
          [
            `output/${i}.json`,
            {
              Resources: { Alb: loadBalancer({ Name: inner('O') }), ...nested(`${i + 1}.json`) },
              Outputs: { O: { Value: last ? '' : { 'Fn::Join': ['', [inner('O'), inner('O')]] } } },
            },
          ],
        ] as const;
      }),
    ),
  ),
  hostile('exports that import each other', {
    'a.json': app(
      { Alb: loadBalancer({ Name: { 'Fn::ImportValue': 'b' } }) },
      { Outputs: { O: { Value: { 'Fn::ImportValue': 'b' }, Export: { Name: 'a' } } } },
    ),
    'b.json': app(
      { Alb: loadBalancer({ Name: { 'Fn::ImportValue': 'a' } }) },
      { Outputs: { O: { Value: { 'Fn::ImportValue': 'a' }, Export: { Name: 'b' } } } },
    ),
    'self.json': app(
      { Alb: loadBalancer({ Name: { 'Fn::ImportValue': 'c' } }) },
      {
        Outputs: {
          O: { Value: { 'Fn::ImportValue': 'c' }, Export: { Name: 'c' } },
          N: { Value: 'x', Export: { Name: { 'Fn::ImportValue': 'c' } } },
        },
      },
    ),
    ...record(300, (i) => [
      `row${i}.json`,
      {
        Resources: { Alb: loadBalancer({ Name: { 'Fn::ImportValue': `e${i + 1}` } }) },
        Outputs: { O: { Value: { 'Fn::ImportValue': `e${i + 1}` }, Export: { Name: `e${i}` } } },
      },
    ]),
  }),
  hostile('stacks that read with Systems Manager what each other left there', {
    'a.json': app({ Alb: loadBalancer({ Name: '{{resolve:ssm:b}}' }), ...left('a', '{{resolve:ssm:b}}') }),
    'b.json': app(
      { Alb: loadBalancer({ Name: { Ref: 'P' } }), ...left('b', { Ref: 'P' }) },
      { Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: 'a' } } },
    ),
    'self.json': app({
      Alb: loadBalancer({ Name: '{{resolve:ssm:c}}' }),
      ...left('{{resolve:ssm:c}}', '{{resolve:ssm:c}}'),
      Again: left('c', { 'Fn::Join': ['', range(1000).map(() => '{{resolve:ssm:a}}')] }).Left,
    }),
    ...record(300, (i) => [
      `row${i}.json`,
      {
        Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: `e${i + 1}` } },
        Resources: {
          Alb: loadBalancer({ Name: { Ref: 'P' } }),
          ...left(`e${i}`, { 'Fn::Sub': `{{resolve:ssm:e${i + 1}}}` }),
        },
      },
    ]),
  }),
  hostile('parameters that a stack gives itself', {
    'x.json': app({
      ...nested('y.json', 1, { P: { 'Fn::GetAtt': 'Nested0.Outputs.O' } }),
      Alb: loadBalancer({ Name: { 'Fn::GetAtt': 'Nested0.Outputs.O' } }),
    }),
    'y.json': app(
      { Alb: { ...loadBalancer({ Name: { Ref: 'P' } }), Condition: 'C' } },
      {
        Parameters: { P: { Type: 'String' } },
        Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
        Outputs: { O: { Value: { Ref: 'P' } } },
      },
    ),
  }),
  hostile('parameters bound in a circle by the configuration', {
    'a.json': app(
      { Alb: loadBalancer({ Name: { Ref: 'P' } }) },
      { Parameters: { P: { Type: 'String' } }, Outputs: { O: { Value: { Ref: 'P' } } } },
    ),
    'b.json': app(
      { Alb: loadBalancer({ Name: { Ref: 'P' } }) },
      { Parameters: { P: { Type: 'String' } }, Outputs: { O: { Value: { Ref: 'P' } } } },
    ),
    'alb-lint.yaml':
      'stacks:\n  a: { template: a.json, parameters: { P: b.json#Outputs.O } }\n  b: { template: b.json, parameters: { P: a.json#Outputs.O } }\n',
  }),
  hostile(
    'loops that multiply',
    {
      'entries.json': {
        Resources: { Alb: loadBalancer(), ...looped(8, { [`T${holes}`]: { Type: 'AWS::SNS::Topic' } }) },
      },
      'texts.json': {
        Resources: range(30).reduce<object>(
          (inner, i) => ({ [`Fn::ForEach::L${i}`]: [`X${i}`, [`\${X${i + 1}}\${X${i + 1}}`], inner] }),
          { '${X0}': { Type: 'AWS::SNS::Topic' } },
        ),
      },
      'properties.json': app({ Alb: loadBalancer(looped(8, { [holes]: 'x' })) }),
    },
    { 'entries.json': 'more than 100000 copies', 'texts.json': 'more than 1000000 characters' },
  ),
  hostile(
    'includes that multiply',
    {
      'x.json': app(
        record(200, (i) => [
          `R${i}`,
          {
            Type: 'AWS::SNS::Topic',
            Properties: { A: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 'part.json' } } } },
          },
        ]),
      ),
      'part.json': record(1000, (i) => [`k${i}`, 1]),
      'self.json': { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 'self.json' } }, ...app() },
    },
    { 'x.json': 'the includes up to here copy more than 100000 values' },
  ),
  hostile('names that every object has', {
    'x.json': `{"Parameters":${named(() => '{"Type":"String","Default":"__proto__"}')},"Conditions":${named((n) => `{"Fn::Equals":[{"Ref":"${n}"},"constructor"]}`)},"Mappings":${named((n) => `{"${n}":{"${n}":"x"}}`)},"Outputs":${named((n) => `{"Value":{"Ref":"${n}"},"Export":{"Name":"${n}"}}`)},"Resources":${named((n) => `{"Type":"${elb}::TargetGroup","Condition":"${n}","DependsOn":"${n}","Metadata":{"${n}":{}},"Properties":{"__proto__":{"a":1},"Name":{"Fn::FindInMap":["${n}","${n}","${n}"]},"Tags":{"Fn::GetAtt":["${n}","${n}"]},"VpcId":{"Fn::Sub":"\${${n}}"}}}`)}}`,
  }),
  hostile('numbers that are none', {
    ...Object.fromEntries(
      [
        ...['1e400', '-0', '-1e400', '1e308', '1e3', '80.0', '8.5', '99999999999999999999'],
        ...['"0x50"', '"010"', '"1e3"', '"NaN"', '"Infinity"', '" 80 "', '"８０"', 'null', '{}', '[[]]', 'true', '""'],
      ].map((port, i) => [
        `${i}.json`,
        JSON.stringify(
          app({
            Listener: listener('@'),
            Targets: targetGroup({ Port: '@', HealthCheckPort: '@', HealthCheckIntervalSeconds: '@' }),
            Task: task(container({ PortMappings: [{ ContainerPort: '@', HostPort: '@' }], StopTimeout: '@' })),
          }),
        ).replaceAll('"@"', port),
      ]),
    ),
    'yaml.yaml': `Resources:\n  Targets:\n    Type: ${elb}::TargetGroup\n    Properties: { Port: .nan, HealthCheckPort: .inf, HealthCheckIntervalSeconds: -.inf, HealthCheckTimeoutSeconds: 1e400, HealthyThresholdCount: -0, UnhealthyThresholdCount: 0x50 }\n  More:\n    Type: ${elb}::TargetGroup\n    Properties: { Port: 010, HealthCheckPort: 0o10, HealthCheckIntervalSeconds: 1e3, HealthCheckTimeoutSeconds: 1_0, HealthyThresholdCount: +5, UnhealthyThresholdCount: 0b1 }\n`,
  }),
  hostile('halves of characters', {
    'x.json': `{"Resources":{"A\\ud800":{"Type":"${elb}::TargetGroup","Properties":{"Name":"\\udc00","HealthCheckIntervalSeconds":10,"HealthCheckTimeoutSeconds":20}}}}`,
    'y.yaml': `Resources:\n  "A\\ud800":\n    Type: ${elb}::TargetGroup\n    Properties: { Name: "\\udc00" }\n`,
  }),
  hostile(
    'bytes that are no text',
    {
      'latin.yaml': Buffer.from('Resources: { A: { Type: caf\u00e9 } }', 'latin1'),
      'truncated.yaml': Buffer.from('Resources: \u20ac').subarray(0, -1),
      'utf16.yaml': Buffer.from('\ufeffResources: {}', 'utf16le'),
      'utf16be.json': Buffer.from('{}', 'utf16le').swap16(),
      'nul.yaml': 'Resources: { A: "\0" }',
      'nul.json': '{"Resources":\0}',
      'random.yaml': Uint8Array.from(range(10_000), (i) => (i * 7919) % 251),
      'mark.json': '\ufeff',
    },
    {
      'latin.yaml': 'not valid UTF-8',
      'truncated.yaml': 'not valid UTF-8',
      'utf16.yaml': 'UTF-16',
      'utf16be.json': 'UTF-16',
      'nul.yaml': 'NUL',
      'nul.json': 'NUL',
      'random.yaml': '',
      'mark.json': 'empty',
    },
  ),
  {
    name: 'what is no file',
    put: (folder) => {
      execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
      mkdirSync(join(folder, 'folder.yaml'));
      symlinkSync('circle.yaml', join(folder, 'circle.yaml'));
      symlinkSync('nowhere.yaml', join(folder, 'dangling.yaml'));
      symlinkSync('/dev/zero', join(folder, 'zero.yaml'));
    },
    paths: [
      'pipe.yaml',
      'folder.yaml',
      'circle.yaml',
      'dangling.yaml',
      'zero.yaml',
      '/dev/zero',
      '/dev/random',
      '/dev/tty',
    ],
    errors: {
      'pipe.yaml': 'a pipe',
      'folder.yaml': 'holds no',
      'circle.yaml': 'circle',
      'dangling.yaml': 'no such file',
      'zero.yaml': 'a device',
      '/dev/zero': 'a device',
      '/dev/random': 'a device',
      '/dev/tty': '',
    },
  },
  {
    name: 'what the system makes up as it is read',
    put: () => {},
    paths: ['/proc/self/pagemap', '/proc/self/mem', '/proc/self/environ'],
    errors: { '/proc/self/pagemap': '', '/proc/self/mem': '', '/proc/self/environ': '' },
  },
  hostile('patterns that are read for ever', {
    'x.json': app(
      {
        Alb: loadBalancer({ Name: { 'Fn::If': ['C', 'a', 'b'] } }),
        ...record(12, (i) => [
          `Rule${i}`,
          {
            ...rule(i + 1),
            Properties: {
              ...rule(i + 1).Properties,
              Conditions: [{ Field: 'path-pattern', Values: [`/${'*a'.repeat(50 + i)}b`] }],
            },
          },
        ]),
      },
      {
        Parameters: { P: { Type: 'String', AllowedPattern: '(a|a)*b', Default: 'a' } },
        Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'a'.repeat(200)] } },
      },
    ),
  }),
  ...[
    '(',
    ' ',
    '*',
    '\\',
    '"',
    "'",
    '$',
    '${',
    '${A}',
    '&',
    '-',
    'a=a,',
    '/',
    '.',
    '\n',
    ':1',
    'a ',
    '$PORT ',
    'a|',
    '<<a ',
    '`',
    '%0',
    '; ',
  ]
    .map((piece) => [piece, piece.repeat(Math.floor(20_000 / piece.length))] as const)
    .map(([piece, long]) =>
      hostile(`long texts of ${JSON.stringify(piece)}`, {
        'x.json': app(
          {
            Alb: loadBalancer({ Name: long, LoadBalancerAttributes: [{ Key: long, Value: long }] }),
            Targets: targetGroup({ Name: long, HealthCheckPath: `/${long}`, Matcher: { HttpCode: long } }),
            Task: task(
              ...['node', 'gunicorn', 'java', 'uvicorn', 'nginx', '/bin/sh -c'].map((word, i) =>
                container({
                  Name: i === 0 ? 'web' : `web${i}`,
                  Image: i === 0 ? long : word,
                  EntryPoint: ['sh', '-c'],
                  Command: [`${word} ${long}`],
                  HealthCheck: { Command: ['CMD-SHELL', long] },
                  Environment: ['PORT', 'JAVA_OPTS', long].map((name) => ({ Name: name, Value: long })),
                  DockerLabels: { [long]: long },
                }),
              ),
            ),
            Rule: {
              ...rule(1),
              Properties: {
                ...rule(1).Properties,
                Conditions: [
                  { Field: 'path-pattern', Values: [`/${long}`] },
                  { Field: 'host-header', HostHeaderConfig: { Values: [long] } },
                ],
                Actions: [
                  { Type: 'redirect', RedirectConfig: { Host: long, Path: `/${long}`, StatusCode: 'HTTP_301' } },
                ],
              },
            },
            Stack: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: long } },
          },
          {
            Parameters: { P: { Type: 'String', Default: long, AllowedPattern: long.slice(0, 900) } },
            Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, long] } },
            Outputs: { O: { Value: { 'Fn::Split': [long.slice(0, 1), long] }, Export: { Name: long } } },
          },
        ),
      }),
    ),
  hostile('scripts that double their variables', {
    'x.json': app({
      Task: task(container({ Command: ['sh', '-c', `A=aa; ${'A=$A$A; '.repeat(60)} node server.js $A`] })),
    }),
  }),
  hostile(
    'YAML that takes long to explain',
    {
      'closers.yaml': `Resources:\n${lines(30_000, (i) => `  R${i}:\n    P: [a,\n]`)}`,
      'comments.yaml': `Resources:\n  A: [\n${'# x\n'.repeat(300_000)}]\n  B: 1: 2`,
      'unclosed.yaml': `Resources:\n${lines(30_000, (i) => `  R${i}: { Type: "AWS::SNS::Topic", P: [a, b`)}`,
      'quote.yaml': `Resources:\n  A: "${lines(50_000, (i) => `x y ' ${i}`)}`,
      'tabs.yaml': `Resources:\n${'\t'.repeat(big / 6)}a`,
      'documents.yaml': '---\n'.repeat(big / 12),
      'tags.yaml': `${'!Ref '.repeat(100_000)}x`,
      'escapes.json': `{"Resources":{"A":{"Type":"${elb}::LoadBalancer","Properties":{"Name":"${'\\u0041'.repeat(500_000)}"}}}}`,
    },
    {
      'closers.yaml': 'not a CloudFormation template',
      'comments.yaml': 'a second `: `',
      'unclosed.yaml': 'not closed',
      'quote.yaml': 'not closed',
      'tabs.yaml': 'a tab',
      'documents.yaml': 'empty',
      'tags.yaml': 'two short-form functions',
    },
  ),
];
