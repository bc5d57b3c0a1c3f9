// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { entity, nestedStackOf, shown, stackOf } from './reading.ts';

// What a Lambda permission says: whom it lets invoke what, on whose behalf.

const resources = (properties: string) => `
  F: { Type: AWS::Lambda::Function }
  Named: { Type: AWS::Lambda::Function, Properties: { FunctionName: named } }
  S: { Type: AWS::Serverless::Function }
  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref F, Name: live } }
  Nameless: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref F } }
  Aimless: { Type: AWS::Lambda::Alias, Properties: { Name: live } }
  Version: { Type: AWS::Lambda::Version, Properties: { FunctionName: !GetAtt F.Arn } }
  Mine: { Type: 'My::AWS::Lambda::Alias', Properties: { FunctionName: !Ref F, Name: live } }
  Topic: { Type: AWS::SNS::Topic, Properties: { FunctionName: !Ref F } }
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer }
  Http: { Type: AWS::ElasticLoadBalancingV2::Listener }
  Rule: { Type: AWS::ElasticLoadBalancingV2::ListenerRule }
  Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup }
  R: { Type: AWS::Lambda::Permission, Properties: { ${properties} } }
`;
const permission = (properties: string) => entity(stackOf(resources(properties)), 'AWS::Lambda::Permission');

describe('the function', () => {
  const itself = (id: string) => `{ function: ${id}, qualifier: nothing by default }`;
  const at = (id: string, qualifier: string) => `{ function: ${id}, qualifier: ${qualifier} }`;
  test.each([
    ['!Ref F', itself('F')],
    ['!GetAtt F.Arn', itself('F')],
    ['!Ref S', itself('S')],
    ['!Ref Live', at('F', 'live')],
    ['!Ref Version', at('F', '?Version')],
    ['!Ref Nameless', at('F', '?missing Name')],
    ['!Ref Aimless', '?missing FunctionName'],
    ['!Ref Topic', '?Topic'],
    ['!Ref Mine', '?Mine'],
    ['!Ref Hidden', '?Hidden'],
    ['[a, b]', '?a list'],
    ['named', itself('Named')],
    ['" named "', itself('Named')],
    ['named:live', at('Named', 'live')],
    ['named:$LATEST', at('Named', '$LATEST')],
    ['arn:aws:lambda:eu-west-1:111122223333:function:named', itself('Named')],
    ['arn:aws:lambda:eu-west-1:111122223333:function:named:2', at('Named', '2')],
    ['named.other', 'nothing'],
    ['other', 'nothing'],
    ['other/named', 'nothing'],
    ['!Sub "${F}:live"', at('F', 'live')],
    ['!Join ["", [!GetAtt F.Arn]]', itself('F')],
    ['!Select [0, !Split [":", !GetAtt F.Arn]]', '?F.Arn'],
    ['!Sub "${F.Arn}:live"', at('F', 'live')],
    ['!Sub "${F}:${Hidden}"', at('F', '?Hidden')],
    ['!Sub "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${F}"', itself('F')],
    ['!Sub "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${F}:live"', at('F', 'live')],
    ['!Sub "my-${F}"', '?F'],
    ['!Sub ":my-${F}"', '?F'],
    ['!Sub "${Hidden}${F}"', '?Hidden'],
    ['!Sub "${F}-live"', '?F'],
    ['!Sub "${F}${Hidden}"', '?F'],
    ['!Sub "${F}:v${Hidden}"', '?F'],
    ['!Sub "${F}:${Hidden}:x"', '?F'],
    ['!Sub "${Hidden}:named"', '?Hidden'],
    ['!Sub "named:${Hidden}"', '?Hidden'],
  ])('FunctionName: %s is %s', (name, expected) =>
    expect(shown(permission(`FunctionName: ${name}`).invocation)).toBe(expected),
  );

  test('is unknown where it is missing, or where the name of one is', () => {
    expect(shown(permission('').invocation)).toBe('?missing FunctionName');
    const hidden = `  Hidden1: { Type: AWS::Lambda::Function, Properties: { FunctionName: !Ref Hidden } }${resources('FunctionName: other')}`;
    expect(shown(entity(stackOf(hidden), 'AWS::Lambda::Permission').invocation)).toBe('?value other');
  });
});

describe('the function of a parent', () => {
  const parent = `  Fn: { Type: AWS::Lambda::Function, Properties: { FunctionName: theirs } }
  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn, Name: live } }
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer }\n`;
  const own = `  Fn: { Type: AWS::SNS::Topic }
  Live: { Type: AWS::Lambda::Function, Properties: { FunctionName: ours } }
  Alb: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Live, Name: live } }\n`;
  test.each([
    ['!Ref Given', '!Ref Fn', '{ function: Fn, qualifier: nothing by default }'],
    ['!Ref Given', '!GetAtt Fn.Arn', '{ function: Fn, qualifier: nothing by default }'],
    ['!Sub "${Given}:2"', '!GetAtt Fn.Arn', '{ function: Fn, qualifier: 2 }'],
    ['!Ref Given', '!Ref Live', '{ function: Fn, qualifier: live }'],
    ['!Ref Given', '!Ref Alb', '?Alb'],
    ['theirs', 'x', '{ function: Fn, qualifier: nothing by default }'],
    ['ours', 'x', '{ function: Live, qualifier: nothing by default }'],
    ['nobodys', 'x', 'nothing'],
  ])('FunctionName: %s, which is passed %s, is %s', (name, given, expected) => {
    const permission = `  R: { Type: AWS::Lambda::Permission, Properties: { FunctionName: ${name} } }\n`;
    const nested = nestedStackOf(own + permission, `Given: ${given}`, parent);
    expect(shown(entity(nested, 'AWS::Lambda::Permission').invocation)).toBe(expected);
  });

  test('is called by a load balancer of the parent', () => {
    const permission = '  R: { Type: AWS::Lambda::Permission, Properties: { SourceArn: !Ref Given } }\n';
    const nested = nestedStackOf(own + permission, 'Given: !Ref Alb', parent);
    expect(shown(entity(nested, 'AWS::Lambda::Permission').caller)).toBe('{ kind: other, says: `Alb` }');
  });
});

test.each([
  ['elasticloadbalancing.amazonaws.com', 'elasticloadbalancing.amazonaws.com'],
  ['!Sub "elasticloadbalancing.${AWS::URLSuffix}"', 'elasticloadbalancing.amazonaws.com'],
  ['!Sub "elasticloadbalancing.${Hidden}"', '?Hidden'],
  ['!Sub "${Hidden}${AWS::URLSuffix}"', '?Hidden'],
  ['!Sub "elasticloadbalancing.${AWS::URLSuffix}.cn"', '?AWS::URLSuffix'],
  ['!Sub "${Hidden}.${AWS::URLSuffix}"', '?Hidden'],
  ['!Ref Hidden', '?Hidden'],
])('Principal: %s is %s', (principal, expected) =>
  expect(shown(permission(`Principal: ${principal}`).principal)).toBe(expected),
);

test('what every permission has to say is unknown where it does not', () => {
  expect(shown(permission('').principal)).toBe('?missing Principal');
  expect(shown(permission('').action)).toBe('?missing Action');
  expect(shown(permission('Action: lambda:InvokeFunction').action)).toBe('lambda:InvokeFunction');
});

test.each([
  ['!Ref Targets', '{ kind: target-group, targetGroup: Targets }'],
  ['!Ref Alb', '{ kind: other, says: `Alb` }'],
  ['!Ref Http', '{ kind: other, says: `Http` }'],
  ['!Ref Rule', '{ kind: other, says: `Rule` }'],
  ['!Ref Topic', '?Topic'],
  ['!Ref Hidden', '?Hidden'],
  ['[a, b]', '?a list'],
  [
    'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/quotes/1',
    '{ kind: target-group-name, pattern: quotes }',
  ],
  [
    '!Sub "arn:aws:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:targetgroup/q*/*"',
    '{ kind: target-group-name, pattern: q* }',
  ],
  ['!Sub "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${Hidden}/1"', '?Hidden'],
  [
    'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/x/1',
    '{ kind: other, says: load balancers and listeners }',
  ],
  [
    'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/x/1/2',
    '{ kind: other, says: load balancers and listeners }',
  ],
  [
    'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/x/1/2/3',
    '{ kind: other, says: load balancers and listeners }',
  ],
  ['"arn:aws:elasticloadbalancing:*"', '{ kind: any }'],
  ['"arn:aws:elasticloadbalancing:eu-west-1:111122223333:*"', '{ kind: any }'],
  ['!Sub "arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:*"', '{ kind: any }'],
  ['"arn:aws:elasticloadbalancing:eu-west-1:*:x"', '?arn:aws:elasticloadbalancing:eu-west-1:*:x'],
  ['"arn:aws:elasticloadbalancing:eu-west-1:1:other/*"', '?arn:aws:elasticloadbalancing:eu-west-1:1:other/*'],
  ['"xarn:aws:elasticloadbalancing:*"', '?xarn:aws:elasticloadbalancing:*'],
  ['"arn:aws:s3:::bucket"', '?arn:aws:s3:::bucket'],
])('SourceArn: %s is %s', (source, expected) =>
  expect(shown(permission(`SourceArn: ${source}`).caller)).toBe(expected),
);

test('anybody may call where no source is said', () =>
  expect(shown(permission('').caller)).toBe('{ kind: any } by default'));

test('a serverless function takes from Globals what it leaves out, other functions do not', () => {
  const text = `
  F: { Type: AWS::Lambda::Function }
  S: { Type: AWS::Serverless::Function }
  Own: { Type: AWS::Serverless::Function, Properties: { Timeout: 7 } }
`;
  const timeouts = (globals: string) => {
    const stack = stackOf(text, globals);
    return [...stack.all('AWS::Lambda::Function'), ...stack.all('AWS::Serverless::Function')].map(
      ({ id, timeout }) => `${id}: ${shown(timeout)}`,
    );
  };
  expect(timeouts('Globals: { Function: { Timeout: 30 } }')).toEqual(['F: 3 by default', 'Own: 7', 'S: 30']);
  expect(timeouts('Globals: { Function: { MemorySize: 128 } }')).toEqual([
    'F: 3 by default',
    'Own: 7',
    'S: 3 by default',
  ]);
  const [, silent] = stackOf(text, 'Globals: { Function: { MemorySize: 128 } }').all('AWS::Serverless::Function');
  const { file, start, end } = silent?.timeout.span ?? {};
  expect(file?.text.slice(start, end)).toBe('S');
  expect(timeouts('Globals: { Api: { Timeout: 30 } }')).toEqual(['F: 3 by default', 'Own: 7', 'S: 3 by default']);
});
