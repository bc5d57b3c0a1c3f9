// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { expect, test } from 'vitest';
import { around, data, evaluation, given } from './evaluation.ts';

// The range of a VPC is what its template writes, unless a pool picks it.

const parameters = `Parameters:
  Range: { Type: String, Default: 10.2.0.0/16 }
  Hidden: { Type: String }
  Flag: { Type: String, AllowedValues: [a, b] }
Conditions:
  IsA: !Equals [!Ref Flag, a]`;

const rangeOf = (properties: string, expression = '!GetAtt Vpc.CidrBlock', type = 'AWS::EC2::VPC') =>
  evaluation(`${around(expression, parameters)}  Vpc: { Type: '${type}', Properties: ${properties} }\n`);

const hidden = { reference: '/Vpc.CidrBlock' };
test.each([
  ['{ CidrBlock: 10.0.0.0/16 }', '10.0.0.0/16'],
  ['{ CidrBlock: !Ref Range }', '10.2.0.0/16'],
  ['{ CidrBlock: !Sub "10.${AWS::NoValue}" }', hidden],
  ['{ CidrBlock: !Ref Hidden }', hidden],
  ['{ CidrBlock: !GetAtt Vpc.CidrBlock }', hidden],
  ['{ CidrBlock: [10.0.0.0/16] }', hidden],
  ['{ Ipv4IpamPoolId: ipam-1, Ipv4NetmaskLength: 16 }', hidden],
  ['{ Ipv4IpamPoolId: ipam-1, CidrBlock: 10.0.0.0/16 }', hidden],
  ['{ Ipv4NetmaskLength: 16, CidrBlock: 10.0.0.0/16 }', hidden],
  ['{ EnableDnsSupport: true }', hidden],
  ['!Ref Hidden', hidden],
])('of %s it is %j', (properties, expected) => expect(data(rangeOf(properties).get())).toEqual(expected));

test('it may be part of another text, or cut into subnets', () => {
  const vpc = '{ CidrBlock: 10.0.0.0/16 }';
  expect(data(rangeOf(vpc, '!Sub "from ${Vpc.CidrBlock}"').get())).toBe('from 10.0.0.0/16');
  expect(data(rangeOf(vpc, '!Cidr [!GetAtt Vpc.CidrBlock, 2, 8]').get())).toEqual(['10.0.0.0/24', '10.0.1.0/24']);
});

test('it rests on the default of the parameter that it comes from, and is written elsewhere', () => {
  const value = rangeOf('{ CidrBlock: !Ref Range }').get();
  expect(value?.via.map(({ kind, name }) => [kind, name])).toEqual([['parameter-default', 'Range']]);
  expect(rangeOf('{ CidrBlock: 10.0.0.0/16 }').get()).not.toHaveProperty('slot');
  const set = evaluation(
    `${around('!GetAtt Vpc.CidrBlock', parameters)}  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !Ref Range } }\n`,
    given({ Range: '10.3.0.0/16' }),
  );
  expect(data(set.get())).toBe('10.3.0.0/16');
});

test('it is another one in each scenario', () => {
  const { outcomes } = rangeOf('{ CidrBlock: !If [IsA, 10.0.0.0/16, 10.1.0.0/16] }').explore('P');
  expect(outcomes.map(({ result }) => result)).toEqual(['10.0.0.0/16', '10.1.0.0/16']);
});

test('of nothing else, and no other attribute, is it taken from the template', () => {
  const written = '{ CidrBlock: 10.0.0.0/16 }';
  expect(data(rangeOf(written, undefined, 'AWS::EC2::Subnet').get())).toEqual(hidden);
  expect(data(rangeOf(written, '!GetAtt Vpc.CidrBlockAssociations').get())).toEqual({
    reference: '/Vpc.CidrBlockAssociations',
  });
});
