import { describe, expect, test } from 'vitest';
import { answer, from, rule } from './door.ts';

// Rules of security groups that are resources of their own, what a rule leaves out, and the default security group.

const ingress = (group: string, rest = 'FromPort: 8080, ToPort: 8080', more = '') =>
  `Own: { Type: AWS::EC2::SecurityGroupIngress, ${more} Properties: { GroupId: ${group}, IpProtocol: tcp, ${rest}, ${from.alb} } }`;
const nobody = 'error: no rule admits `AlbGroup`';

describe('a rule of its own', () => {
  test.each([
    [ingress('!Ref TaskGroup'), 'admitted'],
    [ingress('!GetAtt TaskGroup.GroupId'), 'admitted'],
    [ingress('!Ref OtherGroup'), nobody],
    [ingress('!Ref AlbGroup'), nobody],
    [ingress('!Ref HiddenGroup'), 'unknown'],
    [ingress('sg-0123456789abcdef0'), nobody],
    [ingress('!Ref TaskGroup', 'FromPort: 80, ToPort: 80'), 'error: only port 80 is open to `AlbGroup`'],
    ['Own: { Type: AWS::EC2::SecurityGroupIngress, Properties: { IpProtocol: tcp, GroupName: tasks } }', 'unknown'],
    [
      'Own: { Type: AWS::EC2::SecurityGroupEgress, Properties: { GroupId: !Ref TaskGroup, IpProtocol: tcp, FromPort: 8080, ToPort: 8080, DestinationSecurityGroupId: !Ref AlbGroup } }',
      nobody,
    ],
  ])('%s: %s', (more, expected) => expect(answer([], { more })).toBe(expected));

  test.each([
    [ingress('!Ref TaskGroup', undefined, 'Condition: Open,'), 'open', 'admitted'],
    [ingress('!Ref TaskGroup', undefined, 'Condition: Open,'), 'shut', nobody],
    [ingress('!If [Open, !Ref TaskGroup, !Ref OtherGroup]'), 'open', 'admitted'],
    [ingress('!If [Open, !Ref TaskGroup, !Ref OtherGroup]'), 'shut', nobody],
    [ingress('!Ref HiddenGroup', undefined, 'Condition: Open,'), 'open', 'unknown'],
    [ingress('!Ref HiddenGroup', undefined, 'Condition: Open,'), 'shut', nobody],
  ])('%s, %s: %s', (more, State, expected) => expect(answer([], { more, given: { State } })).toBe(expected));

  test('comes beside those inside the group', () => {
    const more = ingress('!Ref TaskGroup');
    expect(answer([rule(from.alb, '80')], { more })).toBe('admitted');
    expect(answer([rule(from.alb)], { more: ingress('!Ref TaskGroup', 'FromPort: 80, ToPort: 80') })).toBe('admitted');
  });
});

describe('who is handed both groups may let one into the other where nobody can look', () => {
  const handed = (type: string, tasks = '!Ref TaskGroup', alb = '!Ref AlbGroup') =>
    `Made: { Type: ${type}, Properties: { Tasks: ${tasks}, Alb: ${alb} } }`;
  test.each([
    [handed('Custom::Open'), 'unknown'],
    [handed('Custom::Open', '!GetAtt TaskGroup.GroupId'), 'unknown'],
    [handed('AWS::CloudFormation::CustomResource'), 'unknown'],
    [handed('AWS::CloudFormation::Stack'), 'unknown'],
    [handed('AWS::CloudFormation::StackSet'), 'unknown'],
    [handed('AWS::SSM::Parameter'), 'unknown'],
    [handed('My::Open::MODULE'), 'unknown'],
    [handed('My::Custom::Open'), nobody],
    [handed('My::MODULE::Open'), nobody],
    [handed('AWS::Lambda::Function'), nobody],
    [handed('Custom::Open', '!Ref TaskGroup', 'none'), nobody],
    [handed('Custom::Open', 'none', '!Ref AlbGroup'), nobody],
  ])('%s: %s', (more, expected) => expect(answer([], { more })).toBe(expected));

  test('and not where each is handed one of them', () => {
    const more = handed('Custom::Open', '!Ref TaskGroup', 'none');
    const other = handed('Custom::Open', 'none').replace('Made', 'Other');
    expect(answer([], { more: `${more}\n  ${other}` })).toBe(nobody);
  });
});

describe('what a rule leaves out', () => {
  test.each([
    [`{ IpProtocol: '-1', ${from.alb} }`, 'admitted'],
    [`{ IpProtocol: tcp, FromPort: 8080, ToPort: 8080, ${from.alb}, Description: x }`, 'admitted'],
    [`{ IpProtocol: '-1', ${from.other} }`, 'error: the port is open here, but not to `AlbGroup`'],
    [`{ IpProtocol: '-1', FromPort: -1, ToPort: -1, ${from.alb} }`, 'admitted'],
  ])('%s: %s', (written, expected) => expect(answer([written])).toBe(expected));
});

describe('the default security group', () => {
  const standard = '[!GetAtt Vpc.DefaultSecurityGroup]';
  test('admits its own members and nobody else', () => {
    expect(answer([], { albGroups: standard, taskGroups: standard })).toBe('admitted');
    expect(answer([], { taskGroups: standard })).toBe('error: the port is open here, but not to `AlbGroup`');
    expect(answer([rule(from.alb)], { albGroups: standard })).toBe(
      'error: the port is open here, but not to the default security group',
    );
    expect(answer([rule('SourceSecurityGroupId: !GetAtt Vpc.DefaultSecurityGroup')], { albGroups: standard })).toBe(
      'admitted',
    );
  });

  test('may be given more rules, which nobody follows', () => {
    const more = ingress('!GetAtt Vpc.DefaultSecurityGroup');
    expect(answer([], { taskGroups: standard, more })).toBe('unknown');
    expect(answer([], { taskGroups: standard, more: ingress('!Ref HiddenGroup') })).toBe('unknown');
    expect(answer([], { taskGroups: standard, more: ingress('!Ref OtherGroup') })).toMatch(/^error/);
  });
});
