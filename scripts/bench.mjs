// Times whole processes in alternation and prints their medians, the ratio to bare Node, and where the time goes.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '15' } } });
const runs = Math.max(7, Number(values.runs));
const target = 3.5;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const template = 'fixtures/apps/orders-service.yaml';
const command = 'dist/cli.cjs';

// It makes Node 20 parse every certificate of the machine at each start, 40 to 70 ms that say nothing about us.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

const contenders = [
  { name: 'node -e 0', args: ['-e', '0'], status: 0 },
  { name: 'alb-lint --version', args: [command, '--version'], status: 0 },
  { name: 'alb-lint orders-service.yaml', args: [command, '--fail-on=never', template], status: 0 },
  { name: 'alb-lint --format json', args: [command, '--fail-on=never', '--format=json', template], status: 0 },
];

function run({ args, status }) {
  const start = performance.now();
  const ended = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  const time = performance.now() - start;
  if (ended.status !== status) throw new Error(`${args.join(' ')} ended with ${ended.status}: ${ended.stderr}`);
  return { time, notes: ended.stderr };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const times = new Map(contenders.map(({ name }) => [name, []]));
for (const contender of contenders) run(contender); // fills the disk cache
for (let i = 0; i < runs; i++) for (const contender of contenders) times.get(contender.name).push(run(contender).time);

const [bare] = [...times.values()].map(median);
console.log(`Node ${process.versions.node}, ${cpus().length} cores, medians of ${runs} whole processes in alternation`);
console.log(`${template}: ${(statSync(template).size / 1024).toFixed(1)} KB\n`);
console.log(`${''.padEnd(30)}${'ms'.padStart(8)}${'ratio'.padStart(8)}`);
for (const [name, all] of times)
  console.log(`${name.padEnd(30)}${median(all).toFixed(1).padStart(8)}${(median(all) / bare).toFixed(2).padStart(8)}`);

const laps = new Map();
for (let i = 0; i < runs; i++)
  for (const [, lap, ms] of run({
    args: [command, '--timings', '--fail-on=never', template],
    status: 0,
  }).notes.matchAll(/^(.+?) +([\d.]+) ms$/gm))
    laps.set(lap, [...(laps.get(lap) ?? []), Number(ms)]);
console.log('\nwhere the time goes, as --timings tells it');
for (const [lap, all] of laps) console.log(`${lap.padEnd(30)}${median(all).toFixed(1).padStart(8)}`);

const ratio = median(times.get('alb-lint orders-service.yaml')) / bare;
console.log(`\n${ratio.toFixed(2)} times bare Node; the target is ${target} or less`);
process.exitCode = ratio <= target ? 0 : 1;

await import('./bench-scale.mjs');
await import('./bench-cdk.mjs');
