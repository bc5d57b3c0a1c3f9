import { spend } from '../effort.ts';
import { derived, knownIn, type Unknown, type Value } from '../value.ts';
import type { Subnet } from './network.ts';

/** An Availability Zone, in a way that tells it from others of the same list: of names, or of the zones of a region. */
export interface Zone {
  /** The list it is one of; members of different lists may or may not be the same zone. */
  readonly list: string;
  readonly member: string;
  /** How a message names it: `us-east-1a`, `zone 1 of the region`. */
  readonly name: string;
  /** The unknown that names it, where no list does. */
  readonly source?: Unknown;
}

/** Where a subnet sends IPv4 traffic for the internet: `none` is nowhere. */
export type DefaultRoute = 'internet-gateway' | 'nat' | 'other' | 'none';

/** Whether two subnets lie in one Availability Zone; undecided where their zones are named in different ways. */
export function sameZone(a: Subnet, b: Subnet): Value<boolean> {
  spend(3);
  if (a === b) return derived(true, a.span, []);
  if (a.zone.kind === 'unknown') return a.zone;
  if (b.zone.kind === 'unknown') return b.zone;
  const [left, right] = [a.zone.value, b.zone.value];
  if (left.list === right.list) return derived(left.member === right.member, a.zone.span, [a.zone, b.zone]);
  const source = left.source ?? right.source;
  if (source) return source;
  return {
    kind: 'unknown',
    reason: { kind: 'runtime', name: `whether ${left.name} is ${right.name}` },
    symbol: `same(${left.list}/${left.member},${right.list}/${right.member})`,
    span: a.zone.span,
    via: [],
  };
}

/**
 * The subnets of targets that lie in a zone where a load balancer has no subnet of its own. Unknown where a zone cannot
 * be compared; subnets that the sources do not show are never among them.
 */
export function strandedIn(
  targets: Value<readonly Value<Subnet>[]>,
  loadBalancer: Value<readonly Value<Subnet>[]>,
): Value<readonly Subnet[]> {
  const own = knownIn(loadBalancer);
  const all = loadBalancer.kind !== 'unknown' && own.length === loadBalancer.value.length && own.length > 0;
  const stranded: Subnet[] = [];
  const from: Value<unknown>[] = [targets, loadBalancer];
  let doubt: Unknown | undefined;
  for (const subnet of all ? knownIn(targets) : []) {
    const compared = own.map((other) => sameZone(subnet, other));
    if (compared.some((same) => same.kind !== 'unknown' && same.value)) continue;
    const hidden = compared.find((same) => same.kind === 'unknown');
    if (hidden?.kind === 'unknown') doubt ??= hidden;
    else {
      stranded.push(subnet);
      from.push(...compared);
    }
  }
  return stranded.length === 0 && doubt ? doubt : derived(stranded, targets.span, from);
}
