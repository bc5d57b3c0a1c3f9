import { parseArgs } from 'node:util';
import { type Limits, megabyte, usualFileSize, usualLimits } from '../source/limits.ts';
import { didYouMean } from '../source/meant.ts';
import { colors, type FlagName, flags, formats, shells, thresholds } from './flags.ts';

/** A command line nobody can act on: one line that says what to write instead. */
export class UsageError extends Error {}

export type Format = (typeof formats)[number];
export type Threshold = (typeof thresholds)[number];
export type Shell = (typeof shells)[number];

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'rules'; readonly options: Options }
  | { readonly kind: 'explain'; readonly topic: string; readonly options: Options }
  | { readonly kind: 'init' }
  | { readonly kind: 'completions'; readonly shell: Shell }
  | { readonly kind: 'print-config'; readonly options: Options }
  | { readonly kind: 'baseline'; readonly paths: readonly string[]; readonly options: Options }
  | { readonly kind: 'lint'; readonly paths: readonly string[]; readonly options: Options };

/** One rendering of the report, and the file it goes to; standard output where there is none. */
export interface Destination {
  readonly format: Format;
  readonly file: string | undefined;
}

export interface Options {
  readonly parameterFiles: readonly string[];
  readonly parameters: ReadonlyMap<string, string>;
  /** Files of task definitions, by the parameter or the family that names each. */
  readonly taskDefinitions: ReadonlyMap<string, string>;
  /** What to write where; at least one. */
  readonly reports: readonly Destination[];
  readonly failOn: Threshold;
  readonly color: (typeof colors)[number];
  /** The configuration to use instead of the one that is found upward. */
  readonly config: string | undefined;
  /** Findings that are known and not to be reported again. */
  readonly baseline: string | undefined;
  /** What `--output` names. */
  readonly output: string | undefined;
  readonly rules: readonly string[];
  readonly ignored: readonly string[];
  readonly strict: boolean;
  /** Whether a file that was named and is no template is passed over. */
  readonly ifTemplate: boolean;
  readonly limits: Limits;
  /** How many bytes of a file are read at most. */
  readonly fileSize: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly profile: boolean;
  /** Whether to go on until somebody ends it. */
  readonly watch: boolean;
}

/** What a command line asks for. @throws UsageError when it cannot be understood. */
export function parseCommand(argv: readonly string[]): Command {
  const { given, words } = sort(argv);
  if (given.has('help')) return { kind: 'help' };
  if (given.has('version')) return { kind: 'version' };

  const options = readOptions(given);
  const [first, ...rest] = words;
  if (first === 'help' && rest.length === 0) return { kind: 'help' };
  if (first === 'rules') {
    if (rest.length > 0)
      throw new UsageError('`rules` takes no arguments; to lint a folder of that name, write `./rules`');
    return { kind: 'rules', options };
  }
  if (first === 'explain') {
    const [topic, ...more] = rest;
    if (topic === undefined || more.length > 0)
      throw new UsageError('`explain` takes one rule id or status code, as in `alb-lint explain 502`');
    return { kind: 'explain', topic, options };
  }
  if (given.has('print-config')) return { kind: 'print-config', options };
  if (first === 'init') {
    if (rest.length > 0) throw new UsageError('`init` takes no arguments: it writes `alb-lint.yaml` into this folder');
    return { kind: 'init' };
  }
  if (first === 'completions') {
    const [name = '', ...more] = rest;
    const shell = shells.find((one) => one === name);
    if (shell !== undefined && more.length === 0) return { kind: 'completions', shell };
    throw new UsageError(
      `\`completions\` takes one of ${shells.join(', ')}, as in \`source <(alb-lint completions bash)\`${didYouMean(name, shells)}`,
    );
  }
  if (first === 'baseline') return { kind: 'baseline', paths: rest, options };
  return { kind: 'lint', paths: words, options };
}

/** Flags with their values, in order, and the words between them. */
function sort(argv: readonly string[]): {
  readonly given: ReadonlyMap<FlagName, readonly string[]>;
  readonly words: readonly string[];
} {
  const { tokens } = parseArgs({
    args: [...argv],
    options: flags,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<FlagName, string[]>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!isFlag(name)) throw new UsageError(`there is no option \`${rawName}\`${suggestion(name)}`);
    if (value !== undefined && !token.inlineValue && value.startsWith('--'))
      throw new UsageError(
        `\`${rawName}\` needs a value; one that starts with dashes is written \`${rawName}=${value}\``,
      );
    if (flags[name].type === 'boolean' && value !== undefined) throw new UsageError(`\`${rawName}\` takes no value`);
    if (flags[name].type === 'string' && value === undefined) throw new UsageError(`\`${rawName}\` needs a value`);
    given.set(name, [...(given.get(name) ?? []), value ?? '']);
  }
  return { given, words };
}

const isFlag = (name: string): name is FlagName => Object.hasOwn(flags, name);

const suggestion = (name: string): string => didYouMean(name, Object.keys(flags), '--') || '; `--help` lists them all';

function readOptions(given: ReadonlyMap<FlagName, readonly string[]>): Options {
  const last = (flag: FlagName): string | undefined => given.get(flag)?.at(-1);
  const count = (flag: FlagName, usual: number): number => whole(flag, last(flag) ?? String(usual));
  return {
    parameterFiles: given.get('parameters') ?? [],
    parameters: new Map((given.get('parameter') ?? []).map((text) => assignment(text, '--parameter', 'value'))),
    taskDefinitions: new Map(
      (given.get('task-definition') ?? []).map((text) => assignment(text, '--task-definition', 'file')),
    ),
    reports: destinations(given.get('format') ?? ['pretty'], last('output')),
    failOn: oneOf('fail-on', thresholds, last('fail-on') ?? 'warning'),
    color: oneOf('color', colors, last('color') ?? 'auto'),
    config: last('config'),
    baseline: last('baseline'),
    output: last('output'),
    rules: given.get('rule') ?? [],
    ignored: given.get('ignore') ?? [],
    strict: given.has('strict'),
    ifTemplate: given.has('if-template'),
    limits: {
      copies: count('max-copies', usualLimits.copies),
      resources: count('max-resources', usualLimits.resources),
      stacks: count('max-stacks', usualLimits.stacks),
      scenarios: count('max-scenarios', usualLimits.scenarios),
      checks: count('max-checks', usualLimits.checks),
    },
    fileSize: count('max-file-size', usualFileSize / megabyte) * megabyte,
    quiet: given.has('quiet'),
    verbose: given.has('verbose'),
    profile: given.has('profile'),
    watch: given.has('watch'),
  };
}

/** Formats that stand beside each other on standard output. */
const besides: ReadonlySet<Format> = new Set(['pretty', 'compact', 'github']);

function destinations(words: readonly string[], output: string | undefined): readonly Destination[] {
  const all = words.map((word): Destination => {
    const [name = '', ...file] = word.split('=');
    if (file.length > 0 && file.join('=') === '')
      throw new UsageError(
        `\`--format ${name}=\` names no file: write \`--format ${name}\` or \`--format ${name}=FILE\``,
      );
    return { format: oneOf('format', formats, name), file: file.length > 0 ? file.join('=') : undefined };
  });
  const [first, ...more] = [...new Map(all.map((one) => [`${one.format} ${one.file ?? ''}`, one])).values()];
  if (!first) return [];
  const open = [first, ...more].filter(({ file }) => file === undefined);
  if (output !== undefined) {
    if (open.length === 1) return [first, ...more].map(({ format, file = output }) => ({ format, file }));
    throw new UsageError('`--output` takes one report; write `--format FORMAT=FILE` for each of several');
  }
  if (open.length > 1 && open.some(({ format }) => !besides.has(format)))
    throw new UsageError(
      `${open.map(({ format }) => `\`${format}\``).join(' and ')} cannot both go to standard output: write \`--format FORMAT=FILE\` for one`,
    );
  return [first, ...more];
}

function assignment(text: string, flag: string, what: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(`\`${flag}\` takes \`Name=${what}\`, not \`${text}\``);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function whole(flag: FlagName, word: string): number {
  if (/^[1-9]\d{0,8}$/.test(word)) return Number(word);
  throw new UsageError(`\`--${flag}\` takes a whole number from 1, not \`${word}\``);
}

function oneOf<T extends string>(flag: FlagName, choices: readonly T[], word: string): T {
  const choice = choices.find((c) => c === word);
  if (choice !== undefined) return choice;
  throw new UsageError(`\`--${flag}\` is one of ${choices.join(', ')}, not \`${word}\`${didYouMean(word, choices)}`);
}
