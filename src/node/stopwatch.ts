/** Where the time of a run goes, in milliseconds since it began; the first run began with the process. */
export class Stopwatch {
  readonly #began: number;
  readonly #laps: { readonly name: string; readonly at: number }[] = [];

  constructor(began = 0) {
    this.#began = began;
  }

  /** Names what happened since the last lap. */
  lap(name: string): void {
    this.#laps.push({ name, at: performance.now() - this.#began });
  }

  /** One line for each lap, and the sum. */
  table(): string {
    const total = this.#laps.at(-1)?.at ?? 0;
    const rows = this.#laps.map(({ name, at }, i) => [name, at - (this.#laps[i - 1]?.at ?? 0)] as const);
    return [...rows, ['total', total] as const]
      .map(([name, ms]) => `${name.padEnd(10)}${ms.toFixed(1).padStart(8)} ms\n`)
      .join('');
  }
}
