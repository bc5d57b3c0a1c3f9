import type { Target } from './targets.mjs';

interface Result {
  readonly work: string;
  readonly program: string;
  readonly peer?: boolean;
  readonly ms: number;
  readonly low: number;
  readonly high: number;
  readonly mib: number;
  readonly targets: readonly Target[];
}

/** The results as a table in Markdown. */
export function table(all: readonly Result[]): string;
/** The targets that are missed, in words. */
export function missed(all: readonly Result[]): readonly string[];
