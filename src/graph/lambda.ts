import { spend } from '../effort.ts';
import type { Spanned } from '../source/file.ts';
import { derived, same, type Unknown, type Value } from '../value.ts';
import type { LambdaFunction } from './compute.ts';
import type { Resource } from './entities.ts';
import type { TargetGroup } from './load-balancing.ts';
import { matchesWildcards } from './patterns.ts';

/** What is invoked: a function, or one version or alias of it, each of which has permissions of its own. */
export interface Invocation {
  readonly function: LambdaFunction;
  /** The name of the alias or version; `undefined` for the function itself. */
  readonly qualifier: Value<string | undefined>;
}

/** A statement of a function's resource-based policy. */
export interface LambdaPermission extends Resource {
  /** `undefined` where it is sure to be none of the sources' functions. */
  readonly invocation: Value<Invocation | undefined>;
  /** `lambda:InvokeFunction`, or a wildcard. */
  readonly action: Value<string>;
  /** `elasticloadbalancing.amazonaws.com`; `*` is everybody. */
  readonly principal: Value<string>;
  /** On whose behalf the principal may call. */
  readonly caller: Value<InvocationSource>;
}

export type InvocationSource =
  | { readonly kind: 'any' }
  | { readonly kind: 'target-group'; readonly targetGroup: TargetGroup }
  /** A pattern for the name of target groups: `*` and `?` are wildcards. */
  | { readonly kind: 'target-group-name'; readonly pattern: string }
  /** What is no target group: the load balancer, a listener, a bucket. */
  | { readonly kind: 'other'; readonly says: string };

/** Why a permission does not let a load balancer invoke a target. */
export interface Obstacle extends Spanned {
  readonly kind: 'principal' | 'function' | 'action' | 'qualifier' | 'source';
  /** What the permission says instead, in the user's words. */
  readonly says: string;
}

/** Elastic Load Balancing, as a service that is granted something. */
const serviceName = /^elasticloadbalancing\.amazonaws\.com(\.cn)?$/;
const wanted = 'lambda:invokefunction';

/**
 * What keeps a permission from letting Elastic Load Balancing invoke a target on behalf of its target group: nothing
 * (`undefined`), or the first thing, those first that make it a permission for something else.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 */
export function obstacleOf(
  permission: LambdaPermission,
  target: Invocation,
  group: TargetGroup,
): Value<Obstacle | undefined> {
  spend(10);
  const { principal, invocation, action, caller } = permission;
  const stop = (
    kind: Obstacle['kind'],
    at: Value<unknown>,
    says: string,
    ...from: readonly Value<unknown>[]
  ): Value<Obstacle> => derived({ kind, says, span: at.span }, at.span, [at, ...from]);
  if (principal.kind === 'unknown') return principal;
  if (principal.value !== '*' && !serviceName.test(principal.value))
    return stop('principal', principal, principal.value);
  if (invocation.kind === 'unknown') return invocation;
  const other = invocation.value;
  if (other?.function !== target.function)
    return stop('function', invocation, other?.function.id ?? 'another function');
  if (action.kind === 'unknown') return action;
  if (!matchesWildcards(action.value.toLowerCase(), wanted)) return stop('action', action, action.value);
  const match = same(other.qualifier, target.qualifier);
  if (match === 'undecided') {
    const [hidden] = [other.qualifier, target.qualifier].filter((each) => each.kind === 'unknown');
    if (hidden) return hidden;
  }
  if (!match) return stop('qualifier', invocation, nameOf(other), other.qualifier, target.qualifier);
  if (caller.kind === 'unknown') return caller;
  const refusal = refusalOf(caller.value, group);
  if (typeof refusal === 'object') return refusal;
  const named = caller.value.kind === 'target-group-name' ? [group.property('Name')] : [];
  if (refusal !== undefined) return stop('source', caller, refusal, ...named);
  return { kind: 'known', value: undefined, span: permission.span, via: [] };
}

/** `Handler`, or `Handler:live`. */
export const nameOf = ({ function: { id }, qualifier }: Invocation): string =>
  qualifier.kind === 'unknown'
    ? `${id}:${qualifier.reason.name}`
    : qualifier.value === undefined
      ? id
      : `${id}:${qualifier.value}`;

/** Who may call instead of the target group; nothing where it may. */
function refusalOf(source: InvocationSource, group: TargetGroup): string | undefined | Unknown {
  switch (source.kind) {
    case 'any':
      return undefined;
    case 'other':
      return source.says;
    case 'target-group':
      return source.targetGroup === group ? undefined : `target group \`${source.targetGroup.id}\``;
    case 'target-group-name': {
      if (source.pattern === '*') return undefined;
      const name = group.property('Name');
      if (name.kind === 'unknown') return name;
      // A name that CloudFormation makes up is known to nobody before the target group is there.
      if (name.value === undefined) return undefined;
      return matchesWildcards(source.pattern, name.value) ? undefined : `target groups named \`${source.pattern}\``;
    }
  }
}
