import { existsSync, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Manifest as Schema } from '@aws-cdk/cloud-assembly-schema';
import { InputError, type SourceFile } from '../source/file.ts';
import type { Options } from './args.ts';
import { Creations, type Metadata } from './creations.ts';
import { manifestSize, read, shown } from './files.ts';
import { inside } from './inside.ts';
import { nestedIn } from './nested.ts';

/** What `cdk synth` leaves: https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema */
export interface Assembly {
  /** The templates of its stacks, nested stacks and the stacks of its stages included. */
  readonly templates: readonly StackTemplate[];
  readonly errors: readonly InputError[];
  /** What was taken as what. */
  readonly notes: readonly string[];
}

export interface StackTemplate {
  readonly file: SourceFile;
  /** Account, region and name of the stack, as pseudo parameters; what is not fixed is left out. */
  readonly environment: ReadonlyMap<string, string>;
  /** The templates of nested stacks by the last segment of the URL that the template has for them. */
  readonly nested: ReadonlyMap<string, string>;
  readonly creations: Creations;
}

const manifestName = 'manifest.json';

/** To go through more takes seconds, whatever they hold. */
const mostEntries = 400_000;

/** The artifacts that lead to templates; the others are of no interest. */
const kinds: ReadonlySet<unknown> = new Set(['aws:cloudformation:stack', 'cdk:asset-manifest', 'cdk:cloud-assembly']);

/** Whether a folder that holds these files is a cloud assembly, whole or not. */
export function isAssembly(folder: string, names = namesIn(folder)): boolean {
  // A project has a folder of the same name as the file that marks an assembly.
  if (names.includes('cdk.out') && lstatSync(join(folder, 'cdk.out')).isFile()) return true;
  if (!names.includes(manifestName))
    return basename(folder) === 'cdk.out' && names.some((name) => name.endsWith('.assets.json'));
  const manifest = join(folder, manifestName);
  try {
    if (!lstatSync(manifest).isFile()) return false;
    const { text } = read(manifest, manifestSize);
    return text.includes('"artifacts"') && /"(?:aws|cdk):(?:cloudformation:stack|cloud-assembly|tree)"/.test(text);
  } catch {
    return false;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Reads the manifest of a cloud assembly and those of its stages. Nothing outside of the folder is read. */
export async function readAssembly(folder: string, { fileSize, limits }: Bounds): Promise<Assembly> {
  const { default: schema } = await import('@aws-cdk/cloud-assembly-schema');
  const reading = new Reading(realpathSync(folder), schema.Manifest, { fileSize, limits });
  reading.assembly(folder);
  return reading;
}

/** How much is read at most. */
export type Bounds = Pick<Options, 'fileSize' | 'limits'>;

type Loader = Pick<typeof Schema, 'loadAssemblyManifest' | 'loadAssetManifest' | 'version'>;

/** An artifact as far as anybody can rely on it. */
interface Artifact {
  readonly id: string;
  readonly type: unknown;
  readonly environment: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, unknown>>;
}

class Reading implements Assembly {
  readonly templates: StackTemplate[] = [];
  readonly errors: InputError[] = [];
  readonly notes: string[] = [];
  readonly #root: string;
  readonly #schema: Loader;
  readonly #bounds: Bounds;
  readonly #seen = new Set<string>();

  constructor(root: string, schema: Loader, bounds: Bounds) {
    this.#root = root;
    this.#schema = schema;
    this.#bounds = bounds;
  }

  assembly(folder: string): void {
    const real = realpathSync(folder);
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    this.#attempt(() => {
      const manifest = join(folder, manifestName);
      if (!existsSync(manifest))
        throw new InputError('this cloud assembly has no `manifest.json`: it is half-written, synthesise it again', {
          path: shown(folder),
        });
      inside(this.#root, manifest, manifestName);
      const all = artifactsOf(this.#load(manifest, () => this.#schema.loadAssemblyManifest(manifest)));
      const stacks = all.filter(({ type }) => type === 'aws:cloudformation:stack');
      const most = this.#bounds.limits.stacks;
      if (all.length > 3 * most)
        throw new InputError(`${all.length} stacks and assets are more than ${3 * most}; raise \`--max-stacks\``, {
          path: shown(manifest),
        });
      this.notes.push(`${shown(folder)}: a cloud assembly with ${counted(stacks.length, 'stack')}`);
      const assets = () => this.#assets(manifest, all);
      for (const stack of stacks) this.#attempt(() => this.#stack(manifest, stack, assets));
      for (const { type, properties } of all)
        if (type === 'cdk:cloud-assembly')
          this.#attempt(() => this.assembly(this.#named(manifest, properties.directoryName)));
    });
  }

  #stack(manifest: string, stack: Artifact, assets: () => ReadonlyMap<string, string>): void {
    const environment = environmentOf(stack);
    const creations = new Creations(this.#metadata(manifest, stack));
    const root = this.#named(manifest, stack.properties.templateFile);
    const waiting = [root];
    this.notes.push(`${shown(root)}: ${about(stack, environment)}`);
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const nested = new Map<string, string>();
      if (this.#seen.has(path)) continue;
      this.#seen.add(path);
      const file = read(shown(path), this.#bounds.fileSize);
      this.templates.push({ file, environment: path === root ? environment : unnamed(environment), nested, creations });
      for (const { key, asset } of nestedIn(file.text)) {
        const name = asset ?? (key === undefined ? undefined : assets().get(key));
        if (name === undefined) continue;
        this.#attempt(() => {
          const child = this.#named(manifest, name);
          if (key !== undefined) nested.set(key, shown(child));
          waiting.push(child);
          this.notes.push(`${shown(child)}: a nested stack of ${stack.id}`);
        });
      }
    }
  }

  /** Where a stack's metadata stands: in the manifest, in a file of its own, or in both. */
  #metadata(manifest: string, { fields: { metadata, additionalMetadataFile: more } }: Artifact): readonly Metadata[] {
    const all: Metadata[] = [];
    if (metadata !== undefined) all.push({ path: shown(manifest), read: () => metadata });
    if (more !== undefined)
      this.#attempt(() => {
        const path = this.#named(manifest, more);
        all.push({ path: shown(path), read: () => parsed(path, read(path, this.#most).text) });
      });
    return all;
  }

  /** The files of all asset manifests by the last segment of the keys under which they are uploaded. */
  #assets(manifest: string, all: readonly Artifact[]): ReadonlyMap<string, string> {
    const files = new Map<string, string>();
    for (const { properties } of all.filter(({ type }) => type === 'cdk:asset-manifest'))
      this.#attempt(() => {
        const path = this.#named(manifest, properties.file);
        const read = this.#load(path, () => this.#schema.loadAssetManifest(path));
        for (const { source, destinations } of Object.values(read.files ?? {}))
          for (const { objectKey } of Object.values(destinations))
            if (source.path !== undefined) files.set(basename(objectKey), source.path);
      });
    return files;
  }

  #load<T>(path: string, loaded: () => T): T {
    return load(path, this.#schema, this.#most, loaded);
  }

  get #most(): number {
    return Math.max(manifestSize, this.#bounds.fileSize);
  }

  #named(manifest: string, name: unknown): string {
    if (typeof name === 'string' && name !== '') return inside(this.#root, manifest, name);
    throw new InputError('an artifact names no file: the assembly is half-written, synthesise it again', {
      path: shown(manifest),
    });
  }

  #attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.errors.push(error);
    }
  }
}

/** @throws InputError when metadata is no JSON. */
function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const message = 'this metadata is no JSON: the assembly is half-written, synthesise it again';
    throw new InputError(message, { path: shown(path) });
  }
}

/** @throws InputError when a manifest is no JSON or of a newer schema than the one that is known here. */
function load<T>(path: string, schema: Loader, most: number, loaded: () => T): T {
  const where = { path: shown(path) };
  const { text } = read(path, most); // refuses what is no regular file
  const halfWritten = new InputError(
    'this manifest is no JSON: the assembly is half-written, synthesise it again',
    where,
  );
  if (!/^\s*\{/.test(text)) throw halfWritten;
  if (text.split('":').length > mostEntries)
    throw new InputError(`this manifest has more than ${mostEntries} entries: no app has so many`, where);
  try {
    return loaded();
  } catch (error) {
    if (error instanceof Error && error.message.includes(', while parsing ')) throw halfWritten;
    const known = schema.version().split('.')[0];
    const [, found] = /found (\d[\w.]*?)(?:\.\s|\.?$)/.exec(error instanceof Error ? error.message : '') ?? [];
    throw new InputError(
      found === undefined
        ? 'this manifest has no version: it is of no cloud assembly, or half-written'
        : `this assembly has schema version ${found}, and this alb-lint knows those up to ${known}: update alb-lint, or name the templates in it`,
      where,
    );
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const recordIn = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

const artifactsOf = ({ artifacts }: { readonly artifacts?: unknown }): readonly Artifact[] =>
  Object.entries(recordIn(artifacts)).flatMap(([id, value]) => {
    if (!isRecord(value) || !kinds.has(value.type)) return [];
    const { type, environment, properties } = value;
    return [{ id, type, environment, properties: recordIn(properties), fields: value }];
  });

/** `aws://111122223333/eu-west-1`, where `unknown-account` and `unknown-region` stand for what the app leaves open. */
function environmentOf({ id, environment, properties }: Artifact): ReadonlyMap<string, string> {
  const [, account = '', region = ''] =
    /^aws:\/\/([^/]+)\/([^/]+)$/.exec(typeof environment === 'string' ? environment : '') ?? [];
  const { stackName } = properties;
  return new Map([
    ...(/^\d{12}$/.test(account) ? [['AWS::AccountId', account] as const] : []),
    ...(/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region) ? [['AWS::Region', region] as const] : []),
    ['AWS::StackName', typeof stackName === 'string' ? stackName : id],
  ]);
}

/** CloudFormation makes up the name of a nested stack. */
const unnamed = (environment: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...environment].filter(([name]) => name !== 'AWS::StackName'));

function about({ id, fields }: Artifact, environment: ReadonlyMap<string, string>): string {
  const where = [environment.get('AWS::AccountId'), environment.get('AWS::Region')].filter((part) => part);
  const name = typeof fields.displayName === 'string' ? fields.displayName : id;
  return `the template of stack ${name}${where.length > 0 ? ` in ${where.join(', ')}` : ''}`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
