// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are shell scripts
import { describe, expect, it } from 'vitest';
import { type KeepAlive, keepAlive } from '../../src/application/keep-alive.ts';
import { textOf } from '../../src/source/file.ts';
import { container, type Said, unknown } from './container.ts';

const sh = (script: string): Said => ({ command: ['sh', '-c', script] });
const run = (line: string): Said => ({ command: line.split(' ') });

/** `2 option`, `none server-default`, or `unknown`, and the text of the place it points at. */
function answer(said: Said): { readonly says: string; readonly at: string } {
  const value = keepAlive(container(said));
  if (value.kind === 'unknown')
    return { says: `unknown ${value.reason.kind} ${value.reason.name}`, at: textOf(value.span) };
  return { says: `${value.value.seconds} ${value.value.basis}`, at: textOf(value.span) };
}

const nobodyKnows = 'unknown application keepAliveSeconds';

describe('the keep-alive of each server we know', () => {
  it.each<[string, Said, string]>([
    ['gunicorn closes with its default worker', run('gunicorn app:app'), 'none server-default'],
    ['gunicorn gthread', run('gunicorn -k gthread app:app'), '2 server-default'],
    ['gunicorn gevent', run('gunicorn --worker-class=gevent app:app'), '2 server-default'],
    ['gunicorn eventlet', run('gunicorn -keventlet app:app'), '2 server-default'],
    ['gunicorn with threads is gthread', run('gunicorn --threads 4 app:app'), '2 server-default'],
    ['gunicorn with one thread stays sync', run('gunicorn --threads 1 app:app'), 'none server-default'],
    ['gunicorn sync with threads', run('gunicorn -k sync --threads=8 app:app'), '2 server-default'],
    ['gunicorn with a uvicorn worker', run('gunicorn -k uvicorn.workers.UvicornWorker app:app'), '2 server-default'],
    [
      'gunicorn with the new uvicorn worker',
      run('gunicorn -k uvicorn_worker.UvicornWorker app:app'),
      '2 server-default',
    ],
    ['gunicorn option', run('gunicorn -k gthread --keep-alive 65 app:app'), '65 option'],
    ['gunicorn option with a sync worker', run('gunicorn --keep-alive 65 app:app'), 'none server-default'],
    ['gunicorn option 0 closes', run('gunicorn -k gthread --keep-alive 0 app:app'), 'none option'],
    ['uvicorn', run('uvicorn main:app'), '5 server-default'],
    ['uvicorn option', run('uvicorn main:app --timeout-keep-alive 75'), '75 option'],
    ['fastapi run', run('fastapi run main.py'), '5 server-default'],
    ['hypercorn', run('hypercorn main:app'), '5 server-default'],
    ['hypercorn option', run('hypercorn --keep-alive 30 main:app'), '30 option'],
    ['waitress', run('waitress-serve app:app'), '120 server-default'],
    ['waitress option', run('waitress-serve --channel-timeout=30 app:app'), '30 option'],
    ['Node.js', run('node server.js'), '5 runtime-default'],
    ['Node.js through npm', run('npm start'), '5 runtime-default'],
    ['Node.js 27', { image: 'node:27-alpine', ...run('node server.js') }, '65 runtime-default'],
    ['Next.js', run('next start'), '5 runtime-default'],
    ['Next.js through npx', run('npx next start --keepAliveTimeout 70000'), '70 option'],
    ['Next.js by its path', run('node node_modules/.bin/next start --keepAliveTimeout=4000'), '4 option'],
    ['nginx', { image: 'nginx:1.27' }, '65 image-default'],
    ['nginx started by hand', { image: 'nginx', command: ['nginx', '-g', 'daemon off;'] }, '65 image-default'],
    ['unprivileged nginx', { image: 'nginxinc/nginx-unprivileged' }, '65 image-default'],
    ['httpd', { image: 'public.ecr.aws/docker/library/httpd:2.4' }, '5 image-default'],
    ['PHP on Apache', { image: 'php:8.3-apache-bookworm' }, '5 image-default'],
    ['WordPress', { image: 'wordpress' }, '5 image-default'],
    ['Drupal', { image: 'drupal:10' }, '5 image-default'],
    ['Tomcat', { image: 'tomcat:10', ...run('catalina.sh run') }, '20 image-default'],
    ['Kestrel', run('dotnet Api.dll'), '130 runtime-default'],
    ['ASP.NET image', { image: 'mcr.microsoft.com/dotnet/aspnet:8.0' }, '130 image-default'],
    ['Node image', { image: 'node:20' }, '5 image-default'],
  ])('%s', (_, said, says) => {
    expect(answer(said).says).toBe(says);
  });

  it.each<[string, Said, string]>([
    ['uvicorn', { environment: { UVICORN_TIMEOUT_KEEP_ALIVE: '80' } }, '80 environment'],
    ['Puma', { environment: { PUMA_PERSISTENT_TIMEOUT: '20' } }, '20 environment'],
    [
      'gunicorn',
      { ...run('gunicorn app:app'), environment: { GUNICORN_CMD_ARGS: '-k gthread --keep-alive 9' } },
      '9 environment',
    ],
    [
      'gunicorn, where the command line wins',
      { ...run('gunicorn -k gthread --keep-alive 5 app'), environment: { GUNICORN_CMD_ARGS: '--keep-alive 90' } },
      '5 option',
    ],
    ['Tomcat in Spring Boot', { environment: { SERVER_TOMCAT_KEEP_ALIVE_TIMEOUT: '65s' } }, '65 environment'],
    [
      'Tomcat in Spring Boot, milliseconds',
      { environment: { SERVER_TOMCAT_KEEP_ALIVE_TIMEOUT: '65000' } },
      '65 environment',
    ],
    [
      'Tomcat in Spring Boot, without dashes',
      { environment: { SERVER_TOMCAT_KEEPALIVETIMEOUT: 'PT1M5S' } },
      '65 environment',
    ],
    [
      'Tomcat in Spring Boot, by connection time-out',
      { environment: { SERVER_TOMCAT_CONNECTION_TIMEOUT: '20s' } },
      '20 environment',
    ],
    ['Tomcat in Spring Boot, option', run('java -jar app.jar --server.tomcat.keep-alive-timeout=1m'), '60 option'],
    ['Tomcat in Spring Boot, property', run('java -Dserver.tomcat.keep-alive-timeout=30s -jar app.jar'), '30 option'],
    ['Jetty in Spring Boot', { environment: { SERVER_JETTY_CONNECTION_IDLE_TIMEOUT: '30000' } }, '30 environment'],
    ['Kestrel', { environment: { Kestrel__Limits__KeepAliveTimeout: '00:02:10' } }, '130 environment'],
    [
      'Kestrel, whatever the case',
      { ...run('dotnet Api.dll'), environment: { KESTREL__LIMITS__KEEPALIVETIMEOUT: '00:00:30' } },
      '30 environment',
    ],
    [
      'Kestrel counts a lone number in days',
      { environment: { Kestrel__Limits__KeepAliveTimeout: '65' } },
      '5616000 environment',
    ],
    ['milliseconds by name', { environment: { HTTP_KEEP_ALIVE_TIMEOUT_MS: '500' } }, '0.5 environment'],
    ['seconds by name', { environment: { SERVER_KEEPALIVE_TIMEOUT_SECONDS: '1200' } }, '1200 environment'],
    ['milliseconds by size', { environment: { KEEP_ALIVE_TIMEOUT: '65000' } }, '65 environment'],
    ['seconds by size', { environment: { keep_alive_timeout: '61' } }, '61 environment'],
    ['with Node', { ...run('node server.js'), environment: { KEEP_ALIVE_TIMEOUT: '61000' } }, '61 environment'],
  ])('in the environment: %s', (_, said, says) => {
    expect(answer(said).says).toBe(says);
  });

  it.each<[string, Said]>([
    ['a private image named nginx', { image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/nginx:1' }],
    ['an image that is a parameter’s', { image: [unknown('Registry'), '/nginx'], ...run('./start') }],
    ['a configuration over the image', { image: 'nginx', mountPoints: ['/etc/nginx'] }],
    ['nginx with another configuration', { image: 'nginx', ...run('nginx -c /etc/my.conf') }],
    ['nginx in an image of one’s own', run('nginx')],
    [
      'nginx whose configuration a script rewrites',
      { image: 'nginx', ...sh('envsubst < a > /etc/nginx/nginx.conf && nginx') },
    ],
    [
      'httpd whose configuration is written',
      { image: 'httpd', ...sh('echo x > /usr/local/apache2/conf/httpd.conf && httpd-foreground') },
    ],
    ['PHP-FPM', { image: 'php:8.3-fpm' }],
    ['WordPress with PHP-FPM', { image: 'wordpress:6-fpm-alpine' }],
    ['WordPress of an unknown tag', { image: ['wordpress:', unknown('Tag')] }],
    ['gunicorn with a configuration file', run('gunicorn -c conf.py app:app')],
    ['gunicorn gthread with a configuration file', run('gunicorn -k gthread --config conf.py app:app')],
    ['gunicorn tornado', run('gunicorn -k tornado app:app')],
    ['gunicorn with a worker of its own', run('gunicorn -k my.Worker app:app')],
    ['hypercorn with a configuration file', run('hypercorn --config h.toml main:app')],
    ['Puma, whose version nobody knows', run('bundle exec puma')],
    ['rails server', run('bin/rails server')],
    [
      'Spring Boot without a setting: Tomcat or Netty',
      { ...run('java -jar app.jar'), environment: { SPRING_PROFILES_ACTIVE: 'prod' } },
    ],
    [
      'Spring Boot with JSON',
      { environment: { SPRING_APPLICATION_JSON: '{}', SERVER_TOMCAT_KEEP_ALIVE_TIMEOUT: '5s' } },
    ],
    ['daphne', run('daphne app:app')],
    ['granian', run('granian app:app')],
    ['flask run', run('flask run')],
    ['runserver', run('python manage.py runserver 0.0.0.0:8000')],
    ['uWSGI', run('uwsgi --http :8000 --http-keepalive 10')],
    ['Unicorn', run('bundle exec unicorn')],
    ['Passenger', run('passenger start')],
    ['Bun', run('bun run index.ts')],
    ['Deno', run('deno run main.ts')],
    ['Caddy', { image: 'caddy:2' }],
    ['Traefik', { image: 'traefik:v3' }],
    ['Envoy', { image: 'envoyproxy/envoy:v1.30' }],
    ['HAProxy', { image: 'haproxy:3.0' }],
    ['Go', run('/app')],
    ['a script', run('./start.sh')],
    ['a bare KEEP_ALIVE', { environment: { KEEP_ALIVE: '5' } }],
    ['a switch', { environment: { HTTP_KEEP_ALIVE: 'true' } }],
    ['another system’s keep-alive', { environment: { OLLAMA_KEEP_ALIVE_TIMEOUT: '5', TCP_KEEPALIVE: '5' } }],
    ['two settings that disagree', { environment: { KEEP_ALIVE_TIMEOUT: '5', SERVER_KEEP_ALIVE_TIMEOUT: '65' } }],
    ['a setting for no server that reads it', { environment: { KEEP_ALIVE_TIMEOUT: '5' }, ...run('bun run x') }],
    ['several programs', sh('celery -A app worker & uvicorn main:app')],
    ['a pipe', sh('uvicorn main:app | tee log')],
    ['a command that runs only if another fails', sh('./start || uvicorn main:app')],
    ['a loop', sh('while true; do uvicorn main:app; done')],
    ['an unset variable', sh('gunicorn -k gthread --keep-alive $KEEP app')],
    ['options in a variable', sh('uvicorn main:app $OPTIONS')],
    ['arguments for the image’s own entry point', { command: ['--keep-alive', '2'] }],
    ['options from a file that is sourced', sh('. ./.env; gunicorn -k gthread app')],
  ])('nobody knows: %s', (_, said) => {
    expect(answer(said).says).toBe(nobodyKnows);
  });

  it.each<[string, Said]>([
    ['an option’s value', { command: ['uvicorn', 'main:app', '--timeout-keep-alive', unknown('P')] }],
    ['an attached value', { command: ['uvicorn', 'main:app', ['--timeout-keep-alive=', unknown('P')]] }],
    ['a word where a flag could be', { command: ['uvicorn', unknown('P'), 'main:app'] }],
    ['a worker class', { command: ['gunicorn', '-k', unknown('P'), 'app'] }],
    ['a number of threads', { command: ['gunicorn', '--threads', unknown('P'), 'app'] }],
    ['the command', { command: unknown('P') }],
    ['the program', { command: [unknown('P')] }],
    ['a script', { command: ['sh', '-c', unknown('P')] }],
    ['words in a script', { command: ['sh', '-c', ['exec uvicorn ', unknown('P'), ' main:app']] }],
    ['the environment', { ...run('uvicorn main:app'), environment: unknown('P') }],
    ['a variable', { ...run('uvicorn main:app'), environment: { UVICORN_TIMEOUT_KEEP_ALIVE: unknown('P') } }],
    [
      'a variable that the script uses',
      { ...sh('uvicorn x --timeout-keep-alive $K'), environment: { K: unknown('P') } },
    ],
  ])('a parameter decides: %s', (_, said) => {
    expect(answer(said).says).toBe('unknown parameter P');
  });

  it.each<[string, Said]>([
    ['the value of another option', { command: ['uvicorn', 'main:app', '--port', unknown('Port')] }],
    ['a part of another option', { command: ['uvicorn', 'main:app', ['--port=', unknown('Port')]] }],
    ['a port in a script', { command: ['sh', '-c', ['uvicorn main:app --port ', unknown('Port'), ' --host 0.0.0.0']] }],
    [
      'the first command of a script',
      { command: ['sh', '-c', ['alembic upgrade ', unknown('R'), ' && uvicorn main:app']] },
    ],
  ])('a parameter does not matter: %s', (_, said) => {
    expect(answer(said).says).toBe('5 server-default');
  });
});

describe('how a command is read', () => {
  it.each<[string, Said, string]>([
    ['exec in a script', sh('exec uvicorn main:app'), '5 server-default'],
    ['bash -lc', { command: ['/bin/bash', '-lc', 'uvicorn main:app'] }, '5 server-default'],
    ['an entry point that is a shell', { entryPoint: ['sh', '-c'], command: ['uvicorn main:app'] }, '5 server-default'],
    ['bash -eo pipefail -c', { command: ['bash', '-eo', 'pipefail', '-c', 'uvicorn main:app'] }, '5 server-default'],
    ['a shell in a shell', sh('sh -c "cd /app; exec uvicorn main:app"'), '5 server-default'],
    ['assignments', sh('A=1 B="x y" uvicorn main:app'), '5 server-default'],
    ['an assignment that is an option', sh('UVICORN_TIMEOUT_KEEP_ALIVE=70 uvicorn main:app'), '70 environment'],
    ['env', run('env UVICORN_TIMEOUT_KEEP_ALIVE=70 uvicorn main:app'), '70 environment'],
    ['export', sh('export UVICORN_TIMEOUT_KEEP_ALIVE=70 && uvicorn main:app'), '70 environment'],
    ['a variable of the shell', sh('T=70; uvicorn main:app --timeout-keep-alive $T'), '70 option'],
    [
      'a variable of the container',
      { ...sh('uvicorn main:app --timeout-keep-alive ${T:-5}'), environment: { T: '70' } },
      '70 option',
    ],
    ['python -m', run('python -m uvicorn main:app'), '5 server-default'],
    ['python3.12 -u -m', run('/usr/bin/python3.12 -u -m uvicorn main:app'), '5 server-default'],
    ['poetry', run('poetry run uvicorn main:app'), '5 server-default'],
    ['pipenv', run('pipenv run uvicorn main:app'), '5 server-default'],
    ['uv', run('uv run --no-dev uvicorn main:app'), '5 server-default'],
    ['dumb-init', run('dumb-init -- uvicorn main:app'), '5 server-default'],
    ['tini', { entryPoint: ['/sbin/tini', '-g', '--'], ...run('uvicorn main:app') }, '5 server-default'],
    [
      'an official entry point',
      { image: 'node:20', entryPoint: ['docker-entrypoint.sh'], ...run('node server.js') },
      '5 runtime-default',
    ],
    ['somebody’s entry point', { entryPoint: ['docker-entrypoint.sh'], ...run('uvicorn main:app') }, nobodyKnows],
    ['quotes', sh(`uvicorn 'main:app' --timeout-keep-alive "70"`), '70 option'],
    ['a redirection', sh('uvicorn main:app --timeout-keep-alive 70 >/proc/1/fd/1 2>&1'), '70 option'],
    ['a comment', sh('uvicorn main:app # --timeout-keep-alive 70'), '5 server-default'],
    ['the last of two', run('uvicorn --timeout-keep-alive 5 --timeout-keep-alive 70 main:app'), '70 option'],
    ['a name that only contains a server’s', run('my-uvicorn-wrapper main:app'), nobodyKnows],
    ['an argument that is a server’s name', run('echo uvicorn'), nobodyKnows],
    [
      'the sample of the Amazon ECS documentation',
      {
        image: 'public.ecr.aws/docker/library/httpd:2.4',
        entryPoint: ['sh', '-c'],
        command: [
          `/bin/sh -c "echo '<html> <h1>Amazon ECS Sample App</h1> & more; </html>' > /usr/local/apache2/htdocs/index.html && httpd-foreground"`,
        ],
      },
      '5 image-default',
    ],
  ])('%s', (_, said, says) => {
    expect(answer(said).says).toBe(says);
  });
});

describe('the evidence', () => {
  it.each<[string, Said, string]>([
    ['the value of an option', run('uvicorn main:app --timeout-keep-alive 75'), '75'],
    ['the word that holds it', run('uvicorn main:app --timeout-keep-alive=75'), '--timeout-keep-alive=75'],
    ['the word in a script', sh('alembic upgrade && exec uvicorn main:app --timeout-keep-alive 75'), '75'],
    ['the variable', { environment: { UVICORN_TIMEOUT_KEEP_ALIVE: '80' } }, '80'],
    ['the program', run('/usr/bin/uvicorn main:app'), '/usr/bin/uvicorn'],
    ['the program in a script', sh('cd /app && exec gunicorn -k gthread app'), 'gunicorn'],
    ['the image', { image: 'httpd:2.4' }, 'httpd:2.4'],
  ])('is %s', (_, said, at) => {
    expect(answer(said).at).toBe(at);
  });

  const setting = (said: Said): KeepAlive['setting'] => {
    const value = keepAlive(container(said));
    return value.kind === 'unknown' ? undefined : value.value.setting;
  };

  it.each<[string, Said, string]>([
    ['a flag', run('uvicorn main:app --timeout-keep-alive 5'), '65'],
    ['a flag and its value', run('uvicorn main:app --timeout-keep-alive=5'), '--timeout-keep-alive=65'],
    ['milliseconds', run('next start --keepAliveTimeout 5000'), '65000'],
    ['a Spring duration', { environment: { SERVER_TOMCAT_KEEP_ALIVE_TIMEOUT: '5s' } }, '65s'],
    ['a time span', { environment: { Kestrel__Limits__KeepAliveTimeout: '00:00:05' } }, '00:01:05'],
  ])('can be written anew as %s', (_, said, text) => {
    expect(setting(said)?.slot?.()?.write(65)).toBe(text);
  });

  it('is not to be written where a default decides', () => {
    expect(setting(run('uvicorn main:app'))).toBeUndefined();
  });
});

describe('what the user states', () => {
  it('wins over everything', () => {
    expect(answer({ ...run('uvicorn main:app --timeout-keep-alive 5'), stated: { keepAliveSeconds: 70 } }).says).toBe(
      '70 stated',
    );
  });
  it('may be a docker label', () => {
    expect(answer({ dockerLabels: { 'alb-lint.keep-alive': '65' } })).toEqual({ says: '65 stated', at: '65' });
    expect(answer({ dockerLabels: { 'alb-lint.keep-alive': 'none' } }).says).toBe('none stated');
    expect(answer({ dockerLabels: { 'alb-lint.keep-alive': 'long' } }).says).toBe(nobodyKnows);
  });
});

it('tells the unknowns of two containers apart', () => {
  const one = keepAlive(container({ image: 'a/b' }));
  const other = container({ image: 'a/b' });
  const two = keepAlive({ ...other, span: { ...other.span, start: 1 } });
  expect([one.kind, two.kind]).toEqual(['unknown', 'unknown']);
  if (one.kind === 'unknown' && two.kind === 'unknown') expect(one.symbol).not.toBe(two.symbol);
});
