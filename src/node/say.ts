import { writeSync } from 'node:fs';

/**
 * Writes to a stream. Somebody may stop reading, as `| head` does: what a run found out still is its exit status. Where
 * it cannot be written, as on a full disk, the job is not done.
 */
export function say(stream: NodeJS.WriteStream, text: string): void {
  if (stream.listenerCount('error', unsaid) === 0) stream.on('error', unsaid);
  if (text === '') return;
  try {
    stream.write(text); // to a file, at once
  } catch (error) {
    unsaid(error as NodeJS.ErrnoException);
  }
}

function unsaid({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') return;
  process.exitCode = 2;
  try {
    writeSync(process.stderr.fd, `alb-lint: the report cannot be written: ${message}\n`);
  } catch {
    // Then nobody is there to be told.
  }
}
