import { pythonServers } from './python.ts';
import { type KeepAliveRow, type Server, type Setting, silent } from './server.ts';

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

/** 20 s before version 7, 65 s since: https://github.com/puma/puma/pull/3378, https://github.com/puma/puma/pull/3912 */
const puma: KeepAliveRow = { environment: ['PUMA_PERSISTENT_TIMEOUT'], unit: 'seconds' };

/** What is known about servers. The first row that recognises a command or an image counts. */
export const servers: readonly Server[] = [
  ...pythonServers,
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
    started: [['puma']],
    keepAlive: puma,
    valued: (
      '-b --bind -C --config --control-url --control-token --dir -e --environment -I --include --idle-timeout -p --port ' +
      '--pidfile --plugin --extra-runtime-dependencies -R --restart-cmd -S --state -t --threads -w --workers --tag ' +
      '--redirect-stdout --redirect-stderr'
    ).split(' '),
    // Nothing by default: config/puma.rb usually says it, and what the command line says replaces that.
    bind: { address: ['-b', '--bind'], everywhere: ['-p', '--port'], otherwise: ['--bind-to-activated-sockets'] },
    sources: [
      'https://puma.io/puma/Puma/DSL.html#persistent_timeout-instance_method',
      'https://github.com/puma/puma/blob/main/lib/puma/cli.rb',
      'https://github.com/puma/puma/blob/main/lib/puma/configuration.rb',
    ],
  },
  {
    name: 'Rails',
    started: [
      ['rails', 's'],
      ['rails', 'server'],
    ],
    // It starts Puma unless it is told otherwise.
    keepAlive: puma,
    valued: '-p --port -b --binding -c --config -e --environment -u --using -P --pid'.split(' '),
    // Where nothing is said, the host depends on the environment, and config/puma.rb may say it.
    bind: {
      host: { flags: ['-b', '--binding'], environment: ['BINDING'] },
      port: { flags: ['-p', '--port'], environment: ['PORT'] },
      default: { port: 3000 },
    },
    sources: [
      'https://guides.rubyonrails.org/command_line.html',
      'https://github.com/rails/rails/blob/main/railties/lib/rails/commands/server/server_command.rb',
    ],
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
  silent(
    'Laravel',
    [
      ['php', 'artisan', 'serve'],
      ['artisan', 'serve'],
    ],
    {
      valued: ['--host', '--port', '--tries'],
      bind: {
        host: { flags: ['--host'], environment: ['SERVER_HOST'] },
        port: { flags: ['--port'], environment: ['SERVER_PORT'] },
        default: { host: '127.0.0.1', port: 8000 },
      },
      sources: ['https://github.com/laravel/framework/blob/master/src/Illuminate/Foundation/Console/ServeCommand.php'],
    },
  ),
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
      'https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints',
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
  silent('rackup', [['rackup']], {
    readsEnvironment: true,
    valued:
      '-e --eval -I --include -r --require -b --builder -s --server -o --host -p --port -O --option -E --env -P --pid'.split(
        ' ',
      ),
    // Where nothing is said, the host depends on the environment.
    bind: { host: { flags: ['-o', '--host'] }, port: { flags: ['-p', '--port'] }, default: { port: 9292 } },
    sources: ['https://github.com/rack/rackup/blob/main/lib/rackup/server.rb'],
  }),
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
