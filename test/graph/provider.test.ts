import { describe, expect, test } from 'vitest';
import egressClosed from '../../rules/auth-alb-egress-443.ts';
import { lint } from '../../src/lint.ts';
import { https, rule } from './https.ts';

// Whether a load balancer gets out to the identity provider on port 443, over IPv4.

const cognito = `{ Type: authenticate-cognito, Order: 1, AuthenticateCognitoConfig: { UserPoolArn: arn, UserPoolClientId: id, UserPoolDomain: orders } }`;
const oidc = (host: string) =>
  `{ Type: authenticate-oidc, Order: 1, AuthenticateOidcConfig: { Issuer: "https://${host}", AuthorizationEndpoint: "https://${host}/a", TokenEndpoint: "https://${host}/t", UserInfoEndpoint: "https://${host}/u", ClientId: id } }`;

function answer(egress: readonly string[], login = cognito, groups = '[!Ref AlbGroup]'): string {
  const text = https({ rules: `SecurityGroupEgress: [${egress.join(', ')}]`, actions: [login], groups });
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
    [[rule('443', 'CidrIp: 203.0.113.0/24')], 'unknown'],
    [[rule('443', 'CidrIp: 0.0.0.0/1')], 'unknown'],
    [[rule('443', 'CidrIp: 127.0.0.1/32')], 'error'],
    [[rule('443', 'CidrIp: 224.0.0.0/4')], 'error'],
    [[rule('443', 'CidrIp: 255.255.255.255/32')], 'error'],
    [[rule('443', 'CidrIp: nonsense')], 'error'],
    [[rule('443', 'CidrIp: !Ref Hidden')], 'unknown'],
    [[rule('443', 'DestinationSecurityGroupId: !Ref HiddenGroup')], 'error'],
    [[rule('443', 'DestinationPrefixListId: pl-1')], 'unknown'],
    [[rule('443', 'Description: nobody')], 'error'],
    [[rule('!Ref HiddenPort')], 'unknown'],
    [[rule('443', undefined, '!Ref Hidden')], 'unknown'],
    [[rule('!Ref HiddenPort', 'CidrIp: 10.0.0.0/8')], 'error'],
    [[rule('80'), rule('!Ref HiddenPort')], 'unknown'],
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
