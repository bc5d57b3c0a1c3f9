import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// It makes Node 20 parse every certificate of the machine at each start, 40 to 70 ms that say nothing about us.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

const peak = fileURLToPath(new URL('peak.cjs', import.meta.url));
const clock = '/usr/bin/time';

/** What ends sooner is run three times in each round. */
const soon = 1000;
/** What does not end within this is run no more. */
const patience = 120_000;

/** One whole process: how long it took, and what it said on standard error. */
export function run({ file = process.execPath, args, env: more, statuses = [0] }) {
  const start = performance.now();
  const stdio = ['ignore', 'ignore', 'pipe'];
  const { status, stderr, error } = spawnSync(file, args, { env: { ...env, ...more }, stdio, maxBuffer: 1e9 });
  const ms = performance.now() - start;
  if (error) throw error;
  if (!statuses.includes(status)) throw new Error(`ended with ${status}: ${String(stderr).trim().slice(-300)}`);
  return { ms, said: String(stderr) };
}

/** The peak memory of a process in MiB: Node tells its own, of others `time` tells it where there is one. */
function memory(entry) {
  if (entry.file === undefined) {
    const { said } = run({ ...entry, args: ['--require', peak, ...entry.args] });
    return Number(/peak (\d+) KiB/.exec(said)?.[1]) / 1024;
  }
  if (!existsSync(clock)) return Number.NaN;
  const { said } = run({ ...entry, file: clock, args: ['-f', 'peak %M KiB', entry.file, ...entry.args] });
  return Number(/peak (\d+) KiB/.exec(said)?.[1]) / 1024;
}

/** Runs everything in alternation, so that a slow spell of the machine hits all alike. */
export function measure(entries, rounds) {
  const times = new Map();
  const peaks = new Map();
  for (const entry of entries)
    try {
      const warm = run(entry).ms; // fills the disk cache
      times.set(entry, { warm, all: warm > patience ? [warm] : [] });
      peaks.set(entry, []);
    } catch (error) {
      if (!entry.peer) throw new Error(`${entry.program}, ${entry.work}: ${error.message}`);
      console.error(`skipped: ${entry.program}, ${entry.work}: ${error.message}`);
    }
  for (let round = 0; round < rounds; round++) {
    for (const pass of [0, 1, 2])
      for (const [entry, { warm, all }] of times) if (warm <= (pass > 0 ? soon : patience)) all.push(run(entry).ms);
    for (const [entry, all] of peaks) if (round < 3 && times.get(entry).warm <= patience) all.push(memory(entry));
    console.error(`round ${round + 1} of ${rounds}`);
  }
  return [...times].map(([entry, { warm, all }]) => ({
    ...entry,
    ...spread(all),
    once: warm > patience,
    mib: quantile(peaks.get(entry), 0.5),
  }));
}

/** The median and the quartiles. */
export const spread = (all) => ({
  low: quantile(all, 0.25),
  ms: quantile(all, 0.5),
  high: quantile(all, 0.75),
});

function quantile(all, part) {
  const sorted = all.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
}

/** Where the time of a run goes, as `--profile` tells it: the median of each lap. */
export function profile(entry, rounds) {
  const laps = new Map();
  for (let round = 0; round < rounds; round++) {
    const { said } = run({ ...entry, args: [...entry.args, '--profile'] });
    for (const [, lap, ms] of said.matchAll(/^(\w[\w ]*?) +([\d.]+) ms$/gm))
      laps.set(lap, [...(laps.get(lap) ?? []), Number(ms)]);
  }
  return new Map([...laps].map(([lap, all]) => [lap, quantile(all, 0.5)]));
}
