import type { Container } from '../graph/ecs.ts';
import type { Value } from '../value.ts';
import { processOf } from './command.ts';
import { baseName } from './wrappers.ts';

export interface SignalForwarding {
  /** Whether SIGTERM is sure to reach the program: not where a shell may wait for it and pass nothing on. */
  readonly forwards: boolean;
  /** The program that the shell starts last. */
  readonly program: string;
}

/**
 * Shells that may stay the program's parent. Debian's and Ubuntu's `sh` is dash without its shortcut for `-c`, and stays even
 * for one simple command (seen with 0.5.12-2 of Debian 12). Bash from 5.1 on (`can_optimize_connection` in
 * builtins/evalstring.c; seen with 5.2) and busybox (`evalstring(minusc, EV_EXIT)` in shell/ash.c) put the last command in
 * their own place.
 */
const staying = new Set(['sh', 'dash']);

/**
 * Whether the program is told when the container is to stop; `undefined` where the image decides. A shell that waits for
 * the program keeps the signal to itself, unless the program is started with `exec` or the script sets a trap.
 */
export function signalForwarding(container: Container): Value<SignalForwarding | undefined> {
  const process = processOf(container);
  if (process.kind === 'unknown') return process;
  if (!process.value) return { ...process, value: undefined };
  const { shells, program } = process.value;
  const waiting = signalsAll(container)
    ? undefined
    : shells.find(({ name, exec, traps }) => staying.has(name) && !exec && !traps);
  const { via } = process;
  return { kind: 'known', value: { forwards: !waiting, program }, span: (waiting ?? process.value).span, via };
}

/** dumb-init passes a signal on to everything it started: https://github.com/Yelp/dumb-init#session-behavior */
function signalsAll({ entryPoint, command }: Container): boolean {
  const words = [entryPoint, command].flatMap((list) => (list.kind === 'unknown' ? [] : list.value));
  const [first, option] = words.map((word) => (word.kind === 'unknown' ? '' : word.value));
  return baseName(first ?? '') === 'dumb-init' && !/^(-c|--single-child)$/.test(option ?? '');
}
