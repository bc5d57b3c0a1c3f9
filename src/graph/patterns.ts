import { spend } from '../effort.ts';
import { same, type Unknown, type Value } from '../value.ts';
import type { ListenerRule, RuleCondition } from './load-balancing.ts';

/**
 * Whether one pattern of a listener rule admits everything that another one admits: `*` stands for any text, `?` for one
 * character. False where it cannot be shown.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export const covers = (wide: string, narrow: string): boolean =>
  matches(wide, narrow, (sign, other) => other !== '*' && (sign === '?' || (sign === other && other !== '?')));

/** Whether a text matches a pattern of IAM, in which `*` is any text and `?` one character. */
export const matchesWildcards = (pattern: string, text: string): boolean =>
  matches(pattern, text, (sign, other) => sign === '?' || sign === other);

/** Where a `*` has taken too little, only the last one needs to take more. */
function matches(pattern: string, text: string, isOne: (sign: string, other: string) => boolean): boolean {
  let [at, star, taken] = [0, -1, 0];
  for (let i = 0; i < text.length; ) {
    const sign = pattern[at];
    if (sign === '*') {
      star = at++;
      taken = i;
    } else if (sign !== undefined && isOne(sign, text[i] as string)) {
      at++;
      i++;
    } else if (star >= 0) {
      spend(i - taken + 1);
      at = star + 1;
      i = ++taken;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

/** Whether the listener may ask one rule before the other. */
export const mayPrecede = ({ priority: one }: ListenerRule, { priority: other }: ListenerRule): boolean =>
  one.kind === 'unknown' || other.kind === 'unknown' || one.value < other.value;

/** Whether every request that meets the narrow rule's conditions meets the wide one's; an unknown that it hangs on. */
export function coversRule(wide: ListenerRule, narrow: ListenerRule): boolean | Unknown {
  if (wide.conditions.kind === 'unknown') return wide.conditions;
  if (narrow.conditions.kind === 'unknown') return narrow.conditions;
  // A rule without conditions is not accepted, so nothing follows from none.
  if (wide.conditions.value.length === 0) return false;
  spend(5);
  let doubt: Unknown | undefined;
  for (const condition of wide.conditions.value) {
    const verdict = impliedBy(condition, narrow.conditions.value);
    if (verdict === false) return false;
    if (verdict !== true) doubt ??= verdict;
  }
  return doubt ?? true;
}

function impliedBy(wide: RuleCondition, others: readonly RuleCondition[]): boolean | Unknown {
  if (wide.field.kind === 'unknown') return wide.field;
  spend(others.length);
  const field = wide.field.value;
  let verdict: boolean | Unknown | undefined;
  for (const narrow of others) {
    if (same(narrow.field, wide.field) !== true || !isSameHeader(narrow.header, wide)) continue;
    const covered = coversCondition(wide, narrow, field);
    if (covered === true) return true;
    verdict ||= covered;
  }
  return verdict ?? hiddenHeader(wide, others) ?? admitsAll(wide, field);
}

const isSameHeader = (header: Value<string | undefined>, { header: other }: RuleCondition): boolean =>
  header.kind === 'unknown' || other.kind === 'unknown'
    ? same(header, other) === true
    : header.value?.toLowerCase() === other.value?.toLowerCase();

/** The name of a header that may be the one that is wanted. */
const hiddenHeader = (wide: RuleCondition, others: readonly RuleCondition[]): Unknown | undefined =>
  [wide, ...others]
    .filter(({ field }) => same(field, wide.field) === true)
    .map(({ header }) => header)
    .find((header) => header.kind === 'unknown');

/** A path or host condition that every request meets. */
function admitsAll({ values }: RuleCondition, field: string): boolean | Unknown {
  if (field !== 'path-pattern' && field !== 'host-header') return false;
  if (values.kind === 'unknown') return values;
  return values.value.some((value) => value.kind !== 'unknown' && isEverything(value.value, field));
}

const isEverything = (pattern: string, field: string): boolean =>
  (field === 'path-pattern' ? /^\/?\*+$/ : /^\*+$/).test(pattern);

function coversCondition(wide: RuleCondition, narrow: RuleCondition, field: string): boolean | Unknown {
  if (wide.values.kind === 'unknown') return wide.values;
  const patterns = wide.values.value;
  if (patterns.some((pattern) => pattern.kind !== 'unknown' && isEverything(pattern.value, field))) return true;
  if (narrow.values.kind === 'unknown') return narrow.values;
  if (narrow.regexValues.kind === 'unknown' || narrow.regexValues.value.length > 0) return false;
  if (narrow.values.value.length === 0) return false;
  let doubt: Unknown | undefined;
  for (const value of narrow.values.value) {
    const verdict = coveredBy(value, patterns, field);
    if (verdict === false) return false;
    if (verdict !== true) doubt ??= verdict;
  }
  return doubt ?? true;
}

function coveredBy(value: Value<string>, patterns: readonly Value<string>[], field: string): boolean | Unknown {
  spend(patterns.length);
  for (const pattern of patterns) if (isCovered(value, pattern, field)) return true;
  if (value.kind === 'unknown') return value;
  return patterns.find((pattern) => pattern.kind === 'unknown') ?? false;
}

function isCovered(value: Value<string>, pattern: Value<string>, field: string): boolean {
  if (pattern.kind === 'unknown' || value.kind === 'unknown') return same(pattern, value) === true;
  const inAnyCase = field !== 'path-pattern' && field !== 'http-request-method';
  const compared = (text: string) => (inAnyCase ? text.toLowerCase() : text);
  const [wide, narrow] = [compared(pattern.value), compared(value.value)];
  // Networks and methods have no wildcards: they are compared as they are written.
  return field === 'source-ip' || field === 'http-request-method' ? wide === narrow : covers(wide, narrow);
}
