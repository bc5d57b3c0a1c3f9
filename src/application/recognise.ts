import type { Container } from '../graph/ecs.ts';
import type { Value } from '../value.ts';
import type { Process, Shell } from './command.ts';
import { type Image, imageOf } from './image.ts';
import { has } from './options.ts';
import type { Server, StockImage } from './server.ts';
import { servers } from './servers.ts';
import { literal, shellCommands } from './words.ts';
import { baseName } from './wrappers.ts';

/** The server that a command starts, if it is one we know. */
export function serverOf({ program, arguments: words }: Process): Server | undefined {
  const behind = words.map((word) => (word.kind === 'unknown' ? undefined : word.value));
  return servers.find(({ started, leading }) => {
    const line = [program, ...(leading ? withoutLeading(behind, leading) : behind)];
    return started.some((start) => start.every((text, i) => line[i] === text || baseName(line[i] ?? '') === text));
  });
}

/** What follows the options that stand before a subcommand. */
function withoutLeading(
  words: readonly (string | undefined)[],
  leading: NonNullable<Server['leading']>,
): readonly (string | undefined)[] {
  let at = 0;
  for (let word = words[at]; word?.startsWith('-'); word = words[at]) {
    const [name = ''] = word.startsWith('--') ? word.split('=') : [word.slice(0, 2)];
    if (leading[name] === undefined) break;
    // `--app=shop` and `-Ashop` are one word.
    at += leading[name] === 'valued' && name === word ? 2 : 1;
  }
  return words.slice(at);
}

/** The server that an image starts by itself, if it is a public one we know. */
function serverOfImage(image: Image): { readonly server: Server; readonly stock: StockImage } | undefined {
  for (const server of servers) {
    const stock = server.images?.find((candidate) => matches(image, candidate));
    if (stock) return { server, stock };
  }
  return undefined;
}

function matches({ name, tag }: Image, stock: StockImage): boolean {
  if (name !== stock.name) return false;
  if (!stock.tag) return true;
  if (typeof tag === 'object') return false;
  const parts = (tag ?? 'latest').split('-');
  const { some, none = [] } = stock.tag;
  return (!some || some.some((part) => parts.includes(part))) && !none.some((part) => parts.includes(part));
}

/**
 * The public image whose own configuration and start-up are in force: no volume over them, no script that may rewrite
 * them, no option that names others. `undefined` where that is not certain.
 */
export function untouched(
  container: Container,
  process: Process | undefined,
): { readonly image: Value<Image>; readonly server: Server; readonly stock: StockImage } | undefined {
  const image = imageOf(container.image);
  if (image.kind === 'unknown') return undefined;
  const found = serverOfImage(image.value);
  if (!found || mounts(container)) return undefined;
  if (process) {
    if (serverOf(process) !== found.server || !process.shells.every(isHarmless)) return undefined;
    if (has(process.arguments, found.server.config ?? []) !== false) return undefined;
  }
  return { image, ...found };
}

/** Whether a volume may lie over what the image brings. */
export const mounts = ({ mountPoints }: Container): boolean =>
  mountPoints !== undefined && (mountPoints.kind === 'unknown' || mountPoints.value.length > 0);

/** Programs that change nothing of a server's configuration, and write no file but through a redirection. */
const harmless = new Set(['echo', 'printf', 'sleep', 'date', 'true', ':', 'cd', 'env', 'printenv']);

/** Amazon's own sample writes its index page with `echo` before it starts httpd: pages are no configuration. */
const isHarmless = ({ before }: Shell): boolean =>
  before.every(
    ({ program, writes }) => harmless.has(program ?? '') && writes.every((file) => isNoConfiguration.test(file ?? '')),
  );

const isNoConfiguration = /\.html?$|^\/dev\/|^\/proc\/1\//;

/** The words of an environment variable that holds a part of a command line. */
export function wordsOf(value: Value<string>): readonly Value<string>[] | undefined {
  const commands = shellCommands(value.kind === 'unknown' ? (value.parts ?? [value]) : [value.value]);
  if (!commands || commands.length > 1) return undefined;
  return (commands[0]?.words ?? []).map((word) => {
    const text = literal(word);
    const [only] = word.atoms;
    if (text !== undefined) return { kind: 'known', value: text, span: value.span, via: value.via };
    if (typeof only === 'object' && only.kind === 'unknown' && word.atoms.length === 1) return only;
    return {
      kind: 'unknown',
      reason: { kind: 'application', name: 'command' },
      symbol: `word:${word.start}`,
      span: value.span,
      via: [],
    };
  });
}
