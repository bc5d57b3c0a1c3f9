import type { Container } from '../graph/entities.ts';
import type { Value } from '../value.ts';
import { processOf } from './command.ts';

export interface SignalForwarding {
  /** Whether SIGTERM reaches the program: not where a shell waits for it and passes nothing on. */
  readonly forwards: boolean;
  /** The program that a shell of several commands starts last. */
  readonly program: string;
}

/**
 * Whether the program is told when the container is to stop; `undefined` where the image decides. A shell that runs one
 * simple command puts it in its own place; one that runs several stays and keeps the signal to itself, unless the last
 * has `exec` or the script sets a trap.
 */
export function signalForwarding(container: Container): Value<SignalForwarding | undefined> {
  const process = processOf(container);
  if (process.kind === 'unknown') return process;
  if (!process.value) return { ...process, value: undefined };
  const { shells, program } = process.value;
  const waiting = shells.find(({ before, exec, traps }) => before.length > 0 && !exec && !traps);
  const { via } = process;
  return { kind: 'known', value: { forwards: !waiting, program }, span: (waiting ?? process.value).span, via };
}
