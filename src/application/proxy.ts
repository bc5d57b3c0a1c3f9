import type { Container } from '../graph/ecs.ts';

const proxies =
  /(^|[-_])(envoy|appmesh|app-mesh|nginx|haproxy|traefik|caddy|httpd|apache|linkerd|consul-dataplane|oauth2-proxy|aws-sigv4-proxy)($|[-_])/i;

/**
 * Whether a container may be a proxy in front of the others, going by its image or, where that says nothing, its name.
 * Only ever a reason to stay silent, so a private image called `envoy` counts.
 */
export function mayBeProxy({ image, id }: Container): boolean {
  const text =
    image.kind !== 'unknown' ? image.value : (image.parts ?? []).filter((part) => typeof part === 'string').join('');
  const repository = text.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  return proxies.test(repository.split('/').pop() ?? '') || /appmesh/i.test(repository) || proxies.test(id);
}

/** Whether the image's repository can be read: of one that cannot, nobody knows whether it is a proxy. */
export function namesRepository({ image }: Container): boolean {
  if (image.kind !== 'unknown') return true;
  return (image.parts ?? []).some((part) => typeof part === 'string' && /\/[\w.-]+/.test(part));
}
