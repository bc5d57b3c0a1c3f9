// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import type { EntityTypes } from '../../../../src/frontends/cloudformation/stack.ts';
import { entity, shown, stackOf } from './reading.ts';

// What stands before a load balancer: names, distributions, certificates, firewalls; and what deploys behind it.

const others = `
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer }
  Http: { Type: AWS::ElasticLoadBalancingV2::Listener }
  Blue: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: blue } }
  Green: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: !Ref Hidden } }
  Twin: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: twin } }
  Double: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: twin } }
  Acl: { Type: AWS::WAFv2::WebACL }
  Classic: { Type: AWS::WAFRegional::WebACL }
  Topic: { Type: AWS::SNS::Topic }
  Api: { Type: AWS::ApiGateway::DomainName }`;
const made = <T extends keyof EntityTypes>(type: T, properties: string) =>
  entity(stackOf(`${others}\n  R: { Type: ${type}, Properties: { ${properties} } }\n`), type);

describe('DNS records', () => {
  const record = (properties: string) => shown(made('AWS::Route53::RecordSet', properties).records);
  test.each([
    ['', '[{ name: ?missing Name, hostedZone: ?missing HostedZoneId }]'],
    ['Name: a.com, HostedZoneId: Z1', '[{ name: a.com, hostedZone: Z1 }]'],
  ])('with { %s }', (properties, expected) => expect(record(properties)).toBe(expected));

  const alias = (name: string, zone = 'Z2') =>
    record(`Name: a, HostedZoneId: Z, AliasTarget: { DNSName: ${name}, HostedZoneId: ${zone} }`).slice(
      '[{ name: a, hostedZone: Z, alias: { dnsName: '.length,
      -' } }]'.length,
    );
  const alb = '{ kind: load-balancer, loadBalancer: Alb }';
  const literal = (text: string) => `{ kind: literal, text: ${text} }`;
  test.each([
    ['!GetAtt Alb.DNSName', '!GetAtt Alb.CanonicalHostedZoneID', alb, alb],
    ['!Sub "dualstack.${Alb.DNSName}"', 'Z2', alb, literal('Z2')],
    ['!Join ["", [!GetAtt Alb.DNSName]]', 'Z2', alb, literal('Z2')],
    ['x.elb.amazonaws.com', '!Ref Hidden', literal('x.elb.amazonaws.com'), '?Hidden'],
    [
      '!GetAtt Alb.CanonicalHostedZoneID',
      'Z2',
      '{ kind: resource, id: Alb, type: AWS::ElasticLoadBalancingV2::LoadBalancer }',
      literal('Z2'),
    ],
    [
      '!GetAtt Api.RegionalDomainName',
      'Z2',
      '{ kind: resource, id: Api, type: AWS::ApiGateway::DomainName }',
      literal('Z2'),
    ],
    ['!Sub "${Alb.DNSName}.other"', 'Z2', '?Alb.DNSName', literal('Z2')],
    ['!Sub "other.${Alb.DNSName}"', 'Z2', '?Alb.DNSName', literal('Z2')],
    ['!Sub "dualstack.${Alb.DNSName}.other"', 'Z2', '?Alb.DNSName', literal('Z2')],
    ['[a]', 'Z2', '?a list', literal('Z2')],
  ])('alias of %s in %s', (name, zone, dnsName, hostedZone) =>
    expect(alias(name, zone)).toBe(`${dnsName}, hostedZone: ${hostedZone}`),
  );

  test('of an alias that says nothing, or nobody knows what', () => {
    expect(record('Name: a, HostedZoneId: Z, AliasTarget: {}')).toContain(
      '{ dnsName: ?missing DNSName, hostedZone: ?missing HostedZoneId }',
    );
    expect(record('Name: a, HostedZoneId: Z, AliasTarget: !Ref Hidden')).toContain(
      '{ dnsName: ?Hidden, hostedZone: ?Hidden }',
    );
  });

  test('of a group are in its zone, unless they have their own', () => {
    expect(shown(made('AWS::Route53::RecordSetGroup', 'HostedZoneId: Z').records)).toBe('[] by default');
    expect(
      shown(
        made('AWS::Route53::RecordSetGroup', 'HostedZoneId: Z, RecordSets: [{ Name: a }, { Name: b, HostedZoneId: Y }]')
          .records,
      ),
    ).toBe('[{ name: a, hostedZone: Z }, { name: b, hostedZone: Y }]');
  });
});

describe('distributions', () => {
  const told = (config: string) => {
    const { origins, behaviors } = made('AWS::CloudFront::Distribution', `DistributionConfig: { ${config} }`);
    return [shown(origins), shown(behaviors)];
  };
  const behavior = (path: string, origin: string, grpc = 'false by default') =>
    `{ pathPattern: ${path}, originId: ${origin}, grpc: ${grpc} }`;
  test('have origins', () => {
    expect(
      told(
        'Origins: [{ Id: alb, DomainName: !GetAtt Alb.DNSName, CustomOriginConfig: { OriginProtocolPolicy: https-only, HTTPPort: 81, HTTPSPort: 444, OriginReadTimeout: 50 } }]',
      )[0],
    ).toBe(
      '[{ id: alb, loadBalancer: Alb, protocolPolicy: https-only, httpPort: 81, httpsPort: 444, readTimeout: 50 }]',
    );
    expect(told('Origins: [{ DomainName: a.com }, {}]')[0]).toBe(
      '[{ id: ?missing Id, loadBalancer: ?value a.com, protocolPolicy: ?missing OriginProtocolPolicy, httpPort: 80 by default, httpsPort: 443 by default, readTimeout: 30 by default }, ' +
        '{ id: ?missing Id, loadBalancer: ?missing DomainName, protocolPolicy: ?missing OriginProtocolPolicy, httpPort: 80 by default, httpsPort: 443 by default, readTimeout: 30 by default }]',
    );
    expect(told('Comment: none')[0]).toBe('[] by default');
  });
  test('have behaviors, the default one first', () => {
    expect(told('Comment: none')[1]).toBe('[] by default');
    expect(told('DefaultCacheBehavior: { TargetOriginId: a }')[1]).toBe(
      `[${behavior('* by default', 'a')}] by default`,
    );
    expect(told('CacheBehaviors: [{ PathPattern: /b, TargetOriginId: b, GrpcConfig: { Enabled: true } }]')[1]).toBe(
      `[${behavior('/b', 'b', 'true')}]`,
    );
    expect(told('DefaultCacheBehavior: {}, CacheBehaviors: [{ PathPattern: /b, TargetOriginId: b }]')[1]).toBe(
      `[${behavior('* by default', '?missing TargetOriginId')}, ${behavior('/b', 'b')}]`,
    );
    expect(told('DefaultCacheBehavior: {}, CacheBehaviors: !Ref Hidden')[1]).toBe('?Hidden');
  });
});

test('a certificate says for what, and how that is validated', () => {
  const told = (properties: string) => {
    const { domainName, alternativeNames, validationMethod, validations, authority } = made(
      'AWS::CertificateManager::Certificate',
      properties,
    );
    return [domainName, alternativeNames, validationMethod, validations, authority].map(shown);
  };
  expect(told('')).toEqual([
    '?missing DomainName',
    '[] by default',
    'EMAIL by default',
    '[] by default',
    'nothing by default',
  ]);
  expect(
    told(
      'DomainName: a.com, SubjectAlternativeNames: [b.com], ValidationMethod: dns, DomainValidationOptions: [{ DomainName: a.com, HostedZoneId: Z }, {}], CertificateAuthorityArn: arn',
    ),
  ).toEqual([
    'a.com',
    '[b.com]',
    'DNS',
    '[{ domainName: a.com, hostedZone: Z }, { domainName: ?missing DomainName, hostedZone: nothing by default }]',
    'arn',
  ]);
});

test('a certificate of a listener names the listener', () => {
  const told = (properties: string) => {
    const { listener, certificates } = made('AWS::ElasticLoadBalancingV2::ListenerCertificate', properties);
    return [listener, certificates].map(shown);
  };
  expect(told('ListenerArn: !Ref Http, Certificates: [{ CertificateArn: arn }]')).toEqual(['Http', '[?arn]']);
  expect(told('')).toEqual(['?missing ListenerArn', '[] by default']);
});

describe('web ACLs', () => {
  test.each([
    ['AWS::WAFv2::WebACL', 'DefaultAction: { Allow: {} }', 'allow'],
    ['AWS::WAFv2::WebACL', 'DefaultAction: { Block: {} }', 'block'],
    ['AWS::WAFv2::WebACL', 'DefaultAction: { Type: BLOCK }', '?missing DefaultAction'],
    ['AWS::WAFv2::WebACL', '', '?missing DefaultAction'],
    ['AWS::WAFRegional::WebACL', 'DefaultAction: { Type: BLOCK }', 'block'],
    ['AWS::WAFRegional::WebACL', 'DefaultAction: { Type: !Ref Hidden }', '?Hidden'],
    ['AWS::WAFRegional::WebACL', 'DefaultAction: { Allow: {} }', '?missing Type'],
  ] as const)('%s with { %s } is to %s', (type, properties, expected) =>
    expect(shown(made(type, properties).defaultAction)).toBe(expected),
  );

  test.each([
    ['', 'false'],
    ['Rules: []', 'false'],
    ['Rules: [{ Action: { Block: {} } }]', 'false'],
    ['Rules: [{ Action: { Block: {} } }, { Action: { Allow: {} } }]', 'true'],
    ['Rules: [{ Action: {} }]', '?what its rules allow'],
    ['Rules: [{ OverrideAction: { None: {} } }]', '?what its rules allow'],
    ['Rules: [a]', '?what its rules allow'],
    ['Rules: [{ Action: { Type: ALLOW } }]', 'true'],
    ['Rules: [{ Action: { Type: BLOCK } }]', 'false'],
    ['Rules: [{ Action: { Type: !Ref Hidden } }]', '?what its rules allow'],
    ['Rules: [{ Action: !Ref Hidden }]', '?what its rules allow'],
    ['Rules: !Ref Hidden', '?Hidden'],
  ])('with { %s } let pass what is stopped otherwise: %s', (properties, expected) =>
    expect(shown(made('AWS::WAFv2::WebACL', properties).allows)).toBe(expected),
  );

  test('are associated with a load balancer', () => {
    const { loadBalancer, webAcl } = made(
      'AWS::WAFv2::WebACLAssociation',
      'ResourceArn: !Ref Alb, WebACLArn: !GetAtt Acl.Arn',
    );
    expect([loadBalancer, webAcl].map(shown)).toEqual(['Alb', 'Acl']);
    const regional = made('AWS::WAFRegional::WebACLAssociation', 'ResourceArn: !Ref Alb, WebACLId: !Ref Classic');
    expect([regional.loadBalancer, regional.webAcl].map(shown)).toEqual(['Alb', 'Classic']);
    const neither = made('AWS::WAFv2::WebACLAssociation', 'WebACLId: !Ref Classic');
    expect([neither.loadBalancer, neither.webAcl].map(shown)).toEqual(['?missing ResourceArn', '?missing WebACLArn']);
  });
});

describe('deployment groups', () => {
  const told = (properties: string) => {
    const { deploysServices, deploymentOption, pair } = made('AWS::CodeDeploy::DeploymentGroup', properties);
    return [deploysServices, deploymentOption, pair].map(shown);
  };
  const pair = (text: string) => told(`LoadBalancerInfo: { TargetGroupPairInfoList: [{ ${text} }] }`)[2];
  test('deploy services, or something else', () => {
    expect(told('')).toEqual(['false by default', 'nothing by default', 'nothing by default']);
    expect(
      told('ECSServices: [{ ServiceName: a }], DeploymentStyle: { DeploymentOption: WITH_TRAFFIC_CONTROL }').slice(
        0,
        2,
      ),
    ).toEqual(['true', 'WITH_TRAFFIC_CONTROL']);
    expect(told('ECSServices: !Ref Hidden, LoadBalancerInfo: !Ref Other')).toEqual([
      '?Hidden',
      'nothing by default',
      '?Other',
    ]);
  });

  test.each([
    ['{ Name: blue }', 'Blue'],
    ['{ Name: !GetAtt Blue.TargetGroupName }', 'Blue'],
    ['{ Name: !Ref Hidden }', 'Green'],
    ['{ Name: !Ref Other }', '?Other'],
    ['{ Name: twin }', '?twin'],
    ['{ Name: other }', '?other'],
    ['{ Name: !Ref Topic }', '?Topic'],
    ['{}', '?target group without Name'],
    ['!Ref Other', '?Other'],
  ])('know target groups by name: %s is %s', (name, expected) =>
    expect(pair(`TargetGroups: [${name}]`)).toBe(
      `{ targetGroups: [${expected}], production: [] by default, test: [] by default }`,
    ),
  );

  test('know listeners', () =>
    expect(pair('ProdTrafficRoute: { ListenerArns: [!Ref Http] }, TestTrafficRoute: { ListenerArns: [arn] }')).toBe(
      '{ targetGroups: [] by default, production: [Http], test: [?arn] }',
    ));
});
