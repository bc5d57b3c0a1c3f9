import type { SourceFile, Span } from './file.ts';
import type { Entry, Mapping } from './tree.ts';

/** Mappings of documents that are put back after use, and read from their text again when somebody looks at them. */
export class Shelf {
  readonly #most: number;
  readonly #read: (span: Span) => Mapping['entries'];
  #taken: ShelvedMapping[] = [];

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
}

/** A mapping that stays the same object, while what it holds comes and goes. */
export class ShelvedMapping implements Mapping, Span {
  readonly kind = 'map';
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  readonly #shelf: Shelf;
  #entries: ReadonlyMap<string, Entry> | undefined;

  constructor(shelf: Shelf, { file, start, end }: Span) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.#shelf = shelf;
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
