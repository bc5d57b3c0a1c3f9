import type { Entity } from './graph/entities.ts';
import type { Graph } from './graph/graph.ts';
import { keyOf, roadOf } from './graph/road.ts';
import type { Gap } from './graph/subjects.ts';

/** The traffic paths of a deployment: the complete ones by their stops, and how many lead out of the sources. */
export function survey(graph: Graph, most: number) {
  const paths = new Map<string, readonly string[]>();
  const gaps = new Map<string, Gap>();
  // Anchors whose paths our own failure hides: each stands for one at least, on which nothing is decided.
  let lost = 0;
  let unseen: Entity | undefined;
  for (const anchor of graph.anchors('path')) {
    if (paths.size > most) {
      unseen = anchor;
      break;
    }
    const outcomes = pathsFrom(graph, anchor);
    if (!outcomes) lost++;
    for (const { result } of outcomes ?? []) {
      for (const keys of result.roads) paths.set(keys.join('\n'), keys);
      for (const gap of result.gaps) gaps.set(`${keyOf(gap.from)} ${gap.to} ${gap.value.symbol}`, gap);
    }
  }
  return { paths, gaps: [...graph.gaps, ...gaps.values()], open: gaps.size + lost, unseen };
}

/** Nothing where a failure of ours keeps us from telling. */
function pathsFrom(graph: Graph, anchor: Entity) {
  try {
    return graph.explore(() => {
      const { subjects, gaps } = graph.subjects('path', anchor);
      return { gaps, roads: subjects.map((subject) => roadOf(subject).map(({ key }) => key)) };
    }).outcomes;
  } catch {
    return undefined;
  }
}

/** Whether a road is one on which some check came to no verdict: it has all the stops that the check knew of. */
export function doubts(doubtful: readonly (readonly string[])[]): (road: readonly string[]) => boolean {
  const all = new Map(doubtful.map((doubt) => [doubt.join('\n'), doubt]));
  const byEnd = new Map<string | undefined, (readonly string[])[]>();
  for (const doubt of all.values()) {
    const others = byEnd.get(doubt.at(-1));
    if (others) others.push(doubt);
    else byEnd.set(doubt.at(-1), [doubt]);
  }
  return (road) =>
    all.has('') ||
    all.has(road.join('\n')) ||
    road.some((stop) =>
      byEnd.get(stop)?.some((doubt) => doubt.length < road.length && doubt.every((key) => road.includes(key))),
    );
}
