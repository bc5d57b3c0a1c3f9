import { InputError, type Span } from '../../source/file.ts';
import type { Entry, Mapping, Tree } from '../../source/tree.ts';
import { textOfScalar } from './parameters.ts';
import { readTemplate, type Template } from './template.ts';
import { mostText } from './text.ts';

/** What a loop runs over; nothing when that is not known. */
export type Collection = (tree: Tree) => readonly string[] | undefined;

const loopPrefix = 'Fn::ForEach::';
const sections = ['Conditions', 'Resources', 'Outputs'] as const;
const copies = new WeakSet<Tree>();
let someCopied = false;

/** Whether a tree was made by a loop, so that what is written there stands for more than one thing. */
export const isCopy = (tree: Tree): boolean => someCopied && copies.has(tree);

/** Whether some keys of a mapping are made by loops. */
export const hasLoops = ({ entries }: Mapping): boolean => {
  for (const key of entries.keys()) if (key.startsWith(loopPrefix)) return true;
  return false;
};

/**
 * The template with the loops of its sections carried out; loops over unknown lists stay hidden.
 * @throws InputError when they make more than so many copies of what is written.
 */
export function withoutLoops(template: Template, collection: Collection, copies: number): Template {
  const { tree } = template;
  const copier = new Copier(copies);
  const entries = new Map(tree.entries);
  for (const name of sections) {
    const entry = entries.get(name);
    if (entry?.value.kind !== 'map' || !hasLoops(entry.value)) continue;
    entries.set(name, {
      key: entry.key,
      value: { ...fields(entry.value), entries: expanded(entry.value, collection, copier) },
    });
  }
  const changed = sections.some((name) => entries.get(name) !== tree.entries.get(name));
  return changed ? { ...readTemplate({ kind: 'map', span: tree.span, entries }), tree } : template;
}

/**
 * The entries of a mapping with its loops carried out, as far as their collections are known.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 * @throws InputError when they make more copies than the copier may.
 */
export function expanded(mapping: Mapping, collection: Collection, copier: Copier): ReadonlyMap<string, Entry> {
  const result = new Map<string, Entry>();
  const expand = (entries: ReadonlyMap<string, Entry>): void => {
    for (const [key, entry] of entries) {
      const rounds = key.startsWith(loopPrefix) ? roundsOf(entry.value, collection, copier) : undefined;
      if (!rounds) result.set(key, entry);
      else for (const round of rounds) expand(round());
    }
  };
  expand(mapping.entries);
  return result;
}

function roundsOf(
  loop: Tree,
  collection: Collection,
  copier: Copier,
): readonly (() => ReadonlyMap<string, Entry>)[] | undefined {
  if (loop.kind !== 'list') return undefined;
  const [identifier, values, body] = loop.items;
  if (identifier?.kind !== 'scalar' || !values || body?.kind !== 'map') return undefined;
  const name = textOfScalar(identifier);
  return collection(values)?.map((value) => () => {
    const round = copier.replaced(body, name, value);
    return round.kind === 'map' ? round.entries : new Map();
  });
}

/** Makes the copies that loops need. Loops multiply, so that a small file could ask for billions. */
export class Copier {
  readonly #most: number;
  #made = 0;

  /** `most` is how many nodes it may copy. */
  constructor(most: number) {
    this.#most = most;
  }

  /** A copy of a tree with `${Identifier}`, `&{Identifier}` and `Ref: Identifier` replaced. */
  replaced(tree: Tree, name: string, value: string): Tree {
    if (++this.#made > this.#most)
      throw new InputError(
        `loops make more than ${this.#most} copies of what is written; raise \`--max-copies\` where they are meant`,
        tree.span,
      );
    const made = this.#copyOf(tree, name, value);
    copies.add(made);
    someCopied = true;
    return made;
  }

  #copyOf(tree: Tree, name: string, value: string): Tree {
    switch (tree.kind) {
      case 'scalar': {
        const text = this.#text(tree.text, name, value, tree.span);
        return { kind: 'scalar', span: tree.span, value: text === tree.text ? tree.value : text, text };
      }
      case 'list':
        return { kind: 'list', span: tree.span, items: tree.items.map((item) => this.replaced(item, name, value)) };
      case 'call':
        if (tree.fn === 'Ref' && tree.args.kind === 'scalar' && tree.args.text === name) {
          return { kind: 'scalar', span: tree.span, value, text: value };
        }
        return { kind: 'call', span: tree.span, fn: tree.fn, args: this.replaced(tree.args, name, value) };
      case 'map':
        return {
          ...fields(tree),
          entries: new Map(
            [...tree.entries].map(([key, entry]) => [
              this.#text(key, name, value, entry.key),
              { key: entry.key, value: this.replaced(entry.value, name, value) },
            ]),
          ),
        };
    }
  }

  /** `&{Identifier}` leaves out what a logical id may not contain. */
  #text(text: string, name: string, value: string, span: Span): string {
    const written = replacedIn(text, `\${${name}}`, value, span);
    return replacedIn(written, `&{${name}}`, value.replace(/[^A-Za-z0-9]/g, ''), span);
  }
}

function replacedIn(text: string, hole: string, value: string, span: Span): string {
  const pieces = text.split(hole);
  if (pieces.length === 1) return text;
  if (text.length + pieces.length * value.length > mostText)
    throw new InputError(`loops make a text of more than ${mostText} characters here: make them smaller`, span);
  return pieces.join(value);
}

const fields = ({ kind, span }: Mapping): Pick<Mapping, 'kind' | 'span'> => ({ kind, span });
