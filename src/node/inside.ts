import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { InputError } from '../source/file.ts';
import { reasonOf, shown } from './files.ts';

/**
 * The path of what a manifest names, which is relative to the manifest's folder.
 * @throws InputError when it is not there, or lies outside of `root`, a folder without links in its path.
 */
export function inside(root: string, manifest: string, name: string): string {
  const path = join(manifest, '..', name);
  const refuse = (why: string) => new InputError(`\`${name}\`, which it names, ${why}`, { path: shown(manifest) });
  if (isAbsolute(name) || !holds(root, realOf(join(manifest, '..')), name))
    throw refuse('lies outside of the assembly and is not read');
  let real: string;
  try {
    real = realpathSync(path);
  } catch (error) {
    throw refuse(`cannot be read (${reasonOf(error)}): the assembly is stale or half-written, synthesise it again`);
  }
  if (!holds(root, real)) throw refuse('leads out of the assembly and is not read');
  return path;
}

const realOf = (path: string): string => realpathSync(path);

/** Whether a path lies in a folder or is the folder; both absolute. */
function holds(folder: string, ...path: readonly string[]): boolean {
  const way = relative(folder, join(...path));
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
