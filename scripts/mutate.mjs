// Breaks the sources in one place at a time and counts what no test notices:
// `npm run mutate -- [--only WORDS]… [--sample N [--seed N]] [--most TESTS] [--report FILE]
// [--again REPORT]`: the last judges again what is in a report.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { equivalents, nameOf } from '../test/mutation/equivalent.mjs';
import { below, bundle, instrument } from '../test/mutation/instrument.mjs';

/** Looks at a worker, five a second, without its next test, after which a mutant is taken for one that never ends. */
const patience = 15;
/** Milliseconds of computing after which a test is too slow to be asked: it says with many inputs what others say with one. */
const slow = 300;
/** Mutants of module-level code for which one worker loads everything anew before it is replaced. */
const loads = 10;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [''] },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    most: { type: 'string', default: 'Infinity' },
    report: { type: 'string' },
    again: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});
const started = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'alb-lint-mutation-'));
const reportPath = values.report ?? join(folder, 'survivors.txt');

const names = ['src', 'rules']
  .flatMap(below)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !/^rules\/(?:index|causes)\./.test(name))
  .filter((name) => values.only.some((words) => name.includes(words)));
const { sources, mutants: all, size } = await instrument(names);
const explained = equivalents(all);
const [recording, judging] = ['recording.mjs', 'judging.mjs'].map((name) => join(folder, name));
await bundle(recording, sources, true);
await bundle(judging, sources, false);
const workerData = { recording, judging, bytes: (size >> 3) + 1 };

const recorder = start();
const { ran, made, atLoad } = await recorder.ask({ kind: 'record' }, Number.POSITIVE_INFINITY, true);
recorder.end();
const broken = ran.filter(({ error }) => error !== undefined);
for (const { file, name, error } of broken.slice(0, 9))
  console.log(`left out, it fails without a mutant: ${file}: ${name}: ${error}`);
const tests = ran.filter(({ error, ms }) => error === undefined && ms < slow);
// Tests that stand together are alike: in any order but theirs, the first ones are of every kind.
for (const [i, test] of tests.entries()) test.turn = (i * 48_271) % 65_537;
const has = (set, id) => ((set[id >> 3] >> (id & 7)) & 1) === 1;

const before = values.again && readFileSync(values.again, 'utf8').split('\n').map(nameOf);
const chosen = before ? all.filter(({ name }) => before.includes(name)) : all;
const mutants = values.sample ? sampled(chosen, Number(values.sample), Number(values.seed)) : chosen;
console.log(
  `${mutants.length} mutants of ${all.length} in ${names.length} files, ${tests.length} tests of ${Math.round(tests.reduce((sum, { ms }) => sum + ms, 0))} ms, ready after ${seconds()} s`,
);

/**
 * `no effect`: there is no test in which it makes a difference to the expression that it is in. `equivalent`: nobody could
 * notice, so it is neither judged nor counted.
 */
const outcomes = ['killed', 'timed out', 'survived', 'no effect', 'equivalent'];
/** How often a test killed a mutant of a file: what killed one kills its neighbours. */
const kills = new Map();
for (const mutant of mutants) if (explained.has(mutant.name)) mutant.outcome = 'equivalent';
const queue = mutants
  .filter(({ outcome }) => outcome === undefined)
  .sort((a, b) => Number(has(atLoad, a.id)) - Number(has(atLoad, b.id)));
let done = 0;
const shown = setInterval(() => {
  report();
  console.log(`${done} of ${mutants.length} after ${seconds()} s`);
}, 60_000);
await Promise.all(Array.from({ length: Number(values.workers) }, work));
clearInterval(shown);
console.log(`${report()} (${seconds()} s)`);

/** Judges what is left in the queue, one mutant after the other, each time with a worker that no other has spoiled. */
async function work() {
  let worker;
  let loaded = 0;
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    const isStatic = has(atLoad, mutant.id);
    const makes = made.filter(({ reached }) => has(reached, mutant.id)).map(({ file }) => file);
    const fresh = isStatic || makes.length > 0;
    const judges = judgesOf(mutant, isStatic, makes);
    mutant.tests = judges.length;
    if (judges.length === 0) mutant.outcome = 'no effect';
    for (let again = true; again && judges.length > 0; ) {
      worker ??= start();
      const asked = judges.map(({ file, n }) => ({ file, n }));
      const { failed, dirty, hung } = await worker.ask({ id: mutant.id, tests: asked, fresh }, patience);
      again = dirty && worker.used > 1;
      if (dirty || hung || (fresh && ++loaded % loads === 0)) {
        worker.end();
        worker = undefined;
      }
      if (again) continue;
      mutant.outcome = hung ? 'timed out' : failed === -1 ? 'survived' : 'killed';
      if (failed >= 0) count(mutant.file, judges[failed]);
      again = false;
    }
    done++;
  }
  worker?.end();
}

function count(file, test) {
  const counts = kills.get(file) ?? new Map();
  kills.set(file, counts.set(test, (counts.get(test) ?? 0) + 1));
}

/**
 * The tests in which a mutant makes a difference, the likeliest to fail first. What the code of a module leaves behind when
 * it is loaded may matter to any test, and what is reached while the tests of a file are made to any of those.
 */
function judgesOf({ id, file }, isStatic, makes) {
  const counts = kills.get(file);
  const name = basename(file, '.ts');
  const ids = isStatic ? all.filter((one) => one.file === file).map((one) => one.id) : [];
  const judges = tests.filter((test) => isStatic || makes.includes(test.file) || has(test.reached, id));
  const rank = (test) => {
    const isOwn = test.name.startsWith(`${name} / `) || basename(test.file, '.test.ts') === name;
    const isNear = isStatic && (has(test.reached, id) || ids.some((one) => has(test.reached, one)));
    return (counts?.get(test) ?? 0) + (isOwn ? 0.5 : 0) + (isNear ? 1 : 0);
  };
  const ranked = new Map(judges.map((test) => [test, rank(test)]));
  return judges.sort((a, b) => ranked.get(b) - ranked.get(a) || a.turn - b.turn).slice(0, Number(values.most));
}

function start() {
  const progress = new SharedArrayBuffer(4);
  const beat = new Int32Array(progress);
  const worker = new Worker(new URL('../test/mutation/worker.mjs', import.meta.url), {
    workerData: { ...workerData, progress },
    resourceLimits: { maxOldGenerationSizeMb: 4096 },
    stdout: true,
    stderr: true,
  });
  let settle;
  worker.on('message', (message) => settle(message));
  worker.on('error', (error) => settle({ hung: true, error }));
  return {
    used: 0,
    end: () => worker.terminate(),
    ask(message, most, strict = false) {
      this.used++;
      return new Promise((resolve, reject) => {
        // Not by the clock: where the whole process is stopped for a while, nobody looks either.
        let [seen, looks] = [-1, 0];
        const watch = setInterval(() => {
          if (beat[0] !== seen) [seen, looks] = [beat[0], 0];
          else if (++looks > most) settle({ hung: true });
        }, 200);
        settle = (answer) => {
          clearInterval(watch);
          if (answer.error && strict) reject(answer.error);
          else resolve(answer);
        };
        worker.postMessage(message);
      });
    },
  };
}

function sampled(from, count, seed) {
  let state = seed;
  const drawn = from.map((mutant) => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return { mutant, at: state };
  });
  const chosen = new Set(
    drawn
      .sort((a, b) => a.at - b.at)
      .slice(0, count)
      .map(({ mutant }) => mutant),
  );
  return from.filter((mutant) => chosen.has(mutant));
}

function seconds() {
  return Math.round((Date.now() - started) / 1000);
}

/** Writes what survived so far, and returns the table of what was judged so far. */
function report() {
  const judged = mutants.filter(({ outcome }) => outcome !== undefined);
  const folders = [...new Set(judged.map(({ file }) => folderOf(file)))];
  const table = [
    `   score  ${outcomes.map((outcome) => outcome.padStart(11)).join(' ')}`,
    ...folders.map((folder) =>
      row(
        folder,
        judged.filter(({ file }) => folderOf(file) === folder),
      ),
    ),
    row('in all', judged),
  ].join('\n');
  const left = judged
    .filter(({ outcome }) => outcome === 'survived' || outcome === 'no effect')
    .map(({ at, outcome, tests: asked }) =>
      outcome === 'survived' ? `${at}  # survived ${asked} tests` : `${at}  # changes nothing in any test`,
    );
  writeFileSync(reportPath, `${[table, '', ...left].join('\n')}\n`);
  return `${table}\n${left.length} mutants nobody noticed: ${reportPath}`;
}

function folderOf(file) {
  return file.slice(0, file.lastIndexOf('/'));
}

function row(name, list) {
  const counts = outcomes.map((one) => list.filter(({ outcome }) => outcome === one).length);
  const score = ((100 * (counts[0] + counts[1])) / (list.length - counts[4])).toFixed(1);
  return `${score.padStart(6)} %  ${counts.map((count) => String(count).padStart(11)).join(' ')}  ${name}`;
}
