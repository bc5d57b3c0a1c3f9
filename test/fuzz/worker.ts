import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { propertiesFor } from './properties.ts';

/** What `scripts/fuzz.mjs` has a worker do: one property, for some time. */
interface Round {
  readonly property: string;
  readonly seed: number;
  readonly milliseconds: number;
}

const { texts, progress } = workerData as { readonly texts: readonly string[]; readonly progress: SharedArrayBuffer };
const count = new Int32Array(progress);
const properties = propertiesFor(texts);

parentPort?.postMessage({ names: Object.keys(properties) });
parentPort?.on('message', ({ property: name, seed, milliseconds }: Round) => {
  const property = properties[name];
  if (!property) return;
  const counted: typeof property = Object.assign(Object.create(Object.getPrototypeOf(property)), property, {
    run: (value: unknown[]) => {
      Atomics.add(count, 0, 1);
      return property.run(value);
    },
  });
  const { failed, counterexample, errorInstance } = fc.check(counted, {
    seed,
    numRuns: 1e6,
    interruptAfterTimeLimit: milliseconds,
  });
  const error = errorInstance instanceof Error ? errorInstance : undefined;
  const stack = error?.cause instanceof Error ? error.cause.stack : error?.stack;
  parentPort?.postMessage(failed ? { name, seed, counterexample, message: error?.message, stack } : { name, seed });
});
