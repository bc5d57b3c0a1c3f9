import { describe, expect, test } from 'vitest';
import egressClosed from '../../rules/auth-alb-egress-443.ts';
import type { LoadBalancer } from '../../src/graph/load-balancing.ts';
import type { SecurityGroup, SecurityGroupRule } from '../../src/graph/network.ts';
import { crossesToProvider, reachesProvider } from '../../src/graph/provider.ts';
import { lint } from '../../src/lint.ts';
import type { Value } from '../../src/value.ts';
import { acl, byDefault, hidden, known, span, subnet } from './acls.ts';
import { https, rule } from './https.ts';

// Whether a load balancer gets out to the identity provider on port 443, over IPv4.

const cognito = `{ Type: authenticate-cognito, Order: 1, AuthenticateCognitoConfig: { UserPoolArn: arn, UserPoolClientId: id, UserPoolDomain: orders } }`;
const oidc = (host: string, token = `"https://${host}/t"`, issuer = `"https://${host}"`) =>
  `{ Type: authenticate-oidc, Order: 1, AuthenticateOidcConfig: { Issuer: ${issuer}, AuthorizationEndpoint: "https://${host}/a", TokenEndpoint: ${token}, UserInfoEndpoint: "https://${host}/u", ClientId: id } }`;

const more = `
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !Ref Hidden } }
  OtherGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: other } }`;

function answer(egress: readonly string[], login = cognito, groups = '[!Ref AlbGroup]'): string {
  const text = https({ rules: `SecurityGroupEgress: [${egress.join(', ')}]`, actions: [login], groups, more });
  const report = lint([{ path: 'app.yaml', text }], [egressClosed]);
  expect(report.errors).toEqual([]);
  const [finding] = report.findings;
  if (finding) return finding.severity;
  return report.coverage.undecided.length > 0 ? 'unknown' : 'open';
}

describe('what the rules let out', () => {
  test.each([
    [[rule('443')], 'open'],
    [[rule('0..65535')], 'open'],
    [[rule('80', undefined, '-1')], 'open'],
    [[rule('80'), rule('443')], 'open'],
    [[rule('80')], 'error'],
    [[rule('444')], 'error'],
    [[rule('!Ref OtherPort')], 'warning'],
    [[rule('443', undefined, 'udp')], 'error'],
    [[rule('443', 'CidrIpv6: "::/0"')], 'error'],
    [[rule('443', 'CidrIp: 10.0.0.0/8')], 'error'],
    [[rule('443', 'CidrIp: 172.16.0.0/8')], 'unknown'],
    [[rule('443', 'CidrIp: !Ref OtherCidr')], 'warning'],
    [[rule('443', 'CidrIp: !GetAtt Vpc.CidrBlock')], 'error'],
    [[rule('443', 'CidrIp: " 127.0.0.1/32"')], 'error'],
    [[rule('443', 'CidrIp: 227.0.0.0/8')], 'error'],
    [[rule('443', 'CidrIp: 57.127.0.0/16')], 'unknown'],
    [[rule('443', 'CidrIp: 203.0.113.0/24')], 'unknown'],
    [[rule('443', 'CidrIp: 0.0.0.0/1')], 'unknown'],
    [[rule('443', 'CidrIp: 127.0.0.1/32')], 'error'],
    [[rule('443', 'CidrIp: 224.0.0.0/4')], 'error'],
    [[rule('443', 'CidrIp: 255.255.255.255/32')], 'error'],
    [[rule('443', 'CidrIp: nonsense')], 'error'],
    [[rule('443', 'CidrIp: !Ref Hidden')], 'unknown'],
    [[rule('443', 'DestinationSecurityGroupId: !Ref HiddenGroup')], 'error'],
    [[rule('443', 'DestinationPrefixListId: pl-1')], 'unknown'],
    [[rule('!Ref HiddenPort', 'CidrIpv6: "::/0"')], 'error'],
    [[rule('443', 'Description: nobody')], 'error'],
    [[rule('443', 'SourceSecurityGroupName: others')], 'unknown'],
    [[rule('!Ref HiddenPort')], 'unknown'],
    [[rule('443', undefined, '!Ref Hidden')], 'unknown'],
    [[rule('!Ref HiddenPort', 'CidrIp: 10.0.0.0/8')], 'error'],
    [[rule('80'), rule('!Ref HiddenPort')], 'unknown'],
    [['!Ref Hidden'], 'unknown'],
    [[], 'open'],
  ])('%j: %s', (egress, expected) => expect(answer(egress)).toBe(expected));
});

test.each([
  ['[!Ref HiddenGroup]', 'unknown'],
  ['[!Ref HiddenGroup, !Ref AlbGroup]', 'unknown'],
  ['[!Ref AlbGroup, !Ref HiddenGroup]', 'unknown'],
  ['[sg-0123456789abcdef0, !Ref AlbGroup]', 'unknown'],
  ['!Ref Hidden', 'unknown'],
])('security groups %s, of which none that is known lets it out: %s', (groups, expected) =>
  expect(answer([rule('80')], cognito, groups)).toBe(expected),
);

test('one group that lets it out is enough, whatever the others do', () => {
  expect(answer([rule('443')], cognito, '[!Ref HiddenGroup, !Ref AlbGroup]')).toBe('open');
  expect(answer([rule('443')], cognito, '[sg-0123456789abcdef0, !Ref AlbGroup]')).toBe('open');
});

test('the provider of another company may be anywhere, one inside a network may be private', () => {
  expect(answer([rule('443')], oidc('login.example.com'))).toBe('open');
  expect(answer([rule('80')], oidc('login.example.com'))).toBe('error');
  expect(answer([rule('443')], oidc('login.example.com:8443'))).toBe('error');
  expect(answer([rule('8443')], oidc('login.example.com:8443'))).toBe('open');
});

test.each([
  [[rule('443', 'DestinationSecurityGroupId: !Ref OtherGroup')], 'unknown'],
  [[rule('443', 'DestinationSecurityGroupId: !Ref HiddenGroup')], 'unknown'],
  [[rule('443', 'CidrIp: 10.0.0.0/8')], 'unknown'],
  [[rule('443', 'CidrIp: !GetAtt Vpc.CidrBlock')], 'unknown'],
  [[rule('443', 'CidrIpv6: "::/0"')], 'error'],
])('a provider that may be inside the network, %j: %s', (egress, expected) =>
  expect(answer(egress, oidc('login.example.com'))).toBe(expected),
);

test('an endpoint without https is none that it connects to', () => {
  const invalid = '"http://login.example.com/t"';
  expect(answer([rule('443')], oidc('login.example.com', invalid))).toBe('open');
  expect(answer([rule('80')], oidc('login.example.com', invalid))).toBe('error');
  expect(answer([rule('80')], oidc('login.example.com', '!Sub "${OtherScheme}://login.example.com"'))).toBe('warning');
});

test('what rests on the default of a parameter in an address is no more than likely', () => {
  const tokens = (url: string) => answer([rule('80')], oidc('login.okta.com', `!Sub "${url}"`));
  expect(tokens('https://${AWS::Region}.${OtherDomain}/t')).toBe('warning');
  expect(tokens('https://${AWS::Region}.okta.com/t')).toBe('error');
  expect(answer([rule('80')], oidc('login.okta.com', undefined, '!Sub "https://x.${OtherDomain}"'))).toBe('error');
});

describe('what lets it out', () => {
  const all = (port: Value<number>): SecurityGroupRule => ({
    span,
    protocol: byDefault('Protocol', 'tcp'),
    fromPort: port,
    toPort: port,
    peer: { kind: 'cidr', cidr: byDefault('Cidr', '0.0.0.0/0') },
  });
  const group = (...rules: readonly SecurityGroupRule[]) =>
    ({ id: 'Group', egress: known(rules), strayRules: [] }) as unknown as SecurityGroup;
  const out = (...groups: readonly Value<SecurityGroup>[]) =>
    reachesProvider({ securityGroups: byDefault('Groups', groups) } as LoadBalancer, { port: 443, isPublic: true });

  test('is a rule that leads there, in any of its groups', () => {
    expect(out(known(group(all(known(443)))))).toMatchObject({ value: { extent: 'open', near: [] } });
    expect(out(hidden('?Group'), known(group(all(known(443)))))).toMatchObject({ value: { extent: 'open' } });
    expect(out(hidden('?Group'), hidden('?Other'))).toMatchObject({ symbol: '?Group' });
  });

  test('is none where all that is said rests on the defaults of parameters', () => {
    const closed = out(known(group(all(byDefault('Port', 80)))));
    expect(closed).toMatchObject({ value: { extent: 'closed', near: [] } });
    expect(closed.via.map(({ name }) => name)).toEqual(['Groups', 'Protocol', 'Port', 'Port', 'Cidr']);
  });

  test('would be a rule for IPv6, were it for IPv4', () => {
    const six = (port: number, protocol: string): SecurityGroupRule => ({
      ...all(known(port)),
      protocol: known(protocol),
      peer: { kind: 'cidr-ipv6', cidr: known('::/0') },
    });
    const wrong = (rule: SecurityGroupRule) => {
      const verdict = out(known(group(rule)));
      return verdict.kind === 'unknown' ? undefined : verdict.value.near.map(({ wrong }) => wrong);
    };
    expect(wrong(six(443, 'tcp'))).toEqual(['ipv6']);
    expect(wrong(six(80, 'tcp'))).toEqual([]);
    expect(wrong(six(443, 'udp'))).toEqual([]);
    expect(wrong({ ...all(known(443)), peer: { kind: 'none' } })).toEqual([]);
  });
});

describe('what network ACLs stop of its way', () => {
  const all = '0.0.0.0/0';
  const way = (isPublic: boolean, ...acls: readonly (readonly string[] | string)[]) => {
    const subnets = acls.map((one, i) =>
      known(subnet(`10.0.${i}.0/24`, `S${i}`, typeof one === 'string' ? hidden(one) : known(acl(one, `Acl${i}`)))),
    );
    const crossing = crossesToProvider({ subnets: known(subnets) } as unknown as LoadBalancer, { port: 443, isPublic });
    if (crossing.kind === 'unknown') return `unknown ${crossing.symbol}`;
    const { barriers, everyPair } = crossing.value;
    return [...barriers.map((one) => `${one.acl.id} ${one.direction}`), ...(everyPair ? ['everywhere'] : [])].join(
      ', ',
    );
  };
  const [out, back] = [`out 100 allow 6 ${all} 443`, `in 100 allow 6 ${all} 1024-65535`];

  test.each([
    [true, [[out, back]], ''],
    [true, [[out]], 'Acl0 in, everywhere'],
    [true, [[back]], 'Acl0 out, everywhere'],
    [true, [[]], 'Acl0 out, Acl0 in, everywhere'],
    [true, [[back], [out, back]], 'Acl0 out'],
    [true, [[back], 'hidden'], 'Acl0 out'],
    [true, [[out, back], 'hidden'], 'unknown hidden'],
    [true, [['out 100 allow 6 ?Cidr 443']], 'Acl0 in, everywhere'],
    [true, [['out 100 allow 6 ?Cidr 443', back]], 'unknown ?Cidr'],
    [true, [['out 100 allow 6 10.0.0.0/8 443', back]], 'Acl0 out, everywhere'],
    [false, [['out 100 allow 6 10.0.0.0/8 443', back]], 'unknown provider(the addresses that Acl0 lets through)'],
    [true, [[out, 'in 100 allow 6 52.0.0.0/8 ']], 'unknown provider(the addresses that Acl0 lets through)'],
    [true, [['out 100 allow 6 52.0.0.0/8 443'], [back]], 'Acl1 out, Acl0 in'],
  ])('%j %j: %s', (isPublic, acls, expected) => expect(way(isPublic, ...acls)).toBe(expected));
});
