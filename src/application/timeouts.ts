import type { Container } from '../graph/ecs.ts';
import type { Seconds } from '../graph/entities.ts';
import type { Unknown, Value } from '../value.ts';
import { processOf } from './command.ts';
import { seconds } from './durations.ts';
import { workerOf } from './gunicorn.ts';
import { option } from './options.ts';
import { serverOf, wordsOf } from './recognise.ts';
import type { Server, Setting } from './server.ts';
import { servers } from './servers.ts';
import { unknowable } from './unknowable.ts';

/** How long the server waits for open requests once it is told to stop, where somebody wrote it; else `undefined`. */
export const gracefulTimeout = (container: Container): Value<Seconds | undefined> =>
  writtenTime(container, 'gracefulTimeout');

/**
 * How long the server lets one request take, where somebody wrote it; else `undefined`. Other prefixes than the server's
 * own (`ELASTICSEARCH_REQUEST_TIMEOUT`) are for requests that the application itself sends.
 */
export const requestTimeout = (container: Container): Value<Seconds | undefined> =>
  writtenTime(container, 'requestTimeout', /^((APP|SERVER|API|WEB|NODE)_)?REQUEST_TIMEOUT$/);

function writtenTime(
  container: Container,
  kind: 'gracefulTimeout' | 'requestTimeout',
  common?: RegExp,
): Value<Seconds | undefined> {
  const process = processOf(container);
  if (process.kind === 'unknown') return process;
  const environment = process.value?.environment ?? container.environment;
  if (environment.kind === 'unknown') return environment;
  const variables = environment.value;
  const server = process.value && serverOf(process.value);
  const setting = server?.[kind];
  const added = server?.moreWords === undefined ? undefined : variables.get(server.moreWords);
  const more = added ? wordsOf(added) : [];
  if (!more) return unknowable(container, kind, added);
  if (server && setting?.flags && process.value) {
    const words = [...more, ...process.value.arguments];
    if (kind === 'requestTimeout') {
      const bounds = boundsRequests(words, server);
      if (typeof bounds === 'object') return bounds;
      if (bounds === 'config') return unknowable(container, kind, process.value);
      if (!bounds) return { kind: 'known', value: undefined, span: container.span, via: [] };
    }
    const found = option(words, setting.flags, server.valued);
    if (found.kind === 'hidden') return found.by;
    if (found.kind === 'given') return time(container, kind, found.value, setting);
  }
  // A server that is not named by the command may still be named by its own variable.
  const rows: readonly Server[] = server ? [server] : servers;
  for (const row of rows) {
    const own = row[kind];
    const value = (own?.environment ?? []).map((name) => variables.get(name)).find((text) => text !== undefined);
    if (own && value) return time(container, kind, value, own);
  }
  const named = common ? [...variables].find(([name]) => common.test(name)) : undefined;
  if (named) return time(container, kind, named[1], { unit: 'guess' });
  return { kind: 'known', value: undefined, span: container.span, via: [] };
}

/**
 * gunicorn's time-out is for a worker that gives no sign of life: only a synchronous one is silent while it answers.
 * https://docs.gunicorn.org/en/stable/settings.html#timeout
 */
function boundsRequests(words: readonly Value<string>[], server: Server): boolean | 'config' | Unknown {
  if (server.name !== 'gunicorn') return true;
  const worker = workerOf(words, server);
  if (worker === 'config' || 'kind' in worker) return worker;
  return worker.class === 'sync';
}

function time(container: Container, name: string, value: Value<string>, { unit }: Setting): Value<Seconds> {
  if (value.kind === 'unknown') return value;
  const amount = seconds(value.value, unit);
  if (amount === undefined) return unknowable(container, name, value);
  const { slot: _, ...rest } = value;
  return { ...rest, value: amount };
}
