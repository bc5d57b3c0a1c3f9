import type { Entry, Mapping, Scalar, Tree } from '../../source/tree.ts';
import { textOfScalar } from './parameters.ts';
import { readTemplate, type Template } from './template.ts';

/** What a loop runs over; nothing when that is not known. */
export type Collection = (tree: Tree) => readonly string[] | undefined;

const loopPrefix = 'Fn::ForEach::';
const sections = ['Conditions', 'Resources', 'Outputs'] as const;
/** Loops multiply: beyond this many entries a template could not be deployed anyway. */
const mostEntries = 10_000;

const copies = new WeakSet<Tree>();

/** Whether a tree was made by a loop, so that what is written there stands for more than one thing. */
export const isCopy = (tree: Tree): boolean => copies.has(tree);

/** Whether some keys of a mapping are made by loops. */
export const hasLoops = ({ entries }: Mapping): boolean => {
  for (const key of entries.keys()) if (key.startsWith(loopPrefix)) return true;
  return false;
};

/** The template with the loops of its sections carried out; loops over unknown lists stay hidden. */
export function withoutLoops(template: Template, collection: Collection): Template {
  const { tree } = template;
  const entries = new Map(tree.entries);
  for (const name of sections) {
    const entry = entries.get(name);
    if (entry?.value.kind !== 'map' || !hasLoops(entry.value)) continue;
    entries.set(name, {
      key: entry.key,
      value: { ...fields(entry.value), entries: expanded(entry.value, collection) },
    });
  }
  const changed = sections.some((name) => entries.get(name) !== tree.entries.get(name));
  return changed ? { ...readTemplate({ kind: 'map', span: tree.span, entries }), tree } : template;
}

/**
 * The entries of a mapping with its loops carried out, as far as their collections are known.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expanded(mapping: Mapping, collection: Collection): ReadonlyMap<string, Entry> {
  const result = new Map<string, Entry>();
  const expand = (entries: ReadonlyMap<string, Entry>): void => {
    for (const [key, entry] of entries) {
      const rounds = key.startsWith(loopPrefix) ? roundsOf(entry.value, collection) : undefined;
      if (!rounds) result.set(key, entry);
      else if (result.size < mostEntries) for (const round of rounds) expand(round());
    }
  };
  expand(mapping.entries);
  return result;
}

function roundsOf(loop: Tree, collection: Collection): readonly (() => ReadonlyMap<string, Entry>)[] | undefined {
  if (loop.kind !== 'list') return undefined;
  const [identifier, values, body] = loop.items;
  if (identifier?.kind !== 'scalar' || !values || body?.kind !== 'map') return undefined;
  const name = textOfScalar(identifier);
  return collection(values)?.map((value) => () => {
    const round = replaced(body, name, value);
    return round.kind === 'map' ? round.entries : new Map();
  });
}

/** A copy of a tree with `${Identifier}`, `&{Identifier}` and `Ref: Identifier` replaced. */
function replaced(tree: Tree, name: string, value: string): Tree {
  const made = copyOf(tree, name, value);
  copies.add(made);
  return made;
}

function copyOf(tree: Tree, name: string, value: string): Tree {
  switch (tree.kind) {
    case 'scalar':
      return replacedScalar(tree, name, value);
    case 'list':
      return { kind: 'list', span: tree.span, items: tree.items.map((item) => replaced(item, name, value)) };
    case 'call':
      if (tree.fn === 'Ref' && tree.args.kind === 'scalar' && tree.args.text === name) {
        return { kind: 'scalar', span: tree.span, value, text: value };
      }
      return { kind: 'call', span: tree.span, fn: tree.fn, args: replaced(tree.args, name, value) };
    case 'map':
      return {
        ...fields(tree),
        entries: new Map(
          [...tree.entries].map(([key, entry]) => [
            replacedText(key, name, value),
            { key: entry.key, value: replaced(entry.value, name, value) },
          ]),
        ),
      };
  }
}

function replacedScalar(scalar: Scalar, name: string, value: string): Scalar {
  const text = replacedText(scalar.text, name, value);
  return { kind: 'scalar', span: scalar.span, value: text === scalar.text ? scalar.value : text, text };
}

/** `&{Identifier}` leaves out what a logical id may not contain. */
const replacedText = (text: string, name: string, value: string): string =>
  text.replaceAll(`\${${name}}`, () => value).replaceAll(`&{${name}}`, () => value.replace(/[^A-Za-z0-9]/g, ''));

const fields = ({ kind, span }: Mapping): Pick<Mapping, 'kind' | 'span'> => ({ kind, span });
