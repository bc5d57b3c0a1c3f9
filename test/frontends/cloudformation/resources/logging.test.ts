// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { account, hole } from '../../../../src/graph/logs.ts';
import { entity, shown, stackOf } from './reading.ts';

// What a bucket policy says: who may do what with the objects of which bucket. The account is `#`, other holes are `_`.

const buckets = `
  Nameless: { Type: AWS::S3::Bucket }
  Named: { Type: AWS::S3::Bucket, Properties: { BucketName: named } }`;
const hidden = '  Secret: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref Hidden } }';
const others = `
  Role: { Type: AWS::IAM::Role }
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer }`;
const policy = (properties: string, more = '') =>
  entity(
    stackOf(`${buckets}\n${more}${others}\n  R: { Type: AWS::S3::BucketPolicy, Properties: { ${properties} } }\n`),
    'AWS::S3::BucketPolicy',
  );
const told = (read: unknown) => shown(read).replaceAll(account, '#').replaceAll(hole, '_');

const statement = (text: string, more = '') => {
  const { statements } = policy(`PolicyDocument: { Statement: [{ ${text} }] }`, more);
  const [only] = statements.kind === 'unknown' ? [] : statements.value;
  if (!only) throw new Error('no statement');
  return only;
};

describe('objects', () => {
  const of = (bucket: string, key?: string) =>
    key === undefined ? `[{ bucket: ${bucket} }]` : `[{ bucket: ${bucket}, key: ${key} }]`;
  test.each([
    ['!GetAtt Nameless.Arn', of('Nameless')],
    ['!Sub "${Nameless.Arn}/*"', of('Nameless', '*')],
    ['!Sub "${Nameless.Arn}*"', of('Nameless', '*')],
    ['!Sub "arn:aws:s3:::${Nameless}*"', of('Nameless', '*')],
    ['!Sub "${Nameless.Arn}-other/*"', '[?which bucket is meant]'],
    ['!Sub "arn:aws:s3:::${Nameless}-other"', '[?which bucket is meant]'],
    ['!Sub "${Named.Arn}/logs/*"', of('Named', 'logs/*')],
    ['!Sub "arn:aws:s3:::${Nameless}/AWSLogs/*"', of('Nameless', 'AWSLogs/*')],
    ['!Sub "arn:${AWS::Partition}:s3:::${Nameless}"', of('Nameless')],
    ['!Sub "arn:${AWS::Partition}:s3:::${Nameless}/AWSLogs/${AWS::AccountId}/*"', of('Nameless', 'AWSLogs/#/*')],
    ['!Sub "arn:aws:s3:::${Nameless}/${Hidden}/*"', of('Nameless', '_/*')],
    ['arn:aws:s3:::named', of('Named')],
    ['arn:aws:s3:::named/logs/*', of('Named', 'logs/*')],
    ['arn:aws:s3:::other/logs/*', of('nothing', 'logs/*')],
    ['"*"', of('any', '*')],
    ['"**"', of('any', '*')],
    ['"arn:aws:s3:::*"', of('any', '*')],
    ['"arn:aws:s3:::*/*"', of('any', '*')],
    ['"arn:aws:s3:::*/logs/*"', of('any', 'logs/*')],
    ['"arn:aws:s3:::nam*/logs"', '[?which bucket is meant]'],
    ['"arn:aws:s3:::name?/logs"', '[?which bucket is meant]'],
    ['!Sub "arn:aws:s3:::logs-${AWS::AccountId}/*"', '[?which bucket is meant]'],
    ['!Sub "arn:aws:s3:::logs-${Hidden}/*"', '[?which bucket is meant]'],
    ['!Sub "${Nameless}/logs"', '[?Nameless]'],
    ['!Ref Nameless', '[?Nameless]'],
    ['!Ref Hidden', '?Hidden'],
    ['!Sub "${Hidden}/*"', '[?Hidden]'],
    ['nonsense', '[?value nonsense]'],
    ['"*x"', '[?value *x]'],
    ['"arn:aws:s3:::"', '[?value arn:aws:s3:::]'],
    ['[[a], { b: c }]', '[?a list, ?a map]'],
  ])('Resource: %s is %s', (resource, expected) =>
    expect(told(statement(`Resource: ${resource}`).objects)).toBe(expected),
  );

  test.each([
    ['!Sub "arn:aws:s3:::${Hidden}/logs/*"', of('Secret', 'logs/*')],
    ['!Sub "arn:aws:s3:::${Other}/logs/*"', '[?which bucket is meant]'],
    ['arn:aws:s3:::named/logs/*', of('Named', 'logs/*')],
    ['arn:aws:s3:::other/logs/*', '[?whose bucket other is]'],
  ])('Resource: %s, where the name of a bucket is hidden, is %s', (resource, expected) =>
    expect(told(statement(`Resource: ${resource}`, hidden).objects)).toBe(expected),
  );
});

describe('principals', () => {
  const elb = (name: string) => `{ kind: load-balancing, name: ${name} }`;
  const other = (name: string) => `{ kind: other, name: ${name} }`;
  test.each([
    ['"*"', `[${elb('`*`')}]`],
    ['somebody', `[${other('`somebody`')}]`],
    ['{ AWS: "*" }', `[${elb('`*`')}]`],
    ['{ Service: "*" }', `[${elb('`*`')}]`],
    ['{ AWS: "127311923021" }', `[${elb('`127311923021`')}]`],
    ['{ AWS: "arn:aws:iam::127311923021:root" }', `[${elb('`arn:aws:iam::127311923021:root`')}]`],
    ['{ AWS: "111122223333" }', `[${other('`111122223333`')}]`],
    ['{ AWS: "1127311923021" }', `[${other('`1127311923021`')}]`],
    ['{ AWS: ["111122223333", "054676820928"] }', `[${other('`111122223333`')}, ${elb('`054676820928`')}]`],
    ['{ AWS: !Sub "arn:${AWS::Partition}:iam::127311923021:root" }', `[${elb('arn:…:iam::127311923021:root')}]`],
    ['{ AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root" }', `[${other('the account itself')}]`],
    ['{ AWS: [!Ref AWS::AccountId] }', `[${other('the account itself')}]`],
    ['{ AWS: !Ref AWS::AccountId }', '[?AWS::AccountId]'],
    ['{ Service: !Sub "${AWS::AccountId}.amazonaws.com" }', '[?AWS::AccountId]'],
    ['{ AWS: !Sub "arn:aws:iam::${Hidden}:root" }', '[?Hidden]'],
    ['{ AWS: !GetAtt Role.Arn }', '[?Role.Arn]'],
    ['{ AWS: !Ref Hidden }', '[?Hidden]'],
    ['{ AWS: [{ a: b }] }', '[?a map]'],
    ['{ Service: elasticloadbalancing.amazonaws.com }', `[${elb('`elasticloadbalancing.amazonaws.com`')}]`],
    ['{ Service: elasticloadbalancing.amazonaws.com.cn }', `[${elb('`elasticloadbalancing.amazonaws.com.cn`')}]`],
    [
      '{ Service: logdelivery.elasticloadbalancing.amazonaws.com }',
      `[${elb('`logdelivery.elasticloadbalancing.amazonaws.com`')}]`,
    ],
    ['{ Service: logdelivery.elb.amazonaws.com }', `[${elb('`logdelivery.elb.amazonaws.com`')}]`],
    ['{ Service: delivery.logs.amazonaws.com }', `[${other('`delivery.logs.amazonaws.com`')}]`],
    ['{ Service: elb.amazonaws.com.example }', `[${other('`elb.amazonaws.com.example`')}]`],
    ['{ Service: notelb.amazonaws.com }', `[${other('`notelb.amazonaws.com`')}]`],
    ['[a]', '?a list'],
    ['!Ref Hidden', '?Hidden'],
  ])('Principal: %s is %s', (principal, expected) =>
    expect(told(statement(`Principal: ${principal}`).principals)).toBe(expected),
  );
});

test('what is written in the negative, or not at all, is not what is meant', () => {
  expect(told(statement('NotPrincipal: { AWS: "*" }').principals)).toBe('?NotPrincipal');
  expect(told(statement('NotAction: "s3:*"').actions)).toBe('?NotAction');
  expect(told(statement('NotResource: "*"').objects)).toBe('?NotResource');
  const nothing = statement('Sid: nothing');
  expect([nothing.effect, nothing.principals, nothing.actions, nothing.objects].map(told)).toEqual([
    '?missing Effect',
    '[]',
    '[] by default',
    '[] by default',
  ]);
});

test('a policy has one statement, or a list of them', () => {
  const count = (document: string) => {
    const { statements } = policy(document);
    return statements.kind === 'unknown'
      ? `?${statements.reason.name}`
      : statements.value.map(({ effect }) => told(effect));
  };
  expect(count('PolicyDocument: { Statement: { Effect: Allow } }')).toEqual(['Allow']);
  expect(count('PolicyDocument: { Statement: [{ Effect: Allow }, { Effect: Deny }] }')).toEqual(['Allow', 'Deny']);
  expect(count('PolicyDocument: { Statement: !Ref Hidden }')).toBe('?Hidden');
  expect(count('PolicyDocument: !Ref Hidden')).toBe('?Hidden');
  expect(count('Bucket: named')).toEqual([]);
});

test.each([
  ['!Ref Nameless', 'Nameless'],
  ['named', 'Named'],
  ['!Ref Hidden', 'Secret'],
  ['!Sub "${Hidden}"', 'Secret'],
  ['!Ref Other', '?Other'],
  ['other', '?other'],
  ['!Ref Role', '?Role'],
  ['[named]', '?a list'],
])('Bucket: %s is %s', (bucket, expected) => expect(told(policy(`Bucket: ${bucket}`, hidden).bucket)).toBe(expected));

test('a policy without a bucket is of one that nobody knows', () =>
  expect(told(policy('').bucket)).toBe('?missing Bucket'));

test.each([
  ['', 'AES256 by default'],
  ['BucketEncryption: { ServerSideEncryptionConfiguration: [] }', 'AES256 by default'],
  [
    'BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } }] }',
    'aws:kms',
  ],
  ['BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true }] }', 'AES256 by default'],
  ['BucketEncryption: { ServerSideEncryptionConfiguration: !Ref Hidden }', '?Hidden'],
  ['BucketEncryption: !Ref Hidden', '?Hidden'],
])('a bucket with { %s } is encrypted by %s', (properties, expected) => {
  const stack = stackOf(`  R: { Type: AWS::S3::Bucket, Properties: { ${properties} } }\n`);
  expect(told(entity(stack, 'AWS::S3::Bucket').encryption)).toBe(expected);
});

test.each([
  ['named', 'true'],
  ['""', 'false'],
  ['!Ref Nameless', 'true'],
  ['!GetAtt Alb.DNSName', '?Alb.DNSName'],
  ['!Ref Hidden', '?Hidden'],
])('with the bucket %s one is named: %s', (bucket, expected) => {
  const properties = `LoadBalancerAttributes: [{ Key: access_logs.s3.bucket, Value: ${bucket} }]`;
  const text = `${buckets}${others}\n  R: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { ${properties} } }\n`;
  const [access] = entity(stackOf(text), 'AWS::ElasticLoadBalancingV2::LoadBalancer').logs;
  expect(shown(access?.named)).toBe(expected);
});

test('where nobody knows the attributes, nobody knows whether a bucket is named', () => {
  const text = `  R: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { LoadBalancerAttributes: !Ref Hidden } }\n`;
  const [access] = entity(stackOf(text), 'AWS::ElasticLoadBalancingV2::LoadBalancer').logs;
  expect([access?.named, access?.bucket].map(shown)).toEqual(['?Hidden', '?the bucket']);
});

test('logs are written where the attributes say', () => {
  const attribute = (key: string, value: string) => `{ Key: ${key}, Value: ${value} }`;
  const alb = (...attributes: readonly string[]) => {
    const text = `${buckets}\n  R: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { LoadBalancerAttributes: [${attributes.join(', ')}] } }\n`;
    return entity(stackOf(text), 'AWS::ElasticLoadBalancingV2::LoadBalancer').logs.map(told);
  };
  const off = (kind: string, key: string) =>
    `{ kind: ${kind}, key: ${key}, enabled: false by default, bucketName: nothing by default, named: false by default, bucket: ?the bucket, prefix: nothing by default }`;
  expect(alb()).toEqual([
    off('access', 'access_logs.s3'),
    off('connection', 'connection_logs.s3'),
    off('health check', 'health_check_logs.s3'),
  ]);
  expect(
    alb(
      attribute('access_logs.s3.enabled', '"true"'),
      attribute('access_logs.s3.bucket', '!Ref Nameless'),
      attribute('access_logs.s3.prefix', 'alb'),
      attribute('connection_logs.s3.bucket', 'named'),
    ).slice(0, 2),
  ).toEqual([
    '{ kind: access, key: access_logs.s3, enabled: true, bucketName: ?Nameless, named: true, bucket: Nameless, prefix: alb }',
    '{ kind: connection, key: connection_logs.s3, enabled: false by default, bucketName: named, named: true, bucket: Named, prefix: nothing by default }',
  ]);
});
