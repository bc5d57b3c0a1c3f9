// Throws random input at the linter: `npm run fuzz -- --minutes 10 [--seed N] [--only WORDS]`. Whatever fails is printed,
// minimised, and kept in a folder below the system's one for temporary files.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { bundle } from './bundle.mjs';

/** An input that takes longer is taken for one without end. */
const patience = 60_000;

/** How long one property has its turn; accidents and noise end at once, so that many fit into little time. */
const turnOf = (name) => (/^(?:accidents|noise)/.test(name) ? 500 : 3_000);

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'alb-lint-fuzz-'));
const script = join(folder, 'worker.mjs');
await bundle('test/fuzz/worker.ts', script, 'node');

const texts = readdirSync('fixtures', { recursive: true })
  .filter((name) => /\.(?:ya?ml|json)$/.test(name))
  .map((name) => readFileSync(join('fixtures', name), 'utf8'));
const until = Date.now() + Number(values.minutes) * 60_000;
let seed = Number(values.seed ?? Date.now() % 2_147_483_647);
let names = [];
let failures = 0;
let round = 0;
const counts = new Map();
console.log(`seed ${seed}, ${texts.length} templates to make accidents of`);

while (Date.now() < until) await work();
for (const [name, count] of counts) console.log(`${String(count).padStart(9)}  ${name}`);
const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
console.log(`${String(total).padStart(9)}  inputs, ${failures} failures${failures > 0 ? `: see ${folder}` : ''}`);
process.exitCode = failures > 0 ? 1 : 0;

/** Runs one worker until time is up or an input hangs it. */
function work() {
  const progress = new SharedArrayBuffer(4);
  const count = new Int32Array(progress);
  // Most of what a run makes is thrown away at once: a larger nursery halves the time.
  const resourceLimits = { maxYoungGenerationSizeMb: 128 };
  const worker = new Worker(script, { workerData: { texts, progress }, resourceLimits });
  return new Promise((resolve) => {
    let [started, seen, since] = [0, 0, Date.now()];
    const next = () => {
      if (Date.now() >= until) return void worker.terminate().then(resolve);
      started = count[0];
      worker.postMessage({
        property: names[round % names.length],
        seed,
        milliseconds: turnOf(names[round % names.length]),
      });
    };
    const watch = setInterval(() => {
      if (count[0] !== seen) [seen, since] = [count[0], Date.now()];
      else if (names.length > 0 && Date.now() - since > patience) {
        fail({ name: names[round % names.length], seed, message: `no end at input ${count[0] - started}` });
        advance();
        worker.terminate();
      }
    }, 1000);
    worker.on('exit', () => {
      clearInterval(watch);
      resolve();
    });
    worker.on('error', (error) => fail({ name: names[round % names.length], seed, message: String(error) }));
    worker.on('message', (message) => {
      if (message.names) names = message.names.filter((name) => name.includes(values.only));
      else {
        if (message.message !== undefined) fail(message);
        advance();
      }
      next();
    });
    const advance = () => {
      const name = names[round % names.length];
      counts.set(name, (counts.get(name) ?? 0) + count[0] - started);
      round++;
      seed = (seed * 48_271 + 1) % 2_147_483_647;
    };
  });
}

function fail({ name, seed, message, stack, counterexample }) {
  failures++;
  const path = join(folder, `${failures}.json`);
  writeFileSync(path, JSON.stringify({ name, seed, message, stack, counterexample }, null, 2));
  console.log(`${name} (--seed ${seed}): ${message}\n${stack?.split('\n').slice(1, 4).join('\n') ?? ''}\n  ${path}`);
}
