import type { Bucket, BucketPolicy, LogDelivery } from '../../../graph/logs.ts';
import { lazy } from '../../../lazy.ts';
import { map, same, type Unknown, type Value } from '../../../value.ts';
import type { Application } from '../application.ts';
import type { Evaluated } from '../evaluated.ts';
import { admits } from '../parameters.ts';
import { Properties, parseBoolean, text, unknown, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';
import { attribute, type ReadAttributes } from './attributes.ts';
import { statementOf } from './policy.ts';

const attributeDocs =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html';
const bucketDocs = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html';
const encryptionDocs = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html';
const policyDocs = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html';

const bucketType = 'AWS::S3::Bucket';

const kinds = [
  ['access', 'access_logs.s3'],
  ['connection', 'connection_logs.s3'],
  ['health check', 'health_check_logs.s3'],
] as const;

/** What a load balancer's attributes say of its logs. */
export const logDeliveriesOf = (attributes: ReadAttributes, stack: Stack): readonly LogDelivery[] =>
  kinds.map(([kind, key]) => {
    const written = attributes.get(`${key}.bucket`);
    return {
      span: attributes.get(`${key}.enabled`).span,
      kind,
      key,
      enabled: attribute(attributes, `${key}.enabled`, parseBoolean, { value: false, docs: attributeDocs }),
      bucketName: written,
      named: isNamed(written, stack),
      bucket: bucketNamed(attributes.expression(`${key}.bucket`), stack) ?? nowhere(written),
      prefix: attributes.get(`${key}.prefix`),
    };
  });

const nowhere = ({ span, via }: Value<string | undefined>): Unknown =>
  unknown({ kind: 'runtime', name: 'the bucket' }, `bucket@${span.start}`, span, via);

function isNamed(name: LogDelivery['bucketName'], stack: Stack): Value<boolean> {
  if (name.kind === 'known') return map(name, Boolean);
  if (name.kind === 'defaulted') return { ...name, value: false, docs: attributeDocs };
  const { parts = [name], span, via } = name;
  const isFilled = parts.some((part) => typeof part === 'string' || isNeverEmpty(part, stack.application));
  return isFilled ? { kind: 'known', value: true, span, via } : name;
}

/** Resources have names, and Parameter Store takes no empty text: https://github.com/getmoto/moto/issues/3794 */
function isNeverEmpty(value: Unknown, application: Application): boolean {
  const reference = application.referenceOf(value);
  if (reference) return reference.attribute === undefined;
  const parameter = application.parameterOf(value);
  return parameter !== undefined && (parameter.isSystemsManager || !admits(parameter, ''));
}

/** The bucket of the template that a name stands for: by reference, or by the same name. */
function bucketNamed(evaluated: Evaluated | undefined, stack: Stack): Value<Bucket> | undefined {
  if (!evaluated) return undefined;
  const linked = stack.link(evaluated, bucketType);
  if (linked.kind !== 'unknown') return linked;
  const name = text(evaluated);
  const { span, via } = evaluated;
  const found = stack.all(bucketType).find((bucket) => same<string | undefined>(bucket.name, name) === true);
  return found ? { kind: 'known', value: found, span, via } : linked;
}

export function readBucket(declaration: ResourceDeclaration, stack: Stack): Bucket {
  const properties = () => stack.properties(declaration);
  return lazy(stack.scenarios, stack.base(declaration), {
    name: () => properties().text<undefined>('BucketName', { value: undefined, docs: bucketDocs }),
    encryption: (): Value<string> => {
      const rules = properties().in('BucketEncryption').get('ServerSideEncryptionConfiguration');
      const [first] = rules?.kind === 'list' ? rules.items : [];
      if (rules && rules.kind !== 'list') return unknownOf(rules);
      const rule = new Properties(first, declaration.key).in('ServerSideEncryptionByDefault');
      return rule.text('SSEAlgorithm', { value: 'AES256', docs: encryptionDocs });
    },
  });
}

export function readBucketPolicy(declaration: ResourceDeclaration, stack: Stack): BucketPolicy {
  const properties = () => stack.properties(declaration);
  return lazy(stack.scenarios, stack.base(declaration), {
    bucket: () =>
      bucketNamed(properties().get('Bucket'), stack) ??
      unknown({ kind: 'unsupported', name: 'missing Bucket' }, `missing@${declaration.key.start}`, declaration.key),
    statements: (): BucketPolicy['statements'] => {
      const document = properties().in('PolicyDocument');
      const read = (item: Evaluated) => statementOf(new Properties(item, item.span), stack);
      const written = document.get('Statement');
      if (written?.kind === 'map')
        return { kind: 'known', value: [read(written)], span: written.span, via: written.via };
      return document.list('Statement', read, { value: [], docs: policyDocs });
    },
  });
}
