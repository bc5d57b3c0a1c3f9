// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { around, data, evaluation, given } from './evaluation.ts';

interface Row {
  readonly expression: string;
  readonly sections?: string;
  readonly parameters?: Record<string, string>;
  readonly pseudo?: ReadonlyMap<string, string>;
  readonly comes: unknown;
}

const regions = `
Mappings:
  RegionMap:
    us-east-1: { HVM64: ami-0ff8a91507f77f867, HVMG2: ami-0a584ac55a7631c0c }
    us-west-1: { HVM64: ami-0bdb828fd58c52235, HVMG2: ami-066ee5fd4a9ef77f1 }
    ap-southeast-1: { HVM64: ami-08569b978cc4dfa10, HVMG2: ami-0be9df32ae9f92309 }
  Same:
    us-east-1: { Cpu: '256', Ports: ['80', '443'] }
    us-west-1: { Cpu: '256', Ports: ['80', '443'] }`;

const subnets = `
Parameters:
  DbSubnetIpBlocks:
    Type: CommaDelimitedList
    Default: 10.0.48.0/24, 10.0.112.0/24, 10.0.176.0/24
  RootDomainName: { Type: String, Default: example.com }
  Stack: { Type: String }
  Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' }
  Ami: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /aws/service/ecs }
  Vpc: { Type: 'AWS::EC2::VPC::Id' }`;

const conditions = `
Parameters:
  EnvironmentType: { Type: String, Default: prod }
  ASecurityGroup: { Type: String, Default: sg-mysggroup }
Conditions:
  IsProd: !Equals [!Ref EnvironmentType, prod]
  MyAndCondition: !And [!Equals [sg-mysggroup, !Ref ASecurityGroup], !Condition IsProd]
  MyNotCondition: !Not [!Equals [!Ref EnvironmentType, prod]]
  MyOrCondition: !Or [!Equals [sg-mysggroup, !Ref ASecurityGroup], Condition: MyNotCondition]`;

const prefix = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-';

const documented: Record<string, readonly Row[]> = {
  'base64.html': [
    { expression: '!Base64 AWS CloudFormation', comes: 'QVdTIENsb3VkRm9ybWF0aW9u' },
    { expression: '!Base64 größer', comes: 'Z3LDtsOfZXI=' },
    { expression: '!Base64 {Ref: Stack}', sections: subnets, comes: { parameter: 'Base64(/Stack)' } },
  ],
  'cidr.html': [
    {
      expression: '!Cidr [192.168.0.0/24, 6, 5]',
      comes: [0, 32, 64, 96, 128, 160].map((last) => `192.168.0.${last}/27`),
    },
    { expression: '!Cidr ["10.1.77.3/16", "2", "8"]', comes: ['10.1.0.0/24', '10.1.1.0/24'] },
    { expression: '!Select [1, !Cidr ["2001:db8:1234:1a00::/56", 2, 64]]', comes: '2001:db8:1234:1a01::/64' },
    {
      expression: '!Select [0, !Cidr [!GetAtt Other.CidrBlock, 1, 8]]',
      comes: { runtime: 'Select(0,Cidr(/Other.CidrBlock,"1","8"))' },
    },
    { expression: '!Cidr [10.0.0.0/24, 4, 16]', comes: { unsupported: 'Fn::Cidr' } },
  ],
  'conditions.html': [
    { expression: '!If [IsProd, c5.large, t2.micro]', sections: conditions, comes: 'c5.large' },
    { expression: '!If [MyAndCondition, a, b]', sections: conditions, comes: 'a' },
    { expression: '!If [MyNotCondition, a, b]', sections: conditions, comes: 'b' },
    { expression: '!If [MyOrCondition, a, b]', sections: conditions, comes: 'a' },
    { expression: '!If [MyNotCondition, a, !Ref AWS::NoValue]', sections: conditions, comes: undefined },
    {
      expression: '!If [IsProd, a, b]',
      sections: conditions,
      parameters: { EnvironmentType: 'test' },
      comes: 'b',
    },
  ],
  'findinmap.html': [
    {
      expression: '!FindInMap [RegionMap, !Ref AWS::Region, HVM64]',
      sections: regions,
      pseudo: new Map([['AWS::Region', 'us-west-1']]),
      comes: 'ami-0bdb828fd58c52235',
    },
    {
      expression: '!FindInMap [RegionMap, !Ref AWS::Region, HVM64]',
      sections: regions,
      comes: { parameter: 'FindInMap("RegionMap",AWS::Region,"HVM64")' },
    },
    { expression: '!FindInMap [Same, !Ref AWS::Region, Cpu]', sections: regions, comes: '256' },
    { expression: '!FindInMap [Same, !Ref AWS::Region, Ports]', sections: regions, comes: ['80', '443'] },
  ],
  'findinmap-enhancements.html': [
    {
      expression: '!FindInMap [RegionMap, mars-1, HVM64, DefaultValue: ami-none]',
      sections: regions,
      comes: 'ami-none',
    },
    {
      expression: '!FindInMap [RegionMap, us-west-1, HVM64, DefaultValue: x]',
      sections: regions,
      comes: 'ami-0bdb828fd58c52235',
    },
    {
      expression: '!FindInMap [Same, !Ref AWS::Region, Cpu, DefaultValue: "512"]',
      sections: regions,
      comes: { parameter: 'FindInMap("Same",AWS::Region,"Cpu","512")' },
    },
    { expression: "!FindInMap [Same, !Ref AWS::Region, Cpu, DefaultValue: '256']", sections: regions, comes: '256' },
    {
      expression: '!FindInMap [!Sub "Sa${X}", us-east-1, Cpu]',
      sections: `${regions}\nParameters: { X: { Type: String, Default: me } }`,
      comes: '256',
    },
  ],
  'getatt.html': [
    { expression: '!GetAtt Other.DNSName', comes: { reference: '/Other.DNSName' } },
    { expression: '!GetAtt [Other, Endpoint.Address]', comes: { reference: '/Other.Endpoint.Address' } },
    { expression: 'Fn::GetAtt: [Other, DNSName]', comes: { reference: '/Other.DNSName' } },
  ],
  'getavailabilityzones.html': [
    { expression: "!GetAZs ''", comes: { runtime: 'GetAZs(AWS::Region)' } },
    { expression: '!GetAZs {Ref: AWS::Region}', comes: { runtime: 'GetAZs(AWS::Region)' } },
    { expression: "!Select [0, !GetAZs '']", comes: { runtime: 'Select(0,GetAZs(AWS::Region))' } },
  ],
  'importvalue.html': [
    { expression: '!ImportValue net-SecurityGroupID', comes: { import: 'import(net-SecurityGroupID)' } },
    {
      expression: "Fn::ImportValue: !Sub '${Stack}-SubnetID'",
      sections: subnets,
      comes: { import: 'import(${/Stack}-SubnetID)' },
    },
    {
      expression: "Fn::ImportValue: !Sub '${Stack}-SubnetID'",
      sections: subnets,
      parameters: { Stack: 'net' },
      comes: { import: 'import(net-SubnetID)' },
    },
  ],
  'join.html': [
    { expression: '!Join [":", [a, b, c]]', comes: 'a:b:c' },
    {
      expression: "!Join ['', ['arn:', !Ref AWS::Partition, ':s3:::elasticbeanstalk-*-', !Ref AWS::AccountId]]",
      comes: { parameter: 'arn:${AWS::Partition}:s3:::elasticbeanstalk-*-${AWS::AccountId}' },
    },
    {
      expression: '!Join [",", !Ref DbSubnetIpBlocks]',
      sections: subnets,
      comes: '10.0.48.0/24,10.0.112.0/24,10.0.176.0/24',
    },
    { expression: '!Join [",", !Ref Subnets]', sections: subnets, comes: { parameter: 'Join(",",/Subnets)' } },
    { expression: "!Join ['-', [a, !Ref AWS::NoValue, b]]", comes: 'a-b' },
  ],
  'length.html': [
    { expression: '!Length [1, !Ref Stack, 3]', sections: subnets, comes: 3 },
    { expression: '!Length {Ref: DbSubnetIpBlocks}', sections: subnets, comes: 3 },
    { expression: "Fn::Length: !Split ['|', 'a|b|c']", comes: 3 },
    { expression: '!Length {Ref: Subnets}', sections: subnets, comes: { parameter: 'Length(/Subnets)' } },
  ],
  'ref.html': [
    { expression: '!Ref Other', comes: { reference: '/Other' } },
    { expression: '!Ref RootDomainName', sections: subnets, comes: 'example.com' },
    { expression: '!Ref Vpc', sections: subnets, comes: { parameter: '/Vpc' } },
    { expression: '!Ref Vpc', sections: subnets, parameters: { Vpc: 'vpc-1' }, comes: 'vpc-1' },
    { expression: '!Ref Ami', sections: subnets, comes: { runtime: '/Ami' } },
    { expression: '!Ref Ami', sections: subnets, parameters: { Ami: '/other' }, comes: { runtime: '/Ami' } },
    {
      expression: '!Ref Subnets',
      sections: subnets,
      parameters: { Subnets: 'subnet-1, subnet-2' },
      comes: ['subnet-1', 'subnet-2'],
    },
    { expression: '!Ref Nobody', comes: { unsupported: 'Nobody' } },
    { expression: '!Ref AWS::NoValue', comes: undefined },
    { expression: '!Ref AWS::StackName', comes: { parameter: '/AWS::StackName' } },
  ],
  'select.html': [
    { expression: '!Select ["1", [apples, grapes, oranges, mangoes]]', comes: 'grapes' },
    { expression: '!Select [0, !Ref DbSubnetIpBlocks]', sections: subnets, comes: '10.0.48.0/24' },
    { expression: '!Select [0, !Ref Subnets]', sections: subnets, comes: { parameter: 'Select(0,/Subnets)' } },
    { expression: '!Select [7, [a]]', comes: { unsupported: 'Fn::Select' } },
  ],
  'split.html': [
    { expression: '!Split ["|", "a|b|c"]', comes: ['a', 'b', 'c'] },
    { expression: '!Split ["|", "a||c|"]', comes: ['a', '', 'c', ''] },
    {
      expression: "!Select [2, !Split [',', !ImportValue AccountSubnetIDs]]",
      comes: { import: 'Select(2,Split(",",import(AccountSubnetIDs)))' },
    },
  ],
  'sub.html': [
    {
      expression: "!Sub ['www.${Domain}', {Domain: !Ref RootDomainName}]",
      sections: subnets,
      comes: 'www.example.com',
    },
    {
      expression: "!Sub 'arn:aws:ec2:${AWS::Region}:${AWS::AccountId}:vpc/${Vpc}'",
      sections: subnets,
      comes: { parameter: 'arn:aws:ec2:${AWS::Region}:${AWS::AccountId}:vpc/${/Vpc}' },
    },
    { expression: "!Sub 'echo ${!HOME} ${RootDomainName}'", sections: subnets, comes: 'echo ${HOME} example.com' },
    { expression: "!Sub '${Other}'", comes: { reference: '/Other' } },
    { expression: "!Sub '${Other.TopicName}!'", comes: { runtime: '${/Other.TopicName}!' } },
    { expression: "!Sub '${Subnets}'", sections: subnets, comes: { parameter: '/Subnets' } },
    { expression: "!Sub ['${a.b}', {a.b: x}]", comes: 'x' },
  ],
  'ToJsonString.html': [
    {
      expression: 'Fn::ToJsonString:\n  key1: value1\n  key2: !Ref RootDomainName',
      sections: subnets,
      comes: '{"key1":"value1","key2":"example.com"}',
    },
    { expression: 'Fn::ToJsonString: [a, 1, true, { n: !Ref AWS::NoValue }]', comes: '["a",1,true,{}]' },
    {
      expression: 'Fn::ToJsonString: { key: !Ref Stack }',
      sections: subnets,
      comes: { parameter: '{"key":"${json(/Stack)}"}' },
    },
  ],
  'transform.html': [
    {
      expression: "!Transform {Name: 'AWS::Include', Parameters: {Location: x}}",
      comes: { unsupported: 'Fn::Transform' },
    },
    { expression: '!Sequence [1]', comes: { unsupported: 'Fn::Sequence' } },
  ],
};

describe.each(Object.entries(documented))(`${prefix}%s`, (_, rows) => {
  test.each(rows)('$expression', ({ expression, sections, parameters, pseudo, comes }) => {
    const { get } = evaluation(around(expression, sections), given(parameters, pseudo && { pseudo }));
    expect(data(get())).toEqual(comes);
  });
});

test.each([
  ["'{{resolve:ssm:/app/port}}'", '{{resolve:ssm:/app/port}}'],
  ["'x-{{resolve:secretsmanager:s}}-y'", 'x-${{{resolve:secretsmanager:s}}}-y'],
  ["!Sub '{{resolve:ssm:/${Stack}/port}}'", '{{resolve:ssm:/${/Stack}/port}}'],
  ["!Join ['', ['{{resolve:ssm:', '/port}}']]", '{{resolve:ssm:/port}}'],
])('a dynamic reference is only known at run time: %s', (expression, symbol) => {
  const value = evaluation(around(expression, subnets)).get();
  expect(value).toMatchObject({ kind: 'unknown', reason: { kind: 'runtime' }, symbol });
});

test('a value says where it came from', () => {
  const sections = `${subnets}\n${regions.trim()}`;
  const at = (expression: string, parameters = {}) => evaluation(around(expression, sections), given(parameters)).get();
  const via = (expression: string, parameters = {}) =>
    at(expression, parameters)?.via.map(({ kind, name }) => `${kind} ${name}`);
  expect(via('!Ref RootDomainName')).toEqual(['parameter-default RootDomainName']);
  expect(via('!Ref RootDomainName', { RootDomainName: 'x' })).toEqual(['parameter RootDomainName']);
  expect(via("!Sub 'www.${RootDomainName}'")).toEqual(['parameter-default RootDomainName']);
  expect(via('!FindInMap [Same, !Ref AWS::Region, Cpu]')).toEqual(['mapping Same']);
  expect(via('!Select [0, !Ref DbSubnetIpBlocks]')).toEqual(['parameter-default DbSubnetIpBlocks']);
  expect(via('plain')).toEqual([]);
});

test('`AWS::NoValue` leaves out properties and items', () => {
  const { get } = evaluation(around('A: !Ref AWS::NoValue\nB: [1, !Ref AWS::NoValue, 2]'));
  expect(data(get())).toEqual({ A: undefined, B: [1, 2] });
});

test('what a macro adds to a map is unknown, what is written there is not', () => {
  const { get } = evaluation(around('Fn::Transform: { Name: AWS::Include }\nPort: 80'));
  const map = get();
  expect(map?.kind === 'map' && [map.keys, data(map.get('Port')), map.get('Protocol')?.kind]).toEqual([
    ['Port'],
    80,
    'unknown',
  ]);
});
