// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { wants } from '../../../src/formats/supply.ts';
import { lint } from '../../../src/lint.ts';
import type { SourceFile } from '../../../src/source/file.ts';
import { rules } from '../../all-rules.ts';

// What one stack writes to the Parameter Store and another one reads there.

const file = (path: string, text: string): SourceFile => ({ path, text });
const chosen = rules.filter(({ id }) => id === 'sg-target-blocks-alb');
const check = (files: readonly SourceFile[], given = {}) => {
  const report = lint(files, chosen, given);
  expect([...report.errors, ...report.crashes]).toEqual([]);
  const { findings, coverage } = report;
  return {
    said: findings.map(({ message }) => message),
    when: findings.map(({ when }) => when),
    gaps: coverage.gaps.map(({ from, to, value }) => `${from.id}: ${to}: ${value.reason.kind} ${value.reason.name}`),
    asks: coverage.undecided.map(({ value }) => `${value.reason.kind} ${value.reason.name}`),
    supplies: wants(report).flatMap(({ supply }) => supply ?? []),
    paths: `${coverage.decided} of ${coverage.paths}`,
    severities: findings.map(({ severity }) => severity),
  };
};

const stored = (name: string, value: string, more = '') =>
  `{ Type: AWS::SSM::Parameter${more}, Properties: { Name: ${name}, Type: String, Value: ${value} } }`;

const network = (more = '', before = '') => `${before}
Resources:
  AlbGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: load balancer } }
  TaskGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: tasks } }
  Other: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: more } }
  Alb:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: { Subnets: [subnet-1, subnet-2], SecurityGroups: [!Ref AlbGroup] }
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties: { LoadBalancerArn: !Ref Alb, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: fixed-response }] }
${more}
`;

const writing = (prefix = '/net/', more = '', before = '') =>
  network(
    `  StoredListener: ${stored(`${prefix}listener`, '!Ref Http', more)}
  StoredGroup: ${stored(`${prefix}group`, '!GetAtt TaskGroup.GroupId', more)}`,
    before,
  );

const service = (listener: string, groups: string, more = '') => `
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
    Properties: { VpcId: vpc-1, TargetType: ip, Port: 80, Protocol: HTTP }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: awsvpc
      ContainerDefinitions: [{ Name: api, Image: api, PortMappings: [{ ContainerPort: 8080 }] }]
  Service:
    Type: AWS::ECS::Service
    DependsOn: Rule
    Properties:
      TaskDefinition: !Ref Task
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet-1], SecurityGroups: ${groups} } }
      LoadBalancers: [{ TargetGroupArn: !Ref Targets, ContainerName: api, ContainerPort: 8080 }]
`;

const value = (name: string, type = 'String') => `{ Type: 'AWS::SSM::Parameter::Value<${type}>', Default: ${name} }`;
const parameters = (listener = '/net/listener', group = '/net/group', type = 'String') =>
  `Parameters: { Listener: ${value(listener)}, Group: ${value(group, type)} }`;
const byParameter = service('!Ref Listener', '[!Ref Group]', parameters());
const byReference = service("'{{resolve:ssm:/net/listener}}'", "['{{resolve:ssm:/net/group}}']");

const blockedBy = (...names: readonly string[]) => [
  `requests go to port 8080, but no rule of ${names.map((name) => `\`${name}\``).join(' and ')} admits the load balancer's \`AlbGroup\` there`,
];
const blocked = { said: blockedBy('TaskGroup'), gaps: [], paths: '1 of 1' };
const unlinked = { said: [], paths: '0 of 1' };
const both = (reading: string, written = writing()) => [file('network.yaml', written), file('service.yaml', reading)];

describe('what a stack reads is what another one wrote', () => {
  test.each<[string, string]>([
    ['by parameters', byParameter],
    ['by dynamic references', byReference],
    [
      'by dynamic references that are put together',
      service(
        "!Sub '{{resolve:ssm:/${Env}/listener}}'",
        "[!Join ['', ['{{resolve:ssm:/', !Ref Env, '/group}}']]]",
        'Parameters: { Env: { Type: String, Default: net } }',
      ),
    ],
    [
      'by parameters of a type of AWS',
      service('!Ref Listener', '[!Ref Group]', parameters(undefined, undefined, 'AWS::EC2::SecurityGroup::Id')),
    ],
    [
      'by a parameter whose name has to keep to a pattern',
      byParameter.replaceAll('Default: /net/group', "Default: /net/group, AllowedPattern: '/.*'"),
    ],
  ])('%s', (_, reading) => {
    expect(check(both(reading))).toMatchObject(blocked);
    expect(check([...both(reading)].reverse())).toMatchObject(blocked);
  });

  test.each<[string, string, string]>([
    ['by a parameter', byParameter, 'runtime Listener'],
    ['by a dynamic reference', byReference, 'runtime {{resolve:ssm:/net/listener}}'],
  ])('and nothing is known without it, as ever, %s', (_, reading, waits) => {
    const alone = { ...unlinked, gaps: [`Rule: listener: ${waits}`], supplies: [] };
    expect(check([file('service.yaml', reading)])).toMatchObject(alone);
    expect(check(both(reading, network()))).toMatchObject(alone);
    expect(check(both(reading, writing('/other/')))).toMatchObject(alone);
    expect(check([...both(reading), file('second.yaml', writing())])).toMatchObject(alone);
  });
});

describe('what is written is known', () => {
  const written = (value: string, more = '') => {
    const group = `{ Type: AWS::SSM::Parameter, Properties: { Name: /net/group, Type: String, Value: ${value}${more} } }`;
    return writing().replace(/StoredGroup: .*/, `StoredGroup: ${group}`);
  };

  test.each<[string, string]>([
    ['a text', written('sg-12345678')],
    ['a parameter', `Parameters: { G: { Type: 'AWS::EC2::SecurityGroup::Id' } }${written('!Ref G')}`],
    ['what has to keep to a pattern', written('!Ref TaskGroup', ', AllowedPattern: sg-.*')],
    ['what is secure', written('!Ref TaskGroup').replace('/net/group, Type: String', '/net/group, Type: SecureString')],
  ])('unless it is %s', (_, text) => {
    expect(check(both(byParameter, text))).toMatchObject({ said: [], asks: ['runtime Group'] });
    expect(check(both(byReference, text))).toMatchObject({ said: [], asks: ['runtime {{resolve:ssm:/net/group}}'] });
  });

  test('as far as an import is, which it may wait for', () => {
    const text = written('!ImportValue task-group');
    const group = file(
      'group.yaml',
      `${network()}Outputs: { G: { Value: !Ref TaskGroup, Export: { Name: task-group } } }`,
    );
    expect(check(both(byParameter, text))).toMatchObject({ said: [], asks: ['import task-group'] });
    expect(
      check([
        ...both(byParameter, text.replaceAll('TaskGroup:', 'Unused:').replace('!GetAtt TaskGroup', '!GetAtt Unused')),
        group,
      ]),
    ).toMatchObject({ said: blockedBy('TaskGroup') });
  });
});

test.each<[string, string]>([
  ['a version', '/net/group:1'],
  ['an unknown name', '/net/${AWS::StackName}'],
])('a dynamic reference to %s is unknown', (_, name) => {
  const reading = service("'{{resolve:ssm:/net/listener}}'", `[!Sub '{{resolve:ssm:${name}}}']`);
  expect(check(both(reading)).said).toEqual([]);
  expect(check(both(reading)).paths).toBe('0 of 1');
});

test('what is secure is unknown', () => {
  const reading = service("'{{resolve:ssm:/net/listener}}'", "['{{resolve:ssm-secure:/net/group}}']");
  expect(check(both(reading))).toMatchObject({ said: [], asks: ['runtime {{resolve:ssm-secure:/net/group}}'] });
});

describe('a list', () => {
  const joined = writing().replace('!GetAtt TaskGroup.GroupId', "!Join [',', [!Ref TaskGroup, !Ref Other]]");
  const reading = (groups: string, type = 'String') =>
    service('!Ref Listener', groups, parameters(undefined, undefined, type));

  test.each<[string, string]>([
    ['of texts', reading('!Ref Group', 'List<String>')],
    ['of groups', reading('!Ref Group', 'List<AWS::EC2::SecurityGroup::Id>')],
    ['of what commas part', reading('!Ref Group', 'CommaDelimitedList')],
    ['that is split', reading("!Split [',', !Ref Group]")],
  ])('%s is what was joined', (_, text) =>
    expect(check(both(text, joined))).toMatchObject({ said: blockedBy('TaskGroup', 'Other'), paths: '1 of 1' }),
  );

  // https://github.com/aws-cloudformation/cfn-lint/issues/2181
  test('that a dynamic reference leads to is not split', () => {
    const text = service('!Ref Listener', "!Split [',', '{{resolve:ssm:/net/group}}']", parameters());
    expect(check(both(text, joined))).toMatchObject({ said: [], paths: '0 of 1' });
    expect(check(both(text))).toMatchObject(blocked);
  });
});

test('a name that rests on a default makes a finding a warning, as that of an import does', () => {
  const severities = (reading: string, written = writing(), given = {}) =>
    check(both(reading, written), given).severities;
  const parameters = new Map([
    ['Group', '/net/group'],
    ['Listener', '/net/listener'],
    ['Env', 'net'],
  ]);
  const env = 'Parameters: { Env: { Type: String, Default: net } }';
  const open = service("!Sub '{{resolve:ssm:/${Env}/listener}}'", "[!Sub '{{resolve:ssm:/${Env}/group}}']", env);
  expect(severities(byReference)).toEqual(['error']);
  expect(severities(byParameter)).toEqual(['warning']);
  expect(severities(byParameter, writing(), { parameters })).toEqual(['error']);
  expect(severities(open)).toEqual(['warning']);
  expect(severities(open, writing(), { parameters })).toEqual(['error']);
});

describe('what is given wins', () => {
  test('over the name that a parameter has by default', () => {
    const elsewhere = service('!Ref Listener', '[!Ref Group]', parameters('/a/listener', '/a/group'));
    const names = new Map([
      ['Listener', '/net/listener'],
      ['Group', '/net/group'],
    ]);
    expect(check(both(elsewhere))).toMatchObject(unlinked);
    expect(check(both(elsewhere), { parameters: names })).toMatchObject(blocked);
    expect(check(both(byParameter), { parameters: new Map([['Group', '/their/group']]) })).toMatchObject({
      said: [],
      asks: ['runtime Group'],
    });
  });
});

describe('what a stack writes itself it does not read', () => {
  const own = (listener: string, groups: string, more = '') =>
    `${more}${network(`${service(listener, groups).replace(/[\s\S]*Resources:\n/, '')}
  StoredListener: ${stored('/net/listener', '!Ref Http')}
  StoredGroup: ${stored('/net/group', '!Ref TaskGroup')}`)}`;

  test.each([
    own("'{{resolve:ssm:/net/listener}}'", "['{{resolve:ssm:/net/group}}']"),
    own('!Ref Listener', '[!Ref Group]', parameters()),
  ])('%#', (text) => expect(check([file('app.yaml', text)])).toMatchObject({ said: [], gaps: [expect.any(String)] }));

  const parent = (child: string, more = '') => `
${more}
Resources:
  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${child} } }
`;
  const body = (text: string) => text.replace(/[\s\S]*Resources:\n/, '');

  test('nor what is nested in it writes', () => {
    const above = (reading: string) =>
      check([
        file('main.yaml', `${parent('network.yaml', parameters())}${body(reading)}`),
        file('network.yaml', writing()),
      ]);
    expect(above(byParameter)).toMatchObject(unlinked);
    expect(above(byReference)).toMatchObject(unlinked);
  });

  test('but what the stack that it is nested in does', () => {
    const below = (reading: string) =>
      check([file('main.yaml', `${parent('service.yaml')}${body(writing())}`), file('service.yaml', reading)]);
    expect(below(byParameter)).toMatchObject(blocked);
    expect(below(byReference)).toMatchObject(blocked);
  });
});

test('a parent may pass the name, or the parameter itself', () => {
  const nested = (listener: string, group: string) =>
    check([
      file(
        'main.yaml',
        writing().replace(
          'Resources:\n',
          `Resources:\n  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: service.yaml, Parameters: { Listener: ${listener}, Group: ${group} } } }\n`,
        ),
      ),
      file('service.yaml', service('!Ref Listener', '[!Ref Group]', parameters('/x', '/x'))),
    ]);
  expect(nested('/net/listener', '/net/group')).toMatchObject(blocked);
  expect(nested('!Ref StoredListener', '!Ref StoredGroup')).toMatchObject(blocked);
  expect(nested('!Ref StoredListener', '/net/other')).toMatchObject({ said: [], asks: ['runtime Group'] });
  expect(nested('!Ref StoredListener', '!GetAtt StoredGroup.Type')).toMatchObject({ said: [] });
});

describe('conditions', () => {
  const condition = `Parameters: { Kind: { Type: String, AllowedValues: [a, b] } }
Conditions: { IsA: !Equals [!Ref Kind, a], IsB: !Equals [!Ref Kind, b] }`;

  test('what is written in some scenarios is read in those', () => {
    const { said, when } = check(both(byReference, writing('/net/', ', Condition: IsA', condition)));
    expect(said).toEqual(blocked.said);
    expect(when).toEqual([['network.yaml/IsA is true']]);
  });

  test('of two that write one name it is the one that is created', () => {
    const admitting =
      'GroupDescription: tasks, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 8080, ToPort: 8080, SourceSecurityGroupId: !Ref AlbGroup }]';
    const written = `${writing('/net/', ', Condition: IsA', condition).replace('GroupDescription: tasks', admitting)}
  Again: ${stored('/net/group', '!Ref Other', ', Condition: IsB')}
  Listener: ${stored('/net/listener', '!Ref Http', ', Condition: IsB')}`;
    const { said, when } = check(both(byReference, written));
    expect(said).toEqual(blockedBy('Other'));
    expect(when).toEqual([['network.yaml/IsB is true']]);
    expect(check(both(byReference, written.replaceAll('Condition: IsB', 'Condition: IsA'))).said).toEqual([]);
  });
});

describe('names that wait', () => {
  const env = 'Parameters: { Env: { Type: String } }';
  const open = writing("!Sub '/${Env}/", '', env).replaceAll(/(!Sub '\/\$\{Env\}\/\w+)/g, "$1'");
  const reading = (name: string) =>
    service(`!Sub '{{resolve:ssm:/\${${name}}/listener}}'`, `[!Sub '{{resolve:ssm:/\${${name}}/group}}']`, env);
  const given = { parameters: new Map([['Env', 'prod']]) };

  test.each<[string, string, string]>([
    ['of both', reading('Env'), '--parameter Env=…'],
    ['of the writer, for a dynamic reference', byReference.replaceAll('/net/', '/prod/'), '--parameter Env=…'],
    ['of the writer, for a parameter', byParameter.replaceAll('/net/', '/prod/'), '--parameter Env=…'],
  ])('for a parameter %s are linked once it is known', (_, text, wanted) => {
    expect(check(both(text, open))).toMatchObject({ ...unlinked, supplies: [wanted] });
    expect(check(both(text, open), given)).toMatchObject(blocked);
  });

  test('for the name of a stack', () => {
    const called = open.replaceAll('Env', 'AWS::StackName').replace(/Parameters: .*/, '');
    expect(check(both(byReference, called))).toMatchObject({
      ...unlinked,
      supplies: ['the stack name of network.yaml under `stacks` in the configuration'],
    });
    const span = { file: file('alb-lint.yaml', ''), start: 0, end: 0 };
    const stacks = [{ name: 'net', template: 'network.yaml', parameters: new Map(), span }];
    expect(check(both(byReference, called), { stacks })).toMatchObject(blocked);
  });

  test('for nothing where the template is the one that reads, or what is exported is called so', () => {
    const own = `${open}${reading('Env').replace(/[\s\S]*Resources:\n/, '')}`;
    expect(check([file('app.yaml', own)]).supplies).toEqual([]);
    const exporting = `${network('', env)}Outputs: { L: { Value: !Ref Http, Export: { Name: !Sub '\${Env}/listener}}' } } }`;
    expect(check(both(byReference, exporting)).supplies).toEqual([]);
  });

  test('which stacks that share a parameter have in common', () => {
    const shared = 'Parameters: { Env: { Type: String, AllowedValues: [dev, prod] } }';
    const said = check(both(reading('Env').replace(env, shared), open.replace(env, shared)));
    expect(said).toMatchObject({ said: blocked.said, when: [[]], paths: '1 of 1' });
    expect(check(both(byReference.replaceAll('/net/', '/prod/'), open.replace(env, shared)))).toMatchObject({
      said: [],
    });
  });
});

describe('account and region', () => {
  const where = (regions: Record<string, string>) => ({
    environmentOf: (path: string) =>
      new Map([
        ['AWS::AccountId', '1'],
        ['AWS::Region', regions[path] ?? 'eu-west-1'],
      ]),
  });
  test('what is written in another one is not read', () => {
    expect(check(both(byReference), where({}))).toMatchObject(blocked);
    expect(check(both(byReference), where({ 'network.yaml': 'us-east-1' }))).toMatchObject(unlinked);
    const twice = [...both(byReference), file('second.yaml', writing())];
    expect(check(twice, where({ 'second.yaml': 'us-east-1' }))).toMatchObject(blocked);
  });
});

test('what is written under what it is read for depends on nothing', () => {
  const circle = (own: string, other: string) => `
Resources:
  Group: { Type: AWS::SSM::Parameter, Properties: { Name: ${own}, Type: String, Value: '{{resolve:ssm:${other}}}' } }
`;
  const files = [file('a.yaml', circle('/net/group', '/b')), file('b.yaml', circle('/b', '/net/group'))];
  expect(check([...files, file('service.yaml', byReference)])).toMatchObject(unlinked);
  const chained = [
    file('a.yaml', circle('/net/group', '/b')),
    file('b.yaml', writing('/')),
    file('c.yaml', byReference),
  ];
  const renamed = chained.map(({ path, text }) =>
    file(path, text.replaceAll(': /group', ': /b').replaceAll(': /listener', ': /net/listener')),
  );
  expect(check(renamed)).toMatchObject(blocked);
});

test('a target group that one stack writes is fed by what another one does with it', () => {
  const targets = `
Resources:
  Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { VpcId: vpc-1, TargetType: ip, Port: 80, Protocol: HTTP } }
  Stored: ${stored('/app/targets', '!Ref Targets')}
`;
  const [, body = ''] = byParameter.split('Resources:\n');
  const using = (targets: string, more: string) =>
    network(
      body
        .replace(/ {2}Targets:[\s\S]*?(?= {2}Task:)/, '')
        .replaceAll('!Ref Targets', targets)
        .replace('!Ref Listener', '!Ref Http')
        .replace('!Ref Group', '!Ref TaskGroup'),
      more,
    );
  const parameter = `Parameters: { Stored: ${value('/app/targets')} }`;
  expect(check([file('a.yaml', targets), file('b.yaml', using('!Ref Stored', parameter))])).toMatchObject(blocked);
  expect(check([file('a.yaml', targets), file('b.yaml', using("'{{resolve:ssm:/app/targets}}'", ''))])).toMatchObject(
    blocked,
  );
});
