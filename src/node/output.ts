import { lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../source/file.ts';
import { reasonOf } from './files.ts';

/**
 * Writes a whole file or leaves what was there: nobody ever reads half a report. @throws InputError when it cannot, and
 * where the file is one of those `read`.
 */
export function writeWhole(path: string, text: string, read: readonly string[] = []): void {
  const target = realOf(path);
  if (target !== undefined && read.some((input) => realOf(input) === target))
    throw new InputError(`the report is not written to \`${path}\`: it would replace what it is about`, { path });
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
      writeFileSync(path, text); // a device or a pipe: to replace it would break it
      return;
    }
    replace(lstatSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : path, text);
  } catch (error) {
    throw new InputError(`the report cannot be written to \`${path}\`: ${reasonOf(error)}`, { path });
  }
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function replace(path: string, text: string): void {
  const fresh = join(dirname(path), `.${basename(path)}.${process.pid}`);
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  try {
    writeFileSync(fresh, text, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
