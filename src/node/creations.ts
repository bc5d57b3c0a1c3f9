import { fileURLToPath } from 'node:url';
import type { Creation } from '../creation.ts';
import type { Entity } from '../graph/entities.ts';
import { InputError } from '../source/file.ts';
import { shown } from './files.ts';

/** What maps construct paths to what CDK says of them: a part of a manifest, or a file that the manifest names. */
export interface Metadata {
  /** The file it stands in. */
  readonly path: string;
  /** @throws InputError when it cannot be read. */
  read(): unknown;
}

/** What an assembly's metadata says of the resources of a stack; read when the first finding asks. */
export class Creations {
  /** What of the metadata could not be understood. All that can be is told nevertheless. */
  readonly errors: InputError[] = [];
  readonly #metadata: readonly Metadata[];
  #told: Told | undefined;

  constructor(metadata: readonly Metadata[]) {
    this.#metadata = metadata;
  }

  of({ id, constructPath }: Pick<Entity, 'id' | 'constructPath'>): Creation {
    this.#told ??= this.#all();
    const path = constructPath ?? this.#told.paths.get(id);
    const source = path === undefined ? undefined : sourceOf(path, this.#told);
    return {
      ...(path !== undefined && { constructPath: path }),
      ...(source !== undefined && { constructSource: source }),
    };
  }

  #all(): Told {
    const told = { sources: new Map<string, string>(), paths: new Map<string, string | undefined>() };
    for (const { path, read } of this.#metadata)
      try {
        const flaw = addTo(told, read());
        if (flaw !== undefined)
          this.errors.push(
            new InputError(
              `${flaw}, which CDK does not write: synthesise it again; until then constructs may be missing from findings`,
              { path },
            ),
          );
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        this.errors.push(error);
      }
    return { ...told, around: linesAround(told.sources) };
  }
}

interface Told {
  /** The line of the app that creates a construct, by the construct's path. */
  readonly sources: Map<string, string>;
  /** The construct's path by the logical id of its resource; nothing where a stack and its nested ones share the id. */
  readonly paths: Map<string, string | undefined>;
  readonly around: ReadonlyMap<string, string | undefined>;
}

/** Adds what metadata says, and gives back the first that is not as CDK writes it. */
function addTo({ sources, paths }: Omit<Told, 'around'>, metadata: unknown): string | undefined {
  if (!isRecord(metadata)) return 'the metadata of this stack is no map';
  let flaw: string | undefined;
  for (const [key, list] of Object.entries(metadata)) {
    const path = key.replace(/^\//, '');
    if (!Array.isArray(list)) flaw ??= `the metadata of \`${key}\` is no list`;
    for (const entry of Array.isArray(list) ? list : []) {
      const { type, data, trace } = isRecord(entry) ? entry : {};
      const isId = type === 'aws:cdk:logicalId';
      const frames = type === 'aws:cdk:creationStack' ? data : isId ? trace : undefined;
      if (isId && typeof data === 'string') paths.set(data, paths.has(data) ? undefined : path);
      else if (typeof type !== 'string' || isId) flaw ??= `an entry in the metadata of \`${key}\` is malformed`;
      if (Array.isArray(frames)) {
        const line = lineIn(frames);
        if (line !== undefined) sources.set(path, line);
      } else if (frames !== undefined || type === 'aws:cdk:creationStack')
        flaw ??= `a stack trace in the metadata of \`${key}\` is no list`;
    }
  }
  return flaw;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Frames of Node, of packages, and of the process that runs an app in another language. */
const foreign = /node_modules|node:internal|^\s*\.\.\.|jsii-(?:runtime|kernel)/;

/** The first line of a stack trace that is the app's own: `new Api (file:///app/lib/api-stack.ts:42:5)`. */
function lineIn(frames: readonly unknown[]): string | undefined {
  for (const frame of frames) {
    if (typeof frame !== 'string' || foreign.test(frame)) continue;
    const text = frame.replace(/ \(:\)$/, '').replace(/^\s*at /, '');
    const place = /\(([^()]*)\)$/.exec(text)?.[1] ?? text;
    const [, file, line] = /^([^()]+?):(\d+)(?::\d*)?:?$/.exec(place) ?? [];
    if (file === undefined || line === undefined) continue;
    const path = pathOf(file);
    if (path !== undefined) return `${shown(path)}:${line}`;
  }
  return undefined;
}

function pathOf(file: string): string | undefined {
  if (!file.startsWith('file:')) return file;
  try {
    return fileURLToPath(file);
  } catch {
    return undefined;
  }
}

/**
 * The line that creates a construct. Where the trace ended inside of a library, the line of the nearest construct
 * around it, provided that everything else in there comes from one line.
 */
function sourceOf(path: string, { sources, around }: Told): string | undefined {
  const own = sources.get(path);
  if (own !== undefined) return own;
  const nearest = constructsAround(path).find((each) => around.has(each));
  return nearest === undefined ? undefined : around.get(nearest);
}

/** The lines of everything in a construct, by the construct's path: nothing where they are several. */
function linesAround(sources: ReadonlyMap<string, string>): ReadonlyMap<string, string | undefined> {
  const around = new Map<string, string | undefined>();
  for (const [path, line] of sources)
    for (const each of [path, ...constructsAround(path)])
      around.set(each, around.has(each) && around.get(each) !== line ? undefined : line);
  return around;
}

/** Constructs within each other. To look further up takes a time that grows with the length of a path. */
const deepest = 100;

/** The paths of the constructs around one, the nearest first, without what stands alone at the top. */
function constructsAround(path: string): readonly string[] {
  const all: string[] = [];
  for (let up = above(path); up.includes('/') && all.length < deepest; up = above(up)) all.push(up);
  return all;
}

const above = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
