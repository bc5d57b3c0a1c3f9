import type { ContainerHealthCheck } from '../graph/ecs.ts';
import type { Unknown, Value } from '../value.ts';
import { within } from './unknowable.ts';

/** A request that a container's health check sends to the container itself. */
export interface Probe {
  readonly port: number;
  /** Absent where the address ends with the port or continues with something unknown. */
  readonly path?: string;
}

const hole = '\u0000';
const loopback = String.raw`(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])`;
const address = new RegExp(
  `(?:\\b(https?)://)?(?<![\\w.-])${loopback}(?![\\w.-])(?::(\\d{1,5}|${hole}))?(/[^\\s"'|;)]*)?`,
  'gi',
);

/**
 * The addresses of its own task that a container's health check asks, each at its place in the command; empty where it
 * asks none that can be recognised.
 */
export function probesOf({ command, span }: ContainerHealthCheck): Value<readonly Value<Probe>[]> {
  if (command.kind === 'unknown') return command;
  const probes: Value<Probe>[] = [];
  for (const word of command.value) {
    if (word.kind === 'unknown' && !word.parts) return word;
    const text = word.kind === 'unknown' ? (word.parts ?? []).map(textOf).join('') : word.value;
    for (const match of text.matchAll(address)) {
      const [found, scheme, port, path] = match;
      // Without a scheme or a port it may be anything: a host name in a database client's options, say.
      if (scheme === undefined && port === undefined) continue;
      if (port === hole && word.kind === 'unknown') return firstUnknown(word);
      const probe = {
        port: port === undefined ? (scheme?.toLowerCase() === 'https' ? 443 : 80) : Number(port),
        ...(path !== undefined && !path.includes(hole) && { path }),
      };
      const at = word.kind === 'unknown' ? word.span : within(word.span, text, match.index, match.index + found.length);
      probes.push({ kind: 'known', value: probe, span: at, via: word.via });
    }
  }
  return { kind: 'known', value: probes, span, via: command.via };
}

const textOf = (part: string | Unknown): string => (typeof part === 'string' ? part : hole);

const firstUnknown = (word: Unknown): Unknown => word.parts?.find((part) => typeof part !== 'string') ?? word;
