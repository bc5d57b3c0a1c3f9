import { spend } from '../effort.ts';
import { knownIn, same, type Unknown, type Value } from '../value.ts';
import { addedBetween } from './added.ts';
import { contains, isEverywhere, overlaps, parseCidr } from './cidr.ts';
import type { PortSpan } from './ecs.ts';
import type { SecurityGroup, SecurityGroupRule, Subnet } from './network.ts';

/**
 * Where ECS picks host ports in bridge mode: `net.ipv4.ip_local_port_range` of current kernels. AWS's page says 32768 to
 * 61000. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
export const dynamicPorts: PortSpan = { from: 32768, to: 60999 };

/** One end of a connection: the groups around it and the subnets it has addresses in. */
export interface Endpoint {
  readonly securityGroups: Value<readonly Value<SecurityGroup>[]>;
  readonly subnets: Value<readonly Value<Subnet>[]>;
  /** `ipv6` for a target that the load balancer reaches over IPv6. */
  readonly addressType?: Value<string>;
}

/** Whether security groups let TCP connections through, and the rules that come nearest when they do not, or not to all ports. */
export interface Admission {
  readonly extent: 'open' | 'partial' | 'closed';
  readonly near: readonly NearMiss[];
}

/** A rule that would have admitted the connection but for one thing. */
export interface NearMiss {
  readonly group: SecurityGroup;
  readonly rule: SecurityGroupRule;
  readonly wrong: 'port' | 'peer' | 'protocol' | 'ipv6' | 'no-source';
  /** Whether it may be for somebody else, too. */
  readonly doubtful?: boolean;
}

export type Verdict = 'yes' | 'no' | Unknown;

export const isUnknown = (verdict: Verdict): verdict is Unknown => typeof verdict === 'object';

/** All of them: one no decides. */
function every(...verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('no')) return 'no';
  return verdicts.find(isUnknown) ?? 'yes';
}

/** Whether the groups of `to` admit TCP from `from` on a port. Groups and rules are additive: one that admits is enough. */
export function admitsInbound(to: Endpoint, from: Endpoint, port: Value<number | 'dynamic'>): Value<Admission> {
  return judge(to, port, (group) => group.ingress, from);
}

/** Whether the groups of `from` let TCP out to `to` on a port. */
export function admitsOutbound(from: Endpoint, to: Endpoint, port: Value<number | 'dynamic'>): Value<Admission> {
  return judge(from, port, (group) => group.egress, to);
}

function judge(
  guarded: Endpoint,
  port: Value<number | 'dynamic'>,
  rulesOf: (group: SecurityGroup) => SecurityGroup['egress'],
  peer: Endpoint,
): Value<Admission> {
  const groups = guarded.securityGroups;
  if (groups.kind === 'unknown') return groups;
  const near: NearMiss[] = [];
  const open: PortSpan[] = [];
  const partly: NearMiss[] = [];
  const via = [...groups.via, ...port.via];
  const admission = (extent: Admission['extent']): Value<Admission> => ({
    kind: 'known',
    value: { extent, near: extent === 'partial' ? partly : near },
    span: groups.span,
    via: [...via, ...(peer.securityGroups.kind === 'unknown' ? [] : peer.securityGroups.via)],
  });
  let doubt: Unknown | undefined;
  for (const member of groups.value) {
    if (member.kind === 'unknown') {
      doubt ??= member;
      continue;
    }
    via.push(...member.via);
    const rules = rulesOf(member.value);
    if (rules.kind === 'unknown') {
      doubt ??= rules;
      continue;
    }
    if (rules.value === 'all') return admission('open');
    spend(10 * rules.value.length);
    doubt ??= member.value.strayRules[0];
    for (const rule of rules.value) {
      const protocol = coversTcp(rule);
      const reach = covers(rule, port);
      const source = coversPeer(rule, peer, guarded.addressType ?? peer.addressType);
      const verdict = every(protocol, reach.verdict, source);
      if (isUnknown(verdict)) doubt ??= verdict;
      const { ports, peers } = sidesOf(rule);
      const against: readonly (readonly Value<unknown>[])[] = [
        ...(protocol === 'no' || reach.verdict === 'no' ? [ports] : []),
        ...(source === 'no' ? [[...peers, ...(rule.peer.kind === 'cidr' ? rangesOf(knownIn(peer.subnets)) : [])]] : []),
      ];
      for (const value of fixedIn(against) ?? [...ports, ...peers]) via.push(...value.via);
      if (verdict === 'yes') {
        open.push(...reach.spans);
        partly.push({ group: member.value, rule, wrong: 'port' });
      } else {
        const wrong = nearMiss(rule, protocol, reach.verdict, source);
        if (wrong) near.push({ group: member.value, rule, wrong, doubtful: isUnknown(source) });
      }
    }
  }
  const extent = extentOf(open, port);
  if (extent === 'open') return admission('open');
  return doubt ?? addedBetween(knownIn(groups), knownIn(peer.securityGroups)) ?? admission(extent);
}

/** The ranges that subnets have their addresses from, as far as the sources show. */
export const rangesOf = (subnets: readonly Subnet[]): readonly Value<unknown>[] =>
  subnets.map(({ cidr, vpc }) => (cidr.kind === 'unknown' && vpc.kind !== 'unknown' ? vpc.value.cidr : cidr));

/** What a rule says. */
export const valuesOf = (rule: SecurityGroupRule): readonly Value<unknown>[] => Object.values(sidesOf(rule)).flat();

/** What a rule opens, and to whom. */
function sidesOf({ protocol, fromPort, toPort, peer }: SecurityGroupRule): {
  readonly ports: readonly Value<unknown>[];
  readonly peers: readonly Value<unknown>[];
} {
  const ports = [protocol, fromPort, toPort];
  if (peer.kind === 'group') return { ports, peers: [peer.group] };
  return { ports, peers: peer.kind === 'cidr' || peer.kind === 'cidr-ipv6' ? [peer.cidr] : [] };
}

/** Of several reasons the first that stands in place, since one is enough; else the first. */
const fixedIn = (reasons: readonly (readonly Value<unknown>[])[]): readonly Value<unknown>[] | undefined =>
  reasons.find((values) => values.every(({ via }) => via.length === 0)) ?? reasons[0];

/** What is the matter with a rule of which only one thing is. */
function nearMiss(
  rule: SecurityGroupRule,
  protocol: Verdict,
  port: Verdict,
  peer: Verdict,
): NearMiss['wrong'] | undefined {
  if (rule.peer.kind === 'none') return protocol === 'no' || port === 'no' ? undefined : 'no-source';
  if (peer !== 'no' && protocol !== 'no') return 'port';
  if (peer !== 'no' && port !== 'no') return 'protocol';
  if (port === 'no' || protocol === 'no') return undefined;
  return rule.peer.kind === 'cidr-ipv6' ? 'ipv6' : 'peer';
}

const isEverything = (protocol: string): boolean => ['-1', 'all'].includes(protocol.toLowerCase());

/** `-1` and `all` are every protocol; TCP is `tcp` or 6. */
export function coversTcp({ protocol }: Pick<SecurityGroupRule, 'protocol'>): Verdict {
  if (protocol.kind === 'unknown') return protocol;
  return isEverything(protocol.value) || ['tcp', '6'].includes(protocol.value.toLowerCase()) ? 'yes' : 'no';
}

export interface Reach {
  readonly verdict: Verdict;
  /** The part of the dynamic range, or the port, that the rule opens. */
  readonly spans: readonly PortSpan[];
}

const anyPort: PortSpan = { from: 0, to: 65535 };

export function covers(rule: SecurityGroupRule, port: Value<number | 'dynamic'>): Reach {
  const { protocol, fromPort, toPort } = rule;
  if (protocol.kind !== 'unknown' && isEverything(protocol.value)) return { verdict: 'yes', spans: [anyPort] };
  if (fromPort.kind === 'unknown' || toPort.kind === 'unknown') {
    if (same<number | 'dynamic'>(fromPort, port) === true && same<number | 'dynamic'>(toPort, port) === true)
      return { verdict: 'yes', spans: [anyPort] };
    return { verdict: fromPort.kind === 'unknown' ? fromPort : (toPort as Unknown), spans: [] };
  }
  const span = fromPort.value === -1 ? anyPort : { from: fromPort.value, to: toPort.value };
  if (span.from <= 1 && span.to >= 65535) return { verdict: 'yes', spans: [anyPort] };
  if (port.kind === 'unknown') return { verdict: port, spans: [] };
  const wanted = port.value === 'dynamic' ? dynamicPorts : { from: port.value, to: port.value };
  if (overlaps(span, wanted)) return { verdict: 'yes', spans: [span] };
  // Every protocol would be on every port, whatever is written.
  return { verdict: protocol.kind === 'unknown' ? protocol : 'no', spans: [] };
}

function extentOf(open: readonly PortSpan[], port: Value<number | 'dynamic'>): Admission['extent'] {
  if (open.length === 0) return 'closed';
  if (port.kind === 'unknown' || port.value !== 'dynamic') return 'open';
  let next = dynamicPorts.from;
  for (const { from, to } of [...open].sort((a, b) => a.from - b.from)) {
    if (from > next) break;
    next = Math.max(next, to + 1);
  }
  return next > dynamicPorts.to ? 'open' : 'partial';
}

function coversPeer({ peer }: SecurityGroupRule, other: Endpoint, addressType: Value<string> | undefined): Verdict {
  switch (peer.kind) {
    case 'group':
      return coversGroup(peer.group, other.securityGroups);
    case 'cidr':
      return every(speaks('ipv4', addressType), coversCidr(peer.cidr, other.subnets));
    case 'cidr-ipv6':
      return every(speaks('ipv6', addressType), coversCidrIpv6(peer.cidr));
    case 'none':
      return 'no';
    case 'prefix-list':
      return unknownPeer(peer.list);
    case 'unknown':
      return peer.value;
  }
}

/** A rule for one version of IP says nothing about packets of the other. */
function speaks(version: 'ipv4' | 'ipv6', addressType: Value<string> | undefined): Verdict {
  if (addressType?.kind === 'unknown') return addressType;
  return (addressType?.value ?? 'ipv4') === version ? 'yes' : 'no';
}

/** The IPv6 ranges of subnets are assigned at run time. */
function coversCidrIpv6(cidr: Value<string>): Verdict {
  if (cidr.kind === 'unknown') return cidr;
  return cidr.value === '::/0' ? 'yes' : nobody(cidr);
}

/** The addresses behind a prefix list's id are not in any template. */
const unknownPeer = (list: Value<string>): Unknown => ({
  kind: 'unknown',
  reason: {
    kind: 'runtime',
    name: `entries of prefix list ${list.kind === 'unknown' ? list.reason.name : list.value}`,
  },
  symbol: `entries(${list.kind === 'unknown' ? list.symbol : list.value})`,
  span: list.span,
  via: [],
});

function coversGroup(wanted: Value<SecurityGroup>, groups: Endpoint['securityGroups']): Verdict {
  if (groups.kind === 'unknown') return same<unknown>(wanted, groups) === true ? 'yes' : groups;
  spend(groups.value.length);
  let doubt: Unknown | undefined;
  for (const member of groups.value) {
    const verdict = same(wanted, member);
    if (verdict === true) return 'yes';
    doubt ??= whetherDefault(wanted, member);
    if (verdict === 'undecided') doubt ??= member.kind === 'unknown' ? member : (wanted as Unknown);
  }
  return doubt ?? 'no';
}

/** What has to be known of two groups of which one is the default one of the VPC, and the other known only by its id. */
function whetherDefault(a: Value<SecurityGroup>, b: Value<SecurityGroup>): Unknown | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown') return undefined;
  const pair = [a.value, b.value];
  const called = pair.find(({ unwritten }) => unwritten === 'by id');
  if (!called || !pair.some(({ unwritten }) => unwritten === 'as default')) return undefined;
  const name = `whether ${called.id} is the default security group of the VPC`;
  return { kind: 'unknown', reason: { kind: 'runtime', name }, symbol: name, span: called.span, via: [] };
}

/** Whether a range of IPv4 addresses holds every subnet. */
export function coversCidr(cidr: Value<string>, subnets: Endpoint['subnets']): Verdict {
  if (cidr.kind !== 'unknown') {
    const block = parseCidr(cidr.value);
    if (!block) return 'no';
    if (isEverywhere(block)) return 'yes';
    // Never the address of an interface: 224.0.0.0 and above (CDK's placeholder rule is 255.255.255.255/32) and loopback.
    if (block.from >= 224 * 2 ** 24 || contains(loopback, block)) return 'no';
    if (subnets.kind === 'unknown') return subnets;
    return all(
      subnets.value.map((subnet) => coversSubnet(block, subnet)),
      cidr,
    );
  }
  if (subnets.kind === 'unknown') return cidr;
  return all(
    subnets.value.map((subnet) => isWholeVpc(cidr, subnet)),
    cidr,
  );
}

const loopback = { from: 127 * 2 ** 24, to: 128 * 2 ** 24 - 1 };

const nobody = (at: Value<unknown>): Unknown => ({
  kind: 'unknown',
  reason: { kind: 'runtime', name: 'subnets' },
  symbol: `subnets@${at.span.start}`,
  span: at.span,
  via: [],
});

/** Every subnet must be covered; connections may come from any of them. */
function all(verdicts: readonly Verdict[], at: Value<unknown>): Verdict {
  if (verdicts.length === 0) return nobody(at);
  if (verdicts.every((verdict) => verdict === 'no')) return 'no';
  if (verdicts.every((verdict) => verdict === 'yes')) return 'yes';
  return verdicts.find(isUnknown) ?? nobody(at);
}

function coversSubnet(block: { readonly from: number; readonly to: number }, subnet: Value<Subnet>): Verdict {
  if (subnet.kind === 'unknown') return subnet;
  const { cidr, vpc } = subnet.value;
  if (cidr.kind === 'unknown') {
    const whole = vpc.kind === 'unknown' ? vpc : vpc.value.cidr;
    const outer = whole.kind === 'unknown' ? undefined : parseCidr(whole.value);
    if (outer && contains(block, outer)) return 'yes';
    if (outer && !overlaps(block, outer)) return 'no';
    return cidr;
  }
  const inner = parseCidr(cidr.value);
  if (!inner) return nobody(cidr);
  if (contains(block, inner)) return 'yes';
  return overlaps(block, inner) ? nobody(cidr) : 'no';
}

/** A range nobody can read is still known to hold a subnet when it is the very range of the subnet's VPC. */
function isWholeVpc(cidr: Unknown, subnet: Value<Subnet>): Verdict {
  if (subnet.kind === 'unknown') return cidr;
  const { vpc } = subnet.value;
  if (same(subnet.value.cidr, cidr) === true) return 'yes';
  if (vpc.kind === 'unknown') return cidr;
  return same(vpc.value.cidr, cidr) === true || cidr.symbol === `${vpc.value.key}.CidrBlock` ? 'yes' : cidr;
}
