import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { InputError, type SourceFile } from '../source/file.ts';
import { isIntricate } from '../source/glob.ts';
import { type Bounds, isAssembly, readAssembly, type StackTemplate } from './assembly.ts';
import { shown, standardInput } from './files.ts';
import { passedOver, walk } from './walk.ts';

/** A file to read, and whether somebody asked for this very file. */
export interface Found {
  readonly path: string;
  /** Named on the command line or by an assembly, not found by a directory or glob. */
  readonly named: boolean;
  /** What was read already. */
  readonly file?: SourceFile;
}

export interface Search {
  /** Sorted by path, each file once. */
  readonly files: readonly Found[];
  /** What cloud assemblies say of the templates in them, by the templates' paths. */
  readonly stacks: ReadonlyMap<string, StackTemplate>;
  /** The folders that were looked into. */
  readonly folders: readonly string[];
  readonly errors: readonly InputError[];
  /** What was taken as what, and what was passed over. */
  readonly notes: readonly string[];
}

/** The files that files, directories, cloud assemblies, globs and `-` stand for. Symbolic links inside directories are not followed. */
export async function find(words: readonly string[], bounds: Bounds): Promise<Search> {
  const files = new Map<string, Found>();
  const stacks = new Map<string, StackTemplate>();
  const folders: string[] = [];
  const errors: InputError[] = [];
  const notes: string[] = [];
  const add = (found: Found): void => {
    const key = found.path === standardInput ? found.path : resolve(found.path);
    const known = files.get(key);
    files.set(key, { ...known, ...found, named: found.named || (known?.named ?? false) });
  };
  const addAssembly = async (folder: string): Promise<void> => {
    folders.push(folder);
    const assembly = await readAssembly(folder, bounds);
    errors.push(...assembly.errors);
    notes.push(...assembly.notes);
    for (const template of assembly.templates) {
      const { file } = template;
      stacks.set(file.path, template);
      folders.push(dirname(file.path));
      add({ path: file.path, named: !isEmptyStack(file), file });
    }
  };

  for (const word of words) {
    if (word === '-') {
      add({ path: standardInput, named: true });
      continue;
    }
    const stats = statsOf(word);
    if (stats === 'unreachable' || (stats && !stats.isDirectory())) add({ path: shown(word), named: true });
    else if (stats && isAssembly(word)) await addAssembly(word);
    else if (stats) {
      const inside = await walk(word);
      errors.push(...inside.errors);
      notes.push(...inside.notes);
      folders.push(...inside.folders);
      if (inside.files.length + inside.assemblies.length + inside.errors.length === 0)
        errors.push(
          new InputError('the directory holds no .yaml, .yml, .json or .template file', { path: shown(word) }),
        );
      for (const path of inside.files) add({ path: shown(path), named: false });
      for (const folder of inside.assemblies) await addAssembly(folder);
    } else if (/[*?[\]{}!]/.test(word) && (isIntricate(word) || isEndless(word)))
      errors.push(new InputError('this pattern asks for too much: write several with fewer wildcards', { path: word }));
    else if (/[*?[\]{}!]/.test(word)) {
      const matches = await glob(word, (folder) => folders.push(folder));
      if (matches.length === 0) errors.push(new InputError('no file matches this pattern', { path: word }));
      for (const path of matches) add({ path: shown(path), named: false });
    } else errors.push(new InputError('there is no such file', { path: shown(word) }));
  }
  return { files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), stacks, folders, errors, notes };
}

/** Whether a pattern stands for more than a thousand others, or repeats alternatives that a name may hold in many ways. */
function isEndless(pattern: string): boolean {
  const ranges = [...pattern.matchAll(/\{([^{},]*?)\.\.([^{},.]*)/g)];
  const count = ranges.reduce((product, [, from = '', to = '']) => product * rangeOf(from, to), 1);
  return !(count <= 1000) || /[*+]\([^()]*\|/.test(pattern);
}

/** How many `{1..9}` or `{a..f}` stands for, at most. */
const rangeOf = (from: string, to: string): number =>
  /^\D$/.test(from) && /^\D$/.test(to)
    ? Math.abs(from.charCodeAt(0) - to.charCodeAt(0)) + 1
    : Math.abs(Number(from) - Number(to)) + 1;

/** CDK synthesises a template without `Resources` from a stack that holds nothing. */
const isEmptyStack = ({ text }: SourceFile): boolean => /\}\s*$/.test(text) && !text.includes('"Resources"');

async function glob(pattern: string, looksInto: (folder: string) => void): Promise<string[]> {
  const { default: fastGlob } = await import('fast-glob');
  const readFolder = (folder: string): readonly Dirent[] => {
    looksInto(folder);
    return readdirSync(folder, { withFileTypes: true });
  };
  return fastGlob.sync(sep === '\\' ? pattern.replaceAll(sep, '/') : pattern, {
    dot: true,
    followSymbolicLinks: false,
    ignore: [...passedOver].map((name) => `**/${name}/**`),
    suppressErrors: true,
    // fast-glob asks for entries with their types, and only in folders.
    fs: { readdirSync: readFolder as unknown as typeof readdirSync },
  });
}

function statsOf(path: string): Stats | 'unreachable' | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return 'unreachable';
  }
}
