import { type Server, silent } from './server.ts';

/** Servers for applications in Python. */
export const pythonServers: readonly Server[] = [
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
    valued: (
      '--access-log --access-logfile --access-logformat --backlog -b --bind --ca-certs --certfile --cert-reqs --ciphers ' +
      '--error-log --error-logfile --log-file --graceful-timeout --read-timeout --max-requests --max-requests-jitter -g ' +
      '--group -k --worker-class --keyfile --keyfile-password --insecure-bind --log-config --log-level -p --pid ' +
      '--quic-bind --root-path --server-name --statsd-host --statsd-prefix -m --umask -u --user --verify-mode ' +
      '--websocket-ping-interval -w --workers'
    ).split(' '),
    gracefulTimeout: { flags: ['--graceful-timeout'], unit: 'seconds', seconds: 3 },
    bind: { address: ['-b', '--bind'], otherwise: ['--insecure-bind'], default: { host: '127.0.0.1', port: 8000 } },
    sources: [
      'https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html',
      'https://github.com/pgjones/hypercorn/blob/main/src/hypercorn/__main__.py',
    ],
  },
  {
    name: 'waitress',
    started: [['waitress-serve']],
    keepAlive: { flags: ['--channel-timeout'], unit: 'seconds', seconds: 120 },
    valued: (
      '--app --host --port --listen --threads --trusted-proxy --trusted-proxy-count --trusted-proxy-headers --url-scheme ' +
      '--url-prefix --backlog --recv-bytes --send-bytes --outbuf-overflow --outbuf-high-watermark --inbuf-overflow ' +
      '--connection-limit --cleanup-interval --channel-timeout --max-request-header-size --max-request-body-size --ident ' +
      '--asyncore-loop-timeout --unix-socket --unix-socket-perms --channel-request-lookahead --server-name'
    ).split(' '),
    bind: {
      address: ['--listen'],
      host: { flags: ['--host'] },
      port: { flags: ['--port'] },
      otherwise: ['--unix-socket'],
      default: { host: '0.0.0.0', port: 8080 },
    },
    sources: [
      'https://docs.pylonsproject.org/projects/waitress/en/stable/runner.html',
      'https://github.com/Pylons/waitress/blob/main/src/waitress/server.py',
    ],
  },
  silent('daphne', [['daphne']], {
    valued: (
      '-p --port -b --bind --websocket_timeout --websocket_connect_timeout -u --unix-socket --fd -e --endpoint -v ' +
      '--verbosity -t --http-timeout --access-log --log-fmt --ping-interval --ping-timeout --websocket-max-message-size ' +
      '--websocket-max-frame-size --application-close-timeout --root-path -s --server-name'
    ).split(' '),
    bind: {
      host: { flags: ['-b', '--bind'] },
      port: { flags: ['-p', '--port'] },
      otherwise: ['-u', '--unix-socket', '--fd', '-e', '--endpoint'],
      default: { host: '127.0.0.1', port: 8000 },
    },
    sources: ['https://github.com/django/daphne#running', 'https://github.com/django/daphne/blob/main/daphne/cli.py'],
  }),
  silent('granian', [['granian']], {
    // Files of variables, among which the host and the port may be.
    config: ['--env-files'],
    valued: (
      '--host --port --uds --interface --http --workers --blocking-threads --runtime-threads --runtime-mode --loop ' +
      '--backlog --backpressure --log-level --log-config --env-files --working-dir --url-path-prefix --ssl-certificate ' +
      '--ssl-keyfile --metrics-address --metrics-port --process-name --pid-file'
    ).split(' '),
    bind: {
      host: { flags: ['--host'], environment: ['GRANIAN_HOST'] },
      port: { flags: ['--port'], environment: ['GRANIAN_PORT'] },
      otherwise: ['--uds'],
      default: { host: '127.0.0.1', port: 8000 },
    },
    sources: ['https://github.com/emmett-framework/granian#options'],
  }),
  silent('Streamlit', [['streamlit', 'run']], {
    bind: {
      host: { flags: ['--server.address'], environment: ['STREAMLIT_SERVER_ADDRESS'] },
      port: { flags: ['--server.port'], environment: ['STREAMLIT_SERVER_PORT'] },
      default: { host: '0.0.0.0', port: 8501 },
    },
    sources: ['https://docs.streamlit.io/develop/api-reference/configuration/config.toml#server'],
  }),
  silent('Werkzeug', [['flask', 'run']], {
    // Since Flask 2.2.
    leading: {
      '-A': 'valued',
      '--app': 'valued',
      '-e': 'valued',
      '--env-file': 'valued',
      '--debug': 'alone',
      '--no-debug': 'alone',
    },
    // A file of variables, among which the host and the port may be.
    config: ['-e', '--env-file'],
    valued: '-A --app -e --env-file -h --host -p --port --cert --key --extra-files --exclude-patterns'.split(' '),
    bind: {
      host: { flags: ['-h', '--host'], environment: ['FLASK_RUN_HOST'] },
      port: { flags: ['-p', '--port'], environment: ['FLASK_RUN_PORT'] },
      default: { host: '127.0.0.1', port: 5000 },
    },
    sources: [
      'https://flask.palletsprojects.com/en/stable/cli/#run-the-development-server',
      'https://flask.palletsprojects.com/en/stable/api/#flask.cli.FlaskGroup',
    ],
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
];
