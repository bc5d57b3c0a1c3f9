import { run } from './run.ts';
import { say } from './say.ts';
import type { Screen } from './session.ts';
import { forLog } from './surroundings.ts';

/** Runs the command to its end: what it says is written, and the exit status set. */
export async function main(argv: readonly string[]): Promise<void> {
  const screen: Screen = { out: (text) => say(process.stdout, text), note: (text) => say(process.stderr, text) };
  const { out, notes, status } = await run(argv, screen);
  screen.note(await forLog(notes, process.env));
  process.exitCode = status;
  screen.out(out);
}
