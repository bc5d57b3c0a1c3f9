import type { SourceFile } from '../source/file.ts';
import type { Tree } from '../source/tree.ts';
import { type Progress, silence } from './progress.ts';
import { Stopwatch } from './stopwatch.ts';

/** What a run leaves behind: text for standard output and standard error, and the exit status. */
export interface Outcome {
  readonly out: string;
  readonly notes: string;
  /** 0: nothing at or above `--fail-on`. 1: findings. 2: the job could not be done. */
  readonly status: 0 | 1 | 2;
}

/** Where a run says something before it ends. */
export interface Screen {
  out(text: string): void;
  note(text: string): void;
}

/** What a run looks at, as paths. */
export interface Places {
  readonly files: readonly string[];
  /** Folders in which another file would be looked at as well. */
  readonly folders: readonly string[];
}

/** What goes on around a run. */
export interface Session {
  readonly stopwatch: Stopwatch;
  readonly progress: Progress;
  /** Where there are to be more runs: what is read is kept for them. */
  readonly memory?: Memory;
  /** Hears what the run is about to look at. */
  looksAt(places: Places): void;
}

/** A run that nobody watches. */
export const alone = (): Session => ({
  stopwatch: new Stopwatch(),
  progress: silence,
  looksAt: () => {},
});

/** What was read before, so that only what changed is taken apart again. */
export class Memory {
  /** The trees of files that are still around. */
  readonly trees = new WeakMap<SourceFile, Tree>();
  readonly #files = new Map<string, SourceFile>();

  /** The same object as before for the same path and text. */
  same(file: SourceFile): SourceFile {
    const known = this.#files.get(file.path);
    if (known?.text === file.text) return known;
    this.#files.set(file.path, file);
    return file;
  }
}
