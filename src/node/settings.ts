import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Config, configNames, emptyConfig, readConfig } from '../config.ts';
import { InputError } from '../source/file.ts';
import { read as parse, readOnce } from '../source/read.ts';
import { entryOf, type Tree } from '../source/tree.ts';
import type { Options } from './args.ts';
import { read, shown } from './files.ts';
import { parametersOf } from './parameters.ts';

/** Everything that was said of a run, the command line included. */
export interface Settings extends Config {
  /** The file of the configuration, where there is one. */
  readonly source: string | undefined;
  /** The folder that the configuration's paths start from. */
  readonly folder: string;
}

/** What the configuration says, under what the command line says. @throws InputError when either cannot be read. */
export function loadSettings(options: Options, ruleIds: readonly string[]): Settings {
  const source = sourceFor(options);
  const config = source === undefined ? emptyConfig : configIn(source, ruleIds, options.fileSize);
  const files = options.parameterFiles.map((path) => parametersOf(readOnce(read(shown(path), options.fileSize))));
  return {
    ...config,
    source,
    folder: source === undefined ? process.cwd() : dirname(resolve(source)),
    parameters: new Map([config.parameters, ...files, options.parameters].flatMap((map) => [...map])),
    levels: new Map([
      // A rule that the command line names runs, whatever the configuration says.
      ...[...config.levels].filter(([id, level]) => level !== 'off' || !options.rules.includes(id)),
      ...options.ignored.map((id) => [id, 'off'] as const),
    ]),
  };
}

/** The configuration that a command line names or that is found upward. */
export const sourceFor = ({ config }: Options): string | undefined => config ?? configAbove(process.cwd());

/** The configuration in a file, which may be a package.json. @throws InputError where it says nothing we know. */
export function configIn(path: string, ruleIds: readonly string[], fileSize?: number): Config {
  const tree = treeIn(path, fileSize);
  return tree ? readConfig(tree, ruleIds) : emptyConfig;
}

/** What a file says to us; nothing where it is empty. @throws InputError where it cannot be read. */
export function treeIn(path: string, fileSize?: number): Tree | undefined {
  const file = read(shown(path), fileSize);
  if (/^(?:\s|#.*)*$/.test(file.text)) return undefined;
  const tree = readOnce(file);
  if (basename(path) !== manifest) return tree;
  const ours = entryOf(tree, manifestKey)?.value;
  if (!ours) throw new InputError(`it has no \`${manifestKey}\``, { path: shown(path) });
  return ours;
}

const manifest = 'package.json';
const manifestKey = 'albLint';

/** The configuration of a folder or of the nearest one above it. @throws InputError where a folder has two. */
export function configAbove(folder: string): string | undefined {
  const [path, second] = configsIn(folder);
  if (path !== undefined && second !== undefined)
    throw new InputError(`there is \`${shown(second)}\` beside \`${shown(path)}\`: keep one of them`, {
      path: shown(path),
    });
  if (path !== undefined) return path;
  const above = dirname(folder);
  return above === folder ? undefined : configAbove(above);
}

/** Every configuration of a folder; one is right. */
export function configsIn(folder: string): readonly string[] {
  const files = configNames.map((name) => join(folder, name)).filter((path) => existsSync(path));
  const package_ = join(folder, manifest);
  return speaksOfUs(package_) ? [...files, package_] : files;
}

/** A package.json that does not mention us may be as broken as it likes. */
function speaksOfUs(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = attempt(() => read(shown(path)));
  return file?.text.includes(`"${manifestKey}"`) === true && entryOf(parse(file), manifestKey) !== undefined;
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** A file's path from the folder of the configuration, as `ignore` writes it. */
export const locateFrom =
  (folder: string) =>
  (path: string): string =>
    relative(folder, resolve(path)).split(sep).join('/');

/** A path or glob of the configuration as the command line would write it. */
export const wordFrom = (folder: string, pattern: string): string => {
  const inside = relative(process.cwd(), folder).split(sep).join('/');
  return inside === '' || isAbsolute(pattern) ? pattern : `${inside}/${pattern.replace(/^\.\//, '')}`;
};
