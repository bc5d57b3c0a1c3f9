import { hash } from '../../../fingerprint.ts';
import {
  account,
  type Bucket,
  hole,
  type ObjectPattern,
  type PolicyStatement,
  type Principal,
} from '../../../graph/logs.ts';
import type { Unknown, Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { Properties, text, unknown, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';

const docs = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html';

/** One statement of a policy document. */
export function statementOf(properties: Properties, stack: Stack): PolicyStatement {
  const listed = <T>(key: string, item: (evaluated: Evaluated) => Value<T>): Value<readonly Value<T>[]> => {
    const negated = properties.get(`Not${key}`);
    const { span } = properties;
    if (negated) return unknown({ kind: 'unsupported', name: `Not${key}` }, `Not${key}@${span.start}`, span);
    return listOf(properties, key, item);
  };
  return {
    span: properties.span,
    effect: properties.requiredText('Effect'),
    principals: principalsOf(properties),
    actions: listed('Action', text),
    objects: listed('Resource', (item) => objectOf(item, stack)),
  };
}

/** A list, or one text in place of it: what has pieces is a text, even where not all of them are known. */
function listOf<T>(properties: Properties, key: string, item: (evaluated: Evaluated) => Value<T>) {
  const written = properties.get(key);
  if (written?.kind !== 'unknown' || !written.parts) return properties.list(key, item, { value: [], docs });
  const { span, via } = written;
  return { kind: 'known' as const, value: [item(written)], span, via };
}

function principalsOf(properties: Properties): PolicyStatement['principals'] {
  const { span } = properties;
  if (properties.get('NotPrincipal'))
    return unknown({ kind: 'unsupported', name: 'NotPrincipal' }, `NotPrincipal@${span.start}`, span);
  const written = properties.get('Principal');
  if (!written) return { kind: 'known', value: [], span, via: [] };
  if (written.kind === 'literal') {
    const everybody = written.text === '*';
    const value: Principal = { kind: everybody ? 'load-balancing' : 'other', name: `\`${written.text}\`` };
    return { kind: 'known', value: [{ kind: 'known', value, span: written.span, via: written.via }], span, via: [] };
  }
  if (written.kind !== 'map') return unknownOf(written);
  const found: Value<Principal>[] = [];
  for (const type of written.keys) {
    const names = listOf(new Properties(written, written.span), type, (item) => principalOf(type, item));
    if (names.kind === 'unknown') found.push(names);
    else found.push(...names.value);
  }
  return { kind: 'known', value: found, span: written.span, via: written.via };
}

/**
 * The accounts from which logs are written in Regions that opened before August 2022:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
const loggingAccounts =
  /\b(127311923021|033677994240|027434742980|797873946194|098369216593|754344448648|589379963580|718504428378|383597477331|600734575887|114774131450|783225319266|582318560864|985666609251|054676820928|156460612806|652711504416|635631232127|009996457667|897822967062|076674570225|507241528517|048591011584|190560391635|638102146993|037604701340)\b/;

/** The service that writes them everywhere, on Outposts too; `delivery.logs.amazonaws.com` serves Network Load Balancers. */
const loggingService = /(^|\.)(elasticloadbalancing|elb)\.amazonaws\.com(\.cn)?$/;

function principalOf(type: string, item: Evaluated): Value<Principal> {
  const { span, via } = item;
  const known = (kind: Principal['kind'], name: string): Value<Principal> => ({
    kind: 'known',
    value: { kind, name },
    span,
    via,
  });
  if (item.kind === 'literal') {
    const is = item.text === '*' || (type === 'Service' ? loggingService : loggingAccounts).test(item.text);
    return known(is ? 'load-balancing' : 'other', `\`${item.text}\``);
  }
  if (item.kind !== 'unknown') return unknownOf(item);
  const parts = item.parts ?? [item];
  const literal = parts.filter((part) => typeof part === 'string').join('…');
  if (loggingAccounts.test(literal)) return known('load-balancing', literal);
  // Logs are never written from the account that is deployed to.
  const own = parts.some((part) => typeof part === 'object' && part.symbol === 'AWS::AccountId');
  return own && type === 'AWS' ? known('other', 'the account itself') : item;
}

/** What an ARN says of the objects of a bucket. */
function objectOf(item: Evaluated, stack: Stack): Value<ObjectPattern> {
  const { span, via } = item;
  const unclear = (name: string) => unknown({ kind: 'runtime', name }, `bucket@${span.start}`, span, via);
  const known = (bucket: ObjectPattern['bucket'], rest: string): Value<ObjectPattern> => {
    // A wildcard at the end of a bucket's ARN stands for slashes as well, and so for its objects.
    if (rest === '*') return { kind: 'known', value: { bucket, key: rest }, span, via };
    if (rest.startsWith('/')) return { kind: 'known', value: { bucket, key: rest.slice(1) }, span, via };
    return rest === '' ? { kind: 'known', value: { bucket }, span, via } : unclear('which bucket is meant');
  };
  const read = text(item);
  const parts = read.kind === 'unknown' ? (read.parts ?? [read]) : [read.value];
  const buckets = stack.all('AWS::S3::Bucket');
  const [first] = parts;
  const byArn = typeof first === 'object' && buckets.find(({ id }) => first.symbol === `${stack.name}/${id}.Arn`);
  if (byArn) return known(byArn, marked(parts.slice(1)));
  const whole = marked(parts);
  if (/^\*+$/.test(whole)) return known('any', '*');
  const start = parts.findIndex((part) => typeof part === 'string' && part.endsWith(':s3:::'));
  const next = parts[start + 1];
  const byName =
    start >= 0 && typeof next === 'object'
      ? buckets.find(({ id }) => next.symbol === `${stack.name}/${id}`)
      : undefined;
  if (byName) return known(byName, marked(parts.slice(start + 2)));
  const [, name = '', rest = ''] = /:s3:::([^/]*)(.*)/s.exec(spelled(parts)) ?? [];
  if (name === '') return unknownOf(item);
  if (name === '*') return known('any', rest === '' ? '*' : unspelled(rest));
  const named = buckets.map((bucket) => ({ bucket, own: nameOf(bucket) }));
  const match = named.find(({ own }) => own === name);
  if (match) return known(match.bucket, unspelled(rest));
  if (name.includes(hole) || name.includes(account) || /[*?]/.test(name)) return unclear('which bucket is meant');
  return named.some(({ own }) => own?.includes(hole))
    ? unclear(`whose bucket ${name} is`)
    : known(undefined, unspelled(rest));
}

function nameOf({ name }: Bucket): string | undefined {
  if (name.kind !== 'unknown') return name.value;
  return spelled(name.parts ?? [name]);
}

/** A text in which each hole is one sign. */
const marked = (parts: readonly (string | Unknown)[]): string => unspelled(spelled(parts));

/** A text in which each hole is one sign and what it is, without slashes, so that different holes make different texts. */
const spelled = (parts: readonly (string | Unknown)[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : markOf(part))).join('');

const markOf = ({ symbol }: Unknown): string =>
  symbol === 'AWS::AccountId' ? account : `${hole}${hash([symbol])}${hole}`;

const unspelled = (text: string): string => text.replaceAll(/\u0002[^\u0002]*\u0002/g, hole);
