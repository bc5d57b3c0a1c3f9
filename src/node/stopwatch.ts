import type { Phase, Phases } from '../phases.ts';

type Step = 'start' | 'read' | Phase | 'rules' | 'report';

const steps: readonly Step[] = ['start', 'read', 'parse', 'evaluate', 'link', 'rules', 'report'];

/** Milliseconds since the process began. `performance` tells the same, and takes two of them to load. */
export const uptime = (): number => process.uptime() * 1000;

/** Where the time of a run goes, in milliseconds since it began; the first run began with the process. */
export class Stopwatch implements Phases {
  readonly #spent = new Map<Step, number>();
  #step: Step = 'start';
  #since: number;

  constructor(began = 0) {
    this.#since = began;
  }

  /** Says what happens from now on. */
  enters(step: Step): void {
    const now = uptime();
    this.#spent.set(this.#step, (this.#spent.get(this.#step) ?? 0) + now - this.#since);
    this.#step = step;
    this.#since = now;
  }

  during<T>(phase: Phase, work: () => T): T {
    const outer = this.#step;
    this.enters(phase);
    try {
      return work();
    } finally {
      this.enters(outer);
    }
  }

  /** One line for each step, and the sum. */
  table(): string {
    this.enters(this.#step);
    const rows = steps.map((step) => [step, this.#spent.get(step) ?? 0] as const);
    const total = rows.reduce((sum, [, ms]) => sum + ms, 0);
    return [...rows, ['total', total] as const]
      .map(([name, ms]) => `${name.padEnd(10)}${ms.toFixed(1).padStart(8)} ms\n`)
      .join('');
  }
}
