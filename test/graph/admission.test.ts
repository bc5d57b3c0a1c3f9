import { describe, expect, test } from 'vitest';
import dynamicPortRangeClosed from '../../rules/sg-dynamic-port-range-closed.ts';
import { answer, cidr, defaultsOf, doubts, from, rule } from './door.ts';

// What security groups let through, at the edges of ports, protocols and ranges of addresses. A load balancer in
// 10.0.0.0/24 and 10.0.1.0/24 of the VPC 10.0.0.0/16 connects to a target on a port.

describe('ports', () => {
  test.each([
    ['8080..8080', 'admitted'],
    ['8080..8081', 'admitted'],
    ['8079..8080', 'admitted'],
    ['8081..8090', 'error: only the range 8081 to 8090 is open to `AlbGroup`'],
    ['8070..8079', 'error: only the range 8070 to 8079 is open to `AlbGroup`'],
    ['8081', 'error: only port 8081 is open to `AlbGroup`'],
    ['0..65535', 'admitted'],
    ['-1..-1', 'admitted'],
    ['0..0', 'error: only port 0 is open to `AlbGroup`'],
    ['!Ref HiddenPort', 'unknown'],
    ['8080..!Ref HiddenPort', 'unknown'],
    ['!Ref HiddenPort..8080', 'unknown'],
    ['!Ref DefaultPort', 'admitted'],
    ['!Ref OtherPort', 'warning: only port 80 (parameter default OtherPort) is open to `AlbGroup`'],
  ])('8080 where %s is open: %s', (ports, expected) => expect(answer([rule(from.alb, ports)])).toBe(expected));

  test.each([
    ['!Ref HiddenPort', 'admitted'],
    ['0..65535', 'admitted'],
    ['1..65535', 'admitted'],
    ['2..65535', 'unknown'],
    ['1..65534', 'unknown'],
    ['-1..-1', 'admitted'],
    ['!Ref HiddenPort..65535', 'unknown'],
    ['1..!Ref HiddenPort', 'unknown'],
    ['8080', 'unknown'],
  ])('one that nobody knows where %s is open: %s', (ports, expected) =>
    expect(answer([rule(from.alb, ports)], { port: '!Ref HiddenPort' })).toBe(expected),
  );

  test('a port that rests on a default makes a warning', () =>
    expect(answer([rule(from.alb, '80')], { port: '!Ref DefaultPort' })).toBe(
      'warning: only port 80 is open to `AlbGroup`',
    ));
});

describe('the ports that ECS picks', () => {
  const open = (...ranges: readonly string[]) =>
    answer(
      ranges.map((ports) => rule(from.alb, ports)),
      { dynamic: true },
      dynamicPortRangeClosed,
    );
  test.each([
    [['32768..60999'], 'admitted'],
    [['32768..65535'], 'admitted'],
    [['1024..60999'], 'admitted'],
    [['32769..60999'], 'warning: only the range 32769 to 60999 is open to `AlbGroup`'],
    [['32768..60998'], 'warning: only the range 32768 to 60998 is open to `AlbGroup`'],
    [['40000..50000', '32768..39999', '50001..60999'], 'admitted'],
    [
      ['32768..40000', '40002..60999'],
      'warning: only the range 32768 to 40000 and the range 40002 to 60999 are open to `AlbGroup`',
    ],
    [['32768..60999', '33000..34000'], 'admitted'],
    [['33000..34000', '32768..60999'], 'admitted'],
    [['32768..40000', '30000..35000', '40001..60999'], 'admitted'],
  ])('%j: %s', (ranges, expected) => expect(open(...ranges)).toBe(expected));

  test('are open as far as a default has it', () => {
    const rules = [rule(from.alb, '!Ref DefaultPort..40000')];
    expect(defaultsOf(rules, { dynamic: true }, dynamicPortRangeClosed)).toEqual(['DefaultPort']);
  });
});

describe('protocols', () => {
  const udp = (name: string) => `error: this is for ${name} only, and the load balancer speaks TCP`;
  test.each([
    ['tcp', 'admitted'],
    ['TCP', 'admitted'],
    ['6', 'admitted'],
    ['"6"', 'admitted'],
    ['all', 'admitted'],
    ['-1', 'admitted'],
    ['udp', udp('udp')],
    ['17', udp('17')],
    ['16', udp('16')],
    ['60', udp('60')],
    ['!Ref Hidden', 'unknown'],
    [
      '!Ref DefaultProtocol',
      'warning: this is for udp (parameter default DefaultProtocol) only, and the load balancer speaks TCP',
    ],
  ])('%s', (protocol, expected) => expect(answer([rule(from.alb, '8080', protocol)])).toBe(expected));

  test.each([
    ['-1', 'admitted'],
    ['all', 'admitted'],
    ['tcp', 'error: only port 80 is open to `AlbGroup`'],
    ['!Ref Hidden', 'unknown'],
  ])('%s with another port', (protocol, expected) => expect(answer([rule(from.alb, '80', protocol)])).toBe(expected));

  test('every protocol to the load balancer beside another one to somebody else', () =>
    expect(answer([rule(from.other, '8080', '-1'), rule(from.alb, '8080', 'udp')])).toBe(udp('udp')));
});

describe('who is admitted', () => {
  const nobody = 'error: the port is open here, but to no address of `AlbGroup`';
  test.each([
    ['0.0.0.0/0', 'admitted'],
    ['10.0.0.0/16', 'admitted'],
    ['10.0.0.0/23', 'admitted'],
    ['10.0.0.0/24', 'unknown'],
    ['10.0.0.0/25', 'unknown'],
    ['10.0.1.0/24', 'unknown'],
    ['10.0.2.0/23', nobody],
    ['10.1.0.0/16', nobody],
    ['0.0.0.0/1', 'admitted'],
    ['128.0.0.0/1', nobody],
    ['127.0.0.1/32', nobody],
    ['223.255.255.0/24', nobody],
    ['224.0.0.0/4', nobody],
    ['255.255.255.255/32', nobody],
    ['10.0.0.0/33', nobody],
    ['10.0.0.256/24', nobody],
    ['!GetAtt Vpc.CidrBlock', 'admitted'],
    ['!Ref Hidden', 'unknown'],
    ['!Ref DefaultCidr', `warning: the port is open here, but to no address of \`AlbGroup\``],
  ])('addresses of %s: %s', (range, expected) => expect(answer([cidr(range)])).toBe(expected));

  const subnet = (range: string) =>
    `{ Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: ${range}, AvailabilityZone: eu-west-1b } }`;
  test.each([
    ['0.0.0.0/8', subnet('10.0.1.0/24'), nobody],
    ['10.0.0.0/16', subnet('!Ref Hidden'), 'admitted'],
    ['10.1.0.0/16', subnet('!Ref Hidden'), nobody],
    ['10.0.0.0/23', subnet('!Ref Hidden'), 'unknown'],
    ['10.0.0.0/23', subnet('nonsense'), 'unknown'],
    ['10.0.0.0/23', subnet('10.0.2.0/24'), 'unknown'],
    ['10.0.0.0/23', subnet('10.0.1.128/25'), 'admitted'],
    ['10.1.0.0/16', subnet('10.0.2.0/24'), nobody],
  ])('addresses of %s, with a second subnet that is %s: %s', (range, second, expected) =>
    expect(answer([cidr(range)], { subnet: second })).toBe(expected),
  );

  test.each([
    ['10.0.0.0/16', 'admitted'],
    ['10.0.0.0/15', 'admitted'],
    ['10.0.0.0/17', 'unknown'],
    ['10.1.0.0/16', nobody],
  ])('addresses of %s, where both subnets are somewhere in 10.0.0.0/16: %s', (range, expected) =>
    expect(answer([cidr(range)], { first: subnet('!Ref Hidden'), subnet: subnet('!Ref Hidden') })).toBe(expected),
  );

  test.each([
    ['0.0.0.0/0', 'admitted'],
    ['10.0.0.0/8', 'unknown'],
    ['223.0.0.0/8', 'unknown'],
    ['224.0.0.0/4', nobody],
    ['240.0.0.0/4', nobody],
    ['255.255.255.255/32', nobody],
    ['126.0.0.0/8', 'unknown'],
    ['127.0.0.0/8', nobody],
    ['127.255.255.255/32', nobody],
    ['128.0.0.0/8', 'unknown'],
    ['126.0.0.0/7', 'unknown'],
  ])('addresses of %s, where the subnets are hidden: %s', (range, expected) =>
    expect(answer([cidr(range)], { albSubnets: '!Ref HiddenSubnets' })).toBe(expected),
  );

  test.each([
    ['another group', [rule(from.other)], 'error: the port is open here, but not to `AlbGroup`'],
    ['another group on another port', [rule(from.other, '80')], 'error: no rule admits `AlbGroup`'],
    ['another group for another protocol', [rule(from.other, '8080', 'udp')], 'error: no rule admits `AlbGroup`'],
    [
      'the group on another port for another protocol',
      [rule(from.alb, '80', 'udp')],
      'error: no rule admits `AlbGroup`',
    ],
    ['nobody by a rule without a source', [rule('Description: x')], 'admitted'],
    [
      'nobody by a rule without a source on another port',
      [rule('Description: x', '80')],
      'error: no rule admits `AlbGroup`',
    ],
    [
      'nobody by a rule without a source for another protocol',
      [rule('Description: x', '8080', 'udp')],
      'error: no rule admits `AlbGroup`',
    ],
    [
      'a group by default for another protocol',
      [rule('SourceSecurityGroupId: !Ref DefaultGroup', '8080', 'udp')],
      'error: no rule admits `AlbGroup`',
    ],
    ['a rule without a source and another', [rule('Description: x'), rule(from.alb)], 'admitted'],
    ['nobody', [], 'error: no rule admits `AlbGroup`'],
    ['a group that nobody knows', [rule('SourceSecurityGroupId: !Ref HiddenGroup')], 'unknown'],
    [
      'a group that nobody knows, on another port',
      [rule('SourceSecurityGroupId: !Ref HiddenGroup', '80')],
      'error: this opens only port 80',
    ],
    [
      'a group by default',
      [rule('SourceSecurityGroupId: !Ref DefaultGroup')],
      'warning: the port is open here, but not to `AlbGroup`',
    ],
    ['what a prefix list holds', [rule('SourcePrefixListId: pl-1234')], 'unknown'],
    ['two groups, the second of which is right', [rule(from.other), rule(from.alb)], 'admitted'],
    [
      'the wrong port before the wrong group',
      [rule(from.other), rule(from.alb, '80')],
      'error: only port 80 is open to `AlbGroup`',
    ],
    [
      'the wrong group before the wrong port of what nobody knows',
      [rule('SourceSecurityGroupId: !Ref HiddenGroup', '22'), rule(from.other)],
      'error: the port is open here, but not to `AlbGroup`',
    ],
    [
      'the wrong port before the wrong port of what nobody knows',
      [rule('SourceSecurityGroupId: !Ref HiddenGroup', '22'), rule(from.alb, '80')],
      'error: only port 80 is open to `AlbGroup`',
    ],
    [
      'two wrong ports',
      [rule(from.alb, '80'), rule(from.alb, '81')],
      'error: only port 80 and port 81 are open to `AlbGroup`',
    ],
    [
      'addresses by default on another port',
      [rule('CidrIp: !Ref DefaultCidr', '80')],
      'error: no rule admits `AlbGroup`',
    ],
    [
      'a group by default on another port by default',
      [rule('SourceSecurityGroupId: !Ref DefaultGroup', '!Ref OtherPort')],
      'warning: no rule admits `AlbGroup`',
    ],
    [
      'another group on another port by default',
      [rule(from.other, '!Ref OtherPort')],
      'error: no rule admits `AlbGroup`',
    ],
    [
      'the wrong protocol before the wrong port',
      [rule(from.alb, '80'), rule(from.alb, '8080', 'udp')],
      'error: this is for udp only, and the load balancer speaks TCP',
    ],
  ])('%s', (_, rules, expected) => expect(answer(rules)).toBe(expected));
});

describe('subnets of which little is known', () => {
  const subnet = (vpc: string, range: string) =>
    `{ Type: AWS::EC2::Subnet, Properties: { VpcId: ${vpc}, CidrBlock: ${range}, AvailabilityZone: eu-west-1b } }`;
  const vpcs = `
  Secret: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !Ref Hidden } }
  Pooled: { Type: AWS::EC2::VPC, Properties: { Ipv4IpamPoolId: ipam-1 } }
  Other: { Type: AWS::EC2::VPC, Properties: { Ipv4IpamPoolId: ipam-1 } }
  Wide: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 172.16.0.0/16 } }`;
  const both = (one: string) => ({ more: vpcs, first: one, subnet: one });
  const pooled = both(subnet('!Ref Pooled', '!Select [0, !Cidr [!GetAtt Pooled.CidrBlock, 2, 8]]'));
  test.each([
    ['a range nobody knows, and subnets nobody knows', '!Ref Hidden', { albSubnets: '!Ref HiddenSubnets' }, 'unknown'],
    ['a range, and no subnets', '10.0.0.0/16', { albSubnets: '[]' }, 'unknown'],
    ['a range, and subnets of a hidden VPC', '10.0.0.0/16', both(subnet('!Ref State', '!Ref Hidden')), 'unknown'],
    [
      'addresses of nobody, and subnets of a hidden VPC',
      '127.0.0.1/32',
      both(subnet('!Ref State', '!Ref Hidden')),
      'error: the port is open here, but to no address of `AlbGroup`',
    ],
    ['a range, and a VPC of a hidden one', '10.0.0.0/16', both(subnet('!Ref Secret', '!Ref State')), 'unknown'],
    ['the range of the subnets', '!Ref Hidden', both(subnet('!Ref State', '!Ref Hidden')), 'admitted'],
    [
      'a hidden range, and subnets of a hidden VPC',
      '!Ref Hidden',
      both(subnet('!Ref State', '10.0.0.0/24')),
      'unknown',
    ],
    ['the range of the VPC, from a pool', '!GetAtt Pooled.CidrBlock', pooled, 'admitted'],
    ['the range of another VPC, from a pool', '!GetAtt Other.CidrBlock', pooled, 'unknown'],
    ['the range of the VPC, hidden', '!GetAtt Secret.CidrBlock', both(subnet('!Ref Secret', '!Ref State')), 'admitted'],
    [
      'the range of another VPC',
      '!GetAtt Wide.CidrBlock',
      both(subnet('!Ref Vpc', '10.0.1.0/24')),
      'error: the port is open here, but to no address of `AlbGroup`',
    ],
    [
      'the first range of a VPC that has another one, too',
      '!GetAtt Vpc.CidrBlock',
      both(subnet('!Ref Vpc', '100.64.0.0/24')),
      'error: the port is open here, but to no address of `AlbGroup`',
    ],
    [
      'part of the range of the VPC',
      '!Select [0, !Cidr [!GetAtt Vpc.CidrBlock, 2, 8]]',
      both(subnet('!Ref Vpc', '10.0.0.0/25')),
      'admitted',
    ],
  ])('%s', (_, range, around, expected) => expect(answer([cidr(range)], around)).toBe(expected));
});

test('another group is another one, whatever addresses the load balancer has by default', () => {
  const first = `{ Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: !Ref DefaultCidr, AvailabilityZone: eu-west-1a } }`;
  expect(answer([rule(from.other)], { first })).toBe('error: the port is open here, but not to `AlbGroup`');
});

describe('what would have to be known', () => {
  const ipv6 = { addressType: 'ipv6' };
  test.each([
    [rule('SourcePrefixListId: pl-1234'), {}, 'entries of prefix list pl-1234'],
    [rule('SourcePrefixListId: !Ref Hidden'), {}, 'entries of prefix list Hidden'],
    [rule('CidrIpv6: !Ref Hidden'), ipv6, 'Hidden'],
    [rule('CidrIpv6: "2001:db8::/32"'), ipv6, 'subnets'],
    [cidr('!Ref Hidden'), { albSubnets: '!Ref HiddenSubnets' }, 'Hidden'],
    [cidr('10.0.0.0/16'), { albSubnets: '!Ref HiddenSubnets' }, 'HiddenSubnets'],
    [rule(from.alb, '!Ref HiddenPort'), {}, 'HiddenPort'],
  ])('%s with %j: %s', (written, around, expected) => expect(doubts([written], around)).toEqual([expected]));
});

describe('versions of IP', () => {
  const everybody = rule('CidrIpv6: "::/0"');
  test.each([
    [everybody, undefined, 'error: this is for IPv6 only, and the load balancer reaches its targets over IPv4'],
    [everybody, 'ipv4', 'error: this is for IPv6 only, and the load balancer reaches its targets over IPv4'],
    [everybody, 'ipv6', 'admitted'],
    [everybody, '!Ref Hidden', 'unknown'],
    [rule('CidrIpv6: "2001:db8::/32"'), 'ipv6', 'unknown'],
    [rule('CidrIpv6: !Ref Hidden'), 'ipv6', 'unknown'],
    [
      rule('CidrIpv6: !Ref DefaultCidrIpv6'),
      undefined,
      'warning: this is for IPv6 only, and the load balancer reaches its targets over IPv4',
    ],
    [cidr('0.0.0.0/0'), 'ipv6', 'error: the port is open here, but to no address of `AlbGroup`'],
    [cidr('0.0.0.0/0'), '!Ref Hidden', 'unknown'],
    [rule(from.alb), 'ipv6', 'admitted'],
  ])('%s with targets of type %s: %s', (written, addressType, expected) =>
    expect(answer([written], addressType === undefined ? {} : { addressType })).toBe(expected),
  );
});

describe('groups around the target and the load balancer', () => {
  const closed = rule(from.other, '80');
  test.each([
    [{ taskGroups: '[!Ref HiddenGroup]' }, [rule(from.alb)], 'unknown'],
    [{ taskGroups: '[!Ref HiddenGroup, !Ref TaskGroup]' }, [rule(from.alb)], 'admitted'],
    [{ taskGroups: '[!Ref HiddenGroup, !Ref TaskGroup]' }, [closed], 'unknown'],
    [{ taskGroups: '[!Ref DefaultGroup]' }, [closed], 'unknown'],
    [{ albGroups: '[!Ref HiddenGroup]' }, [rule(from.alb)], 'unknown'],
    [{ albGroups: '[!Ref HiddenGroup]' }, [rule('SourceSecurityGroupId: !Ref HiddenGroup')], 'admitted'],
    [{ albGroups: '!Ref HiddenGroup' }, [rule('SourceSecurityGroupId: !Ref HiddenGroup')], 'admitted'],
    [{ albGroups: '!Ref HiddenGroup' }, [rule(from.alb)], 'unknown'],
    [{ albGroups: '[!Ref HiddenGroup, !Ref AlbGroup]' }, [rule(from.alb)], 'admitted'],
    [{ albGroups: '[!Ref AlbGroup, !Ref OtherGroup]' }, [rule(from.other)], 'admitted'],
    [{ albGroups: '!Ref DefaultGroups' }, [closed], 'warning: no rule admits `sg-0123456789abcdef0`'],
    [
      { albGroups: '!Ref DefaultGroups' },
      [rule(from.alb)],
      'warning: the port is open here, but not to `sg-0123456789abcdef0`',
    ],
    [{ albGroups: '[!Ref HiddenGroup]' }, [rule('CidrIp: 0.0.0.0/0')], 'admitted'],
  ])('%j with %j: %s', (around, rules, expected) => expect(answer(rules, around)).toBe(expected));
});
