import { InputError, type SourceFile } from '../../source/file.ts';
import { type Entry, entryOf, type Mapping, type Tree } from '../../source/tree.ts';
import { Files } from './template-url.ts';

/**
 * Puts the files that `AWS::Include` names in their places, where they are among those given.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html
 */
export class Includes {
  /** The files that are a part of some template. */
  readonly used = new Set<SourceFile>();
  readonly #files: Files<{ readonly file: SourceFile }>;
  readonly #read: (file: SourceFile) => Tree;
  readonly #sizes = new Map<Tree, number>();
  readonly #seen = new Set<SourceFile>();
  readonly #copies: number;
  #copied = 0;

  /** @throws InputError, when a template is completed, where an included file cannot be read. */
  constructor(files: readonly SourceFile[], copies: number, read: (file: SourceFile) => Tree) {
    this.#files = new Files(files.map((file) => ({ file })));
    this.#copies = copies;
    const known = new Map<SourceFile, Tree>();
    this.#read = (file) => {
      const tree = known.get(file) ?? read(file);
      known.set(file, tree);
      return tree;
    };
  }

  /** The template with all that it includes; the very same where it includes nothing. */
  complete(template: Tree): Tree {
    const { file } = template.span;
    if (template.kind !== 'map' || !file.text.includes(macro)) return template;
    const inner = this.#map(template, file);
    const above = inner.entries.get('Transform');
    if (!above) return inner;
    const all = above.value.kind === 'list' ? above.value.items : [above.value];
    const found = new Map(all.map((item) => [item, this.#included(item, file)]));
    const entries = new Map(inner.entries);
    const left = all.filter((item) => !found.get(item));
    if (left.length === 0) entries.delete('Transform');
    else entries.set('Transform', { ...above, value: { kind: 'list', items: left, span: above.value.span } });
    for (const part of found.values()) if (part?.kind === 'map') addSections(entries, part);
    return { kind: 'map', entries, span: template.span };
  }

  #tree(tree: Tree, file: SourceFile): Tree {
    switch (tree.kind) {
      case 'scalar':
        return tree;
      case 'list': {
        const items = tree.items.map((item) => this.#tree(item, file));
        return items.some((item, index) => item !== tree.items[index])
          ? { kind: 'list', items, span: tree.span }
          : tree;
      }
      case 'call': {
        const included = tree.fn === 'Transform' ? this.#included(tree.args, file) : undefined;
        if (included) return included;
        const args = this.#tree(tree.args, file);
        return args === tree.args ? tree : { kind: 'call', fn: tree.fn, args, span: tree.span };
      }
      case 'map':
        return this.#map(tree, file);
    }
  }

  #map(tree: Mapping, file: SourceFile): Mapping {
    const entries = new Map<string, Entry>();
    let changed = false;
    for (const [name, { key, value }] of tree.entries) {
      const included = name === 'Fn::Transform' ? this.#included(value, file) : undefined;
      const inner = included ?? this.#tree(value, file);
      changed ||= inner !== value;
      if (included?.kind === 'map') for (const [each, entry] of included.entries) entries.set(each, entry);
      else entries.set(name, { key, value: inner });
    }
    return changed ? { kind: 'map', entries, span: tree.span } : tree;
  }

  /** What an `AWS::Include` stands for; nothing for another macro, or a file that nobody gave. */
  #included(tree: Tree, from: SourceFile): Tree | undefined {
    const location = locationOf(tree);
    if (location === undefined) return undefined;
    const found = this.#files.meant(location, from)?.file;
    if (!found) return undefined;
    this.used.add(found);
    const included = this.#read(found);
    const size = this.#sizes.get(included) ?? sizeOf(included);
    this.#sizes.set(included, size);
    // The first is written in its file; what is included again is a copy.
    if (this.#seen.has(found)) this.#copied += size;
    this.#seen.add(found);
    if (this.#copied > this.#copies)
      throw new InputError(
        `the includes up to here copy more than ${this.#copies} values; raise \`--max-copies\` where they are meant`,
        tree.span,
      );
    return included;
  }
}

const macro = 'AWS::Include';

/** Where the file of an include is, as far as it is written; nothing for another macro. */
export function locationOf(tree: Tree): string | undefined {
  const name = entryOf(tree, 'Name')?.value;
  const location = entryOf(entryOf(tree, 'Parameters')?.value, 'Location')?.value;
  if (name?.kind !== 'scalar' || name.text !== macro || !location) return undefined;
  if (location.kind === 'scalar') return location.text;
  // A bucket may be put together, the name of the file seldom is.
  const text = location.kind === 'call' && location.args.kind === 'list' ? location.args.items[0] : undefined;
  const written = location.kind === 'call' && location.args.kind === 'scalar' ? location.args : text;
  const end = location.kind === 'call' && location.fn === 'Sub' && written?.kind === 'scalar' ? written.text : '';
  return /\}\/?([^{}]+)$/.exec(end)?.[1];
}

function sizeOf(tree: Tree): number {
  switch (tree.kind) {
    case 'scalar':
      return 1;
    case 'list':
      return tree.items.reduce((sum, item) => sum + sizeOf(item), 1);
    case 'map':
      return [...tree.entries.values()].reduce((sum, { value }) => sum + sizeOf(value), 1);
    case 'call':
      return sizeOf(tree.args) + 1;
  }
}

/** Adds the sections of an included file to those of the template. */
function addSections(entries: Map<string, Entry>, part: Mapping): void {
  for (const [name, entry] of part.entries) {
    const known = entries.get(name);
    if (known?.value.kind !== 'map' || entry.value.kind !== 'map') entries.set(name, entry);
    else {
      const both = new Map([...known.value.entries, ...entry.value.entries]);
      entries.set(name, { key: known.key, value: { kind: 'map', entries: both, span: known.value.span } });
    }
  }
}
