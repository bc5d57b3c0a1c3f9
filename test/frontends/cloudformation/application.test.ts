// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { wants } from '../../../src/formats/supply.ts';
import { lint } from '../../../src/lint.ts';
import type { SourceFile } from '../../../src/source/file.ts';
import { usualLimits } from '../../../src/source/limits.ts';
import { rules } from '../../all-rules.ts';

// Stacks given together are one application: what one opens, exports or passes counts for the others.

const file = (path: string, text: string): SourceFile => ({ path, text });
const chosen = rules.filter(({ id }) =>
  ['sg-target-blocks-alb', 'stop-timeout-below-deregistration-delay'].includes(id),
);
const check = (files: readonly SourceFile[], given = {}) => {
  const { findings, coverage, errors, crashes } = lint(files, chosen, given);
  expect(crashes).toEqual([]);
  return {
    said: findings.map(({ rule, message, path }) => `${rule.id}: ${message} [${path.map(({ id }) => id).join(' ')}]`),
    errors: errors.map(({ message }) => message),
    gaps: coverage.gaps.map(({ from, to, value }) => `${from.id}: ${to}: ${value.reason.name}`),
    paths: `${coverage.decided} of ${coverage.paths}`,
  };
};

const messages = (rule: string, ...files: readonly SourceFile[]) =>
  lint(
    files,
    rules.filter(({ id }) => id === rule),
  ).findings.map(({ message }) => message);

const task = `  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: awsvpc
      ContainerDefinitions: [{ Name: api, Image: api, PortMappings: [{ ContainerPort: 8080 }] }]
`;

const network = (exported: string) => `
Resources:
  AlbGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: load balancer } }
  TaskGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: tasks } }
  Alb:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: { Subnets: [subnet-1, subnet-2], SecurityGroups: [!Ref AlbGroup] }
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties: { LoadBalancerArn: !Ref Alb, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: fixed-response }] }
Outputs:
  Listener: { Value: !Ref Http, Export: { Name: ${exported}-listener } }
  TaskGroup: { Value: !GetAtt TaskGroup.GroupId, Export: { Name: ${exported}-task-group } }
  AlbGroup: { Value: !Ref AlbGroup, Export: { Name: ${exported}-alb-group } }
`;

const service = (listener: string, group: string, more = '') => `
${more}
Resources:
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: ${listener}
      Priority: 1
      Conditions: [{ Field: path-pattern, Values: [/*] }]
      Actions: [{ Type: forward, TargetGroupArn: !Ref Targets }]
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      { VpcId: vpc-1, TargetType: ip, Port: 80, Protocol: HTTP, TargetGroupAttributes: [{ Key: deregistration_delay.timeout_seconds, Value: "20" }] }
${task}  Service:
    Type: AWS::ECS::Service
    DependsOn: Rule
    Properties:
      TaskDefinition: !Ref Task
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet-1], SecurityGroups: [${group}] } }
      LoadBalancers: [{ TargetGroupArn: !Ref Targets, ContainerName: api, ContainerPort: 8080 }]
`;

const imported = service('!ImportValue net-listener', '!ImportValue net-task-group');
const blocked =
  "sg-target-blocks-alb: requests go to port 8080, but no rule of `TaskGroup` admits the load balancer's `AlbGroup` there [Alb Http Rule Targets Service Task api]";

test('an import leads to what another template exports, whatever the order of the files', () => {
  const files = [file('network.yaml', network('net')), file('service.yaml', imported)];
  expect(check(files)).toMatchObject({ said: [blocked], paths: '1 of 1', errors: [] });
  expect(check([...files].reverse())).toEqual(check(files));
  expect(check([file('service.yaml', imported)])).toMatchObject({ said: [], paths: '0 of 1' });
});

test('who uses a target group is found by each name that it is exported under', () => {
  const named = (name: string) => {
    const text = service('!ImportValue net-listener', '!ImportValue net-task-group').replace(
      / {2}Rule:[\s\S]*?(?= {2}Targets:)/,
      '',
    );
    const exporting = `Parameters: { Env: { Type: String, AllowedValues: [dev, prod] } }
${text.replace('DependsOn: Rule', '')}
Outputs: { T: { Value: !Ref Targets, Export: { Name: { 'Fn::Sub': '\${Env}-targets' } } } }`;
    const forwarding = network('net').replace(
      'Type: fixed-response',
      `Type: forward, TargetGroupArn: !ImportValue ${name}`,
    );
    return check([file('network.yaml', forwarding), file('service.yaml', exporting)]);
  };
  const found = [blocked.replace(' Rule', '')];
  expect(named('dev-targets')).toMatchObject({ said: found, gaps: [] });
  expect(named('prod-targets').said).toEqual(found);
});

test('an import in the URL of a nested stack takes nothing from the others', () => {
  const url = "{ 'Fn::Sub': ['https://${Bucket}/child.yaml', { Bucket: !ImportValue bucket }] }";
  const nesting = imported.replace(
    'Resources:',
    `Resources:\n  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url} } }`,
  );
  const child = file('child.yaml', 'Resources: { Topic: { Type: AWS::SNS::Topic } }');
  const files = [file('service.yaml', network('net')), file('app.yaml', nesting), child];
  expect(check(files)).toMatchObject({ said: [blocked], gaps: [], paths: '1 of 1' });
});

test('a name that two templates export, or none, is a gap', () => {
  const twice = [file('a.yaml', network('net')), file('b.yaml', network('net')), file('service.yaml', imported)];
  expect(check(twice)).toMatchObject({ said: [], gaps: ['Rule: listener: net-listener'] });
  expect(check([file('a.yaml', network('other')), file('service.yaml', imported)])).toMatchObject({ said: [] });
});

describe('exports that are called after their stack, and imports after a parameter', () => {
  const sub = (name: string, end: string) => `{ 'Fn::Sub': '\${${name}}-${end}' }`;
  const exporting = (name: string, path = 'network.yaml') => {
    const text = network('X').replaceAll(/X-([a-z-]+)/g, (_, end) => sub(name, end));
    return file(path, `Parameters: { Env: { Type: String } }${text}`);
  };
  const importing = (given = '') =>
    file(
      'service.yaml',
      service(
        `{ 'Fn::ImportValue': ${sub('Net', 'listener')} }`,
        `{ 'Fn::ImportValue': ${sub('Net', 'task-group')} }`,
        `Parameters: { Net: { Type: String${given} } }`,
      ),
    );
  const ofStack = exporting('AWS::StackName');
  const called = (name: string, template = 'network.yaml') => ({
    stacks: [{ name, template, parameters: new Map(), span: { file: ofStack, start: 0, end: 0 } }],
  });
  const net = new Map([['Net', 'net']]);
  const supplies = (files: readonly SourceFile[], given = {}) =>
    wants(lint(files, chosen, given)).flatMap(({ supply }) => supply ?? []);

  test('are linked once both names are known', () => {
    const files = [ofStack, importing()];
    expect(check(files, { ...called('net'), parameters: net })).toMatchObject({ said: [blocked], paths: '1 of 1' });
    expect(check([ofStack, importing(', Default: net')], called('net'))).toMatchObject({ said: [blocked] });
    const severities = (other: SourceFile, given: object) =>
      lint([ofStack, other], chosen, { ...called('net'), ...given }).findings.map(({ severity }) => severity);
    expect(severities(importing(), { parameters: net })).toEqual(['error']);
    expect(severities(importing(', Default: net'), {})).toEqual(['warning']);
    expect(check(files, { ...called('other'), parameters: net })).toMatchObject({ said: [], paths: '0 of 1' });
    expect(check(files, { ...called('network.yaml'), parameters: net })).toMatchObject({ said: [], paths: '0 of 1' });
  });

  test.each<[string, readonly SourceFile[], object, string]>([
    ['the parameter', [ofStack, importing()], {}, '--parameter Net=…'],
    [
      'the name of the stack',
      [ofStack, importing()],
      { parameters: net },
      'the stack name of network.yaml under `stacks` in the configuration',
    ],
    ['the parameter of a stack with a name', [ofStack, importing()], called('net'), '--parameter Net=…'],
    [
      'the parameter, where the export has no holes',
      [file('n.yaml', network('net')), importing()],
      {},
      '--parameter Net=…',
    ],
    ['the parameter of the export', [exporting('Env'), importing(', Default: net')], {}, '--parameter Env=…'],
    [
      'the parameter at the end of the name',
      [file('n.yaml', network('net')), file('s.yaml', importing().text.replaceAll('${Net}-listener', 'net-${Net}'))],
      {},
      '--parameter Net=…',
    ],
    [
      'the parameter at the end of the export',
      [file('n.yaml', exporting('Env').text.replaceAll('${Env}-listener', 'net-${Env}')), importing(', Default: net')],
      {},
      '--parameter Env=…',
    ],
    ['the template, where none was given', [importing()], {}, 'the template that exports ${Net}-listener'],
    [
      'the template, where none exports such a name',
      [file('n.yaml', network('net').replace('net-listener', 'net-http')), importing(', Default: net')],
      {},
      'the template that exports net-listener',
    ],
    [
      'the template, where the import is called after its own stack',
      [ofStack, file('service.yaml', importing().text.replaceAll('${Net}', '${AWS::StackName}'))],
      {},
      'the template that exports ${AWS::StackName}-listener',
    ],
    [
      'the template, where two may be meant',
      [ofStack, exporting('AWS::StackName', 'second.yaml'), importing()],
      {},
      'the template that exports ${Net}-listener',
    ],
  ])('wait for %s', (_, files, given, wanted) => expect(supplies(files, given)[0]).toBe(wanted));

  const parent = (passed: string) =>
    file(
      'parent.yaml',
      `
Parameters: { Environment: { Type: String } }
Resources:
  Network:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: network.yaml, Parameters: { Env: !Ref ${passed} } }
`,
    );
  test.each([
    ['Environment', '--parameter Environment=…'],
    ['AWS::StackName', 'the stack name of parent.yaml under `stacks` in the configuration'],
  ])('wait for what a parent passes to the stack that exports: %s', (passed, wanted) =>
    expect(supplies([exporting('Env'), parent(passed), importing(', Default: net')])[0]).toBe(wanted),
  );
});

test('VPCs of two stacks are two, however they are called', () => {
  const vpc = 'Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }';
  const group = (id: string) =>
    `${id}: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: tasks, VpcId: !Ref Vpc } }`;
  const shared = `Resources:\n  ${vpc}\n  ${group('Shared')}\nOutputs: { Group: { Value: !Ref Shared, Export: { Name: shared } } }\n`;
  const using = (groups: string) => `Resources:
  ${vpc}
  ${group('Own')}
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }
  Service:
    Type: AWS::ECS::Service
    Properties: { TaskDefinition: api, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref Subnet], SecurityGroups: ${groups} } } }
`;
  const said = (groups: string) =>
    messages('vpc-mismatch', file('shared.yaml', shared), file('api.yaml', using(groups)));
  expect(said('[!Ref Own]')).toEqual([]);
  expect(said('[!ImportValue shared]')).toEqual([
    '`Service` has security group `Shared` of VPC `shared.yaml/Vpc`, but its subnets are in `api.yaml/Vpc`',
  ]);
});

test('load balancers of two stacks are two, however they are called', () => {
  const alb = 'Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2] } }';
  const other = `Resources:\n  ${alb}\nOutputs: { Zone: { Value: !GetAtt Alb.CanonicalHostedZoneID, Export: { Name: zone } } }\n`;
  const record = (zone: string) => `Resources:
  ${alb}
  Record:
    Type: AWS::Route53::RecordSet
    Properties: { Name: a.example.com, Type: A, HostedZoneId: Z1, AliasTarget: { DNSName: !GetAtt Alb.DNSName, HostedZoneId: ${zone} } }
`;
  const said = (zone: string) =>
    messages('route53-alias-wrong-load-balancer', file('other.yaml', other), file('api.yaml', record(zone)));
  expect(said('!GetAtt Alb.CanonicalHostedZoneID')).toEqual([]);
  expect(said('!ImportValue zone')).toEqual([
    'the alias `Record` has the name of `Alb`, but the zone of `Alb`, which is the same one: it leads to `Alb`, whichever was meant',
  ]);
});

test('a template that only says the name of an export is another application', () => {
  const apart = `
Parameters: { Group: { Type: String } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Sub net-listener, TopicName: !ImportValue topic } }
  Ingress: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: !Ref Group, IpProtocol: tcp, CidrIp: 0.0.0.0/0 } }`;
  const files = [file('network.yaml', network('net')), file('service.yaml', imported)];
  expect(check([...files, file('apart.yaml', apart)])).toMatchObject({ said: [blocked] });
  const joined = apart.replace('!ImportValue topic', '!ImportValue net-listener');
  expect(check([...files, file('apart.yaml', joined)])).toMatchObject({ said: [] });
});

test('an output is exported where its condition holds and it has a value', () => {
  const condition = (holds: boolean) => `Conditions: { C: !Equals [a, ${holds ? 'a' : 'b'}] }`;
  const exported = network('net').replace('Listener: {', 'Listener: { Condition: C,');
  const files = (text: string) => [file('network.yaml', text), file('service.yaml', imported)];
  expect(check(files(condition(true) + exported))).toMatchObject({ said: [blocked], gaps: [] });
  const gap = { said: [], gaps: ['Rule: listener: net-listener'], errors: [] };
  expect(check(files(condition(false) + exported))).toMatchObject(gap);
  expect(check(files(network('net').replace('Value: !Ref Http, ', '')))).toMatchObject(gap);
  expect(check(files(network('net').replace('Name: net-listener', 'Name: !Ref AWS::NoValue')))).toMatchObject(gap);
  const never = 'Rules: { Never: { Assertions: [{ Assert: !Equals [a, b] }] } }';
  expect(check(files(never + network('net')))).toMatchObject({ said: [], errors: [] });
});

test.each([
  ['AWS::AccountId', '111122223333', 'AWS::Region'],
  ['AWS::Region', 'eu-west-1', 'AWS::AccountId'],
])('where only the %s of an importing stack is known, any export of the name may be meant', (known, is, other) => {
  const all = new Map([
    [known, is],
    [other, 'x'],
  ]);
  const environmentOf = (path: string) => (path === 'network.yaml' ? all : new Map([[known, is]]));
  const files = [file('network.yaml', network('net')), file('service.yaml', imported)];
  expect(check(files, { environmentOf })).toMatchObject({ said: [blocked] });
});

describe('a parameter that stacks deployed side by side have in common', () => {
  const env = (more = '') => `Parameters: { Env: { Type: String, AllowedValues: [dev, prod]${more} } }\n`;
  const isProd = 'Conditions: { IsProd: !Equals [!Ref Env, prod] }\n';
  const names = (text: string, name: string) => text.replaceAll(/(Name: |ImportValue )net-([\w-]+)/g, name);
  const exporting = names(network('net'), "$1!Sub '${Env}-$2'");
  const importing = names(imported, "$1 { 'Fn::Sub': '${Env}-$2' }");

  test('leads an import to the export of the same name, whatever is chosen', () => {
    const files = [file('network.yaml', env() + exporting), file('service.yaml', env() + importing)];
    expect(check(files)).toEqual({ said: [blocked], errors: [], gaps: [], paths: '1 of 1' });
    const { findings } = lint(files, chosen);
    expect(findings.map(({ when }) => when)).toEqual([[]]);
  });

  test('is another one where they say different things of it, or one is given a value', () => {
    const files = [file('network.yaml', env() + exporting), file('service.yaml', env(', Default: prod') + importing)];
    expect(check(files).gaps).toContain('Rule: listener: prod-listener');
    const said = new Map([
      ['Env', { kind: 'text', text: 'dev', span: { file: files[0] as SourceFile, start: 0, end: 0 } }],
    ]);
    const stacks = [
      {
        name: 'net',
        template: 'network.yaml',
        parameters: said,
        span: { file: files[0] as SourceFile, start: 0, end: 0 },
      },
    ];
    const same = [files[0] as SourceFile, file('service.yaml', env() + importing)];
    expect(check(same, { stacks }).gaps).toEqual(['Rule: listener: prod-listener']);
  });

  test('has one value in all of them', () => {
    const port = '!If [IsProd, 8081, 8080]';
    const ingress = `SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: ${port}, ToPort: ${port}, SourceSecurityGroupId: !Ref AlbGroup }]`;
    const open = network('net').replace('GroupDescription: tasks', `GroupDescription: tasks, ${ingress}`);
    const files = (ofService: string, wanted: string) => [
      file('network.yaml', env() + isProd + open),
      file('service.yaml', ofService + imported.replaceAll('ContainerPort: 8080', `ContainerPort: ${wanted}`)),
    ];
    expect(check(files(env() + isProd, port))).toMatchObject({ said: [], paths: '1 of 1' });
    const isDev = 'Conditions: { IsDev: !Equals [!Ref Env, dev] }\n';
    expect(check(files(env() + isDev, '!If [IsDev, 8080, 8081]'))).toMatchObject({ said: [], paths: '1 of 1' });
    expect(check(files(env() + isDev, '!If [IsDev, 8081, 8080]')).said).not.toEqual([]);
    const other = env().replace('Env:', 'Stage:') + isProd.replace('!Ref Env', '!Ref Stage');
    expect(check(files(other, port)).said).not.toEqual([]);
  });
});

describe('where an application is deployed', () => {
  const isEast = 'Conditions: { IsEast: !Equals [!Ref AWS::Region, us-east-1] }\n';
  const port = '!If [IsEast, 8081, 8080]';
  const ingress = `SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: ${port}, ToPort: ${port}, SourceSecurityGroupId: !Ref AlbGroup }]`;
  const open = isEast + network('net').replace('GroupDescription: tasks', `GroupDescription: tasks, ${ingress}`);
  const wanted = (more = isEast) => more + imported.replaceAll('ContainerPort: 8080', `ContainerPort: ${port}`);

  test('is one place for stacks that import from each other', () => {
    const files = [file('network.yaml', open), file('service.yaml', wanted())];
    expect(check(files)).toMatchObject({ said: [], paths: '1 of 1' });
    const west = 'Conditions: { IsEast: !Not [!Equals [!Ref AWS::Region, eu-west-1]] }\n';
    expect(check([file('network.yaml', open), file('service.yaml', wanted(west))]).said).not.toEqual([]);
    const account = isEast.replace('AWS::Region', 'AWS::AccountId');
    expect(check([file('network.yaml', open), file('service.yaml', wanted(account))]).said).not.toEqual([]);
    const named = isEast.replace('AWS::Region', 'AWS::StackName');
    const both = [file('network.yaml', open.replace(isEast, named)), file('service.yaml', wanted(named))];
    expect(check(both).said).not.toEqual([]);
  });

  test('is one place for a stack and what is nested in it', () => {
    const ofChild = child.replaceAll('ContainerPort: 8080', `ContainerPort: ${port}`);
    const files = [
      file('main.yaml', parent('service.yaml')),
      file('network.yaml', open),
      file('service.yaml', isEast + ofChild),
    ];
    expect(check(files)).toMatchObject({ said: [], paths: '1 of 1' });
    const [main] = files as [SourceFile];
    const told = (...names: readonly string[]) =>
      names.map((name) => ({
        name,
        template: 'main.yaml',
        parameters: new Map(),
        span: { file: main, start: 0, end: 0 },
      }));
    expect(check(files, { stacks: told('prod') })).toMatchObject({ said: [], paths: '1 of 1' });
    expect(check(files, { stacks: told('prod', 'test') })).toMatchObject({ said: [], paths: '2 of 2' });
  });
});

test('the account and region of a stack are what its functions come to', () => {
  const named = network('net').replaceAll(/Name: net-([\w-]+)/g, "Name: !Sub '${AWS::Region}-$1'");
  const files = [file('network.yaml', named), file('service.yaml', imported.replaceAll('net-', 'eu-west-1-'))];
  const environmentOf = () => new Map([['AWS::Region', 'eu-west-1']]);
  expect(check(files, { environmentOf })).toMatchObject({ said: [blocked] });
  expect(check(files)).toMatchObject({ said: [], paths: '0 of 1' });
});

test('what names nobody, and what names itself through its parent, is looked at once', () => {
  const empty = file('empty.yaml', 'Resources: { Rule: { Type: AWS::ElasticLoadBalancingV2::ListenerRule } }');
  const around = file(
    'circle.yaml',
    `Resources:
  Empty: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: empty.yaml } }
  Api:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: api.yaml, Parameters: { ListenerArn: !GetAtt Api.Outputs.Arn, Group: sg-1 } }`,
  );
  const api = file('api.yaml', `${child}Outputs: { Arn: { Value: !Ref ListenerArn } }`);
  expect(check([around, empty, api])).toMatchObject({ said: [], errors: [], paths: '0 of 1' });
});

test.each([
  ['!ImportValue net-listener', ''],
  ['{ "Fn::GetStackOutput": { StackName: net, OutputName: Listener } }', ''],
  [
    '!GetAtt Network.Outputs.Listener',
    'Network: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: network.yaml } }',
  ],
])('rules of the listener of another stack, %s, are told from each other', (listener, nested) => {
  const conflicts = rules.filter(({ id }) => id === 'listener-rule-priority-conflict');
  const rule = (id: string, priority: number) => `
  ${id}:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: ${listener}
      Priority: ${priority}
      Conditions: [{ Field: path-pattern, Values: [/${id}] }]
      Actions: [{ Type: fixed-response, FixedResponseConfig: { StatusCode: '200' } }]`;
  const environmentOf = (path: string) =>
    new Map([
      ['AWS::AccountId', '111122223333'],
      ['AWS::Region', 'eu-west-1'],
      ['AWS::StackName', path === 'network.yaml' ? 'net' : 'rules'],
    ]);
  const found = (...priorities: readonly [number, number]) =>
    lint(
      [
        file('network.yaml', network('net')),
        file('rules.yaml', `Resources:\n  ${nested}${rule('A', priorities[0])}${rule('B', priorities[1])}`),
      ],
      conflicts,
      { environmentOf },
    ).findings.map(({ message }) => message);
  expect(found(1, 1)).toEqual(['`B` has priority 1, which `A` of the same listener has too']);
  expect(found(1, 2)).toEqual([]);
});

test('a finding says which construct CDK made it from', () => {
  const group = (more: string) => network('net').replace('TaskGroup: {', `TaskGroup: { ${more}`);
  const constructs = (text: string) =>
    lint([file('network.yaml', text), file('service.yaml', imported)], chosen).findings.map(
      ({ resource }) => resource.constructPath,
    );
  expect(constructs(group("Metadata: { 'aws:cdk:path': Net/TaskGroup/Resource }, "))).toEqual([
    'Net/TaskGroup/Resource',
  ]);
  expect(constructs(group(''))).toEqual([undefined]);
});

test('what stays undecided says which construct CDK made it from', () => {
  const made = service('!ImportValue net-listener', 'sg-1').replace(
    'Type: AWS::ECS::Service\n',
    "Type: AWS::ECS::Service\n    Metadata: { 'aws:cdk:path': Api/Service/Service }\n",
  );
  const { undecided } = lint([file('network.yaml', network('net')), file('service.yaml', made)], chosen).coverage;
  expect(undecided.map(({ resource }) => [resource.id, resource.constructPath])).toEqual([
    ['Service', 'Api/Service/Service'],
  ]);
});

test('what is handed a security group in one stack is nobody else that is called so in another', () => {
  const made = (group: string) => `Made: { Type: Custom::Open, Properties: { Group: !Ref ${group} } }`;
  const own = '  Own: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: tasks } }';
  const handing = network('net').replace('Resources:', `Resources:\n  ${made('AlbGroup')}`);
  const files = (more: string) => [
    file('network.yaml', handing),
    file('service.yaml', `${service('!ImportValue net-listener', '!Ref Own')}${own}\n  ${more}\n`),
  ];
  const closed = [blocked.replace('TaskGroup', 'Own')];
  expect(check(files(''))).toMatchObject({ said: closed });
  expect(check(files(made('Own')))).toMatchObject({ said: closed });
});

test('a security group that one stack owns and another opens is judged as a whole', () => {
  const opening = (port: number) => `
Resources:
  Ingress:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      GroupId: !ImportValue net-task-group
      IpProtocol: tcp
      FromPort: ${port}
      ToPort: ${port}
      SourceSecurityGroupId: !ImportValue net-alb-group
`;
  const files = (port: number) => [
    file('network.yaml', network('net')),
    file('opening.yaml', opening(port)),
    file('service.yaml', imported),
  ];
  expect(check(files(8080))).toMatchObject({ said: [], paths: '1 of 1' });
  expect(check(files(8081)).said).toEqual([blocked]);
});

const parameters = 'Parameters: { ListenerArn: { Type: String }, Group: { Type: String } }';
const child = service('!Ref ListenerArn', '!Ref Group', parameters);
const parent = (url: string, more = '') => `
Resources:
  Network: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./network.yaml } }
  Api:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ${url}
      Parameters: { ListenerArn: !GetAtt Network.Outputs.Listener, Group: !GetAtt Network.Outputs.TaskGroup }
${more}`;

test.each([
  ['a relative path', './child/service.yaml'],
  ['a URL that ends like one template', 'https://s3.amazonaws.com/bucket/v1/child/service.yaml?x=1'],
  ['a URL with a bucket nobody knows', '!Sub https://s3.${AWS::Region}.amazonaws.com/bucket/child/service.yaml'],
])('parameters flow down and outputs up: %s', (_, url) => {
  const files = [
    file('app/main.yaml', parent(url)),
    file('app/network.yaml', network('n')),
    file('app/child/service.yaml', child),
  ];
  expect(check(files)).toMatchObject({ said: [blocked], paths: '1 of 1', errors: [], gaps: [] });
});

test('what is passed is known, also where the name of a template is asked for before what passes it is', () => {
  const url = "!Sub 'https://s3.amazonaws.com/bucket/${ListenerArn}/extra.yaml'";
  const extra = `  Extra: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url} } }\n`;
  const files = [
    file('main.yaml', parent('./service.yaml')),
    file('network.yaml', network('n')),
    file('service.yaml', `${child}${extra}`),
    file('extra.yaml', 'Resources: { Topic: { Type: AWS::SNS::Topic } }'),
  ];
  expect(check(files)).toMatchObject({ said: [blocked], errors: [] });
});

test('a URL with a bucket nobody knows is a path beside the parent first', () => {
  const files = [
    file('app/main.yaml', parent('!Sub https://${AWS::Region}.amazonaws.com/child/service.yaml')),
    file('app/network.yaml', network('n')),
    file('app/child/service.yaml', child),
    file('old/child/service.yaml', 'Resources: { Topic: { Type: AWS::SNS::Topic } }'),
  ];
  expect(check(files)).toMatchObject({ said: [blocked] });
});

test.each([
  ['named by a parameter that is empty', `''`, 'Api: nested stack: of the nested stack Api'],
  ['named by a parameter that nobody knows', undefined, 'Api: nested stack: of the nested stack Api'],
])('a child %s goes by its logical id', (_, initial, gap) => {
  const declared = `Parameters: { Url: { Type: String${initial === undefined ? '' : `, Default: ${initial}`} } }`;
  expect(
    check([file('main.yaml', `${declared}${parent('!Ref Url')}`), file('network.yaml', network('n'))]),
  ).toMatchObject({
    said: [],
    errors: [],
    gaps: [gap],
  });
});

describe('a nested stack that a condition leaves out where its template is not named', () => {
  const left = (parameter: string, condition: string) => `
Parameters: { Url: ${parameter} }
Conditions: { Custom: ${condition} }
Resources:
  Api:
    Type: AWS::CloudFormation::Stack
    Condition: Custom
    Properties: { TemplateURL: !Ref Url }
`;
  const named = '!Not [!Equals [!Ref Url, ""]]';
  const given = (text: string) => check([file('main.yaml', text), file('network.yaml', network('n'))]).gaps;
  const asked = 'Api: nested stack: of the nested stack Api';

  test('is asked for where it is deployed', () => {
    expect(given(left("{ Type: String, Default: '' }", named))).toContain(asked);
    const all = left("{ Type: String, AllowedValues: ['', net.yaml] }", named);
    expect(given(all)).toContain('Api: nested stack: net.yaml');
    const nested = left("{ Type: String, Default: '', AllowedValues: ['', ./network.yaml] }", named);
    expect(given(nested).filter((gap) => gap.startsWith('Api'))).toEqual([]);
  });

  test('is nothing to ask for where it never is', () => {
    const never = left("{ Type: String, AllowedValues: [''] }", named);
    expect(given(never)).not.toContain(asked);
    expect(given(left("{ Type: String, Default: '' }", '!Equals [a, b]'))).not.toContain(asked);
  });
});

test('a child that was not given is a gap that says which file to add', () => {
  const main = file('main.yaml', parent('./service.yaml'));
  const gaps = (...files: readonly SourceFile[]) => check([main, ...files]);
  expect(gaps(file('network.yaml', network('n')))).toMatchObject({
    said: [],
    gaps: ['Api: nested stack: ./service.yaml'],
  });
  expect(gaps(file('service.yaml', child))).toMatchObject({
    said: [],
    gaps: ['Network: nested stack: ./network.yaml', 'Rule: listener: Network.Outputs.Listener'],
  });
});

test('what a nested stack does with a target group is seen where its template was given', () => {
  const unattached = rules.filter(({ id }) => id === 'target-group-not-attached');
  const main = `${imported.replace('{ Type: forward, TargetGroupArn: !Ref Targets }', '{ Type: fixed-response }')}
  Alarms: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: alarms.yaml, Parameters: { Group: !Ref Targets } } }`;
  const alarms = file(
    'alarms.yaml',
    'Parameters: { Group: { Type: String } }\nResources: { Alarm: { Type: AWS::CloudWatch::Alarm, Properties: { Period: 60 } } }',
  );
  const said = (...files: readonly SourceFile[]) =>
    lint([file('main.yaml', main), ...files], unattached).findings.map(({ resource }) => resource.id);
  expect(said(alarms)).toEqual(['Targets']);
  expect(said()).toEqual([]);
});

test.each([
  ['AWS::CloudWatch::Alarm', ['Targets']],
  ['AWS::ECS::TaskSet', ['Targets']],
  ['AWS::AutoScaling::ScalingPolicy', ['Targets']],
  ['AWS::ApplicationAutoScaling::ScalingPolicy', ['Targets']],
  ['AWS::Lambda::Permission', ['Targets']],
  ['AWS::Lambda::PermissionSet', []],
  ['AWS::CodeDeploy::DeploymentGroup', []],
  ['Custom::Listener', []],
  ['My::AWS::ECS::Service', []],
])('a target group that %s is given is attached to nothing: %j', (type, expected) => {
  const given = `  Given: { Type: "${type}", Properties: { Group: !Ref Targets } }`;
  const main = `${imported.replace('{ Type: forward, TargetGroupArn: !Ref Targets }', '{ Type: fixed-response }')}${given}`;
  const unattached = rules.filter(({ id }) => id === 'target-group-not-attached');
  const { findings } = lint([file('main.yaml', main)], unattached);
  expect(findings.map(({ resource }) => resource.id)).toEqual(expected);
});

test('a template that is deployed inside itself is an error, and the others are still answered', () => {
  const circle = file(
    'circle.yaml',
    'Resources: { Self: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: circle.yaml } } }',
  );
  const files = [circle, file('network.yaml', network('net')), file('service.yaml', imported)];
  expect(check(files)).toMatchObject({
    said: [blocked],
    errors: ['the stacks are nested in a circle: circle.yaml is deployed inside itself'],
  });
});

test('a template is not taken for its own nested stack because both are called alike', () => {
  const url = 'https://s3.amazonaws.com/elsewhere/waf/template.yaml';
  const main = parent(
    './service.yaml',
    `  Waf: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url} } }`,
  );
  const files = [file('template.yaml', main), file('network.yaml', network('n')), file('service.yaml', child)];
  expect(check(files)).toMatchObject({ said: [blocked], errors: [], gaps: [`Waf: nested stack: ${url}`] });
});

test.each([
  ['', 'Default: "150", AllowedValues: ["150", "200"]', [['certain', []]]],
  ['Most: !If [Big, "200", !Ref AWS::NoValue]', 'Default: "150"', [['certain', ['/Api/Narrow is true']]]],
  ['Most: "150"', 'Default: "200"', [['certain', []]]],
  ['Most: "200"', 'Default: "150"', []],
  ['Fn::Transform: { Name: Macro }', 'Default: "150"', [['certain', ['/Api/Narrow is true']]]],
  ['Size: small, Fn::Transform: { Name: Macro }', 'Default: "150"', [['certain', ['/Api/Narrow is true']]]],
])('what a parent leaves out of its parameters is the default for good: %s', (passed, declared, expected) => {
  const main = `
Parameters: { Size: { Type: String, Default: small, AllowedValues: [small, big] } }
Conditions: { Big: !Equals [!Ref Size, big] }
Resources:
  Api: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./api.yaml, Parameters: { ${passed} } } }
`;
  const api = `
Parameters: { Most: { Type: String, ${declared} } }
Conditions: { Narrow: !Equals [!Ref Most, "150"] }
Resources:
  Service:
    Type: AWS::ECS::Service
    Properties: { TaskDefinition: api, DesiredCount: 1, DeploymentConfiguration: { MaximumPercent: !If [Narrow, !Ref Most, 200] } }
`;
  const deadlock = rules.filter(({ id }) => id === 'deployment-config-deadlock');
  const { findings } = lint([file('main.yaml', main), file('api.yaml', api)], deadlock);
  expect(findings.map(({ confidence, when }) => [confidence, when])).toEqual(expected);
});

test('where many templates nest as many stacks as they may, the last ones may nest fewer', () => {
  const rows = Array.from(
    { length: 11 },
    (_, i) => `S${i}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: topic.yaml } }`,
  );
  const parents = (count: number) =>
    Array.from({ length: count }, (_, i) => file(`parent${i}.yaml`, `Resources: { ${rows.join(', ')} }`));
  const topic = file('topic.yaml', 'Resources: { Topic: { Type: AWS::SNS::Topic } }');
  const errors = (count: number) =>
    check([topic, ...parents(count)], { limits: { ...usualLimits, stacks: 11 } }).errors;
  expect(errors(2)).toEqual([]);
  expect(errors(20)).toContain('more than 10 stacks are nested in `parent19.yaml`; raise `--max-stacks` to lint them');
});

describe('templates that ask for more than they may', () => {
  const section = (name: string, entry: string, count: number) =>
    `${name}: { ${Array.from({ length: count }, (_, i) => `E${i}: ${entry}`).join(', ')} }`;
  const topic = '{ Type: AWS::SNS::Topic }';
  const stack = (url: string) => `{ Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url} } }`;
  const refused = (files: readonly SourceFile[], resources = 2) =>
    lint(files, chosen, { limits: { ...usualLimits, resources } }).errors.map(
      ({ message, path }) => `${path}: ${message}`,
    );

  test.each([
    ['resources', 'Resources', topic],
    ['parameters', 'Parameters', '{ Type: String }'],
    ['conditions', 'Conditions', '!Equals [a, b]'],
  ])('are refused: %s', (name, title, entry) => {
    const files = (count: number) => [
      file(
        'some.yaml',
        `${section(title, entry, count)}\n${title === 'Resources' ? '' : section('Resources', topic, 1)}`,
      ),
    ];
    expect(refused(files(2))).toEqual([]);
    expect(refused(files(3))).toEqual([`some.yaml: 3 ${name} are more than 2; raise \`--max-resources\` to lint them`]);
  });

  test('are refused where those that are nested in one ask for it together', () => {
    const files = (leaves: number) => [
      file('main.yaml', section('Resources', stack('branch.yaml'), 2)),
      file('branch.yaml', section('Resources', stack('twig.yaml'), 2)),
      file('twig.yaml', section('Resources', stack('leaf.yaml'), 2)),
      file('leaf.yaml', section('Resources', topic, leaves)),
    ];
    expect(refused(files(1))).toEqual([]);
    expect(refused(files(2))).toEqual([
      'main.yaml: the stacks nested in it have more than 20 resources; raise `--max-resources` to lint them',
    ]);
  });

  test('are refused where they are nested too deep', () => {
    const files = (count: number) => [
      ...Array.from({ length: count }, (_, i) => file(`${i}.yaml`, section('Resources', stack(`${i + 1}.yaml`), 1))),
      file(`${count}.yaml`, section('Resources', topic, 1)),
    ];
    expect(refused(files(100), 100)).toEqual([]);
    expect(refused(files(101), 100)).toEqual(['100.yaml: stacks are nested more than 100 levels deep']);
  });
});

test('one template deployed twice with different parameters gives two results', () => {
  const other = `
  Open:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./service.yaml
      Parameters: { ListenerArn: !GetAtt Network.Outputs.Listener, Group: sg-1 }
`;
  const files = [
    file('main.yaml', parent('./service.yaml', other)),
    file('network.yaml', network('n')),
    file('service.yaml', child),
  ];
  expect(check(files)).toMatchObject({ said: [blocked], paths: '1 of 2' });
});

test('a list of resources survives being passed as one text', () => {
  const list = service(
    '!Ref ListenerArn',
    '',
    'Parameters: { ListenerArn: { Type: String }, Groups: { Type: CommaDelimitedList } }',
  ).replace('SecurityGroups: []', 'SecurityGroups: !Ref Groups');
  const main = `
Resources:
  Network: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: network.yaml } }
  Api:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: service.yaml
      Parameters:
        ListenerArn: !GetAtt Network.Outputs.Listener
        Groups: !Join [',', [!GetAtt Network.Outputs.TaskGroup]]
`;
  const files = [file('main.yaml', main), file('network.yaml', network('n')), file('service.yaml', list)];
  expect(check(files)).toMatchObject({ said: [blocked], paths: '1 of 1' });
});

test('what the user binds links stacks that share no exports', () => {
  const files = [file('network.yaml', network('net')), file('service.yaml', child)];
  const [first] = files;
  const span = { file: first as SourceFile, start: 0, end: 0 };
  const passed = new Map([
    ['ListenerArn', { kind: 'output', stack: 'network.yaml', output: 'Listener', span }],
    ['Group', { kind: 'output', stack: 'network.yaml', output: 'TaskGroup', span }],
  ]);
  const stacks = [{ name: 'prod', template: 'service.yaml', parameters: passed, span }];
  expect(check(files)).toMatchObject({ said: [] });
  expect(check(files, { stacks })).toMatchObject({ said: [blocked], paths: '1 of 1' });
  const renamed = (name: string) => [{ name, template: 'network.yaml', parameters: new Map(), span }];
  const by = (name: string) => new Map([...passed].map(([parameter, value]) => [parameter, { ...value, stack: name }]));
  const named = (name: string) => [
    ...renamed('net'),
    { name: 'prod', template: 'service.yaml', parameters: by(name), span },
  ];
  expect(check(files, { stacks: named('net') })).toMatchObject({ said: [blocked], paths: '1 of 1' });
  expect(check(files, { stacks: named('prod') })).toMatchObject({ said: [] });
  expect(check(files, { stacks: named('nobody') })).toMatchObject({ said: [], errors: [] });
});

test('a condition of a child that looks at what its parent passes is decided by it', () => {
  const conditional = child
    .replace('Resources:', 'Conditions: { HasListener: !Not [!Equals [!Ref ListenerArn, ""]] }\nResources:')
    .replace(
      '    Type: AWS::ElasticLoadBalancingV2::ListenerRule\n',
      '    Type: AWS::ElasticLoadBalancingV2::ListenerRule\n    Condition: HasListener\n',
    );
  const files = [
    file('main.yaml', parent('service.yaml')),
    file('network.yaml', network('n')),
    file('service.yaml', conditional),
  ];
  const { findings } = lint(files, chosen);
  expect(findings.map(({ when }) => when)).toEqual([[]]);
});

describe('a parameter with a default that a parent passes on as it is', () => {
  const task = `
Parameters: { Env: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Env, prod] }
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      ContainerDefinitions: [{ Name: api, Image: api, StopTimeout: !If [IsProd, 300, 30] }]
`;
  const passing = (name: string, url: string, value: string) => `
Parameters: { ${name}: { Type: String, Default: dev, AllowedValues: [dev, prod] } }
Resources:
  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url}, Parameters: { Env: ${value} } } }
`;
  const when = (...files: readonly SourceFile[]) =>
    lint(
      files,
      rules.filter(({ id }) => id === 'stop-timeout-range'),
    ).findings.map(({ when }) => when);

  test('turns out as the conditions of the child tell it apart', () => {
    expect(when(file('task.yaml', task))).toEqual([['IsProd is true']]);
    const main = passing('Stage', 'task.yaml', '!Ref Stage');
    expect(when(file('main.yaml', main), file('task.yaml', task))).toEqual([['/Nested/IsProd is true']]);
    const top = passing('Which', 'main.yaml', "!Sub '${Which}'").replace('Env: !Sub', 'Stage: !Sub');
    const three = [file('top.yaml', top), file('main.yaml', main), file('task.yaml', task)];
    expect(when(...three)).toEqual([['/Nested/Nested/IsProd is true']]);
  });

  test('is what is passed where that is something else', () => {
    expect(when(file('main.yaml', passing('Stage', 'task.yaml', 'test')), file('task.yaml', task))).toEqual([]);
    const more = passing('Stage', 'task.yaml', "!Sub 'x-${Stage}'");
    expect(when(file('main.yaml', more), file('task.yaml', task))).toEqual([]);
  });

  test('has one value in all stacks side by side that have it in common', () => {
    const one = `${passing('Stage', 'task.yaml', '!Ref Stage')}Outputs: { Name: { Value: x, Export: { Name: x } } }`;
    const two = `
Parameters: { Stage: { Type: String, Default: dev, AllowedValues: [dev, prod] } }
Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !ImportValue x } } }
Conditions: { IsDev: !Equals [!Ref Stage, dev] }
`;
    const files = [file('one.yaml', one), file('two.yaml', two), file('task.yaml', task)];
    expect(when(...files)).toEqual([['one.yaml/Nested/IsProd is true']]);
  });
});

test('an imported target asks for what its import waits for', () => {
  const balancer = network('net')
    .replace(/Outputs:.*$/s, '')
    .replace('{ Type: fixed-response }', '{ Type: forward, TargetGroupArn: !Ref Targets }');
  const targets = `${balancer}
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      { VpcId: vpc-1, Port: 80, Protocol: HTTP, Targets: [{ Id: !ImportValue { 'Fn::Sub': '\${App}-instance' } }] }
Parameters: { App: { Type: String } }
`;
  const { coverage } = lint([file('targets.yaml', targets)], chosen);
  expect(coverage.undecided.map(({ value }) => value.reason.name)).toEqual(['${App}-instance']);
});

test('a task definition that nobody knows leaves no target group empty', () => {
  const tasks = (group: string) => `
Parameters: { Group: { Type: String } }
Resources:
  Service:
    Type: AWS::ECS::Service
    Properties:
      { TaskDefinition: 'api:1', LoadBalancers: [{ TargetGroupArn: ${group}, ContainerName: api, ContainerPort: 80 }] }
`;
  const balancer = `
Resources:
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2] } }
  Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { VpcId: vpc-1, TargetType: ip, Port: 80, Protocol: HTTP } }
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      { LoadBalancerArn: !Ref Alb, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] }
`;
  const nested = `
  Api:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: api.yaml, Parameters: { Group: !Ref Targets } }
`;
  const exported = 'Outputs: { Targets: { Value: !Ref Targets, Export: { Name: targets } } }\n';
  const rule = 'forward-to-empty-target-group';
  const said = (main: string, group: string) =>
    messages(rule, file('main.yaml', balancer + main), file('api.yaml', tasks(group)));
  expect(said(nested, '!Ref Group')).toEqual([]);
  expect(said(exported, '!ImportValue targets')).toEqual([]);
});

describe('what is created before what, across stacks', () => {
  const before = rules.filter(({ id }) => id === 'service-missing-listener-dependency');
  const said = (files: readonly SourceFile[]) => {
    const { findings, crashes } = lint(files, before);
    expect(crashes).toEqual([]);
    return findings.map(({ resource }) => resource.id);
  };
  const tasks = (depends = '') => `
Parameters: { TargetGroup: { Type: String } }
Resources:
${task}  Service:
    Type: AWS::ECS::Service
    ${depends}
    Properties:
      TaskDefinition: !Ref Task
      LoadBalancers: [{ TargetGroupArn: !Ref TargetGroup, ContainerName: api, ContainerPort: 8080 }]
`;
  const balancer = `
Resources:
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2] } }
  Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { VpcId: vpc-1, TargetType: ip, Port: 80, Protocol: HTTP } }
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      { LoadBalancerArn: !Ref Alb, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] }
`;
  const nested = (depends = '') => `
  Api:
    Type: AWS::CloudFormation::Stack
    ${depends}
    Properties: { TemplateURL: tasks.yaml, Parameters: { TargetGroup: !Ref Targets } }
`;

  test('a nested stack waits for what its resource waits for', () => {
    const main = (depends?: string) => [file('main.yaml', balancer + nested(depends)), file('tasks.yaml', tasks())];
    expect(said(main())).toEqual(['Service']);
    expect(said(main('DependsOn: Http'))).toEqual([]);
  });

  test('what is created in the parent is nothing that a nested template can name', () => {
    const { findings } = lint([file('main.yaml', balancer + nested()), file('tasks.yaml', tasks())], before);
    expect(findings.map(({ fix }) => fix)).toEqual([undefined]);
  });

  test.each([
    [
      'lambda-target-missing-dependency',
      `
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Handler: a.b } }
  Permission:
    Type: AWS::Lambda::Permission
    Properties: { Action: lambda:InvokeFunction, FunctionName: !GetAtt Fn.Arn, Principal: elasticloadbalancing.amazonaws.com }
  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: nested.yaml, Parameters: { Given: !GetAtt Fn.Arn } } }
`,
      '{ Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { TargetType: lambda, Targets: [{ Id: !Ref Given }] } }',
    ],
    [
      'access-logs-bucket-policy',
      `
Resources:
  Bucket: { Type: AWS::S3::Bucket }
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Statement:
          - Effect: Allow
            Action: s3:PutObject
            Principal: { Service: logdelivery.elasticloadbalancing.amazonaws.com }
            Resource: !Sub '\${Bucket.Arn}/*'
  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: nested.yaml, Parameters: { Given: !Ref Bucket } } }
`,
      `
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Subnets: [subnet-1, subnet-2]
      LoadBalancerAttributes: [{ Key: access_logs.s3.enabled, Value: 'true' }, { Key: access_logs.s3.bucket, Value: !Ref Given }]`,
    ],
  ])('nor do the fixes of %s', (rule, main, resource) => {
    const nested = `Parameters: { Given: { Type: String } }\nResources:\n  It: ${resource}\n`;
    const { findings } = lint(
      [file('main.yaml', main), file('nested.yaml', nested)],
      rules.filter(({ id }) => id === rule),
    );
    expect(findings.map(({ fix }) => fix)).toEqual([undefined]);
  });

  test('a resource waits for all that a nested stack makes', () => {
    const listening = `
Parameters: { LoadBalancer: { Type: String }, TargetGroup: { Type: String } }
Resources:
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      { LoadBalancerArn: !Ref LoadBalancer, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: forward, TargetGroupArn: !Ref TargetGroup }] }
`;
    const main = (depends?: string) => [
      file(
        'main.yaml',
        `${balancer.replace(/ {2}Http:.*$/s, '')}
  Listening:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: listening.yaml, Parameters: { LoadBalancer: !Ref Alb, TargetGroup: !Ref Targets } }
${tasks(depends)
  .replace(/^.*Resources:/s, '')
  .replace('!Ref TargetGroup', '!Ref Targets')}`,
      ),
      file('listening.yaml', listening),
    ];
    expect(said(main())).toEqual(['Service']);
    expect(said(main('DependsOn: Listening'))).toEqual([]);
  });

  test('stacks that are deployed by hand are deployed in an order that nobody sees', () => {
    const exported = `${balancer}Outputs:\n  Targets: { Value: !Ref Targets, Export: { Name: targets } }\n`;
    const apart = tasks().replace('!Ref TargetGroup', '!ImportValue targets');
    expect(said([file('a.yaml', exported), file('b.yaml', apart)])).toEqual([]);
    const own = tasks()
      .replace(/^.*Resources:/s, '')
      .replace('!Ref TargetGroup', '!Ref Targets');
    const whole = `${balancer}${own}Outputs:\n  Name: { Value: !GetAtt Alb.DNSName, Export: { Name: name } }\n`;
    const other = 'Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !ImportValue name } } }';
    expect(said([file('a.yaml', whole), file('b.yaml', other)])).toEqual(['Service']);
  });
});

describe('an output of a stack that goes by its name', () => {
  const output = (name: string, more = '') =>
    `{ "Fn::GetStackOutput": { StackName: net, OutputName: ${name}${more} } }`;
  const asking = (more = '') => service(output('Listener', more), output('TaskGroup', more));
  const plain = network('net').replaceAll(/, Export: \{[^}]*\}/g, '');
  const deployed = (text: string, region = 'eu-west-1', stack = 'net', more: readonly SourceFile[] = []) =>
    check([file('network.yaml', plain), file('service.yaml', text), ...more], {
      environmentOf: (path: string) =>
        new Map([
          ['AWS::AccountId', '111122223333'],
          ['AWS::Region', path === 'network.yaml' ? region : 'eu-west-1'],
          ['AWS::StackName', path === 'network.yaml' ? stack : 'api'],
        ]),
    }).paths;
  test.each([
    ['in the same region', asking(), 'eu-west-1', '1 of 1'],
    ['in another region', asking(), 'us-east-1', '0 of 1'],
    ['in the region that is said', asking(', Region: us-east-1'), 'us-east-1', '1 of 1'],
    ['in a region that is not said', asking(', Region: us-west-2'), 'us-east-1', '0 of 1'],
    ['in an account that a role leads to', asking(', RoleArn: role'), 'us-east-1', '1 of 1'],
  ])('%s', (_, text, region, expected) => expect(deployed(text, region)).toBe(expected));

  test('is not one of a stack of another name, nor of one whose name nobody knows', () => {
    expect(deployed(asking(), 'eu-west-1', 'other')).toBe('0 of 1');
    expect(check([file('network.yaml', plain), file('service.yaml', asking())]).paths).toBe('0 of 1');
  });

  test('is not one of a nested stack, which has a name of its own', () => {
    const main = 'Resources: { Net: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: network.yaml } } }';
    expect(deployed(asking(), 'eu-west-1', 'net', [file('main.yaml', main)])).toBe('0 of 1');
  });
});

describe('a target group of another stack that tasks and instances are both registered in', () => {
  const groups = `
Resources:
  Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { VpcId: vpc-1, Port: 80, Protocol: HTTP } }
Outputs: { Targets: { Value: !Ref Targets, Export: { Name: targets } } }
`;
  const instances = `
Resources:
  Instances:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: { MinSize: 1, MaxSize: 2, TargetGroupARNs: [!ImportValue targets] }
`;
  const tasks = `
Resources:
  Service:
    Type: AWS::ECS::Service
    Properties:
      { Cluster: c, TaskDefinition: t, LoadBalancers: [{ TargetGroupArn: !ImportValue targets, ContainerName: api, ContainerPort: 80 }] }
`;
  const said = (texts: readonly string[]) =>
    lint(
      texts.map((text, i) => file(`${i}.yaml`, text)),
      rules.filter(({ id }) => id === 'asg-health-check-type-ec2'),
    ).findings.map(({ rule }) => rule.id);

  test('says nothing of the health of the instances', () => {
    expect(said([groups, instances])).toEqual(['asg-health-check-type-ec2']);
    expect(said([groups, instances, tasks])).toEqual([]);
  });
});

describe('a scalable target in another stack raises the desired count of a service', () => {
  const zero = rules.filter(({ id }) => id === 'service-desired-count-zero');
  const own = `${service('!ImportValue net-listener', 'sg-1').replace('DependsOn: Rule\n    Properties:\n', '$&      DesiredCount: 0\n      ServiceName: api\n')}  Other: { Type: AWS::ECS::Service, Properties: { ServiceName: other } }
Outputs:
  Service: { Value: !GetAtt Service.Name, Export: { Name: api-service } }
  Other: { Value: !GetAtt Other.Name, Export: { Name: other-service } }
`;
  const verdict = (id: string, more = '') => {
    const target = `Conditions: { Never: !Equals [a, b] }\nResources:\n  Target: { Type: AWS::ApplicationAutoScaling::ScalableTarget${more}, Properties: { MinCapacity: 2, MaxCapacity: 4, ResourceId: ${id} } }\n  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: !ImportValue net-listener } }\n`;
    const files = [file('network.yaml', network('net')), file('service.yaml', own), file('scaling.yaml', target)];
    const { findings, coverage, errors } = lint(files, zero);
    expect(errors).toEqual([]);
    return findings.length ? 'accused' : coverage.undecided.length ? 'undecided' : 'fine';
  };
  const named = (name: string) => `!Join [/, [service, main, !ImportValue ${name}]]`;
  test.each([
    [named('api-service'), 'fine'],
    [named('other-service'), 'accused'],
    [named('nobodys-service'), 'undecided'],
    ['service/main/api', 'undecided'],
    ['service/main/other', 'accused'],
    ['table/api', 'accused'],
  ])('that names it %s: %s', (id, expected) => expect(verdict(id)).toBe(expected));

  test('where it is made, and for the desired count', () => {
    expect(verdict(named('api-service'), ', Condition: Never')).toBe('accused');
    expect(verdict(`${named('api-service')}, ScalableDimension: other`)).toBe('accused');
  });
});
