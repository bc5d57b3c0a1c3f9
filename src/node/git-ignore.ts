import { existsSync, lstatSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Ignore } from 'ignore';
import { read, shown } from './files.ts';

/** The patterns of one file, which hold below its folder. */
interface Patterns {
  readonly folder: string;
  readonly source: string;
  readonly matcher: Ignore;
}

/**
 * What git ignores, as `.gitignore` files and `.git/info/exclude` say. That a file is tracked all the same, and what a
 * user ignores everywhere, is not known. https://git-scm.com/docs/gitignore
 */
export class GitIgnore {
  readonly #make: () => Ignore;
  /** The outermost folder first. */
  readonly #patterns: Patterns[] = [];

  private constructor(make: () => Ignore) {
    this.#make = make;
  }

  /** What holds in a folder by the files above it. A folder that is ignored itself was asked for, so what ignores it is left out. */
  static async around(folder: string): Promise<GitIgnore> {
    const { default: ignore } = await import('ignore');
    const found = new GitIgnore(() => ignore({ ignorecase: false }));
    const here = resolve(folder);
    const above = foldersAbove(here);
    const repository = above.findIndex((path) => existsSync(join(path, '.git')));
    if (repository < 0 || existsSync(join(here, '.git'))) return found;
    const root = above[repository] ?? here;
    found.#add(root, join(root, '.git', 'info', 'exclude'));
    for (const path of above.slice(0, repository + 1).reverse()) found.enter(path);
    return found.reason(here, true) === undefined ? found : new GitIgnore(found.#make);
  }

  /** Heeds the `.gitignore` of a folder for all that lies in it. */
  enter(folder: string): void {
    this.#add(folder, join(folder, '.gitignore'));
  }

  /** Why git ignores a path that lies in a folder it does not ignore. */
  reason(path: string, isFolder: boolean): string | undefined {
    for (const { folder, source, matcher } of this.#patterns.toReversed()) {
      const inside = relative(folder, path).split(sep).join('/');
      if (inside === '' || inside.startsWith('../')) continue;
      const { ignored, unignored, rule } = matcher.test(isFolder ? `${inside}/` : inside);
      if (unignored) return undefined;
      if (ignored) return `ignored by ${source}${rule === undefined ? '' : ` (${rule.pattern})`}`;
    }
    return undefined;
  }

  #add(folder: string, path: string): void {
    if (!lstatSync(path, { throwIfNoEntry: false })?.isFile()) return;
    try {
      this.#patterns.push({ folder, source: shown(path), matcher: this.#make().add(read(path).text) });
    } catch {
      // git leaves alone what it cannot read
    }
  }
}

/** The folders around a folder, the nearest first. */
function foldersAbove(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [] : [above, ...foldersAbove(above)];
}
