// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { entity, shown, stackOf } from './reading.ts';

// What load balancers, listeners, rules and target groups say.

const others = `
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer }
  Http: { Type: AWS::ElasticLoadBalancingV2::Listener }
  Blue: { Type: AWS::ElasticLoadBalancingV2::TargetGroup }
  Green: { Type: AWS::ElasticLoadBalancingV2::TargetGroup }
  Group: { Type: AWS::EC2::SecurityGroup }
  A: { Type: AWS::EC2::Subnet }
  Certificate: { Type: AWS::CertificateManager::Certificate }
  Instance: { Type: AWS::EC2::Instance }
  Function: { Type: AWS::Lambda::Function }`;
const made = <T extends 'LoadBalancer' | 'Listener' | 'ListenerRule' | 'TargetGroup'>(type: T, properties: string) =>
  entity(
    stackOf(`${others}\n  R: { Type: AWS::ElasticLoadBalancingV2::${type}, Properties: { ${properties} } }\n`),
    `AWS::ElasticLoadBalancingV2::${type}`,
  );
const told = (entity: object, ...fields: readonly string[]) =>
  fields.map((field) => shown((entity as Record<string, unknown>)[field]));

test.each<[string, Record<string, string>]>([
  ['', {}],
  [
    'Type: network, Scheme: internal, IpAddressType: dualstack, Subnets: [!Ref A, subnet-1]',
    { kind: 'network', scheme: 'internal', ipAddressType: 'dualstack', subnets: '[A, ?subnet-1]' },
  ],
  ['SubnetMappings: [{ SubnetId: !Ref A }, { AllocationId: x }]', { subnets: '[A, ?a map]' }],
  ['SubnetMappings: !Ref Hidden', { subnets: '?Hidden' }],
  [
    'LoadBalancerAttributes: [{ Key: idle_timeout.timeout_seconds, Value: "30" }, { Key: idle_timeout.timeout_seconds, Value: " 90 " }]',
    { idleTimeout: '90' },
  ],
  [
    'LoadBalancerAttributes: [{ Key: idle_timeout.timeout_seconds, Value: soon }]',
    { idleTimeout: '?idle_timeout.timeout_seconds soon' },
  ],
  ['LoadBalancerAttributes: [{ Key: !Ref Hidden, Value: "90" }]', { idleTimeout: '?Hidden' }],
  [
    'LoadBalancerAttributes: [{ Key: other, Value: "9" }, { Key: !Ref Hidden, Value: "90" }]',
    { idleTimeout: '?Hidden' },
  ],
  [
    'LoadBalancerAttributes: [{ Key: !Ref Hidden, Value: "90" }, { Key: idle_timeout.timeout_seconds, Value: "30" }]',
    { idleTimeout: '30' },
  ],
  ['LoadBalancerAttributes: [{ Key: idle_timeout.timeout_seconds }]', { idleTimeout: '?LoadBalancerAttributes' }],
  ['LoadBalancerAttributes: !Ref Hidden', { idleTimeout: '?Hidden' }],
])('a load balancer with { %s }', (properties, said) => {
  const silent = {
    kind: 'application by default',
    scheme: 'internet-facing by default',
    ipAddressType: 'ipv4 by default',
    subnets: '[] by default',
    idleTimeout: '60 by default',
  };
  const fields = Object.keys(silent);
  expect(told(made('LoadBalancer', properties), ...fields)).toEqual(Object.values({ ...silent, ...said }));
});

test.each([
  ['SecurityGroups: [!Ref Group, !Ref Hidden]', '[Group, ?Hidden]'],
  ['SecurityGroups: []', '?an empty SecurityGroups'],
  ['SecurityGroups: !Ref HiddenList', '?HiddenList'],
])('%s are %s', (properties, expected) =>
  expect(shown(made('LoadBalancer', properties).securityGroups)).toBe(expected),
);

test('a listener says what it listens for', () => {
  const fields = [
    'loadBalancer',
    'port',
    'protocol',
    'sslPolicy',
    'certificates',
    'mutualAuthentication',
    'defaultActions',
  ];
  expect(told(made('Listener', ''), ...fields)).toEqual([
    '?missing LoadBalancerArn',
    '?missing Port',
    '?missing Protocol',
    'nothing by default',
    '[] by default',
    '{ mode: off by default, trustStore: nothing by default }',
    '[] by default',
  ]);
  const full =
    'LoadBalancerArn: !Ref Alb, Port: 443, Protocol: https, SslPolicy: strict, Certificates: [{ CertificateArn: !Ref Certificate }, { CertificateArn: arn }, {}], MutualAuthentication: { Mode: VERIFY, TrustStoreArn: store }';
  expect(told(made('Listener', full), ...fields.slice(0, 6))).toEqual([
    'Alb',
    '443',
    'HTTPS',
    'strict',
    '[Certificate, ?arn]',
    '{ mode: verify, trustStore: store }',
  ]);
  expect(told(made('Listener', 'LoadBalancerArn: !GetAtt Alb.DNSName'), 'loadBalancer')).toEqual(['?Alb.DNSName']);
});

describe('conditions', () => {
  const condition = (text: string) => shown(made('ListenerRule', `Conditions: [{ ${text} }]`).conditions);
  test.each([
    [
      'Field: path-pattern, Values: [/a, /b]',
      '[{ field: path-pattern, values: [/a, /b], regexValues: [] by default, header: nothing by default }]',
    ],
    [
      'Field: path-pattern, RegexValues: [^/a]',
      '[{ field: path-pattern, values: [] by default, regexValues: [^/a], header: nothing by default }]',
    ],
    [
      'Field: path-pattern, PathPatternConfig: { Values: [/a] }',
      '[{ field: path-pattern, values: [/a], regexValues: [] by default, header: nothing by default }]',
    ],
    [
      'Field: path-pattern, PathPatternConfig: { RegexValues: [^/a] }',
      '[{ field: path-pattern, values: [] by default, regexValues: [^/a], header: nothing by default }]',
    ],
    [
      'Field: path-pattern, PathPatternConfig: { Values: [/a] }, RegexValues: [^/b]',
      '[{ field: path-pattern, values: [/a], regexValues: [^/b], header: nothing by default }]',
    ],
    [
      'Field: http-header, HttpHeaderConfig: { HttpHeaderName: X-A, Values: ["1"] }',
      '[{ field: http-header, values: [1], regexValues: [] by default, header: X-A }]',
    ],
    [
      'Field: query-string, QueryStringConfig: { Values: [{ Key: a, Value: "1" }, { Value: "2" }] }',
      '[{ field: query-string, values: [a=1, 2], regexValues: [] by default, header: nothing by default }]',
    ],
    [
      'Field: query-string, QueryStringConfig: { Values: [{ Key: !Ref Hidden, Value: "1" }, { Key: a, Value: !Ref Other }, { Key: a }] }',
      '[{ field: query-string, values: [?Hidden, ?Other, ?missing Value], regexValues: [] by default, header: nothing by default }]',
    ],
    [
      'Values: !Ref HiddenList',
      '[{ field: ?missing Field, values: ?HiddenList, regexValues: [] by default, header: nothing by default }]',
    ],
  ])('{ %s }', (text, expected) => expect(condition(text)).toBe(expected));
});

test('a listener rule has a listener and a priority', () => {
  expect(told(made('ListenerRule', ''), 'listener', 'priority', 'conditions', 'actions')).toEqual([
    '?missing ListenerArn',
    '?missing Priority',
    '[] by default',
    '[] by default',
  ]);
  expect(told(made('ListenerRule', 'ListenerArn: !Ref Http, Priority: 7'), 'listener', 'priority')).toEqual([
    'Http',
    '7',
  ]);
});

describe('actions', () => {
  const action = (text: string) => {
    const { actions } = made('ListenerRule', `Actions: [{ ${text} }]`);
    const [only] = actions.kind === 'unknown' ? [] : actions.value;
    return only ?? {};
  };
  test.each([
    ['Type: forward, TargetGroupArn: !Ref Blue', '[{ targetGroup: Blue, weight: 1 by default }]'],
    [
      'ForwardConfig: { TargetGroups: [{ TargetGroupArn: !Ref Blue, Weight: 9 }, { TargetGroupArn: !Ref Green }, {}] }',
      '[{ targetGroup: Blue, weight: 9 }, { targetGroup: Green, weight: 1 by default }, { targetGroup: ?missing TargetGroupArn, weight: 1 by default }]',
    ],
    ['ForwardConfig: { TargetGroups: !Ref Hidden }', '?Hidden'],
    ['TargetGroupArn: !Ref Hidden', '?Hidden'],
    ['Type: redirect', '[] by default'],
    ['ForwardConfig: {}', '[] by default'],
  ])('{ %s } forwards to %s', (text, expected) => expect(told(action(text), 'forwardsTo')).toEqual([expected]));

  test('say what they are', () => {
    const sticky = (text: string) =>
      told(action(text), 'type', 'order', 'groupStickiness', 'fixedResponse', 'redirect');
    expect(sticky('Order: 2')).toEqual([
      '?missing Type',
      '2',
      '{ enabled: false by default, duration: nothing by default }',
      'nothing',
      'nothing',
    ]);
    expect(
      sticky('Type: forward, ForwardConfig: { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 } }'),
    ).toEqual(['forward', 'nothing by default', '{ enabled: true, duration: 60 }', 'nothing', 'nothing']);
    expect(sticky('FixedResponseConfig: { StatusCode: "503" }, RedirectConfig: { Port: "443" }').slice(3)).toEqual([
      '{ statusCode: 503 }',
      '{ protocol: #{protocol} by default, host: #{host} by default, port: 443, path: /#{path} by default, query: #{query} by default }',
    ]);
    expect(
      sticky('FixedResponseConfig: {}, RedirectConfig: { Protocol: HTTPS, Host: a, Path: /b, Query: c }').slice(3),
    ).toEqual([
      '{ statusCode: ?missing StatusCode }',
      '{ protocol: HTTPS, host: a, port: #{port} by default, path: /b, query: c }',
    ]);
  });

  test('authenticate', () => {
    const authentication = (text: string) => told(action(text), 'authentication')[0];
    expect(authentication('Type: authenticate-cognito, AuthenticateCognitoConfig: { Scope: email }')).toBe(
      '{ kind: cognito, scope: email, onUnauthenticatedRequest: authenticate by default, endpoints: [], client: ?no client }',
    );
    expect(
      authentication(
        'AuthenticateOidcConfig: { Issuer: https://a, TokenEndpoint: https://b, ClientId: id, OnUnauthenticatedRequest: deny }',
      ),
    ).toBe(
      '{ kind: oidc, scope: openid by default, onUnauthenticatedRequest: deny, endpoints: [{ name: Issuer, url: https://a, contacted: false }, { name: TokenEndpoint, url: https://b, contacted: true }], client: ?id }',
    );
    expect(authentication('JwtValidationConfig: { JwksEndpoint: https://a }')).toBe(
      '{ kind: jwt, scope: openid by default, onUnauthenticatedRequest: authenticate by default, endpoints: [{ name: JwksEndpoint, url: https://a, contacted: true }], client: ?no client }',
    );
  });
});

describe('target groups', () => {
  const fields = (properties: string) => {
    const { healthCheck } = made('TargetGroup', properties);
    const names = [
      'enabled',
      'protocol',
      'port',
      'path',
      'interval',
      'timeout',
      'healthyThreshold',
      'unhealthyThreshold',
      'httpCodes',
      'grpcCodes',
    ];
    return told(healthCheck, ...names);
  };
  const usual = [
    'true by default',
    'HTTP by default',
    'traffic-port by default',
    '/ by default',
    '30 by default',
    '5 by default',
    '5 by default',
    '2 by default',
    '200 by default',
    '12 by default',
  ];
  test.each([
    ['', usual],
    ['TargetType: !Ref Hidden, ProtocolVersion: !Ref Hidden', usual],
    [
      'TargetType: lambda',
      [
        'false by default',
        ...usual.slice(1, 4),
        '35 by default',
        '30 by default',
        '5 by default',
        '5 by default',
        ...usual.slice(8),
      ],
    ],
    ['ProtocolVersion: GRPC', [...usual.slice(0, 3), '/AWS.ALB/healthcheck by default', ...usual.slice(4)]],
    [
      'HealthCheckEnabled: "no", HealthCheckProtocol: https, HealthCheckPort: 8081, HealthCheckPath: /ping, HealthCheckIntervalSeconds: 1, HealthCheckTimeoutSeconds: 2, HealthyThresholdCount: 3, UnhealthyThresholdCount: 4, Matcher: { HttpCode: 200-299 }',
      ['false', 'HTTPS', '8081', '/ping', '1', '2', '3', '4', '200-299', '12 by default'],
    ],
    [
      'HealthCheckPort: traffic-port, Matcher: { GrpcCode: "0" }',
      [...usual.slice(0, 2), 'traffic-port', ...usual.slice(3, 9), '0'],
    ],
    ['HealthCheckPort: here', [...usual.slice(0, 2), '?value here', ...usual.slice(3)]],
  ])('with { %s } are checked so', (properties, expected) => expect(fields(properties)).toEqual(expected));

  test('name their targets', () => {
    expect(
      shown(
        made(
          'TargetGroup',
          'Targets: [{ Id: 10.0.0.1, Port: 80, AvailabilityZone: all }, { Id: !Ref Instance }, { Id: !GetAtt Function.Arn }, {}]',
        ).targets,
      ),
    ).toBe(
      '[{ target: 10.0.0.1, invocation: nothing, port: 80, availabilityZone: all }, ' +
        '{ target: Instance, invocation: ?Instance, port: nothing by default, availabilityZone: nothing by default }, ' +
        '{ target: Function, invocation: { function: Function, qualifier: nothing by default }, port: nothing by default, availabilityZone: nothing by default }, ' +
        '{ target: ?target without Id, invocation: ?target without Id, port: nothing by default, availabilityZone: nothing by default }]',
    );
  });
});

test.each([
  ['true', 'true'],
  ['"TRUE"', 'true'],
  ['yes', 'true'],
  ['"On"', 'true'],
  ['false', 'false'],
  ['"no"', 'false'],
  ['"Off"', 'false'],
  ['" true "', 'true'],
  ['casino', '?value casino'],
  ['nothing', '?value nothing'],
  ['yesterday', '?value yesterday'],
  ['eyes', '?value eyes'],
  ['1', '?value 1'],
])('%s is %s as something true or false', (text, expected) =>
  expect(shown(made('TargetGroup', `HealthCheckEnabled: ${text}`).healthCheck.enabled)).toBe(expected),
);

test.each([
  ['5', '5'],
  ['"5"', '5'],
  ['" 5 "', '5'],
  ['-5', '-5'],
  ['"+5"', '5'],
  ['"5.25"', '5.25'],
  ['"5."', '?value 5.'],
  ['".5"', '?value .5'],
  ['"5s"', '?value 5s'],
  ['"s5"', '?value s5'],
  ['"0x10"', '?value 0x10'],
])('%s is %s as a number', (text, expected) =>
  expect(shown(made('TargetGroup', `HealthCheckIntervalSeconds: ${text}`).healthCheck.interval)).toBe(expected),
);
