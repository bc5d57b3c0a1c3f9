import type { Container } from '../graph/ecs.ts';
import type { Value } from '../value.ts';
import { processOf } from './command.ts';
import { type Image, imageOf, majorVersion } from './image.ts';
import { mounts, untouched } from './recognise.ts';

/** What an application answers to a plain `GET /` without a session, which is what a health check sends. */
export interface RootAnswer {
  readonly status: number;
  /** The variable that says so, or the image. */
  readonly because: 'environment' | 'image';
  readonly name: string;
  /** Where it is documented. */
  readonly source?: string;
}

/** Evidence that `/` answers 3xx, 401 or 403 over plain HTTP; `undefined` where there is none. */
export function redirectsRoot(container: Container): Value<RootAnswer | undefined> {
  const { environment } = container;
  if (environment.kind === 'unknown') return environment;
  const exempt = environment.value.has('SECURE_REDIRECT_EXEMPT');
  const named = [...environment.value].filter(([name]) => switches.has(name) && !exempt);
  for (const [name, value] of named) {
    if (value.kind === 'unknown' || !/^(true|1|yes|on)$/i.test(value.value.trim())) continue;
    return { kind: 'known', value: { status: 301, because: 'environment', name }, span: value.span, via: value.via };
  }
  const hidden = named.map(([, value]) => value).find((value) => value.kind === 'unknown');
  return ofImage(container, environment.value) ?? hidden ?? nothing(container);
}

/** Evidence that `/` answers 200; `undefined` where there is none. */
export function answersRoot(container: Container): Value<RootAnswer | undefined> {
  const image = imageOf(container.image);
  const process = processOf(container);
  if (image.kind === 'unknown' || process.kind === 'unknown') return nothing(container);
  const name = image.value.name ?? '';
  const page = untouched(container, process.value) ? stockPages.get(name) : undefined;
  const sample = !mounts(container) && startsItself(container) ? samples.get(name) : undefined;
  const source = page ?? sample;
  if (source === undefined) return nothing(container);
  const { span, via } = container.image;
  return { kind: 'known', value: { status: 200, because: 'image', name, source }, span, via };
}

/** Variables by which applications turn plain HTTP away; the catalogue of `health-check-https-redirect`. */
const switches = new Set([
  'SECURE_SSL_REDIRECT',
  'DJANGO_SECURE_SSL_REDIRECT',
  'FORCE_SSL',
  'RAILS_FORCE_SSL',
  'FORCE_HTTPS',
  'APP_FORCE_HTTPS',
  'HTTPS_REDIRECT',
]);

interface Redirecting {
  readonly images: readonly string[];
  readonly status: number;
  readonly since?: number;
  readonly excludedTags?: RegExp;
  /** Variables that may make it answer otherwise, whatever their value. */
  readonly unless: readonly string[];
  /** Where its configuration lies, which a volume may replace. */
  readonly configuration?: string;
  /** First words of a command that still starts the application. */
  readonly commands?: readonly string[];
  readonly source: string;
}

const redirecting: readonly Redirecting[] = [
  {
    images: ['grafana/grafana', 'grafana/grafana-oss', 'grafana/grafana-enterprise'],
    status: 302,
    unless: ['GF_AUTH_ANONYMOUS_ENABLED', 'GF_AUTH_PROXY_ENABLED', 'GF_PATHS_CONFIG', 'GF_SERVER_PROTOCOL'],
    configuration: '/etc/grafana',
    source: 'https://github.com/grafana/plugin-ci-workflows/pull/670',
  },
  {
    images: ['quay.io/keycloak/keycloak', 'keycloak/keycloak'],
    status: 302,
    since: 26,
    unless: ['KC_HTTP_RELATIVE_PATH', 'KC_FEATURES_DISABLED', 'KC_HOSTNAME_ADMIN', 'KC_HOSTNAME_ADMIN_URL'],
    configuration: '/opt/keycloak/conf',
    commands: ['start', 'start-dev'],
    source: 'https://github.com/aws-samples/cdk-keycloak/issues/218',
  },
  {
    images: ['jenkins/jenkins'],
    status: 403,
    unless: ['JAVA_OPTS', 'JENKINS_OPTS', 'JENKINS_JAVA_OPTS', 'CASC_JENKINS_CONFIG'],
    source: 'https://github.com/GoogleCloudPlatform/continuous-deployment-on-kubernetes/issues/36',
  },
  {
    // Not installed yet: to the installer. Installed: to the site's own host name, which a health check does not use.
    images: ['wordpress'],
    status: 302,
    excludedTags: /(^|-)(fpm|cli)(-|$)/,
    unless: ['WORDPRESS_CONFIG_EXTRA'],
    commands: ['apache2-foreground'],
    source: 'https://github.com/aws-samples/eb-php-wordpress/issues/22',
  },
  {
    images: ['redash/redash'],
    status: 302,
    unless: [],
    commands: ['server'],
    source: 'https://github.com/getredash/redash/issues/1901',
  },
  {
    images: ['jupyterhub/jupyterhub', 'quay.io/jupyterhub/jupyterhub'],
    status: 302,
    unless: [],
    configuration: '/srv/jupyterhub',
    source: 'https://github.com/aws-samples/appmod-blueprints/pull/890',
  },
];

/** Servers whose own page answers 200 while nobody has replaced it. */
const stockPages: ReadonlyMap<string, string> = new Map([
  ['nginx', 'https://hub.docker.com/_/nginx'],
  ['nginxinc/nginx-unprivileged', 'https://hub.docker.com/r/nginxinc/nginx-unprivileged'],
  ['httpd', 'https://hub.docker.com/_/httpd'],
]);

/** Samples that answer 200 to every path or have a page at `/`. */
const samples: ReadonlyMap<string, string> = new Map([
  ['amazon/amazon-ecs-sample', 'https://github.com/aws-samples/ecs-demo-php-simple-app'],
  ['public.ecr.aws/ecs-sample-image/amazon-ecs-sample', 'https://gallery.ecr.aws/ecs-sample-image/amazon-ecs-sample'],
  ['nginxdemos/hello', 'https://github.com/nginxinc/NGINX-Demos/tree/master/nginx-hello'],
  ['docker/getting-started', 'https://github.com/docker/getting-started'],
  ['traefik/whoami', 'https://github.com/traefik/whoami#readme'],
]);

function ofImage(container: Container, environment: ReadonlyMap<string, Value<string>>): Value<RootAnswer> | undefined {
  const image = imageOf(container.image);
  if (image.kind === 'unknown') return undefined;
  const row = redirecting.find(({ images }) => images.includes(image.value.name ?? ''));
  if (!row || !isMeant(image.value, row) || !startsItself(container, row.commands)) return undefined;
  if (row.unless.some((name) => environment.has(name)) || replaces(container, row.configuration)) return undefined;
  const { status, source } = row;
  return {
    kind: 'known',
    value: { status, because: 'image', name: image.value.name ?? '', source },
    span: container.image.span,
    via: container.image.via,
  };
}

function isMeant(image: Image, { since, excludedTags }: Redirecting): boolean {
  if (typeof image.tag === 'object') return false;
  const tag = image.tag ?? 'latest';
  if (excludedTags?.test(tag)) return false;
  return since === undefined || tag === 'latest' || (majorVersion(image) ?? 0) >= since;
}

/** Whether the image's own entry point runs, with nothing or with one of the commands it is meant for. */
function startsItself({ entryPoint, command }: Container, commands: readonly string[] = []): boolean {
  if (entryPoint.kind === 'unknown' || command.kind === 'unknown' || entryPoint.value.length > 0) return false;
  const [first] = command.value;
  return !first || (first.kind !== 'unknown' && commands.includes(first.value));
}

function replaces({ mountPoints }: Container, configuration: string | undefined): boolean {
  if (configuration === undefined || mountPoints === undefined) return false;
  if (mountPoints.kind === 'unknown') return true;
  return mountPoints.value.some(
    (path) =>
      path.kind === 'unknown' || `${path.value}/`.startsWith(configuration) || configuration.startsWith(path.value),
  );
}

const nothing = (container: Container): Value<undefined> => ({
  kind: 'known',
  value: undefined,
  span: container.span,
  via: [],
});
