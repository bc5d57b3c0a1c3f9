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

/** A run of which the peak memory is told too, in MiB: by Node of itself, of others by `time` where there is one. */
function weigh(entry) {
  if (entry.file !== undefined && !existsSync(clock)) return { ...run(entry), mib: Number.NaN };
  const weighed =
    entry.file === undefined
      ? { ...entry, args: ['--require', peak, ...entry.args] }
      : { ...entry, file: clock, args: ['-f', 'peak %M KiB', entry.file, ...entry.args] };
  const { ms, said } = run(weighed);
  return { ms, mib: Number(/^peak (\d+) KiB$/m.exec(said)?.[1]) / 1024 };
}

/** Runs everything in alternation, so that a slow spell of the machine hits all alike. */
export function measure(entries, rounds) {
  const taken = [];
  for (const entry of entries)
    try {
      const { ms, mib } = weigh(entry); // which fills the disk cache
      taken.push({ entry, first: ms, times: ms > patience ? [ms] : [], peaks: [mib] });
    } catch (error) {
      if (!entry.peer) throw new Error(`${entry.program}, ${entry.work}: ${error.message}`);
      console.error(`skipped: ${entry.program}, ${entry.work}: ${error.message}`);
    }
  for (let round = 1; round <= rounds; round++) {
    for (const pass of [1, 2, 3])
      for (const { entry, first, times } of taken)
        if (first <= (pass === 1 ? patience : soon)) times.push(run(entry).ms);
    for (const { entry, first, peaks } of taken) if (first <= 10 * soon && round <= 2) peaks.push(weigh(entry).mib);
    console.error(`round ${round} of ${rounds}`);
  }
  return taken.map(({ entry, first, times, peaks }) => ({
    ...entry,
    ...spread(times),
    once: first > patience,
    mib: quantile(peaks, 0.5),
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
  const at = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at % 1);
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
