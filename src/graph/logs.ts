import type { Spanned } from '../source/file.ts';
import { knownIn, type Unknown, type Value } from '../value.ts';
import type { Resource } from './entities.ts';
import { matchesWildcards } from './patterns.ts';

/** One kind of logs that a load balancer writes to a bucket. */
export interface LogDelivery extends Spanned {
  readonly kind: 'access' | 'connection' | 'health check';
  /** What its attributes begin with: `access_logs.s3`. */
  readonly key: string;
  readonly enabled: Value<boolean>;
  /** The bucket as it is written; `undefined` where nothing is. */
  readonly bucketName: Value<string | undefined>;
  /** Whether any bucket is named, which is known of some names that are not. */
  readonly named: Value<boolean>;
  /** Unknown where the bucket is none of the sources. */
  readonly bucket: Value<Bucket>;
  readonly prefix: Value<string | undefined>;
}

export interface Bucket extends Resource {
  /** `undefined` where CloudFormation makes one up. */
  readonly name: Value<string | undefined>;
  /** The algorithm of its default encryption: `AES256`, `aws:kms` or `aws:kms:dsse`. */
  readonly encryption: Value<string>;
}

export interface BucketPolicy extends Resource {
  readonly bucket: Value<Bucket>;
  readonly statements: Value<readonly PolicyStatement[]>;
}

/** Unknown where it is written in the negative (`NotAction` and the like). */
export interface PolicyStatement extends Spanned {
  /** `Allow` or `Deny`. */
  readonly effect: Value<string>;
  readonly principals: Value<readonly Value<Principal>[]>;
  readonly actions: Value<readonly Value<string>[]>;
  readonly objects: Value<readonly Value<ObjectPattern>[]>;
}

/** Who a statement is about, as far as log delivery is concerned. */
export interface Principal {
  /** `load-balancing` stands for everybody and every way to name the service that writes logs. */
  readonly kind: 'load-balancing' | 'other';
  /** As a message names it. */
  readonly name: string;
}

/** What a statement says of objects: `key` without a leading slash, `*` and `?` being wildcards. */
export interface ObjectPattern {
  /** `any` is every bucket; `undefined` a bucket that is none of the sources. */
  readonly bucket: Bucket | 'any' | undefined;
  /** Absent where the bucket itself is meant. The account's id is {@link account}, other holes are {@link hole}. */
  readonly key?: string;
}

/** Stands for the id of the account that is deployed to. */
export const account = '\u0001';
/** Stands for a part of a text that nobody can know. */
export const hole = '\u0002';

/** What a policy says of writing logs. */
export type Grant =
  | { readonly kind: 'granted' }
  /** Log delivery may write, but elsewhere. */
  | ({ readonly kind: 'elsewhere'; readonly key: string } & Spanned)
  /** Somebody else may write there. */
  | ({ readonly kind: 'others'; readonly name: string } & Spanned)
  | { readonly kind: 'nothing' };

/**
 * Whether a policy lets Elastic Load Balancing write the logs of a delivery to its bucket:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function grantOf({ statements }: BucketPolicy, bucket: Bucket, { prefix }: LogDelivery): Value<Grant> {
  if (statements.kind === 'unknown') return statements;
  let doubt: Unknown | undefined;
  let best: Grant = { kind: 'nothing' };
  for (const statement of statements.value) {
    const grant = grantIn(statement, bucket, prefix);
    if (grant.kind === 'unknown') doubt ??= grant;
    else if (grant.value.kind === 'granted') return grant;
    else if (best.kind === 'nothing' || grant.value.kind === 'elsewhere') best = grant.value;
  }
  if (doubt) return doubt;
  const { span, via } = statements;
  return { kind: 'known', value: best, span, via };
}

function grantIn(statement: PolicyStatement, bucket: Bucket, prefix: LogDelivery['prefix']): Value<Grant> {
  const { effect, principals, actions, objects, span } = statement;
  const answer = (value: Grant): Value<Grant> => ({ kind: 'known', value, span, via: [] });
  const nothing = answer({ kind: 'nothing' });
  if (effect.kind === 'unknown') return effect;
  if (effect.value !== 'Allow') return nothing;
  const puts = some(actions, (action) => matchesWildcards(action.toLowerCase(), 's3:putobject'));
  if (puts === false) return nothing;
  const writes = some(objects, (pattern) => isAbout(pattern, bucket));
  if (writes === false) return nothing;
  const named = some(principals, ({ kind }) => kind === 'load-balancing');
  if (puts !== true) return puts;
  if (named === false)
    return writes === true ? answer({ kind: 'others', name: firstName(principals), span: principals.span }) : writes;
  if (named !== true) return named;
  const keys = patternsOf(objects, bucket);
  const verdicts = keys.map((key) => reaches(key, prefix));
  if (verdicts.includes(true)) return answer({ kind: 'granted' });
  const unsure = verdicts.find((verdict) => typeof verdict === 'object');
  if (typeof unsure === 'object') return unsure;
  const hidden = firstUnknown(objects);
  return hidden ?? answer({ kind: 'elsewhere', key: keys[0] ?? '', span: objects.span });
}

/** Whether anything in a list is so; an unknown that it hangs on. */
function some<T>(list: Value<readonly Value<T>[]>, isSo: (item: T) => boolean): boolean | Unknown {
  if (list.kind === 'unknown') return list;
  if (list.value.some((item) => item.kind !== 'unknown' && isSo(item.value))) return true;
  return firstUnknown(list) ?? false;
}

function firstUnknown(list: Value<readonly Value<unknown>[]>): Unknown | undefined {
  if (list.kind === 'unknown') return list;
  for (const item of list.value) if (item.kind === 'unknown') return item;
  return undefined;
}

const isAbout = ({ bucket, key }: ObjectPattern, wanted: Bucket): boolean =>
  key !== undefined && (bucket === 'any' || bucket === wanted);

const patternsOf = (objects: PolicyStatement['objects'], bucket: Bucket): readonly string[] =>
  objects.kind === 'unknown'
    ? []
    : objects.value.flatMap((each) =>
        each.kind !== 'unknown' && isAbout(each.value, bucket) && each.value.key !== undefined ? [each.value.key] : [],
      );

const firstName = (principals: PolicyStatement['principals']): string => knownIn(principals)[0]?.name ?? 'others';

/** Logs lie below `prefix/AWSLogs/account/`. */
function reaches(key: string, prefix: LogDelivery['prefix']): boolean | Unknown {
  if (key === '*') return true;
  if (prefix.kind === 'unknown') return prefix;
  const folder = `${prefix.value ? `${prefix.value}/` : ''}AWSLogs/${account}/`;
  const pattern = key.replace(/AWSLogs\/\d{12}\//, `AWSLogs/${account}/`);
  if (pattern.startsWith(folder) || matchesWildcards(pattern, `${folder}any`)) return true;
  if (!pattern.includes(hole)) return false;
  const reason = { kind: 'runtime', name: `where ${key.replaceAll(hole, '…').replaceAll(account, '…')} is` } as const;
  return { kind: 'unknown', reason, symbol: `key(${key})`, span: prefix.span, via: [] };
}
