// biome-ignore-all lint/suspicious/noTemplateCurlyInString: loops name their variables so
import { expect, test } from 'vitest';
import { lint } from '../../src/lint.ts';
import { rules } from '../all-rules.ts';

// Input that fuzzing found, made small: each once failed in the way its name tells.

const elb = 'AWS::ElasticLoadBalancingV2';
const listener = (properties: object) => ({
  Type: `${elb}::Listener`,
  Properties: { LoadBalancerArn: { Ref: 'Alb' }, Port: 443, Protocol: 'HTTPS', ...properties },
});
const login = { Type: 'authenticate-oidc', AuthenticateOidcConfig: { TokenEndpoint: 'https://x/t' } };

test.each<readonly [string, object]>([
  [
    'a load balancer with an empty list of security groups, and a login',
    {
      Alb: { Type: `${elb}::LoadBalancer`, Properties: { SecurityGroups: [] } },
      Listener: listener({ DefaultActions: [login] }),
    },
  ],
  [
    'a load balancer with an empty list of security groups, and a target',
    {
      Alb: { Type: `${elb}::LoadBalancer`, Properties: { SecurityGroups: [] } },
      Listener: listener({ DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }] }),
      Targets: {
        Type: `${elb}::TargetGroup`,
        Properties: { Port: 80, TargetType: 'ip', Targets: [{ Id: '10.0.0.1' }] },
      },
    },
  ],
])('%s', (_, Resources) => {
  const report = lint([{ path: 'x.json', text: JSON.stringify({ Resources }) }], rules);
  expect(report.crashes.map(({ rule, error }) => `${rule.id}: ${error}`)).toEqual([]);
  expect(report.errors).toEqual([]);
});

test('each of the load balancers that a loop makes has its own findings, in whatever order it names them', () => {
  const balancers = (names: readonly string[]) => ({
    path: 'x.json',
    text: JSON.stringify({
      Transform: 'AWS::LanguageExtensions',
      Resources: {
        'Fn::ForEach::Loop': [
          'X',
          names,
          { 'Alb${X}': { Type: `${elb}::LoadBalancer`, Properties: { Subnets: ['subnet-1', 'subnet-2'] } } },
        ],
      },
    }),
  });
  const found = (names: readonly string[]) =>
    lint([balancers(names)], rules)
      .findings.filter(({ rule }) => rule.id === 'access-logs-disabled')
      .map(({ resource, message, fingerprint }) => [resource.id, message.slice(0, 6), fingerprint]);
  expect(found(['A', 'B']).map(([id, message]) => [id, message])).toEqual([
    ['AlbA', '`AlbA`'],
    ['AlbB', '`AlbB`'],
  ]);
  expect(found(['B', 'A']).toSorted()).toEqual(found(['A', 'B']).toSorted());
});
