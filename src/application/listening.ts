import type { Container } from '../graph/ecs.ts';
import type { Spanned } from '../source/file.ts';
import { same, type Unknown, type Value } from '../value.ts';
import { type Process, processOf } from './command.ts';
import { imageOf } from './image.ts';
import { kestrelUrls, plainAddresses, type Urls } from './kestrel.ts';
import { has, operands, option } from './options.ts';
import { serverOf, untouched, wordsOf } from './recognise.ts';
import type { BindRow, Server, Setting } from './server.ts';
import { unknowable } from './unknowable.ts';

/** What a server accepts connections on. */
export interface Binding {
  /** As written: `0.0.0.0`, `localhost`, `[::1]`. */
  readonly host: string;
  readonly basis: 'option' | 'environment' | 'server-default';
  /** Absent where only a variable named `HOST` speaks. */
  readonly server?: string;
  /** Whether the application's own code may bind something else all the same. */
  readonly overridable?: true;
  /** The port it binds there; `undefined` where nothing in the sources speaks of one. */
  readonly port: Value<number | undefined>;
  /** The host by itself, or the whole address, as somebody wrote it in a place of its own, to be set anew by a fix. */
  readonly setting?: Value<string>;
}

/** Whether only what runs in the same network namespace can connect to an address. */
export const isLoopback = ({ host }: Binding): boolean => /^(127\.|localhost$|\[?::1\]?$)/.test(host);

/** The address that the server in a container binds; `undefined` where the sources do not speak of one. */
export function boundAddress(container: Container): Value<Binding | undefined> {
  const process = processOf(container);
  if (process.kind === 'unknown') return process;
  const environment = process.value?.environment ?? container.environment;
  if (environment.kind === 'unknown') return environment;
  const server = process.value && serverOf(process.value);
  if (process.value && server?.bind) return ofServer(container, process.value, server, server.bind, environment.value);
  const urls = urlsOf(process.value, server, environment.value);
  if (urls) return urls === 'otherwise' ? nothing(container) : ofUrls(container, urls);
  const host = environment.value.get('HOST');
  if (!host || server) return nothing(container);
  if (host.kind === 'unknown') return host;
  const port = onlyPort(container);
  return { ...host, value: { host: host.value, basis: 'environment', port, setting: host } };
}

/** The URLs that an application is told, unless it is known not to be one of ASP.NET Core. */
function urlsOf(
  process: Process | undefined,
  server: Server | undefined,
  environment: ReadonlyMap<string, Value<string>>,
): Urls | 'otherwise' | undefined {
  if (server && server.name !== 'Kestrel') return undefined;
  return kestrelUrls(server && process ? process.arguments : [], environment);
}

/** Where ASP.NET Core's server listens for plain HTTP, if that is one address. */
function ofUrls(container: Container, { value, basis, whole }: Urls): Value<Binding | undefined> {
  const addresses = plainAddresses(value);
  if ('kind' in addresses) return addresses;
  const [only, ...others] = addresses;
  if (only?.host === undefined || others.length > 0) return nothing(container);
  const { host, port = nothing(container) } = only;
  const setting = whole ? { setting: value } : {};
  const binding: Binding = { host, basis, server: 'Kestrel', overridable: true, port, ...setting };
  return { kind: 'known', value: binding, span: value.span, via: value.via };
}

/** The one port that the application is told, if it is told one. */
function onlyPort(container: Container): Value<number | undefined> {
  const ports = listeningPorts(container);
  if (ports.kind === 'unknown') return ports;
  const [first, ...others] = ports.value;
  return first && others.every((other) => same(first, other) === true) ? first : nothing(container);
}

function ofServer(
  container: Container,
  process: Process,
  server: Server,
  bind: BindRow,
  environment: ReadonlyMap<string, Value<string>>,
): Value<Binding | undefined> {
  const words = allWords(process, server, environment);
  if (!words) return unknowable(container, 'boundAddress', process);
  const given = written(words, server, bind, 'host', environment);
  if (given === 'several') return nothing(container);
  if (given && 'by' in given) return given.by;
  const port = boundPort(container, words, server, bind, environment);
  if (given) {
    const host = hostOf(given.value, given.isAddress, bind.behind !== undefined);
    if (typeof host === 'object') return host;
    if (host === undefined) return nothing(container);
    const { span, via } = given.value;
    const setting = given.whole ? { setting: given.value } : {};
    return { kind: 'known', value: { host, basis: given.basis, server: server.name, port, ...setting }, span, via };
  }
  const config = has(words, server.config ?? [], server.valued);
  if (typeof config === 'object') return config;
  if (config || bind.default?.host === undefined) return unknowable(container, 'boundAddress', process);
  const opened = bind.opensWith !== undefined && environment.has(bind.opensWith);
  const host = opened ? '0.0.0.0' : bind.default.host;
  return known({ host, basis: 'server-default', server: server.name, port }, process, words);
}

function boundPort(
  container: Container,
  words: readonly Value<string>[],
  server: Server,
  bind: BindRow,
  environment: ReadonlyMap<string, Value<string>>,
): Value<number | undefined> {
  const given = written(words, server, bind, 'port', environment);
  if (given === 'several') return nothing(container);
  if (given && 'by' in given) return given.by;
  const text = given?.value ?? (bind.opensWith === undefined ? undefined : environment.get(bind.opensWith));
  const port = text && portOf(text);
  if (port) return port;
  return known(bind.default?.port, container, []);
}

/** Variables by which images are commonly told their port; the catalogue of `app-port-env-mismatch`. */
const portVariables = ['PORT', 'SERVER_PORT', 'APP_PORT', 'HTTP_PORT', 'LISTEN_PORT'];

/**
 * The ports that the template tells the application to listen on, each at the place that says so; empty where nothing
 * does. Several that differ mean that at least one of them is for something else.
 */
export function listeningPorts(container: Container): Value<readonly Value<number>[]> {
  const process = processOf(container);
  if (process.kind === 'unknown') return process;
  const environment = process.value?.environment ?? container.environment;
  if (environment.kind === 'unknown') return environment;
  const variables = environment.value;
  const server = process.value && serverOf(process.value);
  const named = [...new Set([...portVariables, ...(server?.bind?.port?.environment ?? [])])].flatMap(
    (name) => variables.get(name) ?? [],
  );
  const urls = urlsOf(process.value, server, variables);
  const addresses = urls && urls !== 'otherwise' ? plainAddresses(urls.value) : [];
  const plain = 'kind' in addresses ? [addresses] : addresses.map(({ port }) => port);
  const list = urls === 'otherwise' ? undefined : variables.get('ASPNETCORE_HTTP_PORTS');
  const bind: BindRow = server ? (server.bind ?? {}) : { port: { flags: ['--port'] } };
  const words = process.value && allWords(process.value, server, variables);
  const given = words && written(words, server, bind, 'port', new Map());
  if (given && given !== 'several' && 'by' in given) return given.by;
  const option = given && given !== 'several' ? [portOf(given.value)] : [];
  const ports = [...named.map(portOf), ...(list ? portsOf(list) : []), ...plain, ...option];
  if (ports.includes(undefined)) return unknowable(container, 'listeningPort');
  return known(
    ports.filter((port) => port !== undefined),
    container,
    [],
  );
}

/** The port that a public image serves with its own configuration; `undefined` where that is not certain. */
export function imagePort(container: Container): Value<number | undefined> {
  const process = processOf(container);
  if (process.kind === 'unknown') return process;
  const stock = untouched(container, process.value);
  const image = imageOf(container.image);
  if (stock?.stock.port === undefined || image.kind === 'unknown') return nothing(container);
  return known(stock.stock.port, container.image, [container.image]);
}

interface Written {
  readonly value: Value<string>;
  readonly isAddress: boolean;
  readonly basis: 'option' | 'environment';
  /** Whether it is the whole of what somebody wrote in that place. */
  readonly whole: boolean;
}

/** Where the host or the port is written, if it is. */
function written(
  words: readonly Value<string>[],
  server: Server | undefined,
  bind: BindRow,
  part: 'host' | 'port',
  environment: ReadonlyMap<string, Value<string>>,
): Written | { readonly by: Unknown } | 'several' | undefined {
  const own: Omit<Setting, 'unit'> = bind[part] ?? {};
  const { address = [], everywhere = [], otherwise = [] } = bind;
  const count = words.filter(
    (word) => word.kind !== 'unknown' && [...address, ...everywhere].some((flag) => isFlag(word.value, flag)),
  ).length;
  if (count > 1 || has(words, otherwise, server?.valued) === true) return 'several';
  const bound = option(words, address, server?.valued);
  // Waitress takes several in one word.
  if (bound.kind === 'given' && bound.value.kind !== 'unknown' && /\S\s+\S/.test(bound.value.value)) return 'several';
  if (part === 'host' && count > 0 && bound.kind === 'absent') return 'several';
  const found = bound.kind === 'absent' ? option(words, [...everywhere, ...(own.flags ?? [])], server?.valued) : bound;
  if (found.kind === 'hidden') return found;
  if (found.kind === 'given')
    return { value: found.value, isAddress: found === bound, basis: 'option', whole: found.flag === '' };
  if (bind.behind !== undefined) {
    const at = words.findIndex((word) => word.kind !== 'unknown' && word.value === bind.behind);
    const [operand] = operands(words.slice(at + 1), []);
    if (operand) return { value: operand, isAddress: true, basis: 'option', whole: true };
  }
  const variable = (own.environment ?? []).map((name) => environment.get(name)).find((value) => value !== undefined);
  return variable && { value: variable, isAddress: false, basis: 'environment', whole: true };
}

const isFlag = (word: string, flag: string): boolean =>
  word === flag ||
  (flag.startsWith('--') ? word.startsWith(`${flag}=`) : !word.startsWith('--') && word.startsWith(flag));

function allWords(
  process: Process,
  server: Server | undefined,
  environment: ReadonlyMap<string, Value<string>>,
): readonly Value<string>[] | undefined {
  const added = server?.moreWords === undefined ? undefined : environment.get(server.moreWords);
  const more = added ? wordsOf(added) : [];
  return more && [...more, ...process.arguments];
}

/** The host of `host:port` or of `host`; a socket file has none. */
function hostOf(value: Value<string>, isAddress: boolean, loneNumberIsPort: boolean): string | undefined | Unknown {
  const [start] = value.kind === 'unknown' ? (value.parts ?? []) : [value.value];
  if (typeof start !== 'string') return value.kind === 'unknown' ? value : undefined;
  if (!isAddress) return value.kind === 'unknown' ? value : start;
  if (/^(unix|fd):/.test(start)) return undefined;
  const host = /^(?:(?:tcp|ssl):\/\/)?(\[[^\]]*\]|[^:/]*):/.exec(start)?.[1];
  if (host !== undefined) return host === '' ? '0.0.0.0' : host;
  if (value.kind === 'unknown') return value;
  if (!/^\d+$/.test(start)) return start;
  // Django takes a lone number for a port and stays on the loopback address; what others make of it varies.
  return loneNumberIsPort ? '127.0.0.1' : undefined;
}

function portOf(value: Value<string>): Value<number> | undefined {
  if (value.kind === 'unknown') {
    const [before, last] = value.parts?.slice(-2) ?? [];
    // The same unknown as wherever else the port is written.
    if (typeof before === 'string' && typeof last === 'object' && before.endsWith(':')) return last;
    const tail = /:(\d+)$/.exec(String(value.parts?.at(-1)))?.[1];
    return tail === undefined ? value : { kind: 'known', value: Number(tail), span: value.span, via: value.via };
  }
  // Puma takes options behind a question mark.
  const port = /(?:^|:)(\d{1,5})(?:\?.*)?$/.exec(value.value.trim())?.[1];
  if (port === undefined) return undefined;
  const { slot: _, ...rest } = value;
  return { ...rest, value: Number(port) };
}

/** `8080;9090`. */
function portsOf(value: Value<string>): readonly (Value<number> | undefined)[] {
  if (value.kind === 'unknown') return [portOf(value)];
  const { span, via } = value;
  return value.value.split(';').map((port) => portOf({ kind: 'known', value: port, span, via }));
}

const known = <T>(value: T, at: Spanned, from: readonly Value<unknown>[]): Value<T> => ({
  kind: 'known',
  value,
  span: at.span,
  via: from.flatMap(({ via }) => via),
});

const nothing = (container: Container): Value<undefined> => known(undefined, container, []);
