import { describe, expect, test } from 'vitest';
import { readDeployments } from '../../src/frontends/cloudformation/cloudformation.ts';
import type { Subjects } from '../../src/graph/subjects.ts';
import { read } from '../../src/source/read.ts';

// Which resources are joined to which, where conditions move links from one to another and leave resources out.

const text = `
Parameters:
  Which: { Type: String, AllowedValues: [one, two] }
  More: { Type: String, AllowedValues: ['yes', 'no'] }
  Hidden: { Type: String }
Conditions:
  First: !Equals [!Ref Which, one]
  Extra: !Equals [!Ref More, 'yes']
Resources:
  One: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2] } }
  Two: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2] } }
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !If [First, !Ref One, !Ref Two]
      Port: 80
      Protocol: HTTP
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Blue }]
  Https:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Condition: Extra
    Properties:
      LoadBalancerArn: !Ref One
      Port: 443
      Protocol: HTTPS
      Certificates: [{ CertificateArn: !Ref Certificate }]
      DefaultActions: [{ Type: fixed-response, FixedResponseConfig: { StatusCode: '404' } }]
  Certificate: { Type: AWS::CertificateManager::Certificate, Properties: { DomainName: example.com } }
  MoreCertificates:
    Type: AWS::ElasticLoadBalancingV2::ListenerCertificate
    Condition: Extra
    Properties: { ListenerArn: !If [First, !Ref Https, !Ref Http], Certificates: [{ CertificateArn: !Ref Certificate }] }
  Api:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !If [First, !Ref Http, !Ref Https]
      Priority: 1
      Conditions: [{ Field: path-pattern, Values: [/api/*] }]
      Actions: [{ Type: forward, TargetGroupArn: !Ref Green }]
  Admin:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Condition: Extra
    Properties:
      ListenerArn: !Ref Http
      Priority: 2
      Conditions: [{ Field: path-pattern, Values: [/admin/*] }]
      Actions: [{ Type: forward, TargetGroupArn: !Ref Blue }]
  Firewall:
    Type: AWS::WAFv2::WebACLAssociation
    Condition: Extra
    Properties: { ResourceArn: !If [First, !Ref One, !Ref Two], WebACLArn: arn }
  Blue: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, TargetType: ip, VpcId: vpc-1 } }
  Green: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, TargetType: ip, VpcId: vpc-1 } }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: awsvpc
      ContainerDefinitions:
        - { Name: web, Image: web, PortMappings: [{ ContainerPort: 80 }] }
        - { Name: api, Image: api, PortMappings: [{ ContainerPort: 8080 }, { ContainerPort: 9090 }] }
        - { Name: range, Image: range, PortMappings: [{ ContainerPortRange: 7000-7010 }] }
  Web:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: !Ref Task
      LoadBalancers: [{ TargetGroupArn: !Ref Blue, ContainerName: web, ContainerPort: 80 }]
  Backend:
    Type: AWS::ECS::Service
    Condition: Extra
    Properties:
      TaskDefinition: !Ref Task
      LoadBalancers:
        - { TargetGroupArn: !Ref Green, ContainerName: api, ContainerPort: 9090 }
        - { TargetGroupArn: !Ref Blue, ContainerName: api, ContainerPort: 8080 }
`;

type Where = 'one' | 'two';

function joined<S extends keyof Subjects, T>(
  kind: S,
  id: string,
  of: (subject: Subjects[S]) => T,
  which: Where = 'one',
  more: 'yes' | 'no' = 'yes',
  template = text,
): readonly T[] {
  const parameters = new Map([
    ['Which', which],
    ['More', more],
  ]);
  const { deployments } = readDeployments([read({ path: 'app.yaml', text: template })], { parameters });
  const graph = deployments[0]?.graph;
  const anchor = graph?.anchors(kind).find((one) => one.id === id);
  if (!graph || !anchor) throw new Error(`no ${id}`);
  const { outcomes } = graph.explore(() => graph.subjects(kind, anchor).subjects.map(of));
  expect(outcomes).toHaveLength(1);
  return outcomes[0]?.result ?? [];
}

const ids = (all: readonly { readonly id: string }[]): string => all.map(({ id }) => id).join();

describe('a load balancer', () => {
  test.each([
    ['One', 'one', 'yes', 'Http,Https'],
    ['One', 'one', 'no', 'Http'],
    ['One', 'two', 'yes', 'Https'],
    ['One', 'two', 'no', ''],
    ['Two', 'one', 'yes', ''],
    ['Two', 'two', 'yes', 'Http'],
  ] as const)('%s has its listeners, where it is %s and %s: %s', (id, which, more, expected) =>
    expect(joined('loadBalancer', id, ({ listeners }) => ids(listeners), which, more)).toEqual([expected]),
  );

  test.each([
    ['One', 'one', 'yes', 'Http,Admin,Api,Https'],
    ['One', 'one', 'no', 'Http,Api'],
    ['One', 'two', 'yes', 'Https,Api'],
    ['Two', 'two', 'yes', 'Http,Admin'],
  ] as const)('%s does with requests, where it is %s and %s, what these say: %s', (id, which, more, expected) =>
    expect(
      joined('loadBalancer', id, (use) => ids(use.actionLists().map(({ holder }) => holder)), which, more),
    ).toEqual([expected]),
  );

  test.each([
    ['One', 'one', 'yes', 1],
    ['One', 'one', 'no', 0],
    ['Two', 'one', 'yes', 0],
    ['Two', 'two', 'yes', 1],
  ] as const)('%s has a web ACL of its own, where it is %s and %s: %s', (id, which, more, expected) =>
    expect(joined('loadBalancer', id, ({ webAcls }) => webAcls.length, which, more)).toEqual([expected]),
  );
});

describe('a listener', () => {
  test.each([
    ['Http', 'one', 'yes', 'Admin,Api', 'Https', 0],
    ['Http', 'one', 'no', 'Api', '', 0],
    ['Http', 'two', 'yes', 'Admin', '', 1],
    ['Https', 'one', 'yes', '', 'Http', 1],
    ['Https', 'two', 'yes', 'Api', '', 0],
  ] as const)('%s, %s and %s, has its rules, the others of its load balancer, and certificates', (...row) => {
    const [id, which, more, rules, siblings, certificates] = row;
    const of = (use: Subjects['listener']) => [ids(use.rules), ids(use.siblings), use.certificates.length];
    expect(joined('listener', id, of, which, more)).toEqual([[rules, siblings, certificates]]);
  });

  test('of a load balancer that nobody knows has no siblings but those of the same one', () => {
    const hidden = (other: string) =>
      text
        .replace('!If [First, !Ref One, !Ref Two]', '!Ref Hidden')
        .replace('LoadBalancerArn: !Ref One', `LoadBalancerArn: ${other}`);
    const siblings = ({ siblings }: Subjects['listener']) => ids(siblings);
    const listeners = ({ listeners }: Subjects['actionList']) => ids(listeners);
    for (const [other, expected] of [
      ['!Ref Hidden', 'Https'],
      ['!Ref AWS::StackId', ''],
      ['!Ref One', ''],
    ] as const) {
      expect(joined('listener', 'Http', siblings, 'one', 'yes', hidden(other))).toEqual([expected]);
      const all = ['Http', ...(expected === '' ? [] : [expected])].join();
      expect(joined('actionList', 'Http', listeners, 'one', 'yes', hidden(other))).toEqual([all]);
    }
  });

  test('a rule of a listener that nobody knows has what no listener is known to do', () => {
    const hidden = text.replace('ListenerArn: !If [First, !Ref Http, !Ref Https]', 'ListenerArn: !Ref Hidden');
    expect(joined('actionList', 'Api', ({ listeners }) => ids(listeners), 'one', 'yes', hidden)).toEqual(['']);
    expect(joined('listenerRule', 'Api', ({ siblings }) => ids(siblings()), 'one', 'yes', hidden)).toEqual(['']);
  });

  test('a rule knows the other rules of its listener', () => {
    const of = ({ siblings }: Subjects['listenerRule']) => ids(siblings());
    expect(joined('listenerRule', 'Api', of)).toEqual(['Admin']);
    expect(joined('listenerRule', 'Api', of, 'one', 'no')).toEqual(['']);
    expect(joined('listenerRule', 'Api', of, 'two')).toEqual(['']);
  });

  test('what it does knows every listener of its load balancer', () => {
    const of = ({ listeners }: Subjects['actionList']) => ids(listeners);
    expect(joined('actionList', 'Http', of)).toEqual(['Http,Https']);
    expect(joined('actionList', 'Http', of, 'one', 'no')).toEqual(['Http']);
    expect(joined('actionList', 'Http', of, 'two')).toEqual(['Http']);
    expect(joined('actionList', 'Api', of, 'two')).toEqual(['Https']);
  });
});

describe('a target group', () => {
  const of = (use: Subjects['targetGroup']) => ({
    forwarders: ids(use.forwarders),
    rules: ids(use.rules),
    targets: use.targets
      .map((target) => (target.kind === 'task' ? `${target.service.id}:${target.container.id}` : ''))
      .join(),
    attachments: ids(use.attachments.map(({ service }) => service)),
    registrars: ids(use.registrars),
  });
  test('has nothing of a service of which nobody knows what it registers', () => {
    const hidden = text.replace(
      'LoadBalancers: [{ TargetGroupArn: !Ref Blue, ContainerName: web, ContainerPort: 80 }]',
      'LoadBalancers: [{ TargetGroupArn: !Ref Hidden, ContainerName: !Ref Blue, ContainerPort: 80 }]',
    );
    expect(joined('targetGroup', 'Blue', of, 'one', 'no', hidden)).toMatchObject([{ targets: '', attachments: '' }]);
    const list = text.replace(/LoadBalancers: \[.*web.*\]/, 'LoadBalancers: !Select [0, [!Ref Hidden, !Ref Blue]]');
    expect(joined('targetGroup', 'Blue', of, 'one', 'no', list)).toMatchObject([{ targets: '', attachments: '' }]);
  });

  test('is not forwarded to by what forwards elsewhere in this scenario, or by a login on the way', () => {
    const moving = text.replace(
      'Actions: [{ Type: forward, TargetGroupArn: !Ref Blue }]\n  Firewall',
      'Actions: [{ Type: authenticate-cognito, Order: 1 }, { Type: forward, Order: 2, TargetGroupArn: !If [First, !Ref Blue, !Ref Green] }]\n  Firewall',
    );
    expect(moving).not.toBe(text);
    const routes = ({ routes }: Subjects['targetGroup']) =>
      routes.map(({ rule, listener }) => (rule ?? listener).id).join();
    expect(joined('targetGroup', 'Blue', routes, 'one', 'yes', moving)).toEqual(['Http,Admin']);
    expect(joined('targetGroup', 'Blue', routes, 'two', 'yes', moving)).toEqual(['Http']);
    expect(joined('targetGroup', 'Green', routes, 'one', 'yes', moving)).toEqual(['Api']);
    expect(joined('targetGroup', 'Green', routes, 'two', 'yes', moving)).toEqual(['Admin,Api']);
  });

  test('may be forwarded to by a listener of which nobody knows what it does', () => {
    const hidden = text.replace(
      'DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Blue }]',
      'DefaultActions: !Select [!Ref Hidden, [[{ Type: forward, TargetGroupArn: !Ref Blue }]]]',
    );
    const may = ({ mayForward, forwarders }: Subjects['targetGroup']) => [
      ids(forwarders),
      ...mayForward.map(({ key, value }) => `${key}: ${value.reason.name}`),
    ];
    expect(joined('targetGroup', 'Blue', may, 'one', 'yes', hidden)).toEqual([['Admin', '/Http: Hidden']]);
    expect(joined('targetGroup', 'Green', may, 'one', 'yes', hidden)).toEqual([['Api']]);
    expect(joined('targetGroup', 'Blue', may)).toEqual([['Http,Admin']]);
  });

  test('has its own targets once', () => {
    const own = text.replace(
      'Blue: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80,',
      'Blue: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Targets: [{ Id: 10.0.0.1 }], Tags: [{ Key: self, Value: !Sub "${Blue}" }],',
    );
    expect(joined('targetGroup', 'Blue', ({ targets }) => targets.map(({ kind }) => kind), 'one', 'no', own)).toEqual([
      ['task', 'address'],
    ]);
  });

  test('has what forwards to it and what is registered in it, and nothing of the other one', () => {
    expect(joined('targetGroup', 'Blue', of)).toEqual([
      {
        forwarders: 'Http,Admin',
        rules: 'Admin,Api',
        targets: 'Backend:api,Web:web',
        attachments: 'Backend,Web',
        registrars: 'Backend,Web',
      },
    ]);
    expect(joined('targetGroup', 'Green', of)).toEqual([
      {
        forwarders: 'Api',
        rules: 'Admin,Api',
        targets: 'Backend:api',
        attachments: 'Backend',
        registrars: 'Backend,Web',
      },
    ]);
    expect(joined('targetGroup', 'Green', of, 'one', 'no')).toEqual([
      { forwarders: 'Api', rules: 'Api', targets: '', attachments: '', registrars: 'Web' },
    ]);
  });
});

describe('a distribution', () => {
  const cdn = (origins: string) => `${text}
  Closed:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Condition: Extra
    Properties: { Port: 80, Protocol: HTTP, TargetType: ip, VpcId: vpc-1 }
  Elsewhere:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Two
      Port: 8080
      Protocol: HTTP
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Green }]
  Cdn:
    Type: AWS::CloudFront::Distribution
    Properties: { DistributionConfig: { Enabled: true, Origins: ${origins} } }
`;
  const origin = (of: string) =>
    `{ Id: ${of}, DomainName: !GetAtt ${of}.DNSName, CustomOriginConfig: { OriginProtocolPolicy: http-only } }`;
  test.each([
    [`[${origin('One')}]`, 'Blue by Http,Blue by Http,Green by Http'],
    [`[${origin('Two')}]`, 'Green by Elsewhere'],
    [`[${origin('One')}, ${origin('Two')}]`, 'Blue by Http,Blue by Http,Green by Elsewhere,Green by Http'],
    ['[{ Id: x, DomainName: example.com, CustomOriginConfig: { OriginProtocolPolicy: http-only } }]', ''],
    ['[{ Id: x, DomainName: !Ref Hidden, CustomOriginConfig: { OriginProtocolPolicy: http-only } }]', ''],
    ['!Ref Hidden', ''],
  ])('%s leads to what the load balancers behind it forward to', (origins, expected) =>
    expect(
      joined(
        'distribution',
        'Cdn',
        ({ routes }) =>
          routes
            .map(({ targetGroup, listener }) => `${targetGroup.id} by ${listener.id}`)
            .sort()
            .join(),
        'one',
        'yes',
        cdn(origins),
      ),
    ).toEqual([expected]),
  );
});

describe('an attachment', () => {
  const port = (containers: string, named: string) => {
    const own = text.replace('ContainerName: web, ContainerPort: 80', containers);
    const of = ({ container, trafficPort }: Subjects['taskTarget']) =>
      `${container.id}:${trafficPort.kind === 'unknown' ? trafficPort.symbol : trafficPort.value}`;
    expect(joined('taskTarget', 'Web', of, 'one', 'yes', own)).toEqual(named === '' ? [] : [named]);
  };
  test.each([
    ['ContainerName: web, ContainerPort: 80', 'web:80'],
    ['ContainerName: api, ContainerPort: 9090', 'api:9090'],
    ['ContainerName: api, ContainerPort: 8080', 'api:8080'],
    ['ContainerName: api, ContainerPort: 80', ''],
    ['ContainerName: other, ContainerPort: 80', ''],
    ['ContainerName: range, ContainerPort: 7000', 'range:7000'],
    ['ContainerName: range, ContainerPort: 7005', 'range:7005'],
    ['ContainerName: range, ContainerPort: 7010', 'range:7010'],
    ['ContainerName: range, ContainerPort: 6999', ''],
    ['ContainerName: range, ContainerPort: 7011', ''],
    ['ContainerName: !Ref AWS::StackName, ContainerPort: 80', 'web:80'],
    ['ContainerName: !Ref AWS::StackName, ContainerPort: 9090', 'api:9090'],
    ['ContainerName: web, ContainerPort: !Ref AWS::StackName', 'web:80'],
    ['ContainerName: api, ContainerPort: !Ref AWS::StackName', ''],
    ['ContainerName: !Ref AWS::StackName, ContainerPort: !Ref AWS::StackId', ''],
  ])('%s: %s', (containers, named) => port(containers, named));
});

describe('a link that leads out of the template', () => {
  const gaps = (kind: 'taskTarget' | 'targetGroupPair' | 'targetGroup', service: string, of = 'Other') => {
    const template = `${text}  Other:\n    Type: AWS::ECS::Service\n    Properties: ${service}\n`;
    const { deployments } = readDeployments([read({ path: 'app.yaml', text: template })], { parameters: new Map() });
    const graph = deployments[0]?.graph;
    const anchor = graph?.anchors(kind).find(({ id }) => id === of);
    if (!graph || !anchor) throw new Error(`no ${of}`);
    const { outcomes } = graph.explore(() =>
      graph.subjects(kind, anchor).gaps.map(({ to, value }) => `${to}: ${value.reason.name}`),
    );
    return [...new Set(outcomes.map(({ result }) => result.join()))];
  };
  const entry = (rest: string) => `TaskDefinition: !Ref Task, LoadBalancers: [{ ${rest} }]`;

  test.each([
    ['LoadBalancers: !Ref Hidden, TaskDefinition: !Ref Task', 'load balancers: Hidden'],
    [entry('TargetGroupArn: !Ref Hidden, ContainerName: web, ContainerPort: 80'), 'target group: Hidden'],
    [
      'TaskDefinition: !Ref Hidden, LoadBalancers: [{ TargetGroupArn: !Ref Blue, ContainerName: web, ContainerPort: 80 }]',
      'task definition: Hidden',
    ],
    [entry('TargetGroupArn: !Ref Blue, ContainerName: api, ContainerPort: !Ref Hidden'), 'container: Hidden'],
    [
      entry('TargetGroupArn: !Ref Blue, ContainerName: !Ref Hidden, ContainerPort: !Ref AWS::StackId'),
      'container: Hidden',
    ],
    [entry('TargetGroupArn: !Ref Blue, ContainerName: web, ContainerPort: 80'), ''],
  ])('%s: %s', (service, expected) => expect(gaps('taskTarget', `{ ${service} }`)).toEqual([expected]));

  test.each([
    [entry('TargetGroupArn: !Ref Blue, ContainerName: api, ContainerPort: !Ref Hidden'), 'container: Hidden'],
    [entry('TargetGroupArn: !Ref Blue, ContainerName: web, ContainerPort: 80'), ''],
  ])('is missed by the target group as well: %s: %s', (service, expected) =>
    expect(gaps('targetGroup', `{ ${service} }`, 'Blue')).toEqual([expected]),
  );

  test.each([
    ['TargetGroupArn: !Ref Blue', 'AlternateTargetGroupArn: !Ref Hidden', 'target group: Hidden'],
    ['TargetGroupArn: !Ref Hidden', 'AlternateTargetGroupArn: !Ref Green', 'target group: Hidden'],
  ])('%s and %s: %s', (first, second, expected) => {
    const pair = entry(
      `${first}, ContainerName: web, ContainerPort: 80, AdvancedConfiguration: { ${second}, ProductionListenerRule: !Ref Api, RoleArn: arn }`,
    );
    expect(gaps('targetGroupPair', `{ ${pair} }`)).toEqual([expected]);
  });
});
