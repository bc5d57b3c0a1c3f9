import { derived, givenThat, type Unknown, type Value } from '../value.ts';
import type { Attachment, Service } from './ecs.ts';
import type { TargetGroup } from './load-balancing.ts';
import type { Subnet } from './network.ts';
import type { TaskTarget } from './subjects.ts';

/** Whether an Application Load Balancer can speak the protocol of a target group. */
export const isHttp = (protocol: string | undefined): boolean => protocol === 'HTTP' || protocol === 'HTTPS';

/** Whether a proxy that AWS puts into the task takes the requests, of App Mesh or Service Connect. */
export function isProxied({ service: { connects }, taskDefinition: { proxied } }: TaskTarget): Value<boolean> {
  return !connects || proxied.kind === 'unknown' || proxied.value ? proxied : connects;
}

/** An entry for a Classic Load Balancer, which has no target groups, is no part of a path. */
export const isClassic = ({ loadBalancerName, targetGroup }: Attachment): boolean =>
  loadBalancerName.kind !== 'defaulted' && targetGroup.kind === 'unknown' && targetGroup.reason.kind === 'unsupported';

/** The first target group that a service registers its tasks in and that an Application Load Balancer can use. */
export function httpGroupOf(service: Service): Value<TargetGroup | undefined> {
  const { attachments } = service;
  if (attachments.kind === 'unknown') return attachments;
  let doubt: Unknown | undefined;
  for (const attachment of attachments.value) {
    const { targetGroup } = attachment;
    if (isClassic(attachment)) continue;
    if (targetGroup.kind === 'unknown') {
      doubt ??= targetGroup;
      continue;
    }
    const { protocol } = targetGroup.value;
    if (protocol.kind === 'unknown') doubt ??= protocol;
    else if (isHttp(protocol.value)) return givenThat(targetGroup, protocol);
  }
  return doubt ?? derived(undefined, attachments.span, [attachments]);
}

/** How many subnets a list names. Unknown where the list is, and where its only item may be a list itself. */
export function countOf(list: Value<readonly Value<Subnet>[]>): Value<number> {
  if (list.kind === 'unknown') return list;
  const [first, second] = list.value;
  const isOne = first?.kind !== 'unknown' || first.shape === 'text' || /^subnet-\w+$/.test(first.reason.name);
  if (first && !second && !isOne) return first;
  return derived(list.value.length, list.span, [list]);
}

/** How many bits of a subnet's IPv4 addresses its CIDR fixes: 24 of `10.0.0.0/24`. */
export function prefixLengthOf({ cidr }: Subnet): Value<number> {
  if (cidr.kind === 'unknown') return cidr;
  return derived(Number(/^[\d.]+\/(\d+)$/.exec(cidr.value.trim())?.[1] ?? 0), cidr.span, [cidr]);
}
