import type { SourceFile, Span } from './file.ts';
import type { Entry, Mapping } from './tree.ts';

/** Mappings of documents that are put back after use, and read from their text again when somebody looks at them. */
export class Shelf {
  readonly #most: number;
  readonly #read: (span: Span) => Mapping['entries'];
  #taken: ShelvedMapping[] = [];
  #held: ShelvedMapping[] = [];

  /** `most` is how many mappings may be off the shelf at once. */
  constructor(most: number, read: (span: Span) => Mapping['entries']) {
    this.#most = most;
    this.#read = read;
  }

  /** What a mapping holds. */
  take(mapping: ShelvedMapping): Mapping['entries'] {
    if (this.#taken.length >= this.#most) {
      for (const one of this.#taken) one.putBack();
      this.#taken = [];
    }
    this.#taken.push(mapping);
    return this.#read(mapping);
  }

  /** A mapping that was just read, and stays off the shelf until {@link putBack} is called. */
  hold({ span, entries }: Mapping): ShelvedMapping {
    const mapping = new ShelvedMapping(this, span, entries);
    this.#held.push(mapping);
    return mapping;
  }

  /** Puts back what was just read. */
  putBack(): void {
    for (const one of this.#held) one.putBack();
    this.#held = [];
  }
}

/** A mapping that stays the same object, while what it holds comes and goes. */
export class ShelvedMapping implements Mapping, Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  readonly #shelf: Shelf;
  #entries: ReadonlyMap<string, Entry> | undefined;

  constructor(shelf: Shelf, { file, start, end }: Span, entries?: ReadonlyMap<string, Entry>) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.#shelf = shelf;
    this.#entries = entries;
  }

  get kind(): 'map' {
    return 'map';
  }

  get span(): Span {
    return this;
  }

  get entries(): ReadonlyMap<string, Entry> {
    this.#entries ??= this.#shelf.take(this);
    return this.#entries;
  }

  putBack(): void {
    this.#entries = undefined;
  }
}

/** Where a document's mappings are put back. */
export interface Shelves {
  /** The resources of templates. */
  readonly resources: Shelf;
  /** Their properties and their metadata. */
  readonly properties: Shelf;
}
