import type { Spanned } from '../source/file.ts';
import { show, type Value } from '../value.ts';
import type { Admission, Endpoint, NearMiss } from './admission.ts';

type Place = readonly [where: Spanned, text: string];

/** `A`, `A` and `B`: security groups by the user's names. Only for lists of which every member is known. */
export function namesOf(groups: Endpoint['securityGroups']): string {
  if (groups.kind === 'unknown') return 'an unknown security group';
  const names = groups.value.map((group) =>
    group.kind === 'unknown'
      ? show(group)
      : group.value.id === 'default'
        ? 'the default security group'
        : `\`${group.value.id}\``,
  );
  return names.length < 2 ? (names[0] ?? 'no security group') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `port 8080`, the dynamic range, or a port that nobody can know. */
export function namePort(port: Value<number | 'dynamic'>): string {
  if (port.kind === 'unknown') return 'its port';
  return port.value === 'dynamic' ? 'the dynamic port range' : `port ${show(port)}`;
}

/** The place where a closed door is best seen: the rule that comes nearest, or the groups that have none. */
export function doorOf(admission: Admission, groups: Endpoint['securityGroups'], peer: string, nothing: string): Place {
  const order: readonly NearMiss['wrong'][] = ['no-source', 'protocol', 'ipv6', 'port', 'peer'];
  const rank = ({ wrong, doubtful }: NearMiss) => order.indexOf(wrong) + (doubtful ? order.length : 0);
  const [near] = [...admission.near].sort((a, b) => rank(a) - rank(b));
  if (near) return [placeOf(near), textOf(near, peer, admission.near)];
  if (groups.kind === 'unknown') return [groups, nothing];
  const first = groups.value.find((group) => group.kind !== 'unknown');
  return [first ? first.value : groups, nothing];
}

/** `only port 80 and the range 8000 to 8080 are open to` somebody: what every rule says that has but the wrong port. */
function openTo(peer: string, near: readonly NearMiss[]): string {
  const open = near.flatMap(({ rule, wrong, doubtful }) =>
    wrong === 'port' && !doubtful ? [portsOf(rule.fromPort, rule.toPort)] : [],
  );
  const [first, second, ...more] = [...new Set(open)];
  if (second === undefined) return `only ${first} is open to ${peer}`;
  return more.length > 0
    ? `only ${first}, ${second} and ${more.length} more are open to ${peer}`
    : `only ${first} and ${second} are open to ${peer}`;
}

function placeOf({ rule, wrong }: NearMiss): Spanned {
  switch (wrong) {
    case 'port':
      return rule.fromPort.kind === 'defaulted' ? rule : rule.fromPort;
    case 'protocol':
      return rule.protocol;
    case 'no-source':
      return rule;
    case 'ipv6':
    case 'peer':
      return peerPlace(rule.peer) ?? rule;
  }
}

function peerPlace(peer: NearMiss['rule']['peer']): Spanned | undefined {
  if (peer.kind === 'group') return peer.group;
  return peer.kind === 'cidr' || peer.kind === 'cidr-ipv6' ? peer.cidr : undefined;
}

function textOf({ rule, wrong, doubtful }: NearMiss, peer: string, all: readonly NearMiss[]): string {
  switch (wrong) {
    case 'port':
      return doubtful ? `this opens only ${portsOf(rule.fromPort, rule.toPort)}` : openTo(peer, all);
    case 'protocol':
      return `this is for ${show(rule.protocol)} only, and the load balancer speaks TCP`;
    case 'ipv6':
      return `this is for IPv6 only, and the load balancer reaches its targets over IPv4`;
    case 'no-source':
      return 'this rule names nobody: CloudFormation accepts it and adds nothing';
    case 'peer':
      return rule.peer.kind === 'cidr'
        ? `the port is open here, but to no address of ${peer}`
        : `the port is open here, but not to ${peer}`;
  }
}

function portsOf(from: Value<number>, to: Value<number>): string {
  if (from.kind !== 'unknown' && to.kind !== 'unknown' && from.value !== to.value)
    return `the range ${from.value} to ${to.value}`;
  return `port ${show(from)}`;
}
