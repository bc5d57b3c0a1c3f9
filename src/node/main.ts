import { run } from './run.ts';
import type { Screen } from './session.ts';
import { forLog } from './surroundings.ts';

/** Runs the command to its end: what it says is written, and the exit status set. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough (`| head`) closes the pipe; what the run found out still is its exit status.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });

  const screen: Screen = { out: (text) => write(process.stdout, text), note: (text) => write(process.stderr, text) };
  const { out, notes, status } = await run(argv, screen);
  screen.note(await forLog(notes, process.env));
  screen.out(out);
  process.exitCode = status;
}

function write(stream: NodeJS.WriteStream, text: string): void {
  if (text !== '') stream.write(text);
}
