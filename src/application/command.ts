import type { Container } from '../graph/ecs.ts';
import type { Spanned } from '../source/file.ts';
import type { Unknown, Value } from '../value.ts';
import { assign, assignment, type Environment, expandAll, longestScript, type Reading } from './expand.ts';
import { isOfficial } from './image.ts';
import { unknowable } from './unknowable.ts';
import { literal, type SimpleCommand, shellCommands } from './words.ts';
import { baseName, commandOfShell, unwrap } from './wrappers.ts';

/** The command that finally runs in a container, without the shells and wrappers that start it. */
export interface Process extends Spanned {
  /** The program's base name; `python -m uvicorn` is `uvicorn`. */
  readonly program: string;
  readonly arguments: readonly Value<string>[];
  /** The container's environment with what the command itself sets. */
  readonly environment: Environment;
  /** What it was read from. */
  readonly from: readonly Value<unknown>[];
  /** The shells on the way, outermost first. */
  readonly shells: readonly Shell[];
}

/** A shell that was given a script with `-c`. */
export interface Shell extends Spanned {
  /** Its base name: `sh`, `bash`. */
  readonly name: string;
  /** What the script runs first. */
  readonly before: readonly Step[];
  /** Whether the program takes the shell's place and so receives its signals. */
  readonly exec: boolean;
  readonly traps: boolean;
}

export interface Step {
  /** Absent where it is not a plain word. */
  readonly program?: string;
  /** Files it writes through redirections. */
  readonly writes: readonly (string | undefined)[];
}

interface State {
  readonly words: readonly Value<string>[];
  readonly environment: Environment;
  readonly shells: readonly Shell[];
}

/** What a container runs; `undefined` where its image decides. */
export function processOf(container: Container): Value<Process | undefined> {
  const { entryPoint, command } = container;
  if (entryPoint.kind === 'unknown') return entryPoint;
  if (command.kind === 'unknown') return command;
  const words = [...entryPoint.value, ...command.value];
  const from = [entryPoint, command];
  const via = from.flatMap((value) => value.via);
  if (words.length === 0) return { kind: 'known', value: undefined, span: container.span, via };
  const state = run({ words, environment: container.environment, shells: [] }, container);
  if ('kind' in state) return state;
  const [program, ...rest] = state.words;
  if (!program || program.kind === 'unknown') return program ?? unknowable(container, 'command', command);
  const process: Process = {
    program: baseName(program.value),
    arguments: rest,
    environment: state.environment,
    from: [...from, program],
    shells: state.shells,
    span: program.span,
  };
  // Only arguments: they go to an entry point that the image holds.
  if (process.program.startsWith('-')) return unknowable(container, 'entryPoint', program);
  return { kind: 'known', value: process, span: program.span, via: [...via, ...program.via] };
}

function run(state: State, container: Container): State | Unknown {
  const unwrapped = unwrap(state.words, state.environment, isOfficial(container.image));
  if (unwrapped === 'unclear') return unknowable(container, 'command', state.words[0]);
  const next = { ...state, ...unwrapped };
  const script = commandOfShell(next.words);
  if (script === undefined) return next;
  if (script === 'unclear') return unknowable(container, 'command', next.words[0]);
  const [shell] = next.words;
  return runScript(script, shell?.kind === 'known' ? baseName(shell.value) : 'sh', next, container);
}

function runScript(script: Value<string>, name: string, state: State, container: Container): State | Unknown {
  if (lengthOf(script) > longestScript) return unknowable(container, 'command', script);
  const commands = shellCommands(script.kind === 'unknown' ? (script.parts ?? [script]) : [script.value]);
  const last = commands?.at(-1);
  const joint = commands?.at(-2)?.then;
  if (!commands || !last || joint === '|' || joint === '||' || commands.some(({ then }) => then === '&'))
    return script.kind === 'unknown' && !script.parts ? script : unknowable(container, 'command', script);
  const before = commands.slice(0, -1);
  const settings = before.reduce((so, command) => obey(command, so, script, container), {
    environment: state.environment,
    variables: state.environment,
  } satisfies Settings);
  if (before.some((command) => leaves(command))) return unknowable(container, 'command', script);
  const reading = readingOf(script, settings.variables, container);
  const words = expandAll(last.words, reading);
  if (!words) return unknowable(container, 'command', script);
  const leading = words.findIndex((word) => !assignment(word));
  const environment = words
    .slice(0, Math.max(leading, 0))
    .map(assignment)
    .reduce((so, set) => (set ? assign(so, ...set) : so), settings.environment);
  const [first, ...rest] = leading < 0 ? [] : words.slice(leading);
  const exec = first?.kind !== 'unknown' && first?.value === 'exec';
  const shell: Shell = {
    name,
    span: script.span,
    before: before.map(stepOf),
    exec,
    traps: before.some((command) => nameOf(command) === 'trap'),
  };
  return run(
    { words: exec ? rest : [...(first ? [first] : []), ...rest], environment, shells: [...state.shells, shell] },
    container,
  );
}

const lengthOf = (script: Value<string>): number =>
  script.kind === 'unknown'
    ? (script.parts ?? []).reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 1), 0)
    : script.value.length;

interface Settings {
  readonly environment: Environment;
  /** The environment and the shell's own variables. */
  readonly variables: Environment;
}

/** What is set after a command of the script has run. */
function obey(command: SimpleCommand, so: Settings, script: Value<string>, container: Container): Settings {
  const name = nameOf(command);
  if (name === '.' || name === 'source' || name === 'eval') {
    const unknown = unknowable(container, 'environment', script);
    return { environment: unknown, variables: unknown };
  }
  const reading = readingOf(script, so.variables, container);
  const words = expandAll(command.words, reading);
  if (!words) {
    const unknown = unknowable(container, 'environment', script);
    return { environment: unknown, variables: unknown };
  }
  const exports = name === 'export';
  const sets = (exports ? words.slice(1) : words).map(assignment);
  if (name === 'unset' || (exports && sets.some((set) => !set))) {
    const names = words.slice(1).filter((word) => word.kind !== 'unknown' && /^[A-Za-z_]\w*$/.test(word.value));
    if (names.length === words.length - 1) return names.reduce((now, word) => rename(now, word, exports), so);
    const unknown = unknowable(container, 'environment', script);
    return { environment: unknown, variables: unknown };
  }
  if (!exports && sets.some((set) => !set)) return so;
  return sets.reduce<Settings>((now, set) => {
    if (!set) return now;
    const [variable, value] = set;
    const exported = exports || (now.environment.kind !== 'unknown' && now.environment.value.has(variable));
    return {
      environment: exported ? assign(now.environment, variable, value) : now.environment,
      variables: assign(now.variables, variable, value),
    };
  }, so);
}

/** `export NAME` makes a variable of the shell part of the environment, `unset NAME` forgets it. */
function rename(so: Settings, word: Value<string>, exports: boolean): Settings {
  if (word.kind === 'unknown' || so.variables.kind === 'unknown') return so;
  const value = exports ? so.variables.value.get(word.value) : undefined;
  if (exports && !value) return so;
  return {
    environment: assign(so.environment, word.value, value),
    variables: assign(so.variables, word.value, value),
  };
}

const readingOf = (script: Value<string>, variables: Environment, container: Container): Reading => ({
  script,
  variables,
  unknowable: (name) => unknowable(container, name, script),
});

const nameOf = ({ words: [first] }: SimpleCommand): string | undefined => first && literal(first);

/** Whether a command may end the script before its last one. */
const leaves = (command: SimpleCommand): boolean => {
  const name = nameOf(command);
  return name === 'exit' || name === 'return' || (name === 'exec' && command.words.length > 1);
};

function stepOf(command: SimpleCommand): Step {
  const program = nameOf(command);
  return { ...(program === undefined ? {} : { program: baseName(program) }), writes: command.writes.map(literal) };
}
