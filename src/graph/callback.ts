import { derived, type Unknown, type Value } from '../value.ts';

/** Where a load balancer waits for browsers that come back from a login. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html */
export const callbackPath = '/oauth2/idpresponse';

/**
 * Whether one of the addresses that a client may send users back to is the load balancer's; with a host, only that
 * host's. The case of letters counts. Unknown addresses may be the one, unless their known end says otherwise.
 */
export function leadsBack(urls: Value<readonly Value<string>[]>, host?: Value<string>): Value<boolean> {
  if (urls.kind === 'unknown') return urls;
  const from: Value<unknown>[] = [urls];
  let doubt: Unknown | undefined;
  for (const url of urls.value) {
    const verdict = isCallback(url, host);
    if (verdict === true) return derived(true, urls.span, [urls, url]);
    if (verdict !== false) doubt ??= verdict;
    else from.push(url);
  }
  return doubt ?? derived(false, urls.span, from);
}

function isCallback(url: Value<string>, host: Value<string> | undefined): boolean | Unknown {
  if (url.kind !== 'unknown') {
    const [, name, path] = /^https:\/\/([^/:]*)(?::\d+)?(\/.*)$/.exec(url.value.trim()) ?? [];
    if (path !== callbackPath || host === undefined) return path === callbackPath;
    return host.kind === 'unknown' ? host : name === host.value.toLowerCase();
  }
  const { parts } = url;
  const [start, name, end, ...rest] = parts ?? [];
  const isHosts = host?.kind === 'unknown' && typeof name === 'object' && name.symbol === host.symbol;
  if (isHosts && start === 'https://' && end === callbackPath && rest.length === 0) return true;
  const last = parts?.at(-1);
  const isWhole = String(start).startsWith('https://') && typeof last === 'string';
  if (host === undefined && isWhole && last.endsWith(callbackPath)) return true;
  const mayEnd = typeof last !== 'string' || last.endsWith(callbackPath) || callbackPath.endsWith(last);
  return mayEnd ? url : false;
}
