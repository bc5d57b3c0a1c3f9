import { describe, expect, it } from 'vitest';
import { hasNothingBeside, runsAlone } from '../../src/application/alone.ts';
import { type Binding, boundAddress, imagePort, isLoopback, listeningPorts } from '../../src/application/listening.ts';
import { mentionsPort } from '../../src/application/mentions.ts';
import { signalForwarding } from '../../src/application/signals.ts';
import { gracefulTimeout, requestTimeout } from '../../src/application/timeouts.ts';
import type { TaskDefinition } from '../../src/graph/ecs.ts';
import { textOf } from '../../src/source/file.ts';
import type { Value } from '../../src/value.ts';
import { container, type Said, unknown } from './container.ts';

const sh = (script: string): Said => ({ command: ['sh', '-c', script] });
const run = (line: string): Said => ({ command: line.split(' ') });
const read = <T>(value: Value<T>, show: (known: T) => string = String): string =>
  value.kind === 'unknown' ? `unknown ${value.reason.name}` : show(value.value);

const runtime = (name: string) => ({ ...unknown(name), reason: { kind: 'runtime', name } }) as const;
const known = <T>(value: T): Value<T> => ({ ...container({}).essential, kind: 'known', value });
type Task = Pick<TaskDefinition, 'networkMode' | 'containers'>;
const task = {
  alone: { networkMode: known('awsvpc'), containers: known([container({})]) },
  sidecar: known([container({}), container({})]),
  bridge: known('bridge'),
  host: known('host'),
};

describe('the address a server binds', () => {
  it.each<[string, Said, string]>([
    ['uvicorn', run('uvicorn main:app'), '127.0.0.1 server-default at uvicorn'],
    ['uvicorn --host', run('uvicorn main:app --host 0.0.0.0'), '0.0.0.0 option at 0.0.0.0'],
    [
      'UVICORN_HOST',
      { ...run('uvicorn main:app'), environment: { UVICORN_HOST: 'localhost' } },
      'localhost environment at localhost',
    ],
    ['uvicorn on a socket file', run('uvicorn main:app --uds /tmp/s'), 'nothing'],
    ['fastapi run', run('fastapi run'), '0.0.0.0 server-default at fastapi'],
    ['gunicorn', run('gunicorn app'), '127.0.0.1 server-default at gunicorn'],
    [
      'gunicorn with PORT',
      { ...run('gunicorn app'), environment: { PORT: '80' } },
      '0.0.0.0 server-default at gunicorn',
    ],
    ['gunicorn -b', run('gunicorn -b 127.0.0.1:8000 app'), '127.0.0.1 option at 127.0.0.1:8000'],
    ['gunicorn -b :8000', run('gunicorn -b :8000 app'), '0.0.0.0 option at :8000'],
    ['gunicorn -b ::', run('gunicorn --bind=[::]:8000 app'), '[::] option at --bind=[::]:8000'],
    ['gunicorn on a socket file', run('gunicorn -b unix:/tmp/s app'), 'nothing'],
    ['gunicorn twice', run('gunicorn -b 127.0.0.1:1 -b 0.0.0.0:2 app'), 'nothing'],
    [
      'gunicorn by its variable',
      { ...run('gunicorn app'), environment: { GUNICORN_CMD_ARGS: '--bind=0.0.0.0' } },
      '0.0.0.0 option at --bind=0.0.0.0',
    ],
    ['gunicorn with a configuration file', run('gunicorn -c conf.py app'), 'unknown boundAddress'],
    [
      'gunicorn on an unknown port',
      { command: ['gunicorn', '-b', ['0.0.0.0:', unknown('Port')], 'app'] },
      '0.0.0.0 option at 0.0.0.0:?',
    ],
    ['gunicorn on an unknown address', { command: ['gunicorn', '-b', unknown('P'), 'app'] }, 'unknown P'],
    ['hypercorn', run('hypercorn main:app'), '127.0.0.1 server-default at hypercorn'],
    ['flask run', run('flask run -h 0.0.0.0'), '0.0.0.0 option at 0.0.0.0'],
    ['flask with options of its own', run('flask --app x --debug run'), '127.0.0.1 server-default at flask'],
    ['flask with options of one word', run('flask --app=x -e.env run -h 0.0.0.0'), '0.0.0.0 option at 0.0.0.0'],
    [
      'flask with an unknown application',
      { command: ['flask', '-A', unknown('A'), 'run'] },
      '127.0.0.1 server-default at flask',
    ],
    ['flask with something unknown', { command: ['flask', unknown('A'), 'run'] }, 'nothing'],
    ['flask with a file of variables', run('flask --env-file .env run'), 'unknown boundAddress'],
    ['flask with an application called run', run('flask --app run'), 'nothing'],
    ['flask with another command', run('flask --app x routes run'), 'nothing'],
    ['flask in a module', run('python -m flask --app x run --host=::1'), '::1 option at --host=::1'],
    ['flask run, by default', run('flask run'), '127.0.0.1 server-default at flask'],
    ['hypercorn at a second address', run('hypercorn --insecure-bind 0.0.0.0:80 main:app'), 'nothing'],
    ['puma', run('puma -C config/puma.rb'), 'unknown boundAddress'],
    ['puma -b', run('puma -b tcp://127.0.0.1:3000?backlog=9'), '127.0.0.1 option at tcp://127.0.0.1:3000?backlog=9'],
    ['puma -p', run('puma -p 3000'), 'nothing'],
    ['puma -b and -p', run('puma -b tcp://127.0.0.1:3000 -p3001'), 'nothing'],
    ['puma on a socket file', run('puma -b unix:///tmp/puma.sock'), 'nothing'],
    ['puma with TLS', run('puma -b ssl://127.0.0.1:3000?key=k'), '127.0.0.1 option at ssl://127.0.0.1:3000?key=k'],
    ['rails server', run('bin/rails server -e production'), 'unknown boundAddress'],
    ['rails server -b', run('bundle exec rails s -b0.0.0.0'), '0.0.0.0 option at -b0.0.0.0'],
    [
      'BINDING',
      { ...run('rails server'), environment: { BINDING: 'localhost' } },
      'localhost environment at localhost',
    ],
    ['rackup', run('rackup -s puma -o localhost'), 'localhost option at localhost'],
    ['daphne', run('daphne shop.asgi:application'), '127.0.0.1 server-default at daphne'],
    ['daphne -b', run('daphne -b 127.0.0.1 -b :: shop.asgi:application'), ':: option at ::'],
    ['daphne on a socket file', run('daphne -u /tmp/s shop.asgi:application'), 'nothing'],
    ['daphne at an endpoint', run('daphne -b 127.0.0.1 -e ssl:443 shop.asgi:application'), 'nothing'],
    ['granian', { ...run('granian app'), environment: { GRANIAN_HOST: '::' } }, ':: environment at ::'],
    ['waitress', run('waitress-serve app'), '0.0.0.0 server-default at waitress-serve'],
    ['waitress --listen', run('waitress-serve --listen localhost:80 app'), 'localhost option at localhost:80'],
    ['waitress --host', run('waitress-serve --host=::1 app'), '::1 option at --host=::1'],
    ['waitress twice', run('waitress-serve --listen=127.0.0.1:80 --listen=*:80 app'), 'nothing'],
    ['waitress twice, in words of their own', run('waitress-serve --listen localhost:80 --listen *:81 app'), 'nothing'],
    ['waitress at a list', { command: ['waitress-serve', '--listen', '127.0.0.1:80 [::]:80', 'app'] }, 'nothing'],
    ['daphne with something unknown', { command: ['daphne', unknown('D')] }, 'unknown D'],
    ['a program of its own kind told URLs', run('./Api --urls http://localhost:80'), 'nothing'],
    ['waitress on a socket file', run('waitress-serve --unix-socket=/tmp/s app'), 'nothing'],
    ['artisan serve', run('php artisan serve --port=8080'), '127.0.0.1 server-default at php'],
    ['artisan serve --host', run('php artisan serve --host 0.0.0.0'), '0.0.0.0 option at 0.0.0.0'],
    ['artisan queue:work', run('php artisan queue:work'), 'nothing'],
    ['streamlit', run('streamlit run app.py'), '0.0.0.0 server-default at streamlit'],
    [
      'streamlit --server.address',
      run('streamlit run a.py --server.address=::1'),
      '::1 option at --server.address=::1',
    ],
    ['ASP.NET', run('dotnet App.dll'), 'nothing'],
    ['ASP.NET --urls', run('dotnet App.dll --urls=http://*:80/'), '* option at --urls=http://*:80/'],
    ['ASP.NET on a socket file', run('dotnet App.dll --urls http://unix:/tmp/s'), 'nothing'],
    ['ASP.NET with an unknown application', { command: ['dotnet', unknown('D')] }, 'nothing'],
    ['ASP.NET with something unknown', { command: ['dotnet', 'App.dll', unknown('D')] }, 'unknown D'],
    [
      'ASP.NET at an unknown port',
      { environment: { ASPNETCORE_URLS: ['http://[::1]:', unknown('Port')] } },
      '[::1] environment at http://[::1]:?',
    ],
    [
      'ASP.NET at something unknown',
      { environment: { ASPNETCORE_URLS: ['http://', unknown('H'), ':80'] } },
      'unknown H',
    ],
    [
      'ASP.NET at an unknown host and port',
      { environment: { ASPNETCORE_URLS: ['http://', unknown('H'), ':', unknown('P')] } },
      'unknown H',
    ],
    ['ASP.NET at what is no address', { environment: { ASPNETCORE_URLS: 'net.http://localhost:80' } }, 'nothing'],
    [
      'ASP.NET beside the configuration of something else',
      { environment: { ASPNETCORE_URLS: 'http://localhost', OTHER_Kestrel__Endpoints__Web__Url: 'http://+' } },
      'localhost environment at http://localhost',
    ],
    [
      'ASP.NET twice',
      { environment: { ASPNETCORE_URLS: 'http://localhost:80;http://localhost:81;https://+:443' } },
      'nothing',
    ],
    [
      'ASP.NET by option and variable',
      { ...run('dotnet App.dll --urls http://localhost'), environment: { ASPNETCORE_URLS: 'http://+' } },
      'nothing',
    ],
    [
      'ASP.NET by its configuration',
      { environment: { ASPNETCORE_URLS: 'http://localhost', Kestrel__EndPoints__Web__Url: 'http://+' } },
      'nothing',
    ],
    ['runserver', run('python manage.py runserver'), '127.0.0.1 server-default at python'],
    ['runserver with a port', run('python manage.py runserver 8000 --noreload'), '127.0.0.1 option at 8000'],
    ['runserver for everybody', run('./manage.py runserver 0.0.0.0:8000'), '0.0.0.0 option at 0.0.0.0:8000'],
    ['django-admin runserver', run('django-admin runserver'), '127.0.0.1 server-default at django-admin'],
    ['fastapi run --host', run('fastapi run --host 127.0.0.1'), '127.0.0.1 option at 127.0.0.1'],
    ['gunicorn with --config', run('gunicorn --config conf.py app'), 'unknown boundAddress'],
    ['gunicorn with --paste', run('gunicorn --paste app.ini'), 'unknown boundAddress'],
    ['gunicorn with --paster', run('gunicorn --paster app.ini'), 'unknown boundAddress'],
    ['uvicorn on a descriptor', run('uvicorn --fd 3 main:app'), 'nothing'],
    ['hypercorn -b', run('hypercorn -b 127.0.0.1:80 main:app'), '127.0.0.1 option at 127.0.0.1:80'],
    ['hypercorn --bind', run('hypercorn --bind=:80 main:app'), '0.0.0.0 option at --bind=:80'],
    ['hypercorn with -c', run('hypercorn -c conf.toml main:app'), 'unknown boundAddress'],
    ['hypercorn with --config', run('hypercorn --config conf.toml main:app'), 'unknown boundAddress'],
    ['daphne --bind', run('daphne --bind :: shop.asgi:application'), ':: option at ::'],
    ['daphne --unix-socket', run('daphne --unix-socket /tmp/s shop.asgi:application'), 'nothing'],
    ['daphne on a descriptor', run('daphne --fd 3 shop.asgi:application'), 'nothing'],
    ['daphne --endpoint', run('daphne --endpoint ssl:443 shop.asgi:application'), 'nothing'],
    ['granian by default', run('granian app'), '127.0.0.1 server-default at granian'],
    ['granian --host', run('granian --host 0.0.0.0 app'), '0.0.0.0 option at 0.0.0.0'],
    ['granian on a socket file', run('granian --uds /tmp/s app'), 'nothing'],
    ['granian with files of variables', run('granian --env-files .env app'), 'unknown boundAddress'],
    [
      'STREAMLIT_SERVER_ADDRESS',
      { ...run('streamlit run app.py'), environment: { STREAMLIT_SERVER_ADDRESS: 'localhost' } },
      'localhost environment at localhost',
    ],
    ['FLASK_RUN_HOST', { ...run('flask run'), environment: { FLASK_RUN_HOST: '::' } }, ':: environment at ::'],
    ['flask run --host', run('flask run --host 0.0.0.0'), '0.0.0.0 option at 0.0.0.0'],
    ['flask with -e', run('flask -e .env run'), 'unknown boundAddress'],
    ['HOST', { environment: { HOST: '127.0.0.1' } }, '127.0.0.1 environment at 127.0.0.1'],
    ['nothing', run('./start.sh'), 'nothing'],
  ])('%s', (_, said, answer) => {
    const value = boundAddress(container(said));
    expect(read(value, (bound) => (bound ? `${bound.host} ${bound.basis} at ${textOf(value.span)}` : 'nothing'))).toBe(
      answer,
    );
  });
});

it.each([
  ['gunicorn', ['--backlog', '--timeout', '--forwarded-allow-ips', '--logger-class']],
  ['uvicorn', ['--port', '--lifespan', '--backlog']],
  ['hypercorn', ['--access-log', '--error-logfile', '--group', '--root-path', '--workers']],
  ['waitress-serve', ['--app', '--url-prefix', '--connection-limit', '--server-name']],
  ['daphne', ['--websocket_timeout', '--verbosity', '--websocket-max-frame-size']],
  ['granian', ['--interface', '--backlog', '--ssl-keyfile']],
  ['flask run', ['--cert', '--key']],
  ['fastapi run', ['--workers', '--app']],
])('%s is told no address by what stands behind %j', (program, options) => {
  const command = [...program.split(' '), ...options.flatMap((flag) => [flag, unknown('V')]), 'app'];
  expect(read(boundAddress(container({ command })), (bound) => bound?.basis ?? 'nothing')).toBe('server-default');
});

it.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['localhost', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['10.127.0.1', false],
  ['::', false],
  ['[::]', false],
  ['::10', false],
  ['localhost.example.com', false],
  ['*', false],
])('%s is a loopback address: %s', (host, answer) => {
  const binding: Binding = { host, basis: 'option', port: container({}).startTimeout };
  expect(isLoopback(binding)).toBe(answer);
});

describe('nothing beside a server on the loopback address', () => {
  it.each<[string, Said, Partial<Task>, string]>([
    ['an entry point', { entryPoint: ['gunicorn'] }, {}, 'true'],
    ['a command only', { command: ['gunicorn'] }, {}, 'false'],
    ['an official image', { command: ['gunicorn'], image: 'python:3.13' }, {}, 'true'],
    ['a mirror', { command: ['gunicorn'], image: 'public.ecr.aws/docker/library/python:3.13' }, {}, 'true'],
    ['another image', { command: ['gunicorn'], image: 'tiangolo/uvicorn-gunicorn' }, {}, 'false'],
    ['an unknown entry point', { entryPoint: unknown('E'), command: ['gunicorn'] }, {}, 'unknown E'],
    ['nginx first', { ...sh('nginx && gunicorn'), entryPoint: ['env'] }, {}, 'unknown command'],
    ['a sidecar', { entryPoint: ['gunicorn'] }, { containers: task.sidecar }, 'false'],
    [
      'a sidecar in another network',
      { entryPoint: ['gunicorn'] },
      { containers: task.sidecar, networkMode: task.bridge },
      'true',
    ],
    ['the network of the host', { entryPoint: ['gunicorn'] }, { networkMode: task.host }, 'false'],
    ['an unknown network', { entryPoint: ['gunicorn'] }, { networkMode: unknown('N') }, 'unknown N'],
    ['unknown containers', { entryPoint: ['gunicorn'] }, { containers: unknown('C') }, 'unknown C'],
  ])('%s', (_, said, other, answer) => {
    expect(read(hasNothingBeside(container(said), { ...task.alone, ...other }))).toBe(answer);
  });
});

it.each<[string, Said, string | undefined]>([
  ['an option', run('dotnet App.dll --urls http://localhost:80'), 'http://localhost:80'],
  ['an option of one word', run('dotnet App.dll --urls=http://localhost:80'), undefined],
  ['a variable', { environment: { ASPNETCORE_URLS: 'http://localhost:80' } }, 'http://localhost:80'],
])('what a fix may set: %s', (_, said, answer) => {
  const bound = boundAddress(container(said));
  const setting = bound.kind === 'unknown' ? undefined : bound.value?.setting;
  expect(setting && read(setting)).toBe(answer);
});

it.each<[string, Said, boolean | string]>([
  ['a variable', { environment: { HTTPS_PORT: '8443' } }, true],
  ['an address', { environment: { LISTEN_ADDR: ':8443' } }, true],
  ['a part of another number', { environment: { PORTS: '18443;84430' } }, false],
  ['a variable for something else', { environment: { BUILD: '8443' } }, false],
  ['something unknown', { environment: { PORT: unknown('P') }, command: [unknown('C')] }, 'unknown P'],
  ['an unknown environment', { environment: unknown('E'), command: ['serve', ':8443'] }, true],
  ['an entry point', { environment: unknown('E'), entryPoint: ['serve', '--tls=8443'] }, true],
  ['an environment that nobody knows', { environment: unknown('E') }, 'unknown E'],
  ['a command that nobody knows', { environment: {}, command: unknown('C') }, 'unknown C'],
  ['the port of a database that the stack creates', { environment: { DB_PORT: runtime('Db') } }, false],
  ['something unknown for something else', { environment: { BUILD: unknown('P') } }, false],
])('a port that the sources may mean otherwise: %s', (_, said, answer) => {
  expect(read(mentionsPort(container(said), 8443))).toBe(String(answer));
});

describe('the ports an application is told', () => {
  it.each<[string, Said, string]>([
    ['PORT', { environment: { PORT: '8080' } }, '8080'],
    ['two variables', { environment: { PORT: '8080', SERVER_PORT: '9090' } }, '8080,9090'],
    ['a variable nobody knows', { environment: { PORT: unknown('P') } }, 'unknown P'],
    ['ASP.NET addresses', { environment: { ASPNETCORE_URLS: 'https://+:443;http://+:8080/' } }, '8080'],
    ['ASP.NET with spaces', { environment: { ASPNETCORE_URLS: ' https://+:443; http://+:80' } }, '80'],
    ['ASP.NET without a port', { environment: { ASPNETCORE_URLS: 'http://+' } }, '80'],
    ['an option of ASP.NET', run('dotnet App.dll --urls http://+:81;http://+:82'), '81,82'],
    ['ASP.NET at an unknown port', { environment: { ASPNETCORE_URLS: ['http://+:', unknown('P')] } }, 'unknown P'],
    [
      'ASP.NET at another unknown port',
      { environment: { ASPNETCORE_URLS: ['https://+:', unknown('P'), ';http://+:', unknown('Q')] } },
      'unknown Q',
    ],
    [
      'ASP.NET at an unknown port for TLS',
      { environment: { ASPNETCORE_URLS: ['http://https:80;https://+:', unknown('P')] } },
      '80',
    ],
    ['a port with more', { environment: { ASPNETCORE_URLS: 'http://+:80x' } }, 'unknown listeningPort'],
    ['a port behind more', { environment: { ASPNETCORE_URLS: 'http://+:x80' } }, 'unknown listeningPort'],
    ['an unknown address of ASP.NET', { environment: { ASPNETCORE_URLS: unknown('P') } }, 'unknown P'],
    ['no address of ASP.NET', { environment: { ASPNETCORE_URLS: 'localhost:80' } }, 'unknown listeningPort'],
    [
      'ASP.NET by its configuration',
      { environment: { ASPNETCORE_HTTP_PORTS: '80', Kestrel__Endpoints__Web__Url: 'http://+' } },
      '',
    ],
    [
      'ASP.NET where another server runs',
      { ...run('uvicorn app'), environment: { ASPNETCORE_URLS: 'http://+:80' } },
      '',
    ],
    ['puma -p', run('puma -p3000 -t 5:5'), '3000'],
    ['puma -b', run('puma -b tcp://[::]:3000?backlog=9'), '3000'],
    ['puma twice', run('puma -p 3000 -b tcp://[::]:3001'), ''],
    ['rails server', { ...run('rails s -p 3000 -P /tmp/pid'), environment: { PORT: '3000' } }, '3000,3000'],
    ['rackup', run('rackup -p 3000 -O Threads=1:2'), '3000'],
    ['daphne', run('daphne -p 8000 --ping-interval 5 shop.asgi:application'), '8000'],
    ['daphne at an endpoint', run('daphne -p 8000 -e ssl:443 shop.asgi:application'), ''],
    ['uvicorn on a socket file', run('uvicorn --uds /tmp/s --port 80 app'), ''],
    ['waitress', run('waitress-serve --listen=[::1]:8080 app'), '8080'],
    ['waitress at a list', { command: ['waitress-serve', '--listen', '*:80 *:81', 'app'] }, ''],
    ['streamlit', { ...run('python -m streamlit run app.py'), environment: { STREAMLIT_SERVER_PORT: '80' } }, '80'],
    ['artisan serve', run('php artisan serve --host=0.0.0.0 --port=80'), '80'],
    ['flask with options of its own', run('flask --app x run -p 80'), '80'],
    ['gunicorn at an unknown port', { command: ['gunicorn', '-b', ['[::]:', unknown('P')], 'app'] }, 'unknown P'],
    ['gunicorn at an unknown host', { command: ['gunicorn', '-b', [unknown('H'), ':8000'], 'app'] }, '8000'],
    ['something unknown', { command: ['daphne', unknown('D')] }, 'unknown D'],
    ['a program of its own kind told URLs', run('./Api --urls http://localhost:80'), ''],
    ['ASP.NET ports', { environment: { ASPNETCORE_HTTP_PORTS: '8080;9090' } }, '8080,9090'],
    ['UVICORN_PORT', { ...run('uvicorn main:app'), environment: { UVICORN_PORT: '81' } }, '81'],
    ['GRANIAN_PORT', { ...run('granian app'), environment: { GRANIAN_PORT: '81' } }, '81'],
    ['FLASK_RUN_PORT', { ...run('flask run'), environment: { FLASK_RUN_PORT: '81' } }, '81'],
    ['fastapi run', run('fastapi run --port 81'), '81'],
    ['hypercorn -b', run('hypercorn -b :81 main:app'), '81'],
    ['hypercorn --bind', run('hypercorn --bind :81 main:app'), '81'],
    ['granian', run('granian --port 81 app'), '81'],
    ['waitress --port', run('waitress-serve --port=81 app'), '81'],
    ['daphne --port', run('daphne --port 81 shop.asgi:application'), '81'],
    ['streamlit --server.port', run('streamlit run app.py --server.port=81'), '81'],
    ['flask --port', run('flask run --port 81'), '81'],
    ['gunicorn --bind', run('gunicorn --bind :81 app'), '81'],
    ['an option', run('uvicorn main:app --port 8000'), '8000'],
    ['an address', run('gunicorn -b 0.0.0.0:8000 -p /tmp/pid app'), '8000'],
    ['an address with a variable', { ...sh('gunicorn -b 0.0.0.0:$APP app'), environment: { APP: '5000' } }, '5000'],
    ['Spring Boot', run('java -jar app.jar --server.port=9000'), '9000'],
    ['a program nobody knows', run('./app --port 3000 -p x'), '3000'],
    ['nothing', run('./app'), ''],
    ['no number', { environment: { PORT: 'tcp://10.0.0.1:80/x' } }, 'unknown listeningPort'],
  ])('%s', (_, said, answer) => {
    const value = listeningPorts(container(said));
    expect(read(value, (ports) => ports.map((port) => read(port)).join(','))).toBe(answer);
  });

  it.each<[Said, string]>([
    [{ image: 'nginx' }, '80'],
    [{ image: 'nginxinc/nginx-unprivileged:1' }, '8080'],
    [{ image: 'nginx', mountPoints: ['/etc/nginx/conf.d'] }, 'undefined'],
    [{ image: 'tomcat:10' }, '8080'],
    [{ image: 'mcr.microsoft.com/dotnet/aspnet:8.0' }, 'undefined'],
  ])('of the image: %j', (said, port) => {
    expect(read(imagePort(container(said)))).toBe(port);
  });
});

it.each<[string, Said, string, string]>([
  ['gunicorn', run('gunicorn --graceful-timeout 90 -t 120 app'), '90', '120'],
  ['gunicorn by default', run('gunicorn app'), 'undefined', 'undefined'],
  ['uvicorn', run('uvicorn --timeout-graceful-shutdown=45 main:app'), '45', 'undefined'],
  [
    'uvicorn by its variable',
    { ...run('uvicorn main:app'), environment: { UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN: '45' } },
    '45',
    'undefined',
  ],
  ['hypercorn', run('hypercorn --graceful-timeout 45 main:app'), '45', 'undefined'],
  ['gunicorn --timeout', run('gunicorn --timeout 120 app'), 'undefined', '120'],
  ['Spring Boot', { environment: { SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE: '1m' } }, '60', 'undefined'],
  ['a variable', { environment: { APP_REQUEST_TIMEOUT: '90000' } }, 'undefined', '90'],
  ['a client', { environment: { ELASTICSEARCH_REQUEST_TIMEOUT: '90' } }, 'undefined', 'undefined'],
  ['gunicorn with threads', run('gunicorn --threads 4 -t 120 app'), 'undefined', 'undefined'],
  ['gunicorn with uvicorn', run('gunicorn -k uvicorn.workers.UvicornWorker -t 120 app'), 'undefined', 'undefined'],
  ['gunicorn with a configuration file', run('gunicorn -c conf.py -t 120 app'), 'undefined', 'unknown requestTimeout'],
  ['GUNICORN_TIMEOUT', { environment: { GUNICORN_TIMEOUT: '300' } }, 'undefined', '300'],
  ['a parameter', { command: ['gunicorn', '-t', unknown('P'), '--graceful-timeout', '5', 'app'] }, '5', 'unknown P'],
])('the time-outs of %s', (_, said, graceful, request) => {
  expect(read(gracefulTimeout(container(said)))).toBe(graceful);
  expect(read(requestTimeout(container(said)))).toBe(request);
});

it.each<[string, Said, string]>([
  ['nothing but the server', run('gunicorn app'), 'true'],
  ['migrations first', sh('python manage.py migrate && cd app; X=1; gunicorn app'), 'true'],
  ['nginx first', sh('nginx && gunicorn app'), 'unknown command'],
  ['a script nobody has read first', sh('./start.sh && gunicorn app'), 'unknown command'],
  ['the image', {}, 'true'],
])('alone in its container: %s', (_, said, answer) => {
  expect(read(runsAlone(container(said)))).toBe(answer);
});

it.each<[string, Said, string]>([
  ['uvicorn', run('uvicorn main:app'), '8000'],
  ['uvicorn --port', run('uvicorn main:app --port 80'), '80'],
  ['gunicorn -b', run('gunicorn -b 127.0.0.1:5000 app'), '5000'],
  ['gunicorn -b without a port', run('gunicorn -b 127.0.0.1 app'), '8000'],
  ['an unknown port', { command: ['gunicorn', '-b', ['127.0.0.1:', unknown('Port')], 'app'] }, 'unknown Port'],
  ['runserver', run('python manage.py runserver 3000'), '3000'],
  ['runserver by default', run('python manage.py runserver'), '8000'],
  ['fastapi run', run('fastapi run'), 'undefined'],
  ['gunicorn with PORT', { ...run('gunicorn app'), environment: { PORT: '81' } }, '81'],
  ['hypercorn', run('hypercorn main:app'), '8000'],
  ['waitress', run('waitress-serve app'), '8080'],
  ['daphne', run('daphne shop.asgi:application'), '8000'],
  ['granian', run('granian app'), '8000'],
  ['streamlit', run('streamlit run app.py'), '8501'],
  ['flask run', run('flask run'), '5000'],
  ['HOST and PORT', { environment: { HOST: '127.0.0.1', PORT: '80' } }, '80'],
  ['HOST', { environment: { HOST: '127.0.0.1' } }, 'undefined'],
])('the port a server binds: %s', (_, said, answer) => {
  expect(read(boundAddress(container(said)), (bound) => (bound ? read(bound.port) : 'nothing'))).toBe(answer);
});

it.each<[string, Said, string]>([
  ['one command', sh('node server.js'), 'keeps from node'],
  ['one command with exec', sh('exec node server.js'), 'forwards to node'],
  ['bash', { command: ['/bin/bash', '-c', 'npm run migrate && node server.js'] }, 'forwards to node'],
  ['busybox', { command: ['ash', '-c', 'npm run migrate && node server.js'] }, 'forwards to node'],
  ['dumb-init', { ...sh('node server.js'), entryPoint: ['dumb-init', '--'] }, 'forwards to node'],
  ['tini', { ...sh('node server.js'), entryPoint: ['/sbin/tini', '--'] }, 'keeps from node'],
  ['several', sh('npm run migrate && node server.js'), 'keeps from node'],
  ['several with exec', sh('npm run migrate; exec node server.js'), 'forwards to node'],
  ['several with a trap', sh('trap "kill 0" TERM; node server.js'), 'forwards to node'],
  ['a shell in a shell', sh('exec sh -c "sleep 1; node server.js"'), 'keeps from node'],
  ['no shell', run('node server.js'), 'forwards to node'],
  ['the background', sh('node a.js & node b.js'), 'unknown command'],
  ['the image', {}, 'nothing'],
])('SIGTERM: %s', (_, said, answer) => {
  const value = signalForwarding(container(said));
  expect(read(value, (so) => (so ? `${so.forwards ? 'forwards to' : 'keeps from'} ${so.program}` : 'nothing'))).toBe(
    answer,
  );
});
