// Loaded before the command: whatever reaches for the network, another process or native code throws, and is written
// down, since somebody may catch it; so is every file that is opened.
const { appendFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const fs = require('node:fs');
const { resolve } = require('node:path');
const { fileURLToPath } = require('node:url');

const journal = process.env.FORBIDDING_JOURNAL;
const append = appendFileSync;
const note = (what) => append(journal, `${what}\n`);

const forbidden = {
  net: ['connect', 'createConnection', 'createServer', 'Socket', 'Server', 'Stream'],
  dns: [
    'lookup',
    'lookupService',
    'resolve',
    'resolve4',
    'resolve6',
    'resolveAny',
    'resolveTxt',
    'reverse',
    'Resolver',
  ],
  'dns/promises': ['lookup', 'resolve', 'resolve4', 'resolve6', 'reverse', 'Resolver'],
  http: ['request', 'get', 'createServer', 'Agent', 'ClientRequest', 'Server'],
  https: ['request', 'get', 'createServer', 'Agent', 'Server'],
  http2: ['connect', 'createServer', 'createSecureServer'],
  tls: ['connect', 'createServer', 'TLSSocket', 'Server'],
  dgram: ['createSocket', 'Socket'],
  child_process: ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync', 'ChildProcess'],
  cluster: ['fork', 'setupPrimary'],
  worker_threads: ['Worker'],
  inspector: ['open', 'Session'],
};

// Standard output may be a pipe, whose stream is a socket: it is made before sockets are forbidden.
void [process.stdout, process.stderr];

const absolute = (path) => (String(path).startsWith('file:') ? fileURLToPath(path) : resolve(String(path)));

function refusal(name) {
  return function refused() {
    note(`forbidden ${name}`);
    throw new Error(`${name} is forbidden here`);
  };
}

for (const [module, names] of Object.entries(forbidden)) {
  const exported = require(`node:${module}`);
  for (const name of names) {
    if (!(name in exported)) throw new Error(`${module} has no ${name}`);
    Object.defineProperty(exported, name, { value: refusal(`${module}.${name}`), configurable: true, writable: true });
  }
}
for (const name of ['fetch', 'WebSocket', 'EventSource'])
  Object.defineProperty(globalThis, name, { value: refusal(name), configurable: true, writable: true });
for (const name of ['binding', 'dlopen', '_linkedBinding']) process[name] = refusal(`process.${name}`);

for (const name of ['open', 'openSync', 'readFile', 'readFileSync', 'createReadStream', 'opendir', 'opendirSync']) {
  const original = fs[name];
  fs[name] = function opened(path, ...rest) {
    if (typeof path !== 'number') note(`opened ${absolute(path)}`);
    return original.call(this, path, ...rest);
  };
}
for (const name of ['open', 'readFile', 'opendir']) {
  const original = fs.promises[name];
  fs.promises[name] = function opened(path, ...rest) {
    note(`opened ${absolute(path)}`);
    return original.call(this, path, ...rest);
  };
}
syncBuiltinESMExports();
note('ready');
