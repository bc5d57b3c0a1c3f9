import type { Unit } from './durations.ts';

/** An option of a server, wherever it may be written. */
export interface Setting {
  readonly flags?: readonly string[];
  readonly environment?: readonly string[];
  readonly unit: Unit;
}

export interface KeepAliveRow extends Setting {
  /**
   * Seconds where nothing is set. Absent where that depends on what no template shows: a version, or which of
   * several servers is inside.
   */
  readonly seconds?: number;
  /** Whether the program's own code or configuration is where this is usually set. */
  readonly usuallySetInCode?: true;
  /** Only the image's own configuration makes the default true. */
  readonly stockImageOnly?: true;
  /** What 0 means. */
  readonly zero?: 'none' | 'unlimited';
}

/** A public image that starts the server with its own configuration. */
export interface StockImage {
  readonly name: string;
  /** Parts of the tag, between dashes, of which one is needed or none may be there. */
  readonly tag?: { readonly some?: readonly string[]; readonly none?: readonly string[] };
  readonly port?: number;
}

export interface Server {
  readonly name: string;
  /** Command lines that start it, beginning with the program's base name. */
  readonly started: readonly (readonly string[])[];
  readonly images?: readonly StockImage[];
  /** `silent`: recognised, but what is known of it is too weak for a verdict. */
  readonly keepAlive: KeepAliveRow | 'silent';
  /** Whether `KEEP_ALIVE_TIMEOUT` and its like in the environment are probably meant for it. */
  readonly readsEnvironment?: true;
  /** Options that name a configuration file, which may hold any setting. */
  readonly config?: readonly string[];
  /** An environment variable that holds more command line words. */
  readonly moreWords?: string;
  /** Other options that take the next word. */
  readonly valued?: readonly string[];
  readonly gracefulTimeout?: Setting & { readonly seconds?: number };
  readonly requestTimeout?: Setting & { readonly seconds?: number };
  readonly bind?: BindRow;
  /** Pages or files that state the facts. */
  readonly sources: readonly string[];
}

/** Where a server says what it listens on. */
export interface BindRow {
  /** Options that take `host:port`. */
  readonly address?: readonly string[];
  readonly host?: Omit<Setting, 'unit'>;
  readonly port?: Omit<Setting, 'unit'>;
  /** The word behind which `[host:]port` stands by itself. */
  readonly behind?: string;
  /** A variable that sets the port and, by being there, opens every address. */
  readonly opensWith?: string;
  /** Options that bind something other than a TCP port. */
  readonly otherwise?: readonly string[];
  /** Where nothing is set; an absent part is not known. */
  readonly default?: { readonly host?: string; readonly port?: number };
}

const spring = (property: string): Setting => ({
  flags: [`--${property}`, `-D${property}`],
  // Both spellings are read: https://docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.typesafe-configuration-properties.relaxed-binding.environment-variables
  environment: [
    property.replaceAll(/[.-]/g, '_').toUpperCase(),
    property.replaceAll('-', '').replaceAll('.', '_').toUpperCase(),
  ],
  unit: 'spring',
});

const springBoot = (server: string, ...properties: readonly string[]): readonly Server[] =>
  properties.map((property) => ({
    name: `Spring Boot with ${server}`,
    started: [],
    keepAlive: spring(property),
    sources: [
      'https://docs.spring.io/spring-boot/appendix/application-properties/index.html#appendix.application-properties.server',
    ],
  }));

/** A program of which only the name is known to say nothing. */
const silent = (name: string, started: readonly (readonly string[])[], rest: Partial<Server> = {}): Server => ({
  name,
  started,
  keepAlive: 'silent',
  sources: [],
  ...rest,
});

/** What is known about servers. The first row that recognises a command or an image counts. */
export const servers: readonly Server[] = [
  {
    name: 'gunicorn',
    started: [['gunicorn']],
    keepAlive: { flags: ['--keep-alive'], unit: 'seconds', seconds: 2, zero: 'none' },
    config: ['-c', '--config', '--paste', '--paster'],
    moreWords: 'GUNICORN_CMD_ARGS',
    valued: (
      '--backlog -w --workers -k --worker-class --threads --worker-connections --max-requests --max-requests-jitter ' +
      '-t --timeout --graceful-timeout -b --bind --chdir -e --env -p --pid --worker-tmp-dir -u --user -g --group -m --umask ' +
      '--forwarded-allow-ips --access-logfile --access-logformat --error-logfile --log-file --log-level --log-config ' +
      '--logger-class --statsd-host --statsd-prefix -n --name --pythonpath --keyfile --certfile'
    ).split(' '),
    gracefulTimeout: { flags: ['--graceful-timeout'], unit: 'seconds', seconds: 30 },
    requestTimeout: { flags: ['-t', '--timeout'], environment: ['GUNICORN_TIMEOUT'], unit: 'seconds', seconds: 30 },
    bind: { address: ['-b', '--bind'], opensWith: 'PORT', default: { host: '127.0.0.1', port: 8000 } },
    sources: ['https://docs.gunicorn.org/en/stable/settings.html#keepalive'],
  },
  {
    name: 'uvicorn',
    started: [['uvicorn']],
    keepAlive: {
      flags: ['--timeout-keep-alive'],
      environment: ['UVICORN_TIMEOUT_KEEP_ALIVE'],
      unit: 'seconds',
      seconds: 5,
    },
    valued: (
      '--host --port --uds --fd --reload-dir --reload-include --reload-exclude --reload-delay --workers --loop --http --ws ' +
      '--lifespan --interface --env-file --log-config --log-level --forwarded-allow-ips --root-path --limit-concurrency ' +
      '--backlog --limit-max-requests --timeout-graceful-shutdown --ssl-keyfile --ssl-certfile --header --app-dir'
    ).split(' '),
    gracefulTimeout: {
      flags: ['--timeout-graceful-shutdown'],
      environment: ['UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN'],
      unit: 'seconds',
    },
    bind: {
      host: { flags: ['--host'], environment: ['UVICORN_HOST'] },
      port: { flags: ['--port'], environment: ['UVICORN_PORT'] },
      otherwise: ['--uds', '--fd'],
      default: { host: '127.0.0.1', port: 8000 },
    },
    sources: ['https://uvicorn.dev/settings/#timeouts'],
  },
  {
    name: 'uvicorn through fastapi run',
    started: [['fastapi', 'run']],
    keepAlive: { unit: 'seconds', seconds: 5 },
    valued: ['--host', '--port', '--workers', '--root-path', '--app'],
    bind: { host: { flags: ['--host'] }, port: { flags: ['--port'] }, default: { host: '0.0.0.0' } },
    sources: ['https://fastapi.tiangolo.com/fastapi-cli/#fastapi-run'],
  },
  {
    name: 'hypercorn',
    started: [['hypercorn']],
    keepAlive: { flags: ['--keep-alive'], unit: 'seconds', seconds: 5 },
    config: ['-c', '--config'],
    valued:
      '--backlog -b --bind --graceful-timeout --read-timeout -g -k --worker-class --log-config --log-level -p -u -w --workers'.split(
        ' ',
      ),
    gracefulTimeout: { flags: ['--graceful-timeout'], unit: 'seconds', seconds: 3 },
    bind: { address: ['-b', '--bind'], default: { host: '127.0.0.1', port: 8000 } },
    sources: ['https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html'],
  },
  {
    name: 'Next.js',
    started: [['next', 'start']],
    // Node's own default, so its version decides: 65 s from Node 27.
    keepAlive: { flags: ['--keepAliveTimeout'], unit: 'milliseconds', seconds: 5, usuallySetInCode: true },
    readsEnvironment: true,
    valued: ['-p', '--port', '-H', '--hostname'],
    bind: {
      host: { flags: ['-H', '--hostname'] },
      port: { flags: ['-p', '--port'], environment: ['PORT'] },
      default: { host: '0.0.0.0', port: 3000 },
    },
    sources: ['https://nextjs.org/docs/app/api-reference/cli/next#configuring-a-timeout-for-downstream-proxies'],
  },
  {
    name: 'Node.js',
    started: [['node'], ['nodejs'], ['npm'], ['yarn'], ['pnpm'], ['tsx'], ['ts-node'], ['pm2-runtime']],
    images: [{ name: 'node' }, { name: 'bitnami/node' }],
    keepAlive: { unit: 'milliseconds', seconds: 5, usuallySetInCode: true },
    readsEnvironment: true,
    sources: ['https://nodejs.org/docs/latest-v24.x/api/http.html#serverkeepalivetimeout'],
  },
  {
    name: 'Puma',
    started: [['puma'], ['rails', 's'], ['rails', 'server']],
    // 20 s before version 7, 65 s since: https://github.com/puma/puma/pull/3378, https://github.com/puma/puma/pull/3912
    keepAlive: { environment: ['PUMA_PERSISTENT_TIMEOUT'], unit: 'seconds' },
    sources: ['https://puma.io/puma/Puma/DSL.html#persistent_timeout-instance_method'],
  },
  {
    name: 'nginx',
    started: [['nginx']],
    images: [
      { name: 'nginx', port: 80 },
      { name: 'nginxinc/nginx-unprivileged', port: 8080 },
    ],
    keepAlive: { unit: 'seconds', seconds: 65, stockImageOnly: true },
    config: ['-c', '-p'],
    sources: ['https://github.com/nginx/nginx/blob/master/conf/nginx.conf'],
  },
  silent('PHP-FPM', [['php-fpm']], {
    images: ['php', 'wordpress', 'drupal'].map((name) => ({ name, tag: { some: ['fpm'] } })),
  }),
  {
    name: 'Apache httpd',
    started: [['httpd-foreground'], ['apache2-foreground'], ['apache2ctl'], ['apachectl'], ['httpd']],
    images: [
      { name: 'httpd', port: 80 },
      { name: 'php', tag: { some: ['apache'] }, port: 80 },
      { name: 'wordpress', tag: { none: ['fpm', 'cli'] }, port: 80 },
      { name: 'drupal', tag: { none: ['fpm'] }, port: 80 },
    ],
    keepAlive: { unit: 'seconds', seconds: 5, stockImageOnly: true },
    config: ['-f', '-c', '-C', '-d'],
    sources: ['https://httpd.apache.org/docs/2.4/mod/core.html#keepalivetimeout'],
  },
  {
    name: 'Tomcat',
    started: [['catalina.sh', 'run']],
    images: [{ name: 'tomcat', port: 8080 }],
    // server.xml as it is shipped; the code's own default is 60 s.
    keepAlive: { unit: 'milliseconds', seconds: 20, stockImageOnly: true },
    sources: ['https://tomcat.apache.org/tomcat-10.1-doc/config/http.html#Standard_Implementation'],
  },
  {
    name: 'Kestrel',
    started: [['dotnet']],
    images: [{ name: 'mcr.microsoft.com/dotnet/aspnet' }],
    keepAlive: {
      environment: ['', 'ASPNETCORE_', 'DOTNET_'].map((prefix) => `${prefix}Kestrel__Limits__KeepAliveTimeout`),
      unit: 'timespan',
      seconds: 130,
      usuallySetInCode: true,
    },
    sources: [
      'https://learn.microsoft.com/en-us/dotnet/api/microsoft.aspnetcore.server.kestrel.core.kestrelserverlimits.keepalivetimeout',
    ],
  },
  // The first that is set counts: Tomcat's keep-alive falls back to its connection timeout.
  ...springBoot('Tomcat', 'server.tomcat.keep-alive-timeout', 'server.tomcat.connection-timeout'),
  ...springBoot('Jetty', 'server.jetty.connection-idle-timeout'),
  ...springBoot('Undertow', 'server.undertow.no-request-timeout'),
  ...springBoot('Netty', 'server.netty.idle-timeout'),
  silent('Java', [['java']], {
    readsEnvironment: true,
    gracefulTimeout: spring('spring.lifecycle.timeout-per-shutdown-phase'),
    bind: {
      host: { flags: ['--server.address', '-Dserver.address'], environment: ['SERVER_ADDRESS'] },
      port: { flags: ['--server.port', '-Dserver.port'], environment: ['SERVER_PORT'] },
    },
  }),
  silent('waitress', [['waitress-serve']]),
  silent('daphne', [['daphne']]),
  silent('granian', [['granian']]),
  silent('Werkzeug', [['flask', 'run']], {
    valued: ['-h', '--host', '-p', '--port', '--cert', '--key'],
    bind: {
      host: { flags: ['-h', '--host'], environment: ['FLASK_RUN_HOST'] },
      port: { flags: ['-p', '--port'], environment: ['FLASK_RUN_PORT'] },
      default: { host: '127.0.0.1', port: 5000 },
    },
    sources: ['https://flask.palletsprojects.com/en/stable/cli/#run-the-development-server'],
  }),
  silent(
    'Django runserver',
    [
      ['manage.py', 'runserver'],
      ['python', 'manage.py', 'runserver'],
      ['django-admin', 'runserver'],
    ],
    {
      bind: { behind: 'runserver', default: { host: '127.0.0.1', port: 8000 } },
      sources: ['https://docs.djangoproject.com/en/stable/ref/django-admin/#runserver'],
    },
  ),
  silent('uWSGI', [['uwsgi']]),
  silent('Unicorn', [['unicorn'], ['unicorn_rails']]),
  silent('Passenger', [['passenger', 'start']]),
  silent('Bun', [['bun']]),
  silent('Deno', [['deno']]),
  silent('Caddy', [['caddy'], ['frankenphp']], {
    images: [{ name: 'caddy', port: 80 }, { name: 'dunglas/frankenphp' }],
  }),
  silent('Traefik', [['traefik']], { images: [{ name: 'traefik', port: 80 }] }),
  silent('Envoy', [['envoy']], { images: [{ name: 'envoyproxy/envoy' }] }),
  silent('HAProxy', [['haproxy']], { images: [{ name: 'haproxy' }] }),
];
