import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configNames } from '../config.ts';
import { configDraft, type Finds } from '../config-draft.ts';
import { safe } from '../formats/safe.ts';
import { isTemplate } from '../frontends/cloudformation/template.ts';
import { InputError } from '../source/file.ts';
import { read as parse } from '../source/read.ts';
import { entryOf, type Tree } from '../source/tree.ts';
import { UsageError } from './args.ts';
import { read, reasonOf, shown } from './files.ts';
import type { Outcome } from './session.ts';
import { configsIn } from './settings.ts';
import { walk } from './walk.ts';

const published = 'https://raw.githubusercontent.com/alb-lint/alb-lint/main/alb-lint.schema.json';
const installed = './node_modules/alb-lint/dist/alb-lint.schema.json';

/** Writes a configuration for what is in this folder. @throws UsageError where there is one. */
export async function init(): Promise<Outcome> {
  const [name] = configNames;
  const [present] = configsIn(process.cwd());
  if (present !== undefined) throw new UsageError(`\`${shown(present)}\` is here already, and stays as it is`);
  const finds = await look();
  try {
    writeFileSync(name, configDraft(finds), { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`\`${name}\` cannot be written: ${reasonOf(error)}`);
  }
  const places = finds.templates.length + finds.assemblies.length;
  const next = places > 0 ? 'run `alb-lint` to check what it names' : 'name your templates in it under `files:`';
  return { out: `wrote ${safe(name)}; ${next}\n`, notes: '', status: 0 };
}

async function look(): Promise<Finds> {
  const { files, assemblies } = await walk('.');
  const trees = [...files].sort().flatMap((path) => {
    const tree = treeOf(path);
    return tree ? [{ path: shown(path), tree }] : [];
  });
  const templates = trees.filter(({ tree }) => isTemplate(tree));
  const tasks = trees.filter(({ tree }) => entryOf(tree, 'containerDefinitions')?.value.kind === 'list');
  const definitions = [
    ...templates.flatMap(({ tree }) => entriesIn(entryOf(tree, 'Resources')?.value).map(([, value]) => value)),
    ...tasks.map(({ tree }) => tree),
  ];
  return {
    templates: templates.map(({ path }) => path),
    assemblies: assemblies.map(shown).sort(),
    taskDefinitions: tasks.map(({ path }) => path),
    parameters: templates.flatMap(({ path, tree }) => undecidedIn(tree).map((each) => ({ ...each, file: path }))),
    containers: [...new Set(definitions.flatMap(containersOf))],
    schema: existsSync(join(process.cwd(), installed)) ? installed : published,
  };
}

function treeOf(path: string): Tree | undefined {
  try {
    return parse(read(path));
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

const entriesIn = (tree: Tree | undefined): readonly (readonly [string, Tree])[] =>
  tree?.kind === 'map' ? [...tree.entries].map(([key, { value }]) => [key, value] as const) : [];

const undecidedIn = (tree: Tree) =>
  entriesIn(entryOf(tree, 'Parameters')?.value)
    .filter(([, parameter]) => !entryOf(parameter, 'Default'))
    .map(([name, parameter]) => ({ name, type: textOf(entryOf(parameter, 'Type')?.value) ?? 'String' }));

/** The containers of a task definition, as a resource or as the API takes it. */
function containersOf(tree: Tree): readonly string[] {
  const properties = entryOf(tree, 'Properties')?.value;
  const list = entryOf(properties, 'ContainerDefinitions')?.value ?? entryOf(tree, 'containerDefinitions')?.value;
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item) => textOf((entryOf(item, 'Name') ?? entryOf(item, 'name'))?.value) ?? []);
}

const textOf = (tree: Tree | undefined): string | undefined => (tree?.kind === 'scalar' ? tree.text : undefined);
