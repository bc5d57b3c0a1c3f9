import { derived, same, type Value } from '../value.ts';
import type { PortMapping } from './ecs.ts';

/** Whether a mapping is for a port of the container: its own one, or one of its range. */
export function matches({ range, containerPort }: PortMapping, wanted: Value<number>): boolean | 'undecided' {
  if (range.kind !== 'unknown' && range.value && wanted.kind !== 'unknown')
    return range.value.from <= wanted.value && wanted.value <= range.value.to;
  return same(containerPort, wanted);
}

/** The same of a port that is known, for a verdict to rest on. */
export function mapsPort({ range, containerPort }: PortMapping, wanted: number): Value<boolean> {
  if (range.kind === 'unknown') return range;
  const span = range.value;
  if (span) return derived(span.from <= wanted && wanted <= span.to, range.span, [range]);
  if (containerPort.kind === 'unknown') return containerPort;
  return derived(containerPort.value === wanted, containerPort.span, [range, containerPort]);
}

/**
 * The mapping of one port of a range: in bridge mode ECS finds a host port for each of them, elsewhere it is the same one.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
export function mappingOf(mapping: PortMapping, wanted: Value<number>): PortMapping {
  const { range, containerPort, hostPort } = mapping;
  if (range.kind === 'unknown' || !range.value) return mapping;
  const port = wanted.kind === 'unknown' ? wanted : derived(wanted.value, range.span, [range, wanted]);
  return { ...mapping, containerPort: port, hostPort: hostPort === containerPort ? port : hostPort };
}
