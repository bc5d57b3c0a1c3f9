import { run } from './run.ts';

/** Runs the command to its end: what it says is written, and the exit status set. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough (`| head`) closes the pipe; what the run found out still is its exit status.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });

  const { out, notes, status } = await run(argv);
  if (notes !== '') process.stderr.write(notes);
  if (out !== '') process.stdout.write(out);
  process.exitCode = status;
}
