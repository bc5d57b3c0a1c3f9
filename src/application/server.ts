import type { Unit } from './durations.ts';

/** An option of a server, wherever it may be written. */
export interface Setting {
  readonly flags?: readonly string[];
  readonly environment?: readonly string[];
  readonly unit: Unit;
}

export interface KeepAliveRow extends Setting {
  /**
   * Seconds where nothing is set. Absent where that depends on what no template shows: a version, or which of
   * several servers is inside.
   */
  readonly seconds?: number;
  /** Whether the program's own code or configuration is where this is usually set. */
  readonly usuallySetInCode?: true;
  /** Only the image's own configuration makes the default true. */
  readonly stockImageOnly?: true;
  /** What 0 means. */
  readonly zero?: 'none' | 'unlimited';
}

/** A public image that starts the server with its own configuration. */
export interface StockImage {
  readonly name: string;
  /** Parts of the tag, between dashes, of which one is needed or none may be there. */
  readonly tag?: { readonly some?: readonly string[]; readonly none?: readonly string[] };
  readonly port?: number;
}

export interface Server {
  readonly name: string;
  /** Command lines that start it, beginning with the program's base name. */
  readonly started: readonly (readonly string[])[];
  /** Options of the program that may stand before its subcommand, and whether they take the next word. */
  readonly leading?: Readonly<Record<string, 'alone' | 'valued'>>;
  readonly images?: readonly StockImage[];
  /** `silent`: recognised, but what is known of it is too weak for a verdict. */
  readonly keepAlive: KeepAliveRow | 'silent';
  /** Whether `KEEP_ALIVE_TIMEOUT` and its like in the environment are probably meant for it. */
  readonly readsEnvironment?: true;
  /** Options that name a configuration file, which may hold any setting. */
  readonly config?: readonly string[];
  /** An environment variable that holds more command line words. */
  readonly moreWords?: string;
  /** Other options that take the next word. */
  readonly valued?: readonly string[];
  readonly gracefulTimeout?: Setting & { readonly seconds?: number };
  readonly requestTimeout?: Setting & { readonly seconds?: number };
  readonly bind?: BindRow;
  /** Pages or files that state the facts. */
  readonly sources: readonly string[];
}

/** Where a server says what it listens on. */
export interface BindRow {
  /** Options that take `host:port`. */
  readonly address?: readonly string[];
  readonly host?: Omit<Setting, 'unit'>;
  readonly port?: Omit<Setting, 'unit'>;
  /** The word behind which `[host:]port` stands by itself. */
  readonly behind?: string;
  /** A variable that sets the port and, by being there, opens every address. */
  readonly opensWith?: string;
  /** Options that take a port and bind it at every address, beside what `address` binds. */
  readonly everywhere?: readonly string[];
  /** Options that bind something other than a TCP port, or what they bind is not read. */
  readonly otherwise?: readonly string[];
  /** Where nothing is set; an absent part is not known. */
  readonly default?: { readonly host?: string; readonly port?: number };
}

/** A program of which only the name is known to say nothing. */
export const silent = (name: string, started: readonly (readonly string[])[], rest: Partial<Server> = {}): Server => ({
  name,
  started,
  keepAlive: 'silent',
  sources: [],
  ...rest,
});
