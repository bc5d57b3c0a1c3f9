import type { Unknown, Value } from '../value.ts';

/** A container image's name, taken apart. */
export interface Image {
  readonly registry: string;
  readonly repository: string;
  /**
   * The public name that everybody knows it by: `nginx` for Docker's official image from any of its mirrors,
   * `grafana/grafana` on Docker Hub, `quay.io/keycloak/keycloak` elsewhere. Absent for images of a private registry:
   * nobody outside knows what `….dkr.ecr.….amazonaws.com/nginx` contains.
   */
  readonly name?: string;
  /** Absent where none is written; unknown where it holds a parameter. */
  readonly tag?: string | Unknown;
  readonly digest?: string | Unknown;
}

const hole = '\u0000';

/** An image name taken apart; unknown as soon as the registry or the repository is. */
export function imageOf(image: Value<string>): Value<Image> {
  if (image.kind !== 'unknown') return { ...image, value: parse(image.value, undefined) };
  if (!image.parts) return image;
  const text = image.parts.map((part) => (typeof part === 'string' ? part : hole)).join('');
  const value = parse(
    text,
    image.parts.find((part) => typeof part !== 'string'),
  );
  if (`${value.registry}${value.repository}`.includes(hole)) return image;
  const { span, via } = image;
  return { kind: 'known', value, span, via };
}

function parse(text: string, unknown: Unknown | undefined): Image {
  const [name = '', digest] = split(text.trim(), text.indexOf('@'));
  const [path = '', tag] = split(name, name.indexOf(':', name.lastIndexOf('/') + 1));
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const hasRegistry = first === 'localhost' || /[.:\u0000]/.test(first);
  const registry = !hasRegistry || /^(index\.)?docker\.io$/.test(first) ? 'docker.io' : first;
  const repository = hasRegistry ? path.slice(slash + 1) : path;
  const known = (piece: string): string | Unknown => (unknown && piece.includes(hole) ? unknown : piece);
  const shown = publicName(registry, repository);
  return {
    registry,
    repository,
    ...(shown === undefined ? {} : { name: shown }),
    ...(tag === undefined ? {} : { tag: known(tag) }),
    ...(digest === undefined ? {} : { digest: known(digest) }),
  };
}

const split = (text: string, at: number): readonly [string, string?] =>
  at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];

const publicRegistries = new Set([
  'quay.io',
  'ghcr.io',
  'mcr.microsoft.com',
  'gcr.io',
  'registry.k8s.io',
  'docker.elastic.co',
]);

function publicName(registry: string, repository: string): string | undefined {
  if (registry === 'docker.io') return repository.replace(/^library\//, '');
  // Docker's official images on Amazon ECR Public: https://docs.aws.amazon.com/AmazonECR/latest/public/docker-official-images.html
  if (registry === 'public.ecr.aws') {
    const official = /^docker\/library\/(.+)$/.exec(repository)?.[1];
    if (official !== undefined) return official;
    return repository === 'nginx/nginx' ? 'nginx' : `${registry}/${repository}`;
  }
  return publicRegistries.has(registry) ? `${registry}/${repository}` : undefined;
}

/** Whether it is one of Docker's official images, from whatever mirror: only they have a name without a slash. */
export function isOfficial(image: Value<string>): boolean {
  const known = imageOf(image);
  return known.kind !== 'unknown' && known.value.name !== undefined && !known.value.name.includes('/');
}

/** The first number of a tag such as `18.20-alpine`, where there is one. */
export function majorVersion(image: Image): number | undefined {
  const major = typeof image.tag === 'string' ? /^v?(\d+)(?:[.\-_]|$)/.exec(image.tag)?.[1] : undefined;
  return major === undefined ? undefined : Number(major);
}
