import type { Unknown, Value } from '../value.ts';
import { option } from './options.ts';

/** The URLs that ASP.NET Core's server is told to listen on, several of them with semicolons in between. */
export interface Urls {
  readonly value: Value<string>;
  readonly basis: 'option' | 'environment';
  /** Whether they are the whole of what somebody wrote in that place. */
  readonly whole: boolean;
}

/** An address for plain HTTP; a part that cannot be read is `undefined`. */
export interface PlainAddress {
  readonly host: string | undefined;
  readonly port: Value<number> | undefined;
}

/**
 * The URLs of a command line behind `dotnet` or of the environment; `otherwise` where something else counts as well.
 * https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints#configure-endpoints-with-urls
 */
export function kestrelUrls(
  words: readonly Value<string>[],
  environment: ReadonlyMap<string, Value<string>>,
): Urls | 'otherwise' | undefined {
  // Endpoints that are configured replace the URLs.
  if ([...environment.keys()].some((name) => /^((ASPNETCORE|DOTNET)_)?Kestrel__Endpoints__/i.test(name)))
    return 'otherwise';
  // The first word is the application, or a command of `dotnet`.
  const found = option(words.slice(1), ['--urls']);
  const variable = environment.get('ASPNETCORE_URLS');
  if (found.kind === 'hidden') return { value: found.by, basis: 'option', whole: false };
  // Whether it reads its command line at all is up to the application.
  if (found.kind === 'given' && variable) return 'otherwise';
  if (found.kind === 'given') return { value: found.value, basis: 'option', whole: found.flag === '' };
  return variable && { value: variable, basis: 'environment', whole: true };
}

const hole = '\u0000';

/** The addresses for plain HTTP among URLs; unknown where an unknown part may be more than a port. */
export function plainAddresses(urls: Value<string>): readonly PlainAddress[] | Unknown {
  const parts = urls.kind === 'unknown' ? (urls.parts ?? [urls]) : [urls.value];
  const holes = parts.filter((part) => typeof part !== 'string');
  const texts = parts.map((part) => (typeof part === 'string' ? part : hole)).join('');
  const addresses: PlainAddress[] = [];
  let passed = 0;
  for (const text of texts.split(';').map((piece) => piece.trim())) {
    const inside = text.split(hole).length - 1;
    const [unknown] = holes.slice(passed, passed + inside);
    passed += inside;
    if (/^https:/i.test(text)) continue;
    const [found, host, port = '80'] = /^http:\/\/(\[[^\]]*\]|[^:/]*)(?::([^/]*))?\/?$/i.exec(text) ?? [];
    if (urls.kind === 'unknown' && unknown && (port !== hole || inside > 1)) return urls;
    addresses.push({ host, port: found === undefined ? undefined : portOf(port, unknown, urls) });
  }
  return addresses;
}

function portOf(text: string, unknown: Unknown | undefined, { span, via }: Value<string>): Value<number> | undefined {
  if (unknown) return unknown;
  return /^\d{1,5}$/.test(text) ? { kind: 'known', value: Number(text), span, via } : undefined;
}
