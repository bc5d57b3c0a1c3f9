import type { Container } from '../graph/ecs.ts';
import { derived, type Value } from '../value.ts';

/**
 * Whether a variable that is named like a port or an address, or the command, holds the number of a port: something that
 * nobody recognises may listen there. Unknown where one that is hidden may hold it; what a resource returns is its own.
 */
export function mentionsPort({ environment, command, entryPoint, span }: Container, port: number): Value<boolean> {
  const variables = environment.kind === 'unknown' ? [] : [...environment.value].filter(([name]) => names.test(name));
  const words = [command, entryPoint].flatMap((list) => (list.kind === 'unknown' ? [list] : list.value));
  const texts = [...variables.map(([, value]) => value), ...words];
  const number = new RegExp(`(?<!\\d)${port}(?!\\d)`);
  if (texts.some((text) => text.kind !== 'unknown' && number.test(text.value))) return derived(true, span, []);
  const hidden = [environment, ...texts].find((each) => each.kind === 'unknown' && each.reason.kind !== 'runtime');
  return hidden?.kind === 'unknown' ? hidden : derived(false, span, []);
}

/** `HTTPS_PORT`, `ASPNETCORE_HTTPS_PORTS`, `ASPNETCORE_URLS`, `LISTEN_ADDR`. */
const names = /PORT|ADDR|BIND|LISTEN|URLS/i;
