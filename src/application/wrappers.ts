import { spend } from '../effort.ts';
import type { Value } from '../value.ts';
import { assign, assignment, type Environment } from './expand.ts';

type Words = readonly Value<string>[];

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A program that starts the one named after its own words and options. */
interface Wrapper {
  readonly words: readonly string[];
  /** Options without a value. Any other option makes the command unclear. */
  readonly options?: readonly string[];
  /** Options that take the next word. */
  readonly valued?: readonly string[];
  /** How many words stand between the options and the command: the user of `gosu`. */
  readonly operands?: number;
}

const wrappers: readonly Wrapper[] = [
  { words: ['dumb-init'], options: ['-c', '--single-child', '-v', '--verbose'], valued: ['-r', '--rewrite'] },
  ...['tini', 'tini-static', 'docker-init'].map((name) => ({
    words: [name],
    options: ['-s', '-v', '-vv', '-vvv', '-w', '-g', '-vg', '-gv'],
    valued: ['-p', '-e'],
  })),
  ...['gosu', 'su-exec'].map((name) => ({ words: [name], operands: 1 })),
  { words: ['nohup'] },
  { words: ['poetry', 'run'] },
  { words: ['pipenv', 'run'] },
  { words: ['pdm', 'run'] },
  { words: ['uv', 'run'], options: ['--frozen', '--locked', '--no-sync', '--no-dev', '--isolated', '--offline'] },
  { words: ['bundle', 'exec'] },
  { words: ['npx'], options: ['-y', '--yes', '--no', '--no-install'] },
  { words: ['npm', 'exec'] },
  { words: ['pnpm', 'exec'] },
  { words: ['yarn', 'exec'] },
  { words: ['ddtrace-run'] },
  { words: ['opentelemetry-instrument'] },
  { words: ['newrelic-admin', 'run-program'] },
];

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh']);

/** The words behind the programs that only start others; `unclear` where an option hides where those end. */
export function unwrap(
  words: Words,
  environment: Environment,
  official: boolean,
): { readonly words: Words; readonly environment: Environment } | 'unclear' {
  spend(words.length);
  const [first, ...rest] = words;
  if (!first || first.kind === 'unknown') return { words, environment };
  const name = baseName(first.value);
  if (name === 'env') return unwrapEnv(rest, environment, official);
  // The entry points of Docker's official images end in `exec "$@"`; anybody else's may do anything.
  if (name === 'docker-entrypoint.sh' && official && rest.length > 0) return unwrap(rest, environment, official);
  if (/^(python|pypy)[\d.]*$/.test(name)) return unwrapPython(first, rest, environment, official);
  // Tools that Node runs from its packages: `node node_modules/.bin/next start`.
  if (
    name === 'node' &&
    rest[0]?.kind !== 'unknown' &&
    /(^|\/)(\.bin|next\/dist\/bin)\/[^/]+$/.test(rest[0]?.value ?? '')
  )
    return unwrap(rest, environment, official);
  const wrapper = wrappers.find(({ words: start }) => start[0] === name && startsWith(words, start));
  if (!wrapper) return { words, environment };
  const behind = skipOptions(words.slice(wrapper.words.length), wrapper.options ?? [], wrapper.valued ?? []);
  return behind ? unwrap(behind.slice(wrapper.operands ?? 0), environment, official) : 'unclear';
}

function unwrapEnv(words: Words, environment: Environment, official: boolean): ReturnType<typeof unwrap> {
  let so = environment;
  for (const [i, word] of words.entries()) {
    const set = assignment(word);
    if (set) so = assign(so, ...set);
    else if (word.kind === 'unknown') return 'unclear';
    else if (word.value === '-i' || word.value === '-')
      so = { kind: 'known', value: new Map(), span: word.span, via: word.via };
    else if (word.value.startsWith('-') && word.value !== '--') return 'unclear';
    else return unwrap(words.slice(word.value === '--' ? i + 1 : i), so, official);
  }
  return 'unclear';
}

function unwrapPython(
  python: Value<string>,
  words: Words,
  environment: Environment,
  official: boolean,
): ReturnType<typeof unwrap> {
  const behind = skipOptions(words, ['-u', '-O', '-OO', '-B', '-I', '-E', '-s', '-S', '-q', '-m'], ['-W', '-X'], '-m');
  if (!behind) return 'unclear';
  const [first] = behind;
  const before = words[words.length - behind.length - 1];
  const module = before?.kind !== 'unknown' && before?.value === '-m';
  if (module) return unwrap(behind, environment, official);
  return {
    words: first ? [{ ...python, ...(python.kind === 'unknown' ? {} : { value: 'python' }) }, ...behind] : [python],
    environment,
  };
}

/** What follows the options, or nothing where one of them is not known. Ends behind `last`. */
function skipOptions(
  words: Words,
  options: readonly string[],
  valued: readonly string[],
  last?: string,
): Words | undefined {
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word || word.kind === 'unknown' || !word.value.startsWith('-')) return words.slice(i);
    if (word.value === '--' || word.value === last) return words.slice(i + 1);
    if (valued.includes(word.value)) i++;
    else if (!options.includes(word.value)) return undefined;
  }
  return [];
}

/** The script that a shell is started with; nothing where the program is no shell or runs a file. */
export function commandOfShell([first, ...rest]: Words): Value<string> | 'unclear' | undefined {
  if (!first || first.kind === 'unknown' || !shells.has(baseName(first.value))) return undefined;
  for (let i = 0, script = false; i < rest.length; i++) {
    const word = rest[i];
    if (!word) break;
    if (word.kind === 'unknown') return script ? word : 'unclear';
    if (word.value === '--') continue;
    if (!/^[-+]./.test(word.value)) return script ? word : undefined;
    if (word.value.startsWith('--')) continue;
    if (word.value.startsWith('-') && word.value.includes('c')) script = true;
    // `-o pipefail` and `-eo pipefail` take the next word.
    if (word.value.endsWith('o')) i++;
  }
  return undefined;
}

/** Whether the words begin with these, the first by its base name. */
export function startsWith(words: Words, start: readonly string[]): boolean {
  return start.every((text, i) => {
    const word = words[i];
    return word !== undefined && word.kind !== 'unknown' && (i === 0 ? baseName(word.value) : word.value) === text;
  });
}
