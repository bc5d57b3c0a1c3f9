import { distance } from 'fastest-levenshtein';
import { InputError, type SourceFile, type Span } from '../../source/file.ts';
import { meant } from '../../source/meant.ts';
import { entryOf, type Tree } from '../../source/tree.ts';
import { definitions, type Schema } from './schema.ts';
import { isEmptyText } from './translate.ts';

/** What a generated validator finds, in the words of ajv. */
export interface Fault {
  /** A JSON pointer: `/containerDefinitions/0/cpu`. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: {
    readonly type?: string;
    readonly allowedValues?: readonly string[];
    readonly limit?: number;
    readonly additionalProperty?: string;
  };
}

export interface Validator {
  (data: unknown): boolean;
  readonly errors?: readonly Fault[] | null;
}

/** Generated from the schema; handed in, so that only who reads such files loads them. */
export interface Validators {
  readonly taskDefinition: Validator;
  readonly service: Validator;
}

/** Everything that Amazon ECS would refuse in a document, each with its place. `isOpen` tells placeholders, which may become anything. */
export function faultsOf(
  tree: Tree,
  what: keyof Validators,
  validators: Validators,
  file: SourceFile,
  isOpen: (tree: Tree) => boolean,
): readonly InputError[] {
  const validator = validators[what];
  if (validator(data(tree))) return [];
  return (validator.errors ?? []).flatMap((fault) => {
    const path = fault.instancePath.split('/').slice(1).map(unescaped);
    const node = follow(tree, path);
    if (!node || isOpen(node)) return [];
    const message = messageOf(fault, path, node, schemaAt(path, definitions[what]));
    if (message === undefined) return [];
    const { start, end } = placeOf(fault, node);
    return [new InputError(message, { file, start, end })];
  });
}

/** The plain data of a tree; `null` is as good as absent. */
function data(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(data);
  if (tree.kind === 'call') return undefined;
  const written = [...tree.entries].filter(
    ([, { value }]) => value.kind !== 'call' && !(value.kind === 'scalar' && value.value === null),
  );
  return Object.fromEntries(written.map(([key, { value }]) => [key, data(value)]));
}

const unescaped = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');

const follow = (tree: Tree, path: readonly string[]): Tree | undefined =>
  path.reduce<Tree | undefined>(
    (node, segment) => (node?.kind === 'list' ? node.items[Number(segment)] : entryOf(node, segment)?.value),
    tree,
  );

function schemaAt(path: readonly string[], schema: Schema): Schema | undefined {
  const [segment, ...rest] = path;
  const here = schema.$ref === undefined ? schema : definitions.container;
  if (segment === undefined) return here;
  const below = here.items ?? here.properties?.[segment];
  return below && schemaAt(rest, below);
}

/** A key that is not known is pointed at itself, everything else at its value; a block is too much to point at. */
function placeOf({ params: { additionalProperty } }: Fault, node: Tree): Span {
  const key = additionalProperty === undefined ? undefined : entryOf(node, additionalProperty)?.key;
  if (key || node.kind === 'scalar') return key ?? node.span;
  return { ...node.span, end: node.span.start + 1 };
}

const nouns: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a text',
  integer: 'an integer',
  boolean: 'true or false',
};

/** Nothing where the fault is none: a key that AWS may have added since we wrote its keys down. */
function messageOf({ keyword, params }: Fault, path: readonly string[], node: Tree, schema: Schema | undefined) {
  const name = nameOf(path);
  switch (keyword) {
    case 'type':
      return `${name} is ${nouns[params.type ?? ''] ?? params.type}, not ${shown(node)}${rewritten(params.type, node)}`;
    case 'enum': {
      if (isEmptyText(node)) return undefined;
      const choices = params.allowedValues ?? [];
      const hint = node.kind === 'scalar' ? meant(node.text, choices) : undefined;
      const question = hint === undefined ? '' : `; did you mean \`${hint}\`?`;
      return `${name} is one of ${choices.map((choice) => `\`${choice}\``).join(', ')}, not ${shown(node)}${question}`;
    }
    case 'minimum':
    case 'maximum': {
      const { minimum = 0, maximum } = schema ?? {};
      const range = maximum === undefined ? `at least ${minimum}` : `between ${minimum} and ${maximum}`;
      return `${name} is ${range}, not ${shown(node)}`;
    }
    case 'additionalProperties': {
      const key = params.additionalProperty ?? '';
      const taken = node.kind === 'map' ? node.entries : new Map();
      const free = Object.keys(schema?.properties ?? {}).filter((choice) => !taken.has(choice));
      const choice = misspelt(key, free);
      return choice === undefined ? undefined : `\`${key}\` is not a key here; did you mean \`${choice}\`?`;
    }
    default:
      return undefined;
  }
}

/** The key that another one is but a slip of the hand, or of the dialect, away from. */
function misspelt(key: string, choices: readonly string[]): string | undefined {
  const folded = (word: string) => word.replaceAll(/[-_]/g, '').toLowerCase();
  const choice = choices.find((each) => folded(each) === folded(key)) ?? meant(key, choices);
  if (choice === undefined) return undefined;
  const slips = distance(folded(key), folded(choice));
  return slips <= (choice.length > 5 ? 2 : 1) ? choice : undefined;
}

/** The key a value belongs to; an item goes by its list. */
function nameOf(path: readonly string[]): string {
  const key = path.findLast((segment) => !/^\d+$/.test(segment));
  const item = path.at(-1) !== key;
  if (key === undefined) return 'the document';
  return item ? `each item of \`${key}\`` : `\`${key}\``;
}

function shown(node: Tree): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind !== 'scalar') return 'a map';
  const text = node.text.length > 40 ? `${node.text.slice(0, 39)}…` : node.text;
  return typeof node.value === 'string' ? `the text ${JSON.stringify(text)}` : `\`${text}\``;
}

/** The same value as it has to be written, where only its quotes are wrong. */
function rewritten(type: string | undefined, node: Tree): string {
  if (node.kind !== 'scalar') return '';
  if (type === 'string') return `; write \`${JSON.stringify(node.text)}\``;
  const fits = type === 'integer' ? /^-?\d+$/.test(node.text) : type === 'boolean' && /^(true|false)$/.test(node.text);
  return fits ? `; write \`${node.text}\` without quotes` : '';
}
