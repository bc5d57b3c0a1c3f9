import { fstatSync } from 'node:fs';
import { uptime } from './stopwatch.ts';
import { inCI } from './surroundings.ts';

/** Tells those who wait what is being done. */
export interface Progress {
  says(text: string): void;
  /** Leaves no trace of what was said. */
  ends(): void;
}

/** Nobody waits. */
export const silence: Progress = { says: () => {}, ends: () => {} };

/** In milliseconds. */
const patience = 1_000;
const pause = 100;

/** One line that is written over again, once the work takes longer than people like to wait in silence. */
export class ProgressLine implements Progress {
  readonly #write: (text: string) => void;
  readonly #cells: number;
  readonly #began = uptime();
  /** For work that waits itself, as for standard input. */
  readonly #timer: NodeJS.Timeout;
  #text = '';
  #at: number | undefined;

  constructor(write: (text: string) => void, cells: number) {
    this.#write = write;
    this.#cells = cells;
    this.#timer = setTimeout(() => this.#show(), patience);
    this.#timer.unref();
  }

  says(text: string): void {
    this.#text = `alb-lint: ${text}`;
    const now = uptime();
    if (now - this.#began >= patience && now - (this.#at ?? 0) >= pause) this.#show();
  }

  ends(): void {
    clearTimeout(this.#timer);
    if (this.#at !== undefined) this.#write(erase);
    this.#at = undefined;
  }

  #show(): void {
    this.#at = uptime();
    this.#write(`${erase}${this.#text.slice(0, this.#cells - 1)}`);
  }
}

const erase = '\r\x1b[K';

/**
 * Progress on standard error where that is a terminal and nothing else is about to be shown there: behind a pipe there may
 * be a pager.
 */
export function progressOn(write: (text: string) => void, quiet: boolean): Progress {
  const { isTTY, columns } = process.stderr;
  if (!isTTY || quiet || process.env.TERM === 'dumb' || inCI(process.env) || isPiped()) return silence;
  return new ProgressLine(write, columns > 0 ? columns : 80);
}

function isPiped(): boolean {
  try {
    const stats = fstatSync(process.stdout.fd);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    return true;
  }
}
