import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Config, configNames, readConfig } from '../config.ts';
import { InputError } from '../source/file.ts';
import type { Options } from './args.ts';
import { read, shown } from './files.ts';
import { parametersOf } from './parameters.ts';

/** What the configuration says, under what the command line says. @throws InputError when either cannot be read. */
export async function loadSettings(options: Options): Promise<Config> {
  const { parameterFiles } = options;
  const config = configAbove(process.cwd());
  const { parameters, assume, stacks } = config === undefined ? nothing : readConfig(await tree(config));
  const files = await Promise.all(parameterFiles.map(async (path) => parametersOf(await tree(path))));
  return { parameters: new Map([parameters, ...files, options.parameters].flatMap((map) => [...map])), assume, stacks };
}

const nothing: Config = { parameters: new Map(), assume: { containers: new Map() }, stacks: [] };

async function tree(path: string) {
  const { read: parse } = await import('../source/read.ts');
  return parse(read(shown(path)));
}

/** The configuration of a folder or of the nearest one above it. @throws InputError where a folder has two. */
export function configAbove(folder: string): string | undefined {
  const [path, second] = configNames.map((name) => join(folder, name)).filter((candidate) => existsSync(candidate));
  if (path !== undefined && second !== undefined)
    throw new InputError(`there is \`${shown(second)}\` beside \`${shown(path)}\`: keep one of them`, {
      path: shown(path),
    });
  if (path !== undefined) return path;
  const above = dirname(folder);
  return above === folder ? undefined : configAbove(above);
}
