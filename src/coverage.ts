import { named, settled } from './findings.ts';
import type { Entity } from './graph/entities.ts';
import type { Graph } from './graph/graph.ts';
import { keyOf, roadKeysOf } from './graph/road.ts';
import type { DeadEnd, Gap, Route } from './graph/subjects.ts';
import { append } from './multimap.ts';

/** The traffic paths of a deployment. */
export class Survey {
  /** The complete ones, by their stops. */
  readonly paths = new Map<string, readonly string[]>();
  /** Where paths lead out of the sources. */
  readonly gaps = new Map<string, Gap>();
  /** Those that end where the sources show nothing to be. */
  readonly #deadEnds = new Set<string>();
  /** An anchor that was not looked at, because there are too many paths. */
  unseen: Entity | undefined;
  readonly #graph: Graph;
  readonly #most: number;
  // Anchors whose paths our own failure hides: each stands for one at least, on which nothing is decided.
  #lost = 0;

  constructor(graph: Graph, most: number) {
    this.#graph = graph;
    this.#most = most;
  }

  /** How many paths lead out of the sources, or to nothing, or cannot be told. */
  get open(): number {
    return this.gaps.size + this.#deadEnds.size + this.#lost;
  }

  /** Adds the paths that hang on an anchor. */
  visit(anchor: Entity): void {
    if (this.paths.size + this.#deadEnds.size > this.#most) {
      this.unseen ??= anchor;
      return;
    }
    const outcomes = pathsFrom(this.#graph, anchor);
    if (!outcomes) this.#lost++;
    for (const { result } of outcomes ?? []) {
      for (const keys of result.roads) this.paths.set(keys.join('\n'), keys);
      for (const gap of result.gaps) this.gaps.set(`${keyOf(gap.from)} ${gap.to} ${gap.value.symbol}`, told(gap));
      for (const end of result.deadEnds) this.#deadEnds.add(end);
    }
  }
}

/** A gap as a report tells it. */
export const told = (gap: Gap): Gap => ({ ...gap, from: named(gap.from), value: settled(gap.value) });

/** Tells one from every other: a service may register several things in one target group. */
const deadEndKeyOf = ({ route, service, attachment }: DeadEnd): string =>
  [...(route ? roadKeysOf(route) : []), keyOf(service), attachment.span.start].join('\n');

/** Nothing where a failure of ours keeps us from telling. */
function pathsFrom(graph: Graph, anchor: Entity) {
  try {
    return graph.explore(() => {
      const { subjects, gaps, deadEnds = [] } = graph.subjects('path', anchor);
      const paths = subjects.filter(({ route }) => isLookedAt(route));
      const ends = deadEnds.filter(({ route }) => !route || isLookedAt(route));
      return { gaps, roads: paths.map(roadKeysOf), deadEnds: ends.map(deadEndKeyOf) };
    }).outcomes;
  } catch {
    return undefined;
  }
}

/** Paths behind a Network or a Gateway Load Balancer are nobody's to check here, so they count for nothing. */
const isLookedAt = ({ loadBalancer: { kind } }: Route): boolean =>
  kind.kind === 'unknown' || kind.value === 'application';

/** Whether a road is one on which some check came to no verdict: it has all the stops that the check knew of. */
export function doubts(doubtful: readonly (readonly string[])[]): (road: readonly string[]) => boolean {
  const all = new Map(doubtful.map((doubt) => [doubt.join('\n'), doubt]));
  const byEnd = new Map<string | undefined, (readonly string[])[]>();
  for (const doubt of all.values()) append(byEnd, doubt.at(-1), doubt);
  return (road) =>
    all.has('') ||
    all.has(road.join('\n')) ||
    road.some((stop) =>
      byEnd.get(stop)?.some((doubt) => doubt.length < road.length && doubt.every((key) => road.includes(key))),
    );
}
