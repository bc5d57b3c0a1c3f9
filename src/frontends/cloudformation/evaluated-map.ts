import type { Span } from '../../source/file.ts';
import type { Entry, Mapping, Tree } from '../../source/tree.ts';
import type { Hop, Slot } from '../../value.ts';
import type { Evaluated, EvaluatedMap } from './evaluated.ts';
import { insertion } from './slots.ts';
import { isGenerator } from './template.ts';
import { opaque } from './text.ts';

/** What an evaluated mapping asks of the reading that it belongs to. */
interface Reader {
  evaluate(tree: Tree): Evaluated | undefined;
  isWrittenOnce(tree: Tree): boolean;
}

/** A mapping of the source, or what its loops make of it. There is one for every mapping that is looked at. */
export class MappingValue implements EvaluatedMap {
  declare readonly kind: 'map';
  declare readonly span: Span;
  declare readonly via: readonly Hop[];
  declare private readonly reader: Reader;
  declare private readonly mapping: Mapping;
  declare private readonly looped: (() => ReadonlyMap<string, Entry>) | undefined;
  /** Whether nothing stands among its entries that makes others, or may be meant for another. */
  declare private plain: boolean;

  /** With loops, `looped` tells its entries in the scenario at hand. */
  constructor(
    reader: Reader,
    mapping: Mapping,
    looped: (() => ReadonlyMap<string, Entry>) | undefined,
    span: Span,
    via: readonly Hop[],
  ) {
    this.kind = 'map';
    this.span = span;
    this.via = via;
    this.reader = reader;
    this.mapping = mapping;
    this.looped = looped;
    this.plain = false;
  }

  at(span: Span, via: readonly Hop[]): EvaluatedMap {
    return new MappingValue(this.reader, this.mapping, this.looped, span, via);
  }

  private get entries(): ReadonlyMap<string, Entry> {
    return this.looped ? this.looped() : this.mapping.entries;
  }

  get keys(): readonly string[] {
    return [...this.entries.keys()].filter((key) => !isGenerator(key));
  }

  keySpan(key: string): Span {
    return this.entries.get(key)?.key ?? this.mapping.span;
  }

  /** A key that is not there may still come out of a macro or a loop that is, or be meant by one in small letters. */
  get(key: string): Evaluated | undefined {
    const { entries } = this;
    const entry = entries.get(key);
    if (entry && !isGenerator(key)) return this.reader.evaluate(entry.value);
    const hidden = this.plain ? undefined : (generatorIn(entries) ?? meantBy(key, entries));
    if (!hidden) {
      this.plain ||= this.looped === undefined && !hasSmall(entries);
      return undefined;
    }
    const { name, span } = hidden;
    return opaque(`${name}.${key}@${span.file.path}:${span.start}`, { kind: 'unsupported', name }, { span, via: [] });
  }

  insert(key: string): Slot | undefined {
    const isWritable = this.looped === undefined && this.reader.isWrittenOnce(this.mapping);
    return isWritable ? insertion(this.mapping)?.(key) : undefined;
  }
}

/** An entry that may be another one than it seems. */
interface Hidden {
  readonly name: string;
  readonly span: Span;
}

/** The first entry that a macro or a loop replaces by others. */
function generatorIn(entries: ReadonlyMap<string, Entry>): Hidden | undefined {
  for (const [name, entry] of entries)
    if (name.startsWith('Fn::') && isGenerator(name)) return { name, span: entry.key };
  return undefined;
}

/**
 * The entry that writes a key as the API of Amazon ECS does. CloudFormation refuses it, and nobody meant its default:
 * https://github.com/aws-observability/aws-otel-collector/issues/1591
 */
function meantBy(key: string, entries: ReadonlyMap<string, Entry>): Hidden | undefined {
  const name = key.slice(0, 1).toLowerCase() + key.slice(1);
  const entry = name === key ? undefined : entries.get(name);
  return entry && { name, span: entry.key };
}

/** Whether there is a key that begins with a small letter. */
function hasSmall(entries: ReadonlyMap<string, Entry>): boolean {
  for (const key of entries.keys()) if (key >= 'a' && key < '{') return true;
  return false;
}
