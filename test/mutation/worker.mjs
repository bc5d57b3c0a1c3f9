import { parentPort, workerData } from 'node:worker_threads';

const { recording, judging, bytes, progress } = workerData;
const beat = new Int32Array(progress);
let loads = 0;
let used;

parentPort.on('message', async (message) => {
  parentPort.postMessage(message.kind === 'record' ? await record() : await judge(message));
});

async function load(path, active = -1) {
  globalThis.activeMutant = active;
  const { mutant, tests, files } = await import(`${path}?${loads++}`);
  const loaded = new Map();
  return {
    mutant,
    /** The tests of a file, collected at first use without a mutant unless the whole bundle was loaded with it. */
    async testsOf(file) {
      if (!loaded.has(file)) {
        const before = tests.length;
        await files[file]();
        loaded.set(file, tests.slice(before));
      }
      return loaded.get(file);
    },
    files: Object.keys(files),
  };
}

/** What each test reaches, what the making of the tests of a file does, and what modules do when they are loaded. */
async function record() {
  const { mutant, testsOf, files } = await load(recording);
  const [atLoad, ran, made] = [new Uint8Array(bytes), [], []];
  mutant.atLoad = atLoad;
  for (const file of files) {
    mutant.reached = new Uint8Array(bytes);
    made.push({ file, reached: mutant.reached });
    const tests = await testsOf(file);
    for (const [n, test] of tests.entries()) {
      mutant.reached = new Uint8Array(bytes);
      const start = process.cpuUsage();
      const error = await failureOf(test);
      const { user } = process.cpuUsage(start);
      ran.push({ file, n, name: test.name, error, reached: mutant.reached, ms: user / 1000 });
      Atomics.add(beat, 0, 1);
    }
  }
  return { ran, made, atLoad };
}

/** The first of the tests that fails with the mutant, if one does. */
async function judge({ id, tests, fresh }) {
  if (!fresh) used ??= await load(judging);
  let failed = -1;
  try {
    const { mutant, testsOf } = fresh ? await load(judging, id) : used;
    for (const [i, { file, n }] of tests.entries()) {
      mutant.active = fresh ? id : -1;
      const test = (await testsOf(file))[n];
      mutant.active = id;
      mutant.hits = 0;
      Atomics.add(beat, 0, 1);
      const error = test ? await failureOf(test) : 'no such test';
      mutant.active = -1;
      if (error === undefined) continue;
      failed = i;
      // What a mutant leaves behind in a cache would be held against those that come after it.
      if (!fresh && (await failureOf(test)) !== undefined) return { failed, dirty: true };
      break;
    }
  } catch {
    return { failed: 0, dirty: !fresh };
  }
  return { failed };
}

async function failureOf({ run }) {
  try {
    await run();
    return undefined;
  } catch (error) {
    return String(error?.message ?? error);
  }
}
