import { existsSync, lstatSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Ignore } from 'ignore';
import { isIntricate } from '../source/glob.ts';
import { read, shown } from './files.ts';

/** Many times what anybody keeps by hand, in bytes. */
const mostIgnored = 256_000;

/** Patterns of all files together: each path is tried with each of them. */
const mostPatterns = 5000;

/** Folders within each other; git ignores further down as well, but the time to find out grows with a power of them. */
const deepest = 40;

/**
 * What git ignores, as `.gitignore` files and `.git/info/exclude` say. That a file is tracked all the same, and what a
 * user ignores everywhere, is not known. https://git-scm.com/docs/gitignore
 */
export class GitIgnore {
  /** The folder that all patterns are relative to. */
  readonly #root: string;
  readonly #fresh: () => Ignore;
  readonly #matcher: Ignore;
  #count = 0;

  private constructor(root: string, fresh: () => Ignore) {
    this.#root = root;
    this.#fresh = fresh;
    this.#matcher = fresh();
  }

  /** What holds in a folder by the files above it. A folder that is ignored itself was asked for, so what ignores it is left out. */
  static async around(folder: string): Promise<GitIgnore> {
    const { default: ignore } = await import('ignore');
    const here = resolve(folder);
    const up = [here, ...foldersAbove(here)];
    const repository = up.findIndex((path) => existsSync(join(path, '.git')));
    const line = up.slice(0, repository + 1).reverse();
    const fresh = () => ignore({ ignorecase: false });
    const found = new GitIgnore(line[0] ?? here, fresh);
    found.#add(found.#root, join(found.#root, '.git', 'info', 'exclude'));
    for (const path of line) if (path !== here) found.enter(path);
    return found.reason(here, true) === undefined ? found : new GitIgnore(here, fresh);
  }

  /** Heeds the `.gitignore` of a folder, those of the folders around it being heeded already. */
  enter(folder: string): void {
    this.#add(folder, join(folder, '.gitignore'));
  }

  /** Why git ignores a path; nothing where it does not. */
  reason(path: string, isFolder: boolean): string | undefined {
    const inside = this.#inside(path);
    if (inside === '' || inside.split('/').length > deepest) return undefined;
    const { ignored, rule } = this.#matcher.test(isFolder ? `${inside}/` : inside);
    return ignored ? `ignored by ${rule?.mark ?? 'git'}` : undefined;
  }

  #inside(path: string): string {
    return relative(this.#root, path).split(sep).join('/');
  }

  #add(folder: string, path: string): void {
    const around = this.#inside(folder);
    for (const line of linesOf(path)) {
      if (this.#count++ >= mostPatterns) return;
      const pattern = below(around, line);
      if (!isIntricate(line) && this.#isValid(pattern))
        this.#matcher.add({ pattern, mark: `${shown(path)} (${line})` });
    }
  }

  /** The library makes a regular expression of a pattern when it is asked for the first time. */
  #isValid(pattern: string): boolean {
    try {
      return Boolean(this.#fresh().add(pattern).test('x'));
    } catch {
      return false;
    }
  }
}

/** The patterns of a file; none where it cannot be read or is a link, which git leaves alone as well. */
function linesOf(path: string): readonly string[] {
  try {
    if (!lstatSync(path, { throwIfNoEntry: false })?.isFile()) return [];
    return read(path, mostIgnored)
      .text.split(/\r?\n/)
      .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  } catch {
    return [];
  }
}

/** A pattern of a folder's file as the root's file would have it. */
function below(folder: string, line: string): string {
  if (folder === '') return line;
  const [, not = '', pattern = ''] = /^(!?)(.*)$/s.exec(line) ?? [];
  const isAnchored = /\/[^/\s]/.test(pattern);
  const escaped = folder.replace(/[\\*?[\]!# ]/g, '\\$&');
  return `${not}/${escaped}/${isAnchored ? '' : '**/'}${pattern.replace(/^\//, '')}`;
}

/** The folders around a folder, the nearest first. */
function foldersAbove(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [] : [above, ...foldersAbove(above)];
}
