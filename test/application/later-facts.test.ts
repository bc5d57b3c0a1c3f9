import { describe, expect, it } from 'vitest';
import { runsAlone } from '../../src/application/alone.ts';
import { aspNetPort, boundAddress, imagePort, listeningPorts } from '../../src/application/listening.ts';
import { signalForwarding } from '../../src/application/signals.ts';
import { gracefulTimeout, requestTimeout } from '../../src/application/timeouts.ts';
import { textOf } from '../../src/source/file.ts';
import type { Value } from '../../src/value.ts';
import { container, type Said, unknown } from './container.ts';

const sh = (script: string): Said => ({ command: ['sh', '-c', script] });
const run = (line: string): Said => ({ command: line.split(' ') });
const read = <T>(value: Value<T>, show: (known: T) => string = String): string =>
  value.kind === 'unknown' ? `unknown ${value.reason.name}` : show(value.value);

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
    ['flask run, unsaid', run('flask --app x run'), 'nothing'],
    ['flask run, by default', run('flask run'), '127.0.0.1 server-default at flask'],
    ['runserver', run('python manage.py runserver'), '127.0.0.1 server-default at python'],
    ['runserver with a port', run('python manage.py runserver 8000 --noreload'), '127.0.0.1 option at 8000'],
    ['runserver for everybody', run('./manage.py runserver 0.0.0.0:8000'), '0.0.0.0 option at 0.0.0.0:8000'],
    ['HOST', { environment: { HOST: '127.0.0.1' } }, '127.0.0.1 environment at 127.0.0.1'],
    ['nothing', run('./start.sh'), 'nothing'],
  ])('%s', (_, said, answer) => {
    const value = boundAddress(container(said));
    expect(read(value, (bound) => (bound ? `${bound.host} ${bound.basis} at ${textOf(value.span)}` : 'nothing'))).toBe(
      answer,
    );
  });
});

describe('the ports an application is told', () => {
  it.each<[string, Said, string]>([
    ['PORT', { environment: { PORT: '8080' } }, '8080'],
    ['two variables', { environment: { PORT: '8080', SERVER_PORT: '9090' } }, '8080,9090'],
    ['a variable nobody knows', { environment: { PORT: unknown('P') } }, 'unknown P'],
    ['ASP.NET addresses', { environment: { ASPNETCORE_URLS: 'https://+:443;http://+:8080/' } }, '8080'],
    ['ASP.NET ports', { environment: { ASPNETCORE_HTTP_PORTS: '8080;9090' } }, '8080,9090'],
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

  it.each<[Said, string, string]>([
    [{ image: 'nginx' }, '80', 'undefined'],
    [{ image: 'nginxinc/nginx-unprivileged:1' }, '8080', 'undefined'],
    [{ image: 'nginx', mountPoints: ['/etc/nginx/conf.d'] }, 'undefined', 'undefined'],
    [{ image: 'tomcat:10' }, '8080', 'undefined'],
    [{ image: 'mcr.microsoft.com/dotnet/aspnet:8.0' }, 'undefined', '8080'],
    [{ image: 'mcr.microsoft.com/dotnet/aspnet:6.0-alpine' }, 'undefined', '80'],
  ])('of the image: %j', (said, port, aspNet) => {
    expect(read(imagePort(container(said)))).toBe(port);
    expect(read(aspNetPort(container(said)))).toBe(aspNet);
  });
});

it.each<[string, Said, string, string]>([
  ['gunicorn', run('gunicorn --graceful-timeout 90 -t 120 app'), '90', '120'],
  ['gunicorn by default', run('gunicorn app'), 'undefined', 'undefined'],
  ['uvicorn', run('uvicorn --timeout-graceful-shutdown=45 main:app'), '45', 'undefined'],
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
