// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { entity, nestedStackOf, shown, stackOf } from './reading.ts';

// Where the packets of subnets go, and which endpoints a VPC has.

const common = `
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  OtherVpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.1.0.0/16 } }
  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  Gateway: { Type: AWS::EC2::InternetGateway }
  Attached: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway } }
  Vpn: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, VpnGatewayId: vgw-1 } }
  Topic: { Type: AWS::SNS::Topic }
  R: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, AvailabilityZone: eu-west-1a } }`;
const associated = (table = '!Ref Table') =>
  `  Association: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref R, RouteTableId: ${table} } }`;
const routed = (properties: string, id = 'Route', table = '!Ref Table') =>
  `  ${id}: { Type: AWS::EC2::Route, Properties: { RouteTableId: ${table}, ${properties} } }`;
const anywhere = 'DestinationCidrBlock: 0.0.0.0/0';
const route = (...more: readonly string[]) =>
  shown(entity(stackOf(`${common}\n${more.join('\n')}\n`), 'AWS::EC2::Subnet').defaultRoute);

describe('a default route', () => {
  test.each([
    ['GatewayId: !Ref Gateway', 'internet-gateway'],
    ['GatewayId: igw-1', 'internet-gateway'],
    ['GatewayId: vgw-1', 'other'],
    ['GatewayId: not-igw-', 'other'],
    ['GatewayId: !Ref Attached', 'internet-gateway'],
    ['GatewayId: !Ref Vpn', 'other'],
    ['GatewayId: !Ref Topic', 'other'],
    ['GatewayId: !Ref Hidden', '?Hidden'],
    ['NatGatewayId: !Ref Hidden', 'nat'],
    ['NatGatewayId: nat-1', 'nat'],
    ['TransitGatewayId: tgw-1', 'other'],
  ])('by %s leads to %s', (by, expected) => {
    expect(route(associated(), routed(`${anywhere}, ${by}`))).toBe(expected);
  });

  test('by what somebody else makes may lead anywhere', () => {
    const made = '  Made: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: gateway.yaml } }';
    expect(route(associated(), routed(`${anywhere}, GatewayId: !GetAtt Made.Outputs.Gateway`), made)).toBe(
      '?Made.Outputs.Gateway',
    );
  });

  test.each([
    ['!Ref Theirs', 'internet-gateway'],
    ['!Ref Attached', 'internet-gateway'],
    ['!Ref Vpn', 'other'],
  ])('by what a parent passes, %s, leads to %s', (passed, expected) => {
    const resources = [common.slice(1), associated(), routed(`${anywhere}, GatewayId: !Ref Given`), ''].join('\n');
    const gateways = common.slice(1).replaceAll('Gateway:', 'Theirs:').replaceAll('!Ref Gateway', '!Ref Theirs');
    const nested = nestedStackOf(resources, `Given: ${passed}`, gateways);
    expect(shown(entity(nested, 'AWS::EC2::Subnet').defaultRoute)).toBe(expected);
  });

  test.each([
    ['DestinationCidrBlock: 10.2.0.0/16', 'none'],
    ['DestinationCidrBlock: " 0.0.0.0/0 "', 'nat'],
    ['DestinationCidrBlock: !Ref Hidden', '?Hidden'],
    ['DestinationPrefixListId: pl-1', '?value pl-1'],
    ['DestinationPrefixListId: !Ref Hidden', '?Hidden'],
    ['DestinationIpv6CidrBlock: "::/0"', 'none'],
  ])('is no route for %s: %s', (destination, expected) =>
    expect(route(associated(), routed(`${destination}, NatGatewayId: nat-1`))).toBe(expected),
  );

  test('is found beside others, also where one of them may be anything', () => {
    const nat = `${anywhere}, NatGatewayId: nat-1`;
    expect(route(associated(), routed('DestinationCidrBlock: !Ref Hidden, GatewayId: x', 'A'), routed(nat, 'B'))).toBe(
      'nat',
    );
    expect(route(associated(), routed('DestinationCidrBlock: 10.2.0.0/16, GatewayId: x', 'A'), routed(nat, 'B'))).toBe(
      'nat',
    );
    expect(
      route(
        associated(),
        routed(nat, 'A', '!Ref OtherTable'),
        '  OtherTable: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }',
      ),
    ).toBe('none');
  });

  test('may be made where nobody sees it', () => {
    const propagation =
      '  Propagation: { Type: AWS::EC2::VPNGatewayRoutePropagation, Properties: { RouteTableIds: [!Ref Table], VpnGatewayId: vgw-1 } }';
    expect(route(associated(), propagation)).toBe('?the route table of Table');
    expect(route(associated(), propagation.replace('!Ref Table', 'rtb-2'))).toBe('none');
    expect(
      route(
        associated(),
        '  Stack: { Type: AWS::CloudFormation::Stack, Properties: { Parameters: { Table: !Ref Table } } }',
      ),
    ).toBe('?what Stack makes');
    expect(route(associated(), '  Made: { Type: Custom::Routes, Properties: { Table: !Ref Table } }')).toBe(
      '?what Made makes',
    );
    expect(route(associated(), '  Made: { Type: My::Own::Routes::MODULE, Properties: { Table: !Ref Table } }')).toBe(
      '?what Made makes',
    );
    expect(route(associated(), '  Made: { Type: AWS::CloudFormation::StackSet, Properties: { A: !Ref Table } }')).toBe(
      '?what Made makes',
    );
    expect(route(associated(), '  Fn::Transform: { Name: AWS::Include, Parameters: { Location: routes.yaml } }')).toBe(
      '?AWS::Include',
    );
    expect(route(associated(), '  Made: { Type: My::Custom::Routes, Properties: { Table: !Ref Table } }')).toBe('none');
    expect(route(associated(), '  Made: { Type: Custom::Routes, Properties: { Topic: !Ref Topic } }')).toBe('none');
    expect(route(associated(), 'Outputs:\n  Table: { Value: !Ref Table }')).toBe('?who uses output Table');
    expect(route(associated(), 'Outputs:\n  Topic: { Value: !Ref Topic }')).toBe('none');
  });
});

describe('a route table', () => {
  const main = '  Main: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }';
  test('is the one that the subnet is associated with, else the main one of its VPC', () => {
    expect(route(main)).toBe('none by default');
    expect(route(associated('rtb-1'))).toBe('?value rtb-1');
    expect(route(associated('!Ref Topic'))).toBe('?Topic');
    expect(route(associated('!Ref Hidden'))).toBe('?Hidden');
    expect(route(associated(), associated().replace('Association', 'Second'))).toBe('?the route table of R');
    const left = associated('!Ref Hidden').replace('Association:', 'Left:').replace('Prop', 'Condition: Never, Prop');
    expect(route(associated(), left, 'Conditions: { Never: !Equals [a, b] }')).toBe('none');
    expect(route(associated().replace('SubnetId: !Ref R', 'SubnetId: subnet-1'))).toBe('none by default');
    expect(route('Outputs:\n  Subnet: { Value: !Ref R }')).toBe('?who uses output Subnet');
    expect(route('Outputs:\n  Vpc: { Value: !Ref Vpc }')).toBe('?who uses output Vpc');
  });

  test('may be another one where somebody else is handed the VPC, or a subnet that nobody knows is associated', () => {
    const custom = '  Made: { Type: Custom::Subnet, Properties: { Name: one } }';
    expect(route(main, custom)).toBe('none by default');
    expect(route(main, custom.replace('Name: one', 'Vpc: !Ref Vpc'))).toBe('?what Made makes');
    const of = (subnet: string) => associated().replace('SubnetId: !Ref R', subnet);
    expect(route(main, custom, of('SubnetId: !Ref Made'))).toBe('?Made');
    expect(route(main, custom, of('SubnetId: !GetAtt Made.Id'))).toBe('?Made.Id');
    expect(route(main, custom, of('SubnetId: !GetAtt Nobody.Id'))).toBe('?Nobody.Id');
    expect(route(main, custom, of('SubnetId: !Ref Hidden'))).toBe('none by default');
    expect(route(main, custom, of('SubnetId: !ImportValue subnet'))).toBe('none by default');
    expect(route(main, custom, of('SubnetId: !Ref Topic'))).toBe('none by default');
    expect(route(main, custom, of('Comment: !Ref R'))).toBe('none by default');
    expect(route(associated(), custom, routed('NatGatewayId: nat-1', 'Route', '!GetAtt Made.Table'))).toBe(
      '?Made.Table',
    );
  });

  test('is of the stack of the subnet', () => {
    const table = '  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: vpc-1 } }';
    const nested = nestedStackOf(`${common.slice(1)}\n${associated('!Ref Given')}\n`, 'Given: !Ref Table', table);
    expect(shown(entity(nested, 'AWS::EC2::Subnet').defaultRoute)).toBe('?Table');
  });

  test('is unknown where the template has none for the VPC', () => {
    const of = (vpc: string) => {
      const text = `${common}\n`.replace(
        'R: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc',
        `R: { Type: AWS::EC2::Subnet, Properties: { ${vpc}`,
      );
      return shown(entity(stackOf(text), 'AWS::EC2::Subnet').defaultRoute);
    };
    expect(of('VpcId: !Ref OtherVpc')).toBe('?the route table of R');
    expect(of('VpcId: vpc-1')).toBe('?value vpc-1');
    expect(of('VpcId: !Ref Hidden')).toBe('?Hidden');
    expect(of('MapPublicIpOnLaunch: true')).toBe('?the route table of R');
  });
});

test('a route of another table that names this one is none of its own', () => {
  const other = '  OtherTable: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }';
  const through = routed(`${anywhere}, NatGatewayId: !Ref Table`, 'Route', '!Ref OtherTable');
  expect(route(associated(), other, through)).toBe('none');
});

describe('endpoints of a VPC', () => {
  const endpoints = (...more: readonly string[]) =>
    shown(entity(stackOf(`${common}\n${more.join('\n')}\n`), 'AWS::EC2::VPC', 'Vpc').endpoints);
  const endpoint = (service: string, vpc = '!Ref Vpc') =>
    `  Endpoint: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: ${vpc}, ${service} } }`;
  test.each([
    ['ServiceName: com.amazonaws.eu-west-1.ecr.dkr', '[ecr.dkr]'],
    ['ServiceName: cn.com.amazonaws.cn-north-1.ecr.api', '[ecr.api]'],
    ['ServiceName: my.com.amazonaws.eu-west-1.s3', '[my.com.amazonaws.eu-west-1.s3]'],
    ['ServiceName: !Sub "com.amazonaws.${AWS::Region}.s3"', '[s3]'],
    ['ServiceName: !Sub "com.amazonaws.eu-west-1.${Hidden}"', '[?Hidden]'],
    ['ServiceName: !Sub "${Hidden}s3"', '[?Hidden]'],
    ['ServiceName: !Ref Hidden', '[?Hidden]'],
    ['VpcEndpointType: Gateway', '[?the route table of Endpoint]'],
  ])('%s is %s', (service, expected) => expect(endpoints(endpoint(service))).toBe(expected));

  test('are those of the VPC itself, and those of one that nobody knows', () => {
    const s3 = 'ServiceName: com.amazonaws.eu-west-1.s3';
    expect(endpoints()).toBe('[] by default');
    expect(endpoints(endpoint(s3, '!Ref OtherVpc'))).toBe('[] by default');
    expect(endpoints(endpoint(s3, '!Ref Hidden'))).toBe('[s3]');
    expect(endpoints(endpoint(s3), 'Conditions: { Never: !Equals [a, b] }')).toBe('[s3]');
    expect(
      endpoints(
        endpoint(s3).replace('Properties', 'Condition: Never, Properties'),
        'Conditions: { Never: !Equals [a, b] }',
      ),
    ).toBe('[] by default');
    expect(
      endpoints('  Stack: { Type: AWS::CloudFormation::Stack, Properties: { Parameters: { Vpc: !Ref Vpc } } }'),
    ).toBe('?what Stack makes');
  });
});

test('a subnet is in the zone that is written', () => {
  const subnet = entity(stackOf(`${common}\n`), 'AWS::EC2::Subnet');
  expect([subnet.availabilityZone, subnet.cidr, subnet.vpc].map(shown)).toEqual([
    'eu-west-1a',
    '?missing CidrBlock',
    'Vpc',
  ]);
});

describe('rules of security groups beside them', () => {
  const groups = (groupId: string) => {
    const text = `${common}
  Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: one } }
  Second: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: two } }
  Rule: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: ${groupId}, IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0 } }
`;
    return stackOf(text)
      .all('AWS::EC2::SecurityGroup')
      .map(
        ({ id, ingress, strayRules }) =>
          `${id}: ${ingress.kind === 'unknown' ? '?' : ingress.value.length} ${strayRules.length}`,
      );
  };
  test.each([
    ['!Ref Group', ['Group: 1 0', 'Second: 0 0']],
    ['!GetAtt Second.GroupId', ['Group: 0 0', 'Second: 1 0']],
    ['!Ref Hidden', ['Group: 0 1', 'Second: 0 1']],
    ['sg-1', ['Group: 0 0', 'Second: 0 0']],
    ['!Ref Topic', ['Group: 0 0', 'Second: 0 0']],
  ])('GroupId: %s', (groupId, expected) => expect(groups(groupId)).toEqual(expected));
});

describe('a group that nothing may enter', () => {
  const rule = '{ IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0 }';
  const beside = (groupId: string, more = '') =>
    `  Rule: { Type: AWS::EC2::SecurityGroupIngress${more}, Properties: { ${groupId} } }`;
  const never = ', Condition: Never';
  test.each([
    ['GroupDescription: one', '', false],
    ['SecurityGroupIngress: []', '', false],
    [`SecurityGroupIngress: [${rule}]`, '', false],
    [`SecurityGroupIngress: [!If [Never, ${rule}, !Ref AWS::NoValue]]`, '', true],
    [`SecurityGroupIngress: !If [Never, [${rule}], []]`, '', true],
    ['SecurityGroupIngress: !Ref HiddenList', beside('GroupId: !Ref Group', never), false],
    ['GroupDescription: one', beside('GroupId: !Ref Group', never), true],
    ['GroupDescription: one', beside('GroupId: !Ref Hidden', never), true],
    ['GroupDescription: one', beside('GroupId: !Ref Hidden'), false],
    ['GroupDescription: one', beside('GroupId: !Ref Second', never), false],
    ['GroupDescription: one', beside('GroupId: !Ref Second'), false],
  ])('is so by conditions with { %s } and %s: %s', (properties, more, expected) => {
    const text = `  Group: { Type: AWS::EC2::SecurityGroup, Properties: { ${properties} } }
  Second: { Type: AWS::EC2::SecurityGroup }\n${more}\n`;
    const stack = stackOf(text, 'Conditions: { Never: !Equals [a, b] }');
    expect(entity(stack, 'AWS::EC2::SecurityGroup', 'Group').shutByConditions).toBe(expected);
  });
});

test('a rule for no group that is named may be for any', () => {
  const text = `  R: { Type: AWS::EC2::SecurityGroup }
  Rule: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupName: one } }\n`;
  expect(shown(entity(stackOf(text), 'AWS::EC2::SecurityGroup').strayRules)).toBe('[?group of Rule]');
});

describe('rules of security groups in another stack', () => {
  const parent = '  Group: { Type: AWS::EC2::SecurityGroup }\n';
  const own = '  Group: { Type: Custom::SecurityGroup }\n';
  test.each([
    ['!Ref Given', '1 []'],
    ['!Ref Group', '0 []'],
    ['!GetAtt Group.Id', '0 []'],
    ['!ImportValue group', '0 [?group]'],
  ])('GroupId: %s: %s', (groupId, expected) => {
    const rule = `  Rule: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: ${groupId} } }\n`;
    const { application } = nestedStackOf(own + rule, 'Given: !Ref Group', parent);
    const [root] = application.stacks;
    if (!root) throw new Error('no stack');
    const { ingress, strayRules } = entity(root, 'AWS::EC2::SecurityGroup', 'Group');
    expect(`${ingress.kind === 'unknown' ? '?' : ingress.value.length} ${shown(strayRules)}`).toBe(expected);
  });
});

test.each([
  ['AvailabilityZone: eu-west-1a', 'false', '{ list: names, member: eu-west-1a, name: `eu-west-1a` }'],
  [
    'AvailabilityZone: " us-west-2-lax-1a "',
    'true',
    '{ list: names, member: us-west-2-lax-1a, name: `us-west-2-lax-1a` }',
  ],
  [
    'AvailabilityZone: us-east-1-wl1-bos-wlz-1',
    'true',
    '{ list: names, member: us-east-1-wl1-bos-wlz-1, name: `us-east-1-wl1-bos-wlz-1` }',
  ],
  [
    'AvailabilityZone: 1us-west-2-lax-1a',
    'false',
    '{ list: names, member: 1us-west-2-lax-1a, name: `1us-west-2-lax-1a` }',
  ],
  [
    'AvailabilityZone: us-west-2-lax-1a.',
    'false',
    '{ list: names, member: us-west-2-lax-1a., name: `us-west-2-lax-1a.` }',
  ],
  ['AvailabilityZoneId: euw1-az1', 'false', '{ list: ids, member: euw1-az1, name: `euw1-az1` }'],
  ['OutpostArn: !Ref Hidden', 'true', '?the Availability Zone that AWS picks'],
  [
    'AvailabilityZone: !Select [1, !GetAZs ""]',
    'false',
    '{ list: GetAZs(AWS::Region), member: 1, name: zone 2 of the region }',
  ],
  [
    'AvailabilityZone: !Select [10, !GetAZs ""]',
    'false',
    '{ list: GetAZs(AWS::Region), member: 10, name: zone 11 of the region }',
  ],
  [
    'AvailabilityZone: us-gov-west-12-lax-1a',
    'true',
    '{ list: names, member: us-gov-west-12-lax-1a, name: `us-gov-west-12-lax-1a` }',
  ],
  ['AvailabilityZone: !Sub "${AWS::Region}b"', 'false', '{ list: AWS::Region, member: b, name: zone b of the region }'],
  [
    'AvailabilityZone: !Sub "${AWS::Region}b${Other}"',
    'false',
    '{ list: ${AWS::Region}b${/Other}, member: , name: the zone that `AWS::Region` names, source: ?AWS::Region }',
  ],
  [
    'AvailabilityZone: !Ref Hidden',
    'false',
    '{ list: /Hidden, member: , name: the zone that `Hidden` names, source: ?Hidden }',
  ],
  [
    'AvailabilityZone: !Sub "${Hidden}${Other}"',
    'false',
    '{ list: ${/Hidden}${/Other}, member: , name: the zone that `Hidden` names, source: ?Hidden }',
  ],
  [
    'AvailabilityZone: !Sub "x${Hidden}"',
    'false',
    '{ list: x${/Hidden}, member: , name: the zone that `Hidden` names, source: ?Hidden }',
  ],
  [
    'AvailabilityZone: !Select [1, !Split [",", !Select [0, !GetAZs ""]]]',
    'false',
    '{ list: Select(1,Split(",",Select(0,GetAZs(AWS::Region)))), member: , name: the zone that `Fn::GetAZs` names, source: ?Fn::GetAZs }',
  ],
  ['AvailabilityZone: [a]', 'false', '?a list'],
])('a subnet with { %s } is out of the region: %s', (properties, outside, zone) => {
  const subnet = entity(
    stackOf(`  R: { Type: AWS::EC2::Subnet, Properties: { ${properties} } }\n`),
    'AWS::EC2::Subnet',
  );
  expect([subnet.outsideRegion, subnet.zone].map(shown)).toEqual([outside, zone]);
});

describe('network ACLs', () => {
  const acl = '  Acl: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: !Ref Vpc } }';
  const entry = (properties: string, id = 'Entry', of = '!Ref Acl') =>
    `  ${id}: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: ${of}, ${properties} } }`;
  const entries = (...more: readonly string[]) =>
    shown(entity(stackOf([common, acl, ...more, ''].join('\n')), 'AWS::EC2::NetworkAcl', 'Acl').entries);
  test.each([
    [
      'RuleNumber: 100, Protocol: 6, RuleAction: ALLOW, CidrBlock: 0.0.0.0/0, PortRange: { From: 80, To: 81 }, Egress: true',
      '[{ number: 100, egress: true, protocol: 6, action: allow, cidr: 0.0.0.0/0, ports: { from: 80, to: 81 } }]',
    ],
    [
      'Ipv6CidrBlock: "::/0"',
      '[{ number: ?missing RuleNumber, egress: false by default, protocol: ?missing Protocol, action: ?missing RuleAction, cidr: nothing by default, ports: nothing by default }]',
    ],
    [
      'RuleNumber: 1, Protocol: 6, RuleAction: deny, PortRange: { From: 80 }',
      '[{ number: 1, egress: false by default, protocol: 6, action: deny, cidr: nothing by default, ports: ?missing To }]',
    ],
    [
      'RuleNumber: 1, Protocol: 6, RuleAction: deny, PortRange: { From: !Ref Hidden, To: 80 }',
      '[{ number: 1, egress: false by default, protocol: 6, action: deny, cidr: nothing by default, ports: ?Hidden }]',
    ],
  ])('with an entry of { %s }', (properties, expected) => expect(entries(entry(properties))).toBe(expected));

  test('have the entries that name them, and may have others', () => {
    const any = 'RuleNumber: 1, Protocol: -1, RuleAction: allow';
    expect(entries()).toBe('[]');
    expect(entries(entry(any, 'Entry', 'acl-1'))).toBe('[]');
    const stray = entry(any, 'Entry', '!Ref Hidden');
    expect(entries(stray)).toBe('?Hidden');
    const left = stray.replace('Properties', 'Condition: Never, Properties');
    expect(entries(left, 'Conditions: { Never: !Equals [a, b] }')).toBe('[]');
    expect(entries(stray.replace('NetworkAclId: !Ref Hidden, ', ''))).toBe('[]');
    expect(entries('Outputs:\n  Acl: { Value: !Ref Acl }')).toBe('?who uses output Acl');
  });

  const around = (...more: readonly string[]) => {
    const { networkAcl } = entity(stackOf([common, acl, ...more, ''].join('\n')), 'AWS::EC2::Subnet');
    return networkAcl && shown(networkAcl);
  };
  const association = (of: string, id = 'Around') =>
    `  ${id}: { Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: { SubnetId: !Ref R, NetworkAclId: ${of} } }`;
  test('are around the subnets that are associated with them', () => {
    expect(around()).toBe('default by default');
    expect(around('  Empty: { Type: AWS::EC2::SubnetNetworkAclAssociation }')).toBe('default by default');
    expect(around(association('!Ref Acl').replace('SubnetId: !Ref R, ', ''))).toBe('default by default');
    expect(around(association('acl-1').replace('SubnetId: !Ref R, ', ''))).toBe('default by default');
    expect(around(association('!Ref Acl').replace('!Ref R', '!Ref Hidden'))).toBe('default by default');
    expect(around(association('!Ref Acl'))).toBe('Acl');
    expect(around(association('acl-1'))).toBe('?acl-1');
    expect(around(association('!Ref Hidden'))).toBe('?Hidden');
    expect(around(association('!Ref Acl'), association('!Ref Acl', 'Twice'))).toBe('?the network ACL of R');
    expect(around(association('!Ref Hidden'), association('!Ref Acl', 'Twice'))).toBe('?Hidden');
    expect(around(association('!Ref Acl').replace(', NetworkAclId: !Ref Acl', ''))).toBe('?the network ACL of R');
  });
});
