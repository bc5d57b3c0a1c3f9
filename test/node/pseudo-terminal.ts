import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { inject } from 'vitest';

/** Whether this machine can pretend to be a terminal: util-linux has the `script` that runs a command in one. */
export const hasTerminal = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux');

/** A process of which the output so far can be waited for. */
export class Running {
  readonly #child: ChildProcess;
  #shown = '';
  #status: number | null = null;
  readonly #ended: Promise<void>;
  #heard: () => void = () => {};

  constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#shown += text;
        this.#heard();
      });
    child.stdin?.on('error', () => {});
    this.#ended = new Promise((done) => {
      child.on('close', (status) => {
        this.#status = status;
        this.#heard();
        done();
      });
    });
  }

  /** What is shown from now on until it matches. @throws when the process ends before that. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.#shown);
      if (match) {
        const end = match.index + match[0].length;
        const text = this.#shown.slice(0, end);
        this.#shown = this.#shown.slice(end);
        return text;
      }
      if (this.#child.exitCode !== null) throw new Error(`ended without ${pattern}: ${JSON.stringify(this.#shown)}`);
      await new Promise<void>((done) => {
        this.#heard = done;
      });
    }
  }

  /** Types keys, where it runs in a terminal. */
  types(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  signals(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The rest of what is shown, and the exit status. */
  async end(): Promise<{ readonly shown: string; readonly status: number | null }> {
    await this.#ended;
    return { shown: this.#shown, status: this.#status };
  }
}

export interface Circumstances {
  readonly cwd: string;
  readonly columns?: number;
  readonly env?: NodeJS.ProcessEnv;
}

const surroundings = (env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => {
  const { CI, NO_COLOR, FORCE_COLOR, FORCE_HYPERLINK, TERM_PROGRAM, VTE_VERSION, WT_SESSION, ...others } = process.env;
  return { ...others, TERM: 'xterm-256color', NODE: process.execPath, COMMAND: inject('command'), ...env };
};

/** Runs shell text in a terminal; `alb-lint` is the command under test. */
export function inTerminal(line: string, { cwd, columns = 80, env }: Circumstances): Running {
  const text = `stty cols ${columns} rows 50; alb-lint() { "$NODE" "$COMMAND" "$@"; }; ${line}`;
  const shell = { ...surroundings(env), SHELL: '/bin/bash' };
  return new Running(spawn('script', ['-qec', text, '/dev/null'], { cwd, env: shell }));
}

/** Runs the command under test without a terminal. */
export const inPipe = (args: readonly string[], { cwd, env }: Circumstances): Running =>
  new Running(spawn(process.execPath, [inject('command'), ...args], { cwd, env: surroundings(env) }));

/** What a person reads: without colours, links and carriage returns. */
export const plain = (text: string): string => text.replaceAll(/\x1b\[[\d;]*[A-Za-z]|\x1b\]8;;[^\x1b]*\x1b\\|\r/g, '');
