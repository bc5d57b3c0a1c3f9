import { type Dirent, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { InputError } from '../source/file.ts';
import { isAssembly } from './assembly.ts';
import { reasonOf, shown } from './files.ts';
import { GitIgnore } from './git-ignore.ts';

export interface Walked {
  /** What may be a template, by its name. */
  readonly files: readonly string[];
  /** The folders of cloud assemblies, which are not walked. */
  readonly assemblies: readonly string[];
  /** The folders that were looked into. */
  readonly folders: readonly string[];
  readonly errors: readonly InputError[];
  /** What was passed over, and why. */
  readonly notes: readonly string[];
}

/** Folders that are never looked into. */
export const passedOver: ReadonlySet<string> = new Set(['node_modules', '.git']);

const template = /\.(?:ya?ml|json|template)$/i;

/** Whether a file's name is one that templates have. */
export const mayHoldTemplate = (path: string): boolean => template.test(path);

/**
 * The templates and cloud assemblies of a folder. Passes over links, packages and what git ignores; an ignored cloud
 * assembly is taken, as CDK has `cdk.out` ignored in every project.
 */
export async function walk(directory: string): Promise<Walked> {
  const [{ default: fastGlob }, ignored] = await Promise.all([import('fast-glob'), GitIgnore.around(directory)]);
  const assemblies: string[] = [];
  const folders: string[] = [];
  const errors: InputError[] = [];
  const notes: string[] = [];

  const entriesOf = (folder: string): readonly Dirent[] => {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      errors.push(new InputError(`cannot be read: ${reasonOf(error)}`, { path: shown(folder) }));
      return [];
    }
  };
  const passes = (folder: string, entry: Dirent): boolean => {
    const path = join(folder, entry.name);
    const isFolder = entry.isDirectory();
    const why = reasonToPass(entry) ?? ignored.reason(path, isFolder);
    if (why === undefined) return true;
    if (isFolder && !passedOver.has(entry.name) && isAssembly(path)) return true;
    if (isFolder || template.test(entry.name)) notes.push(`${shown(path)}: passed over, ${why}`);
    return false;
  };
  const readFolder = (folder: string): readonly Dirent[] => {
    folders.push(folder);
    const entries = entriesOf(folder);
    const names = entries.map(({ name }) => name);
    if (isAssembly(folder, names)) {
      assemblies.push(folder === resolve(directory) ? directory : folder);
      return [];
    }
    if (names.includes('.gitignore')) ignored.enter(folder);
    return entries.filter((entry) => passes(folder, entry));
  };

  const found = fastGlob.sync('**/*', {
    cwd: directory,
    dot: true,
    followSymbolicLinks: false,
    // fast-glob asks for entries with their types, and only in folders.
    fs: { readdirSync: ((folder: string) => readFolder(resolve(folder))) as unknown as typeof readdirSync },
  });
  const files = found.filter((path) => template.test(path)).map((path) => join(directory, path));
  return { files, assemblies, folders, errors, notes };
}

function reasonToPass(entry: Dirent): string | undefined {
  if (entry.isSymbolicLink()) return 'a symbolic link';
  if (entry.isDirectory() && passedOver.has(basename(entry.name))) return 'never looked into';
  return undefined;
}
