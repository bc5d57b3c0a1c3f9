// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import bucketPolicy from '../../rules/access-logs-bucket-policy.ts';
import { lint } from '../../src/lint.ts';

// What statements of a bucket's policy come to for the logs of a load balancer.

const template = (statements: string, prefix: string, policy: string) => `
Parameters: { Hidden: { Type: String } }
Conditions: { Never: !Equals [a, b] }
Resources:
  Alb:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    DependsOn: Policy
    Properties:
      Subnets: [subnet-1, subnet-2]
      LoadBalancerAttributes:
        - { Key: access_logs.s3.enabled, Value: 'true' }
        - { Key: access_logs.s3.bucket, Value: !Ref Logs }
        ${prefix && `- { Key: access_logs.s3.prefix, Value: ${prefix} }`}
  Logs: { Type: AWS::S3::Bucket }
  Archive: { Type: AWS::S3::Bucket }
  Policy:
    Type: AWS::S3::BucketPolicy
    ${policy}, PolicyDocument: { Version: '2012-10-17', Statement: ${statements} } }
`;

/** `allowed`, what would have to be known, or what the finding says of the policy. */
function answer(statements: string, prefix = '', policy = 'Properties: { Bucket: !Ref Logs'): string {
  const report = lint([{ path: 'logs.yaml', text: template(statements, prefix, policy) }], [bucketPolicy]);
  expect(report.errors).toEqual([]);
  expect(report.crashes).toEqual([]);
  const [finding] = report.findings;
  if (finding) return finding.message.replace(/^`Alb` writes access logs to `Logs`,? ?/, '');
  const doubts = report.coverage.undecided.map(({ value }) => value.reason.name);
  return doubts.length > 0 ? `unknown: ${doubts.join()}` : 'allowed';
}

const service = '{ Service: logdelivery.elasticloadbalancing.amazonaws.com }';
const everywhere = "!Sub '${Logs.Arn}/*'";
const usual = { Effect: 'Allow', Principal: service, Action: 's3:PutObject', Resource: everywhere };
const statement = (changes: Partial<typeof usual> = {}) =>
  `{ ${Object.entries({ ...usual, ...changes })
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')} }`;
const nothing = 'but `Policy` does not allow it';

describe('one statement', () => {
  test.each<readonly [Partial<typeof usual>, string]>([
    [{}, 'allowed'],
    [{ Effect: 'Deny' }, nothing],
    [{ Effect: '!Ref Hidden' }, 'unknown: Hidden'],
    [{ Action: 's3:PutObject*' }, 'allowed'],
    [{ Action: 's3:Put*' }, 'allowed'],
    [{ Action: "'*'" }, 'allowed'],
    [{ Action: '[s3:GetObject, s3:PutObject]' }, 'allowed'],
    [{ Action: '[s3:GetObject]' }, nothing],
    [{ Action: '!Ref Hidden' }, 'unknown: Hidden'],
    [{ Action: '[s3:GetObject, !Ref Hidden]' }, 'unknown: Hidden'],
    [{ Action: '!Ref Hidden', Principal: "{ AWS: '111111111111' }" }, 'unknown: Hidden'],
    [{ Principal: "'*'" }, 'allowed'],
    [{ Principal: "{ AWS: '*' }" }, 'allowed'],
    [{ Principal: "{ AWS: ['111111111111', 'arn:aws:iam::127311923021:root'] }" }, 'allowed'],
    [{ Principal: "{ AWS: '111111111111' }" }, 'but `Policy` lets `111111111111` write there'],
    [{ Principal: '{ AWS: !Ref Hidden }' }, 'unknown: Hidden'],
    [{ Principal: '!Ref Hidden' }, 'unknown: Hidden'],
    [{ Principal: "{ AWS: '111111111111' }", Resource: '!Ref Hidden' }, 'unknown: Hidden'],
    [{ Resource: "!Sub '${Archive.Arn}/*'" }, nothing],
    [{ Resource: '!GetAtt Logs.Arn' }, nothing],
    [{ Resource: "'*'" }, 'allowed'],
    [{ Resource: "'**'" }, 'allowed'],
    [{ Resource: '!Ref Hidden' }, 'unknown: Hidden'],
    [{ Resource: "[!Sub '${Archive.Arn}/*', !Sub '${Logs.Arn}/*']" }, 'allowed'],
    [{ Resource: "[!Sub '${Logs.Arn}/x/*', !Ref Hidden]" }, 'unknown: Hidden'],
    [{ Resource: "!Sub '${Logs.Arn}/${Hidden}/*'" }, 'unknown: where …/* is'],
    [{ Resource: "[!Sub '${Logs.Arn}/x/*', !Sub '${Logs.Arn}/${Hidden}/*']" }, 'unknown: where …/* is'],
    [{ Resource: "!Sub '${Logs.Arn}/x-*'" }, 'below `AWSLogs/`, but `Policy` allows it below `x-*`'],
    [{ Resource: "!Sub '${Logs.Arn}/x/*'" }, 'below `AWSLogs/`, but `Policy` allows it below `x/`'],
    [
      { Resource: "[!Sub '${Archive.Arn}/a/*', !Sub '${Logs.Arn}/x/*']" },
      'below `AWSLogs/`, but `Policy` allows it below `x/`',
    ],
    [{ Resource: "!Sub '${Logs.Arn}/AWSLogs/*'" }, 'allowed'],
    [{ Resource: "!Sub '${Logs.Arn}/AWSLogs/${AWS::AccountId}/*'" }, 'allowed'],
    [{ Resource: "!Sub '${Logs.Arn}/AWSLogs/${AWS::AccountId}/elasticloadbalancing/*'" }, 'allowed'],
    [{ Resource: "!Sub '${Logs.Arn}/AWSLogs/111111111111/*'" }, 'allowed'],
    [{ Resource: "!Sub '${Logs.Arn}/*/x'" }, 'below `AWSLogs/`, but `Policy` allows it below `*/x`'],
  ])('%j: %s', (changes, expected) => expect(answer(`[${statement(changes)}]`)).toBe(expected));

  test.each([
    ['public', "!Sub '${Logs.Arn}/*'", 'allowed'],
    ['public', "!Sub '${Logs.Arn}/public/*'", 'allowed'],
    ['public', "!Sub '${Logs.Arn}/public/AWSLogs/*'", 'allowed'],
    ['public', "!Sub '${Logs.Arn}/AWSLogs/*'", 'below `public/AWSLogs/`, but `Policy` allows it below `AWSLogs/`'],
    ['!Ref Hidden', "!Sub '${Logs.Arn}/*'", 'allowed'],
    ['!Ref Hidden', "!Sub '${Logs.Arn}/AWSLogs/*'", 'unknown: Hidden'],
  ])('below %s, where %s may be written: %s', (prefix, Resource, expected) =>
    expect(answer(`[${statement({ Resource })}]`, prefix)).toBe(expected),
  );
});

describe('several statements', () => {
  const others = statement({ Principal: "{ AWS: '111111111111' }" });
  const elsewhere = statement({ Resource: "!Sub '${Logs.Arn}/x/*'" });
  const reads = statement({ Action: 's3:GetObject' });
  const hidden = statement({ Effect: '!Ref Hidden' });
  const [below, lets] = [
    'below `AWSLogs/`, but `Policy` allows it below `x/`',
    'but `Policy` lets `111111111111` write there',
  ];
  test.each([
    [[], nothing],
    [[others, elsewhere], below],
    [[elsewhere, others], below],
    [[elsewhere, reads], below],
    [[others, reads], lets],
    [[reads, others], lets],
    [[hidden, statement()], 'allowed'],
    [[statement(), hidden], 'allowed'],
    [[hidden, others], 'unknown: Hidden'],
    [[others, statement()], 'allowed'],
  ])('%j: %s', (statements, expected) => expect(answer(`[${statements.join(', ')}]`)).toBe(expected));

  test('that nobody knows', () => expect(answer('!Ref Hidden')).toBe('unknown: Hidden'));
});

describe('a policy', () => {
  const none = 'which has no policy that allows it';
  test.each([
    ['Properties: { Bucket: !Ref Archive', none],
    ['Properties: { Bucket: !Ref Hidden', 'allowed'],
    ['Condition: Never\n    Properties: { Bucket: !Ref Logs', none],
  ])('%j: %s', (policy, expected) => expect(answer(`[${statement({ Resource: "'*'" })}]`, '', policy)).toBe(expected));
});
