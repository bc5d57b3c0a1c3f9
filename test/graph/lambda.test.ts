// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import mismatch from '../../rules/lambda-permission-mismatch.ts';
import missing from '../../rules/lambda-permission-missing.ts';
import { lint } from '../../src/lint.ts';

// Whether a permission lets a load balancer invoke the function that a target group registers.

interface Around {
  readonly target?: string;
  readonly name?: string;
  readonly type?: string;
  readonly targets?: string;
  /** Before the properties of the permission. */
  readonly condition?: string;
}

const template = (permission: string, { target, name, type, targets, condition }: Around) => `
Parameters: { Hidden: { Type: String }, Other: { Type: String }, State: { Type: String } }
Conditions: { Never: !Equals [a, b] }
Resources:
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2] } }
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties: { LoadBalancerArn: !Ref Alb, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }] }
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { ${name === undefined ? '' : `Name: ${name}, `}TargetType: ${type ?? 'lambda'}, Targets: ${targets ?? `[{ Id: ${target ?? '!GetAtt Quote.Arn'} }]`} }
  Others: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: others, TargetType: lambda } }
  Quote: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs22.x, Timeout: 5 } }
  Unused: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs22.x, Timeout: 5 } }
  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Quote, FunctionVersion: '1', Name: live } }
  Permit: { Type: AWS::Lambda::Permission, ${condition ?? ''} Properties: { ${permission} } }
`;

/** `invoked`, what would have to be known, or what the finding says. */
function answer(permission: string, around: Around = {}): string {
  const report = lint([{ path: 'lambda.yaml', text: template(permission, around) }], [missing, mismatch]);
  expect(report.errors).toEqual([]);
  expect(report.crashes).toEqual([]);
  const [finding] = report.findings;
  if (finding) return finding.message;
  const doubts = new Set(report.coverage.undecided.map(({ value }) => value.reason.name));
  return doubts.size > 0 ? `unknown: ${[...doubts].join()}` : 'invoked';
}

const usual = {
  FunctionName: '!GetAtt Quote.Arn',
  Action: 'lambda:InvokeFunction',
  Principal: 'elasticloadbalancing.amazonaws.com',
};
const permission = (changes: Partial<typeof usual & { readonly SourceArn: string }> = {}) =>
  Object.entries({ ...usual, ...changes })
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
const none = '`Targets` sends requests to `Quote`, but no permission lets a load balancer invoke it';
const onBehalf = (of: string) =>
  `\`Permit\` lets ${of} invoke \`Quote\`, but it is invoked on behalf of target group \`Targets\``;
const named = (pattern: string) =>
  `!Sub 'arn:aws:elasticloadbalancing:\${AWS::Region}:\${AWS::AccountId}:targetgroup/${pattern}'`;

describe('one permission', () => {
  test.each<readonly [Parameters<typeof permission>[0], string]>([
    [{}, 'invoked'],
    [{ Principal: 'elasticloadbalancing.amazonaws.com.cn' }, 'invoked'],
    [{ Principal: "'*'" }, 'invoked'],
    [{ Principal: 'events.amazonaws.com' }, none],
    [{ Principal: 'elasticloadbalancing.amazonaws.com.example' }, none],
    [{ Principal: 'my.elasticloadbalancing.amazonaws.com' }, none],
    [{ Principal: '!Ref Hidden' }, 'unknown: Hidden'],
    [{ FunctionName: '!Ref Quote' }, 'invoked'],
    [{ FunctionName: '!GetAtt Unused.Arn' }, none],
    [{ FunctionName: 'arn:aws:lambda:eu-west-1:123456789012:function:somebody' }, none],
    [{ FunctionName: '!Ref Hidden' }, 'unknown: Hidden'],
    [{ FunctionName: '!Ref Live' }, '`Permit` lets load balancers invoke `Quote:live`, but `Targets` invokes `Quote`'],
    [{ Action: 'lambda:*' }, 'invoked'],
    [{ Action: 'lambda:Invoke*' }, 'invoked'],
    [{ Action: 'lambda:invokefunction' }, 'invoked'],
    [{ Action: 'lambda:Invoke?unction' }, 'invoked'],
    [
      { Action: 'lambda.InvokeFunction' },
      '`Permit` permits `lambda.InvokeFunction`, but a load balancer needs `lambda:InvokeFunction` of `Quote`',
    ],
    [
      { Action: 'lambda:Invoke' },
      '`Permit` permits `lambda:Invoke`, but a load balancer needs `lambda:InvokeFunction` of `Quote`',
    ],
    [{ Action: '!Ref Hidden' }, 'unknown: Hidden'],
    [{ SourceArn: '!Ref Targets' }, 'invoked'],
    [{ SourceArn: '!Ref Others' }, onBehalf('target group `Others`')],
    [{ SourceArn: '!Ref Http' }, onBehalf('`Http`')],
    [{ SourceArn: '!Ref Hidden' }, 'unknown: Hidden'],
  ])('%j: %s', (changes, expected) => expect(answer(permission(changes))).toBe(expected));

  test.each([
    ['quotes', 'quotes/*', 'invoked'],
    ['quotes', 'quo*/*', 'invoked'],
    ['quotes', '*/*', 'invoked'],
    ['quotes', 'orders/*', onBehalf('target groups named `orders`')],
    ['quotes', 'quo.es/*', onBehalf('target groups named `quo.es`')],
    ['quotes', 'quo+tes/*', onBehalf('target groups named `quo+tes`')],
    ['!Ref Hidden', 'quotes/*', 'unknown: Hidden'],
    ['!Ref Hidden', '*/*', 'invoked'],
    [undefined, 'quotes/*', 'invoked'],
  ])('of a target group named %s on behalf of %s: %s', (name, pattern, expected) =>
    expect(answer(permission({ SourceArn: named(pattern) }), name === undefined ? {} : { name })).toBe(expected),
  );

  test.each([
    ['!Ref Live', '!Ref Live', 'invoked'],
    [
      '!Ref Live',
      '!GetAtt Quote.Arn',
      '`Permit` lets load balancers invoke `Quote`, but `Targets` invokes `Quote:live`',
    ],
    ['!Sub "${Quote.Arn}:${Hidden}"', '!Sub "${Quote.Arn}:${Hidden}"', 'invoked'],
    ['!Sub "${Quote.Arn}:${Hidden}"', '!Sub "${Quote.Arn}:${Other}"', 'unknown: Other'],
    ['!Sub "${Quote.Arn}:${Hidden}"', '!Ref Live', 'unknown: Hidden'],
    ['!Ref Live', '!Sub "${Quote.Arn}:${Hidden}"', 'unknown: Hidden'],
    ['!Ref Hidden', '!GetAtt Quote.Arn', 'unknown: Hidden'],
  ])('%s invoked, with a permission for %s: %s', (target, FunctionName, expected) =>
    expect(answer(permission({ FunctionName }), { target })).toBe(expected),
  );

  test('that is not created', () => expect(answer(permission(), { condition: 'Condition: Never,' })).toBe(none));

  test.each([[{ type: 'ip' }], [{ targets: '[]' }]])('of which there is no need: %j', (around) =>
    expect(answer(permission({ Principal: 'events.amazonaws.com' }), around)).toBe('invoked'),
  );
});
