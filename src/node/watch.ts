import { type FSWatcher, watch as observe, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { configNames } from '../config.ts';
import { safe } from '../formats/safe.ts';
import { InputError } from '../source/file.ts';
import { type Options, UsageError } from './args.ts';
import { check } from './check.ts';
import { reasonOf, shown } from './files.ts';
import { progressOn } from './progress.ts';
import { Memory, type Outcome, type Places, type Screen } from './session.ts';
import { sourceFor } from './settings.ts';
import { Stopwatch, uptime } from './stopwatch.ts';
import { mayHoldTemplate } from './walk.ts';

/** How long writers have to finish what they write in several steps, in milliseconds. */
const settling = 20;

/**
 * Lints again whenever something changes that the run looked at, until somebody ends it; the status is that of the last
 * run. @throws UsageError when the command line cannot be obeyed at all.
 */
export async function watch(words: readonly string[], options: Options, screen: Screen): Promise<Outcome> {
  if (words.includes('-')) throw new UsageError('`--watch` needs files: standard input is read once');
  const memory = new Memory();
  const eyes = new Eyes(options, (text) => screen.note(text));
  let status: Outcome['status'] = 2;
  try {
    for (let round = 1; round === 1 || (await eyes.seeChange()); round++) {
      const began = uptime();
      const progress = progressOn((text) => screen.note(text), options.quiet);
      eyes.lookAt({ files: [...words, ...besides(options)], folders: [] });
      const outcome = await check(words, options, {
        stopwatch: new Stopwatch(round === 1 ? 0 : began),
        progress,
        memory,
        looksAt: (places) => eyes.lookAt(places),
      }).catch((error: unknown) => {
        if (round > 1 && (error instanceof UsageError || error instanceof InputError)) return failed(error);
        throw error;
      });
      const time = uptime() - began;
      screen.out(`${round > 1 && process.stdout.isTTY ? clear : ''}${outcome.out}`);
      screen.note(`${outcome.notes}${told(time)}`);
      status = outcome.status;
    }
  } finally {
    eyes.close();
  }
  return { out: '', notes: process.stderr.isTTY ? '\n' : '', status };
}

/** Clears what is seen, not what was: whoever scrolls back finds it. */
const clear = '\x1b[2J\x1b[H';

const failed = ({ message }: Error): Outcome => ({ out: '', notes: `alb-lint: ${safe(message)}\n`, status: 2 });

const told = (time: number): string =>
  `\nchecked in ${time.toFixed(0)} ms at ${new Date().toTimeString().slice(0, 8)}; waits for changes, Ctrl-C ends\n`;

/** What a run reads besides templates. */
function besides(options: Options): readonly string[] {
  const given = [...options.parameterFiles, ...options.taskDefinitions.values(), options.baseline, options.config];
  const named = given.filter((path) => path !== undefined);
  try {
    return [...named, ...[sourceFor(options)].filter((path) => path !== undefined)];
  } catch {
    return named; // two configurations in a folder, of which the run itself complains
  }
}

/** Watches folders, since files are often replaced and not written. */
class Eyes {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #note: (text: string) => void;
  /** What we write ourselves is no news. */
  readonly #ours: ReadonlySet<string>;
  #files: ReadonlySet<string> = new Set();
  #folders: ReadonlySet<string> = new Set();
  #isNews = false;
  #ended = false;
  #complained = false;
  #wake: () => void = () => {};

  constructor({ reports }: Options, note: (text: string) => void) {
    this.#note = note;
    this.#ours = new Set(reports.flatMap(({ file }) => (file === undefined ? [] : [resolve(file)])));
    process.on('SIGINT', this.#end);
    process.on('SIGTERM', this.#end);
    process.stdout.on('error', this.#end); // nobody reads any more
  }

  /** Adds to what is looked at; a run that could not find out looks at what the one before did. */
  lookAt({ files, folders }: Places): void {
    this.#files = new Set([...this.#files, ...files.map((path) => resolve(path))]);
    this.#folders = new Set([...this.#folders, ...folders.map((path) => resolve(path))]);
    const parents = [...this.#files, ...this.#folders].map((path) => dirname(path));
    for (const folder of new Set([process.cwd(), ...parents, ...this.#folders])) this.#open(folder);
  }

  /** Waits for a change and until it is done; false when somebody ends the watch. */
  async seeChange(): Promise<boolean> {
    while (!this.#isNews && !this.#ended) await this.#awake();
    while (this.#isNews && !this.#ended) {
      this.#isNews = false;
      await Promise.race([this.#awake(), new Promise((done) => setTimeout(done, settling))]);
    }
    return !this.#ended;
  }

  close(): void {
    process.off('SIGINT', this.#end);
    process.off('SIGTERM', this.#end);
    for (const watcher of this.#watchers.values()) watcher.close();
  }

  #awake(): Promise<void> {
    return new Promise((done) => {
      this.#wake = done;
    });
  }

  readonly #end = (): void => {
    this.#ended = true;
    this.#wake();
  };

  #open(folder: string): void {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = observe(folder, (_, name) => this.#see(folder, name));
      watcher.on('error', () => this.#shut(folder));
      this.#watchers.set(folder, watcher);
    } catch (error) {
      this.#complain(folder, error);
    }
  }

  #shut(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #complain(folder: string, error: unknown): void {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isGone || this.#complained) return;
    this.#complained = true;
    this.#note(`alb-lint: changes in ${safe(shown(folder))} are not seen: ${safe(reasonOf(error))}\n`);
  }

  #see(folder: string, name: string | null): void {
    const path = name === null ? folder : join(folder, name);
    // A folder that was made anew has another watcher than the one before.
    if (this.#watchers.has(path) && !isFolder(path)) this.#shut(path);
    if (!this.#isNewsAt(folder, path)) return;
    this.#isNews = true;
    this.#wake();
  }

  #isNewsAt(folder: string, path: string): boolean {
    if (this.#ours.has(path)) return false;
    if (this.#files.has(path) || this.#folders.has(path)) return true;
    if (folder === process.cwd() && configNames.some((name) => name === basename(path))) return true;
    return this.#folders.has(folder) && (mayHoldTemplate(path) || basename(path) === '.gitignore' || isFolder(path));
  }
}

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
};
