import { spend } from '../effort.ts';
import type { Spanned } from '../source/file.ts';
import { derived, knownIn, show, type Unknown, type Value } from '../value.ts';
import { countPorts, type Direction, type Far, few, joined, type NetworkAcl, type Passage, passes } from './acl.ts';
import type { PortSpan } from './ecs.ts';
import type { Subnet } from './network.ts';

type Subnets = Value<readonly Value<Subnet>[]>;

/** A network ACL that stops packets on their way from subnets to others. */
export interface Barrier extends Passage {
  readonly acl: NetworkAcl;
  /** Into the subnets it is around, or out of them. */
  readonly direction: Direction;
  readonly from: readonly Subnet[];
  readonly to: readonly Subnet[];
}

export interface Crossing {
  /** A network ACL that lets only some addresses through, of all that there are: somebody chose them. */
  readonly chosen?: NetworkAcl;
  readonly barriers: readonly Barrier[];
  /** Whether each pair of subnets, or each subnet, has such a barrier. */
  readonly everyPair: boolean;
}

/** Whether a network ACL of the sources, or one that cannot be known, is around a subnet of these lists. */
export const hasNetworkAcl = (...lists: readonly Subnets[]): boolean =>
  lists.flatMap(knownIn).some(({ networkAcl: acl }) => acl && (acl.kind === 'unknown' || acl.value !== 'default'));

/** What becomes of TCP to these ports between subnets. Inside one subnet no network ACL is asked. */
export function crossingOf(from: Subnets, to: Subnets, ports: PortSpan): Value<Crossing> {
  const barriers = new Map<string, Barrier>();
  const rests: Value<unknown>[] = [];
  let doubt: Unknown | undefined;
  let free = isHidden(from) || isHidden(to);
  for (const a of knownIn(from))
    for (const b of knownIn(to)) {
      spend(1);
      let barred = false;
      for (const [subnet, direction, far] of a === b
        ? []
        : ([
            [a, 'out', b],
            [b, 'in', a],
          ] as const)) {
        const stop = stopAt(subnet, direction, far, ports);
        if (!stop || stop.kind === 'unknown') {
          doubt ??= stop;
          continue;
        }
        const { acl, extent, open, denials } = stop.value;
        if (extent === 'open') continue;
        rests.push(stop);
        barred = true;
        const decided = [open.flatMap(({ from, to }) => [from, to]), denials.map(({ entry }) => entry.span.start)];
        const key = [acl.key, direction, ...decided].join(';');
        const known = barriers.get(key) ?? { ...stop.value, from: [], to: [] };
        spend(known.from.length + known.to.length);
        barriers.set(key, { ...known, from: [...new Set([...known.from, a])], to: [...new Set([...known.to, b])] });
      }
      free ||= !barred;
    }
  if (barriers.size === 0 && doubt) return doubt;
  return derived({ barriers: [...barriers.values()], everyPair: !free }, from.span, rests);
}

/** What the network ACL around a subnet does to packets; nothing where the sources show none, or the default one. */
function stopAt(
  { networkAcl }: Subnet,
  direction: Direction,
  far: Far,
  ports: PortSpan,
): Value<Omit<Barrier, 'from' | 'to'>> | undefined {
  if (!networkAcl || networkAcl.kind === 'unknown') return networkAcl;
  const acl = networkAcl.value;
  if (acl === 'default') return undefined;
  const passage = passes(acl, direction, far, ports);
  if (passage.kind === 'unknown') return passage;
  return derived({ ...passage.value, acl, direction }, passage.span, [networkAcl, passage]);
}

const isHidden = (list: Subnets): boolean =>
  list.kind === 'unknown' || list.value.length === 0 || list.value.some((subnet) => subnet.kind === 'unknown');

/** What becomes of TCP between clients and the subnets of a load balancer, where none of them are chosen. */
export function clientsCross(
  subnets: Subnets,
  direction: Direction,
  clients: 'anywhere' | 'internet',
  ports: PortSpan,
): Value<Crossing> {
  const barriers = new Map<NetworkAcl, Barrier>();
  const rests: Value<unknown>[] = [];
  let doubt: Unknown | undefined;
  let chosen: NetworkAcl | undefined;
  let free = isHidden(subnets);
  for (const subnet of knownIn(subnets)) {
    const stop = stopAt(subnet, direction, clients, ports);
    if (!stop || stop.kind === 'unknown') {
      doubt ??= stop;
      free = true;
      continue;
    }
    const { acl, extent, open } = stop.value;
    const isChosen = extent === 'partial' && open.length === 0;
    if (isChosen) chosen ??= acl;
    if (extent === 'open' || isChosen) {
      free = true;
      continue;
    }
    rests.push(stop);
    const known = barriers.get(acl) ?? { ...stop.value, from: [], to: [] };
    barriers.set(acl, { ...known, from: [...known.from, subnet], to: [...known.to, subnet] });
  }
  if (barriers.size === 0 && doubt) return doubt;
  return derived(
    { barriers: [...barriers.values()], everyPair: !free, ...(chosen && { chosen }) },
    subnets.span,
    rests,
  );
}

/** How grave it is that answers do not pass, where it is milder than no answer at all. */
export function milderFor({ open, shut }: Barrier, everyPair: boolean): Milder {
  // An entry for the ports of servers opens next to none of those that are answered.
  if (isLittle(open)) return everyPair ? {} : { severity: 'warning', during: 'sporadic' };
  // Which of these ports are taken depends on the other end.
  return { severity: isLittle(shut) ? 'info' : 'warning', during: 'sporadic', confidence: 'likely' };
}

const isLittle = (ports: readonly PortSpan[]): boolean => countPorts(ports) < few;

/** The ports that a barrier stops, where they are fewer than to be told by those that pass. */
export const stoppedBy = ({ shut }: Barrier): string | undefined => (isLittle(shut) ? namePorts(shut) : undefined);

interface Milder {
  readonly severity?: 'warning' | 'info';
  readonly during?: 'sporadic';
  readonly confidence?: 'likely';
}

/** Where a barrier is best seen: entries that deny, else those that let some ports through, else what comes near. */
export function barrierPlaces(barrier: Barrier): { readonly at: Place; readonly because: readonly Place[] } {
  const { extent, denials, openings, strange, direction } = barrier;
  const denied = denials.map(({ entry, ports }): Place => {
    const isWhole = extent === 'closed' || countPorts(ports) === 1;
    const what = extent === 'closed' ? '' : `${namePorts(ports)} ${isWhole ? 'is' : 'are'} `;
    return [entry, `${what}denied here, before an entry allows ${isWhole ? 'it' : 'them'}`];
  });
  const only = openings.length === 1 ? ' only' : '';
  const opened = openings.map(({ entry, ports }): Place => {
    const all = entry.ports.kind === 'unknown' ? undefined : entry.ports.value;
    return [entry, `this lets${only} ${namePorts(all ? [all] : ports)} ${direction}`];
  });
  const others = strange.map((entry): Place => [entry, `this is for ${show(entry.cidr)} only`]);
  const [at, ...because] = [denied, opened, others.length > 3 ? [] : others].find((places) => places.length > 0) ?? [];
  return { at: at ?? nearest(barrier), because };
}

type Place = readonly [where: Spanned, text: string];

function nearest({ near, acl, direction }: Barrier): Place {
  const [only, another] = near;
  const ports = joined(near.flatMap((entry) => (entry.ports.kind === 'unknown' ? [] : (entry.ports.value ?? []))));
  if (!only || ports.length > 5) return [acl, `what no entry lets ${direction} is dropped`];
  const what = `only ${namePorts(ports)} ${direction}`;
  return another ? [acl, `its entries let ${what}`] : [only, `this lets ${what}`];
}

/** `port 80`, `port 80 and ports 1024 to 65535` and so on. */
export function namePorts(spans: readonly PortSpan[]): string {
  const names = spans.map(({ from, to }) => (from === to ? `port ${from}` : `ports ${from} to ${to}`));
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `A`, `A` and `B`, or the first two of many. */
export function nameSubnets(subnets: readonly Subnet[]): string {
  const names = subnets.map(({ id }) => `\`${id}\``);
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more subnets`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
