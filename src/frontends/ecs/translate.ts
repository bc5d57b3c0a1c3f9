import type { SourceFile, Span } from '../../source/file.ts';
import { type Entry, entryOf, type Mapping, type Scalar, type Tree } from '../../source/tree.ts';
import { type Part, partsOf } from './placeholders.ts';

/** Maps whose keys are the user's own. */
const dictionaries = new Set(['dockerLabels', 'options', 'driverOpts', 'labels']);
const commands = new Set(['command', 'entryPoint']);

/** How the text below a key is read: `${NAME}` in a command may be the shell's, keys of a dictionary are kept. */
type Manner = 'plain' | 'command' | 'dictionary';

/**
 * Turns what Amazon ECS takes as JSON into what CloudFormation takes as properties: the same tree at the same places,
 * with keys in CloudFormation's spelling and placeholders as parameters that nobody has given yet.
 */
export class Translation {
  /** The parameters that placeholders became, as a template declares them. */
  readonly parameters = new Map<string, Entry>();
  readonly #file: SourceFile;
  readonly #hasDollars: boolean;
  readonly #done = new Map<Tree, Tree>();

  /** `file` as the user wrote it; the trees to translate may come from a text with quoted placeholders. */
  constructor(file: SourceFile, root: Tree) {
    this.#file = file;
    this.#hasDollars = usesDollars(root);
  }

  /** A place as it is in the user's file. */
  at({ start, end }: Span): Span {
    return { file: this.#file, start, end };
  }

  /** The text of a scalar as the user wrote it, also where quotes were put around a placeholder. */
  written({ span, text }: Scalar): string {
    if (span.file === this.#file || this.#file.text[span.start] === '"') return text;
    return this.#file.text.slice(span.start, span.end);
  }

  /** Whether a value is a placeholder, or has one in it. */
  isOpen(tree: Tree): boolean {
    return tree.kind === 'scalar' && this.#partsOf(tree, 'plain') !== undefined;
  }

  tree(tree: Tree, manner: Manner = 'plain'): Tree {
    const known = this.#done.get(tree);
    if (known) return known;
    const made = this.#make(tree, manner);
    this.#done.set(tree, made);
    return made;
  }

  #make(tree: Tree, manner: Manner): Tree {
    const span = this.at(tree.span);
    switch (tree.kind) {
      case 'scalar':
        return this.#scalar(tree, manner);
      case 'list':
        return { kind: 'list', items: tree.items.map((item) => this.tree(item, manner)), span };
      case 'call':
        return { kind: 'call', fn: tree.fn, args: tree.args, span };
      case 'map':
        return { kind: 'map', entries: this.entries(tree, manner), span: blockOf(tree, span) };
    }
  }

  /** The entries of a map in CloudFormation's spelling, without those that are as good as absent. */
  entries({ entries }: Mapping, manner: Manner = 'plain'): ReadonlyMap<string, Entry> {
    const made = new Map<string, Entry>();
    for (const [name, { key, value }] of entries) {
      if (isNothing(value) || (manner !== 'dictionary' && name !== 'value' && isEmptyText(value))) continue;
      const below = dictionaries.has(name) ? 'dictionary' : commands.has(name) ? 'command' : 'plain';
      made.set(manner === 'dictionary' ? name : pascal(name), {
        key: this.at(key),
        value: this.tree(withoutEmpty(name, value), below),
      });
    }
    return made;
  }

  #scalar(scalar: Scalar, manner: Manner): Tree {
    const span = this.at(scalar.span);
    const parts = this.#partsOf(scalar, manner);
    if (!parts) return { kind: 'scalar', value: scalar.value, text: scalar.text, span };
    const items = parts.map((part) =>
      typeof part === 'string' ? textAt(part, span) : this.parameter(part.name, span),
    );
    const [only, ...others] = items;
    if (only && others.length === 0) return only;
    return {
      kind: 'call',
      fn: 'Join',
      args: { kind: 'list', items: [textAt('', span), { kind: 'list', items, span }], span },
      span,
    };
  }

  #partsOf(scalar: Scalar, manner: Manner): readonly Part[] | undefined {
    if (typeof scalar.value !== 'string') return undefined;
    return partsOf(this.written(scalar), manner === 'command' && !this.#hasDollars);
  }

  /** What is only known where the file is used: a parameter without a default, or a value that is read at deploy time. */
  parameter(name: string, span: Span, type = 'String'): Tree {
    const declared: Tree = {
      kind: 'map',
      entries: new Map([['Type', { key: span, value: textAt(type, span) }]]),
      span,
    };
    if (!this.parameters.has(name)) this.parameters.set(name, { key: span, value: declared });
    return { kind: 'call', fn: 'Ref', args: textAt(name, span), span };
  }
}

export const textAt = (text: string, span: Span): Scalar => ({ kind: 'scalar', value: text, text, span });

const pascal = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1);

/** Nobody may write into an empty map: no entry of it shows how keys are spelled. */
const blockOf = ({ entries }: Mapping, span: Span): Span =>
  entries.size > 0 || span.end <= span.start ? span : { ...span, start: span.end - 1 };

/** Whether some tool replaces `${NAME}` in a file: it then does so in commands as well, before any shell sees them. */
function usesDollars(tree: Tree): boolean {
  switch (tree.kind) {
    case 'scalar':
      return typeof tree.value === 'string' && /\$\{[^{}]+\}/.test(tree.text);
    case 'list':
      return tree.items.some(usesDollars);
    case 'map':
      return [...tree.entries].some(([key, { value }]) => !commands.has(key) && usesDollars(value));
    case 'call':
      return false;
  }
}

const isNothing = (tree: Tree): boolean => tree.kind === 'scalar' && tree.value === null;

/**
 * Tools print `""` for what is not set, and leave it out when they register it; an environment variable may be empty.
 * https://github.com/aws-actions/amazon-ecs-deploy-task-definition
 */
export const isEmptyText = (tree: Tree): boolean => tree.kind === 'scalar' && tree.value === '';

/** Lists of names, in which an empty text names nothing. */
const lists = new Set(['links', 'requiresCompatibilities']);

const withoutEmpty = (key: string, tree: Tree): Tree =>
  tree.kind === 'list' && lists.has(key) && tree.items.some(isEmptyText)
    ? { kind: 'list', items: tree.items.filter((item) => !isEmptyText(item)), span: tree.span }
    : tree;

/** What a key says, where that is a scalar and not nothing. */
export const scalarAt = (tree: Tree, key: string): Scalar | undefined => {
  const value = entryOf(tree, key)?.value;
  return value?.kind === 'scalar' && !isNothing(value) && !isEmptyText(value) ? value : undefined;
};
