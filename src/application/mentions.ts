import type { Container } from '../graph/ecs.ts';
import { knownIn } from '../value.ts';

/**
 * Whether a variable that is named like a port or an address, or the command, holds the number of a port: something that
 * nobody recognises may listen there. Only ever a reason to stay silent, so what cannot be known does not count.
 */
export function mentionsPort({ environment, command, entryPoint }: Container, port: number): boolean {
  const variables = environment.kind === 'unknown' ? [] : [...environment.value].filter(([name]) => names.test(name));
  const number = new RegExp(`(?<!\\d)${port}(?!\\d)`);
  const values = variables.flatMap(([, value]) => (value.kind === 'unknown' ? [] : value.value));
  return [...values, ...knownIn(command), ...knownIn(entryPoint)].some((text) => number.test(text));
}

/** `HTTPS_PORT`, `ASPNETCORE_HTTPS_PORTS`, `ASPNETCORE_URLS`, `LISTEN_ADDR`. */
const names = /PORT|ADDR|BIND|LISTEN|URLS/i;
