import { spend } from '../effort.ts';
import type { Spanned } from '../source/file.ts';
import { derived, isSurely, type Unknown, type Value } from '../value.ts';
import { coversCidr, rangesOf, type Verdict } from './admission.ts';
import { isEverywhere, isPrivate, parseCidr } from './cidr.ts';
import type { PortSpan } from './ecs.ts';
import type { Resource } from './entities.ts';
import type { Subnet } from './network.ts';

/** A network ACL. It keeps no state: answers pass through it like everything else. */
export interface NetworkAcl extends Resource {
  /** Every entry that names it; unknown where some may be made elsewhere. */
  readonly entries: Value<readonly AclEntry[]>;
}

/** What no entry decides is dropped. */
export interface AclEntry extends Spanned {
  /** Entries are tried in ascending order; the first that matches decides. */
  readonly number: Value<number>;
  readonly egress: Value<boolean>;
  /** A number: 6 is TCP, -1 is everything. */
  readonly protocol: Value<string>;
  readonly action: Value<string>;
  /** Absent for an entry about IPv6. */
  readonly cidr: Value<string | undefined>;
  /** Of TCP; `undefined` where the protocol makes it every port. */
  readonly ports: Value<PortSpan | undefined>;
}

/** What becomes of TCP over IPv4 at a network ACL. */
export interface Passage {
  readonly extent: 'open' | 'partial' | 'closed';
  /** What passes for certain. */
  readonly open: readonly PortSpan[];
  /** What may not pass. */
  readonly shut: readonly PortSpan[];
  /** The entries that let through what passes for certain. */
  readonly openings: readonly AclPart[];
  /** The entries without which more might pass. */
  readonly denials: readonly AclPart[];
  /** The entries that would let packets through but for their ports. */
  readonly near: readonly AclEntry[];
  /** The entries that are for ports in question, but for other addresses. */
  readonly strange: readonly AclEntry[];
}

/** An entry, and those of the ports in question that it decides. */
export interface AclPart {
  readonly entry: AclEntry;
  readonly ports: readonly PortSpan[];
}

export type Direction = 'in' | 'out';

/** Clients may be at any address, or at any that is not private. */
export type Far = Subnet | 'anywhere' | 'internet';

/** The ports that connections are answered on. https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
export const ephemeralPorts: PortSpan = { from: 1024, to: 65535 };

/** Whether a network ACL lets TCP to these ports through; with clients anywhere, entries for some addresses make it partial. */
export function passes(
  { entries, span: place }: NetworkAcl,
  direction: Direction,
  far: Far,
  ports: PortSpan,
): Value<Passage> {
  if (entries.kind === 'unknown') return entries;
  const mine: { readonly number: number; readonly entry: AclEntry }[] = [];
  for (const entry of entries.value) {
    if (entry.egress.kind === 'unknown') return entry.egress;
    if (entry.egress.value !== (direction === 'out')) continue;
    if (entry.number.kind === 'unknown') return entry.number;
    mine.push({ number: entry.number.value, entry });
  }
  spend(4 * mine.length);
  const ordered = mine.sort((a, b) => a.number - b.number).map(({ entry }) => entry);
  const via = [
    entries,
    ...(typeof far !== 'string' && ordered.some(isNarrow) ? rangesOf([far]) : []),
    ...ordered.flatMap(({ number, egress, action, cidr, ports: span, protocol }) => [
      number,
      egress,
      action,
      cidr,
      span,
      protocol,
    ]),
  ];
  const most = walk(ordered, far, ports, 'most');
  const least = walk(ordered, far, ports, 'least');
  if (most.doubt && extentOf(most.open, ports) !== extentOf(least.open, ports)) return most.doubt;
  const extent = extentOf(least.open, ports) === 'open' ? 'open' : most.open.length === 0 ? 'closed' : 'partial';
  const near = ordered.filter((entry) => isNear(entry, far, ports));
  const strange = ordered.filter((entry) => isStrange(entry, far, ports));
  const { open, openings } = least;
  const shut = remaining(open, ports);
  return derived({ extent, open, shut, openings, denials: most.denials, near, strange }, place, via);
}

interface Walk {
  readonly open: readonly PortSpan[];
  readonly openings: readonly AclPart[];
  readonly denials: readonly AclPart[];
  readonly doubt?: Unknown;
}

/**
 * Tries the entries in order. What cannot be known lets through in the `most` permissive reading and not in the `least`;
 * so does an entry that allows some clients only. One that denies some of them is taken for a list of pests.
 */
function walk(entries: readonly AclEntry[], far: Far, ports: PortSpan, reading: 'most' | 'least'): Walk {
  let left: readonly PortSpan[] = [ports];
  const openings: AclPart[] = [];
  const denials: (AclPart & { decides: boolean })[] = [];
  let doubt: Unknown | undefined;
  for (const entry of entries) {
    const { span, held } = matchOf(entry, far, ports);
    spend(left.length + denials.length);
    if (held === 'no') continue;
    const allows = entry.action.kind === 'unknown' ? reading === 'most' : entry.action.value === 'allow';
    if (allows) for (const denial of denials) denial.decides ||= denial.ports.some((p) => overlap(p, span).length > 0);
    const met = left.flatMap((each) => overlap(each, span));
    if (met.length === 0) continue;
    const uncertain = entry.action.kind === 'unknown' ? entry.action : unknownIn(held);
    doubt ??= uncertain;
    if (uncertain && allows !== (reading === 'most')) continue;
    if (held === 'some' && !(allows && reading === 'most')) continue;
    if (allows) openings.push({ entry, ports: met });
    // To deny everything is what the network ACL does without an entry, too.
    else denials.push({ entry, ports: met, decides: span !== everyPort && countPorts(met) === countPorts([ports]) });
    left = left.flatMap((each) => without(each, span));
  }
  return {
    open: joined(openings.flatMap((opening) => opening.ports)),
    openings,
    denials: denials.filter(({ decides }) => decides),
    ...(doubt && { doubt }),
  };
}

function isNear(entry: AclEntry, far: Far, wanted: PortSpan): boolean {
  const { span, held } = matchOf(entry, far, wanted);
  const allows = entry.action.kind !== 'unknown' && entry.action.value === 'allow';
  return allows && (held === 'yes' || held === 'some') && overlap(span, wanted).length === 0;
}

/** What is for every port does not mean these, nor does what is for the ports of servers mean those of answers. */
function isStrange(entry: AclEntry, far: Far, wanted: PortSpan): boolean {
  const { span, held } = matchOf(entry, far, wanted);
  const { action, protocol, cidr } = entry;
  return (
    held === 'no' &&
    isSurely(action, 'allow') &&
    isSurely(protocol, '6') &&
    span !== everyPort &&
    cidr.kind !== 'unknown' &&
    cidr.value !== undefined &&
    countPorts(overlap(span, wanted)) >= Math.min(countPorts([wanted]), few)
  );
}

const unknownIn = (held: Match['held']): Unknown | undefined => (typeof held === 'object' ? held : undefined);

interface Match {
  readonly span: PortSpan;
  readonly held: Verdict | 'some';
}

/** Which ports of TCP an entry is about, and whether it is about the far side. */
function matchOf({ protocol, ports, cidr }: AclEntry, far: Far, wanted: PortSpan): Match {
  const held = coversFar(cidr, far);
  if (protocol.kind === 'unknown') return { span: wanted, held: held === 'no' ? held : protocol };
  if (protocol.value === '-1') return { span: everyPort, held };
  if (protocol.value !== '6') return { span: wanted, held: 'no' };
  if (ports.kind === 'unknown') return { span: wanted, held: held === 'no' ? held : ports };
  return { span: ports.value ?? everyPort, held };
}

const everyPort: PortSpan = { from: 0, to: 65535 };

function coversFar(cidr: AclEntry['cidr'], far: Far): Verdict | 'some' {
  if (cidr.kind !== 'unknown' && cidr.value === undefined) return 'no';
  const written = cidr as Value<string>;
  if (typeof far !== 'string') return coversCidr(written, derived([derived(far, far.span, [])], far.span, []));
  const isInternet = far === 'internet';
  if (written.kind === 'unknown') return isInternet && written.symbol.endsWith('.CidrBlock') ? 'no' : written;
  if (isEverywhere(parseCidr(written.value))) return 'yes';
  return isInternet && isPrivate(written.value) ? 'no' : 'some';
}

/** Whether it matters to an entry which addresses the far side has. */
function isNarrow({ cidr }: AclEntry): boolean {
  const block = cidr.kind === 'unknown' ? undefined : parseCidr(cidr.value ?? '');
  return block !== undefined && !isEverywhere(block);
}

function overlap(a: PortSpan, b: PortSpan): readonly PortSpan[] {
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return from <= to ? [{ from, to }] : [];
}

/** The same ports in ascending order, each once. */
export function joined(spans: readonly PortSpan[]): readonly PortSpan[] {
  const result: PortSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && span.from <= last.to + 1) result.splice(-1, 1, { from: last.from, to: Math.max(last.to, span.to) });
    else result.push(span);
  }
  return result;
}

/** Of the ports that connections are answered on, what servers listen on is next to none. */
export const few = 1024;

/** How many ports there are in these spans, which do not overlap. */
export const countPorts = (spans: readonly PortSpan[]): number =>
  spans.reduce((sum, { from, to }) => sum + to - from + 1, 0);

const without = (a: PortSpan, b: PortSpan): readonly PortSpan[] => [
  ...overlap(a, { from: 0, to: b.from - 1 }),
  ...overlap(a, { from: b.to + 1, to: 65535 }),
];

function extentOf(open: readonly PortSpan[], ports: PortSpan): Passage['extent'] {
  if (open.length === 0) return 'closed';
  return remaining(open, ports).length === 0 ? 'open' : 'partial';
}

const remaining = (open: readonly PortSpan[], ports: PortSpan): readonly PortSpan[] =>
  open.reduce<readonly PortSpan[]>((left, span) => left.flatMap((each) => without(each, span)), [ports]);
