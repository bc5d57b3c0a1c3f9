import type { AutoScalingGroup, Instance } from '../graph/compute.ts';
import type { Container } from '../graph/ecs.ts';
import type { Spanned } from '../source/file.ts';
import { map, type Unknown, type Value } from '../value.ts';
import { type Process, processOf } from './command.ts';
import { seconds, type Unit, written } from './durations.ts';
import { workerOf } from './gunicorn.ts';
import { imageOf, majorVersion } from './image.ts';
import { has, option } from './options.ts';
import { serverOf, untouched, wordsOf } from './recognise.ts';
import type { KeepAliveRow, Server, Setting } from './server.ts';
import { servers } from './servers.ts';
import { unknowable } from './unknowable.ts';

/** How long the server in a container keeps an idle connection open. */
export interface KeepAlive {
  /** `none`: every response closes its connection, so none is reused and none can race. */
  readonly seconds: number | 'none' | 'unlimited';
  /** The server's name, as a sentence shows it. */
  readonly server: string;
  /**
   * `stated` by the user; an `option` of the command or a variable of the `environment`; a `server-default` of the
   * server that the command starts; a `runtime-default`, which the program's own code usually overrides; or an
   * `image-default`, known from the image alone.
   */
  readonly basis: 'stated' | 'option' | 'environment' | 'server-default' | 'runtime-default' | 'image-default';
  /** The seconds as somebody wrote them, to be set anew by a fix. Absent for a default. */
  readonly setting?: Value<number>;
}

const fact = 'keepAliveSeconds';

/** How long the server in a container keeps an idle connection open; unknown where the sources do not say. */
export function keepAlive(container: Container): Value<KeepAlive> {
  const said = stated(container);
  if (said) return said;
  const process = processOf(container);
  if (process.kind === 'unknown') return unclear(container, process);
  const stock = untouched(container, process.value);
  const server = process.value ? serverOf(process.value) : stock?.server;
  const environment = process.value?.environment ?? container.environment;
  const at = process.value ?? container.image;

  if (server && server.keepAlive !== 'silent') return ofServer(server, server.keepAlive, container, process.value);
  if (server && !server.readsEnvironment) return unknowable(container, fact, at);
  if (environment.kind === 'unknown') return unclear(container, environment);
  return (
    ofNamedSetting(container, process.value, environment.value) ??
    ofCommonName(container, environment.value, 'the application') ??
    unknowable(container, fact, at)
  );
}

/** How long the application on instances keeps an idle connection open, as far as the user states it. */
export function keepAliveOfInstances(instances: AutoScalingGroup | Instance): Value<KeepAlive> {
  const value = instances.stated?.get(fact);
  return value ? asStated(value) : unknowable(instances, fact);
}

/** What a user can supply: the parameter that hides the fact, or else the fact. */
const unclear = (container: Container, by: Unknown): Unknown =>
  by.reason.kind === 'application' ? unknowable(container, fact, by) : by;

const asStated = (value: Value<number>): Value<KeepAlive> =>
  map(value, (seconds) => ({ seconds, server: 'the application', basis: 'stated', setting: value }));

function stated(container: Container): Value<KeepAlive> | undefined {
  const value = container.stated.get(fact);
  if (value) return asStated(value);
  const labels = container.dockerLabels;
  if (labels.kind === 'unknown') return labels;
  const label = labels.value.get('alb-lint.keep-alive');
  if (label?.kind === 'known' && (label.value === 'none' || label.value === 'unlimited'))
    return { ...label, value: { seconds: label.value, server: 'the application', basis: 'stated' } };
  return label && settled(container, label, { unit: 'seconds' }, { server: 'the application', basis: 'stated' });
}

function ofServer(
  server: Server,
  row: KeepAliveRow,
  container: Container,
  process: Process | undefined,
): Value<KeepAlive> {
  const at = process ?? container.image;
  const environment = process?.environment ?? container.environment;
  const needsEnvironment = server.readsEnvironment || server.moreWords || row.environment;
  if (needsEnvironment && environment.kind === 'unknown') return unclear(container, environment);
  const variables = environment.kind === 'unknown' ? new Map<string, Value<string>>() : environment.value;

  const added = server.moreWords === undefined ? undefined : variables.get(server.moreWords);
  const more = added && wordsOf(added);
  if (added && !more) return unknowable(container, fact, added);
  // What the command line says comes last and so wins.
  const words = [...(more ?? []), ...(process?.arguments ?? [])];

  let name = server.name;
  let zero = row.zero;
  if (server.name === 'gunicorn') {
    const worker = workerOf(words, server);
    if (worker === 'config') return unknowable(container, fact, at);
    if ('reason' in worker) return unclear(container, worker);
    name = `gunicorn (${worker.class})`;
    if (worker.answers === 'unknown') return unknowable(container, fact, at);
    if (worker.answers === 'closes')
      return found({ seconds: 'none', server: name, basis: 'server-default' }, at, words);
    if (worker.answers === 'uvicorn') zero = undefined;
  }

  const flag = option(words, row.flags ?? [], server.valued);
  if (flag.kind === 'hidden') return unclear(container, flag.by);
  if (flag.kind === 'given') {
    const basis = more?.some((word) => word.span === flag.value.span) ? 'environment' : 'option';
    return settled(container, flag.value, { ...row, zero }, { server: name, basis }, flag.flag);
  }
  const variable = inEnvironment(row, variables);
  if (variable) return settled(container, variable, { ...row, zero }, { server: name, basis: 'environment' });
  if (server.readsEnvironment) {
    const common = ofCommonName(container, variables, name);
    if (common) return common;
  }
  const config = has(words, server.config ?? [], server.valued);
  if (typeof config === 'object') return unclear(container, config);
  if (config || row.seconds === undefined) return unknowable(container, fact, at);
  return byDefault(row, name, row.seconds, container, process, words);
}

function byDefault(
  row: KeepAliveRow,
  server: string,
  seconds: number,
  container: Container,
  process: Process | undefined,
  words: readonly Value<string>[],
): Value<KeepAlive> {
  const stock = untouched(container, process);
  if (!process || row.stockImageOnly) {
    if (!stock) return unknowable(container, fact, process ?? container.image);
    const inImage = stock.server.name === 'Node.js' ? nodeDefault(container, seconds) : seconds;
    return found({ seconds: inImage, server, basis: 'image-default' }, container.image, [container.image]);
  }
  const value = row.usuallySetInCode ? nodeDefault(container, seconds) : seconds;
  return found(
    { seconds: value, server, basis: row.usuallySetInCode ? 'runtime-default' : 'server-default' },
    process,
    words,
  );
}

/** 65 s from Node 27 on: https://github.com/nodejs/node/pull/62782 */
function nodeDefault(container: Container, seconds: number): number {
  const image = imageOf(container.image);
  const isNode = image.kind !== 'unknown' && (image.value.name === 'node' || image.value.name === 'bitnami/node');
  return isNode && (majorVersion(image.value) ?? 0) >= 27 ? 65 : seconds;
}

/** A setting whose name says which server reads it, where the command does not say which server runs. */
function ofNamedSetting(
  container: Container,
  process: Process | undefined,
  environment: ReadonlyMap<string, Value<string>>,
): Value<KeepAlive> | undefined {
  const json = environment.get('SPRING_APPLICATION_JSON');
  if (json) return unknowable(container, fact, json);
  for (const { name, keepAlive: row } of servers) {
    if (row === 'silent') continue;
    const spring = row.unit === 'spring';
    const flag = spring && process ? option(process.arguments, row.flags ?? []) : undefined;
    if (flag?.kind === 'hidden') return unclear(container, flag.by);
    if (flag?.kind === 'given')
      return settled(container, flag.value, row, { server: name, basis: 'option' }, flag.flag);
    const variable = inEnvironment(row, environment);
    if (variable) return settled(container, variable, row, { server: name, basis: 'environment' });
  }
  return undefined;
}

const commonName =
  /^(?<prefix>HTTP_|SERVER_|NODE_|APP_)?KEEP_?ALIVE(?<timeout>_TIMEOUT)?(?:(?<ms>_MS|_MILLIS)|(?<s>_S|_SEC|_SECONDS))?$/i;

/** A variable such as `KEEP_ALIVE_TIMEOUT_MS`: no server's own, but said with intent. */
function ofCommonName(
  container: Container,
  environment: ReadonlyMap<string, Value<string>>,
  server: string,
): Value<KeepAlive> | undefined {
  const named = [...environment].flatMap(([name, value]) => {
    const groups = commonName.exec(name)?.groups;
    // A bare `KEEP_ALIVE` may as well be a switch, or MQTT's.
    const clear = groups && (groups.prefix ?? groups.timeout ?? groups.ms ?? groups.s) !== undefined;
    return clear ? [{ value, unit: (groups.ms ? 'milliseconds' : groups.s ? 'seconds' : 'guess') as Unit }] : [];
  });
  const [first] = named;
  if (!first) return undefined;
  const answers = named.map(({ value, unit }) => settled(container, value, { unit }, { server, basis: 'environment' }));
  const [answer] = answers;
  const agree = answers.every(
    (other) => other.kind !== 'unknown' && answer?.kind === 'known' && other.value.seconds === answer.value.seconds,
  );
  return agree || named.length === 1 ? answer : unknowable(container, fact, first.value);
}

function inEnvironment(setting: Setting, environment: ReadonlyMap<string, Value<string>>): Value<string> | undefined {
  const names = setting.environment ?? [];
  for (const name of names) {
    const value = environment.get(name);
    if (value) return value;
  }
  if (setting.unit !== 'timespan') return undefined;
  // .NET's configuration keys have no case.
  const lower = names.map((name) => name.toLowerCase());
  return [...environment].find(([name]) => lower.includes(name.toLowerCase()))?.[1];
}

/** The answer that a written value gives; `flag` is what stands before it in its word. */
function settled(
  container: Container,
  value: Value<string>,
  { unit, zero }: { readonly unit: Unit; readonly zero?: 'none' | 'unlimited' | undefined },
  { server, basis }: Pick<KeepAlive, 'server' | 'basis'>,
  flag = '',
): Value<KeepAlive> {
  if (value.kind === 'unknown') return unclear(container, value);
  const time = seconds(value.value, unit);
  // Node's 0 is without limit, Next.js ignores it, others refuse it.
  if (time === undefined || (time === 0 && !zero && unit !== 'seconds')) return unknowable(container, fact, value);
  const { span, via } = value;
  const like = value.value;
  const setting: Value<number> = {
    kind: 'known',
    value: time,
    span,
    via,
    slot: () => {
      const slot = value.slot?.();
      return slot && { span: slot.span, write: (n) => slot.write(`${flag}${written(Number(n), unit, like)}`) };
    },
  };
  return { kind: 'known', value: { seconds: time === 0 && zero ? zero : time, server, basis, setting }, span, via };
}

const found = (value: KeepAlive, at: Spanned, from: readonly (Value<unknown> | Unknown)[]): Value<KeepAlive> => ({
  kind: 'known',
  value,
  span: at.span,
  via: from.flatMap(({ via }) => via),
});
