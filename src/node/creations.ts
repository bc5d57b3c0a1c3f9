import { fileURLToPath } from 'node:url';
import type { Creation } from '../creation.ts';
import type { Entity } from '../graph/entities.ts';
import { shown } from './files.ts';

/** What an assembly's metadata says of the resources of a stack; read when the first finding asks. */
export class Creations {
  readonly #read: () => readonly unknown[];
  #told: Told | undefined;

  /** `read` gives maps of construct paths to entries; an error it throws leaves nothing to say. */
  constructor(read: () => readonly unknown[]) {
    this.#read = read;
  }

  of({ id, constructPath }: Pick<Entity, 'id' | 'constructPath'>): Creation {
    this.#told ??= this.#all();
    const path = constructPath ?? this.#told.paths.get(id);
    const source = path === undefined ? undefined : sourceOf(path, this.#told.sources);
    return {
      ...(path !== undefined && { constructPath: path }),
      ...(source !== undefined && { constructSource: source }),
    };
  }

  #all(): Told {
    try {
      return toldIn(this.#read());
    } catch {
      return { sources: new Map(), paths: new Map() };
    }
  }
}

interface Told {
  /** The line of the app that creates a construct, by the construct's path. */
  readonly sources: ReadonlyMap<string, string>;
  /** The construct's path by the logical id of its resource; nothing where a stack and its nested ones share the id. */
  readonly paths: ReadonlyMap<string, string | undefined>;
}

function toldIn(all: readonly unknown[]): Told {
  const sources = new Map<string, string>();
  const paths = new Map<string, string | undefined>();
  for (const [key, list] of all.flatMap(entriesOf)) {
    const path = key.replace(/^\//, '');
    for (const entry of Array.isArray(list) ? list.map((item) => new Map(entriesOf(item))) : []) {
      const [type, data] = [entry.get('type'), entry.get('data')];
      if (type === 'aws:cdk:logicalId' && typeof data === 'string') paths.set(data, paths.has(data) ? undefined : path);
      const frames = type === 'aws:cdk:creationStack' ? data : type === 'aws:cdk:logicalId' && entry.get('trace');
      const line = Array.isArray(frames) ? lineIn(frames) : undefined;
      if (line !== undefined) sources.set(path, line);
    }
  }
  return { sources, paths };
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

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
function sourceOf(path: string, sources: ReadonlyMap<string, string>): string | undefined {
  const own = sources.get(path);
  if (own !== undefined) return own;
  for (let around = above(path); around.includes('/'); around = above(around)) {
    const lines = new Set(
      [...sources].filter(([key]) => key === around || key.startsWith(`${around}/`)).map(([, l]) => l),
    );
    const [line] = lines;
    if (line !== undefined) return lines.size === 1 ? line : undefined;
  }
  return undefined;
}

const above = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
