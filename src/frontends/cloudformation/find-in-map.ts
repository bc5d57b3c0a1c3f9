import { spend } from '../../effort.ts';
import type { Call, Tree } from '../../source/tree.ts';
import { entryOf } from '../../source/tree.ts';
import { type Context, fetched, placeOf, reasonOf } from './context.ts';
import type { Evaluated } from './evaluated.ts';
import { opaque, symbolOf, textOfLiteral } from './text.ts';

/**
 * With a key that is not known, the value on which all keys agree.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-findinmap-enhancements.html
 */
export function findInMap(call: Call, context: Context): Evaluated | undefined {
  if (call.args.kind !== 'list') return undefined;
  const { items } = call.args;
  const path = items.slice(0, 3).flatMap((tree) => context.evaluate(tree) ?? []);
  if (path.length < 3) return undefined;
  const unknown = path.find((key) => key.kind !== 'literal');
  const fallback = entryOf(items[3], 'DefaultValue')?.value;
  const found = at(path, 0, context.mappings);
  spend(5 * found.length);
  // CloudFormation allows no functions there, and values that look each other up would multiply.
  if (found.some(hasCalls)) return undefined;
  if (found.length === 0) return fallback && context.evaluate(fallback);
  const candidates = unknown && fallback ? [...found, fallback] : found;
  const [value, ...others] = candidates.map((tree) => context.evaluate(tree));
  if (others.every((other) => symbolOf(other) === symbolOf(value))) {
    const [map] = path;
    const name = map?.kind === 'literal' ? map.text : 'Fn::FindInMap';
    const via = path.flatMap((key) => key.via);
    return value && fetched(value, { span: call.span, via: [{ kind: 'mapping', name, span: value.span }, ...via] });
  }
  const symbol = [...path, ...(fallback ? [context.evaluate(fallback)] : [])].map(symbolOf).join(',');
  return unknown && opaque(`FindInMap(${symbol})`, reasonOf(unknown), placeOf(call));
}

function hasCalls(tree: Tree): boolean {
  if (tree.kind === 'call') return true;
  return tree.kind === 'list' && tree.items.some(hasCalls);
}

type Level = ReadonlyMap<string, Level> | ReadonlyMap<string, Tree>;

/** The values below a level that a path of known and unknown keys may lead to. */
function at(path: readonly Evaluated[], depth: number, level: Level): readonly Tree[] {
  const key = path[depth];
  const next = key?.kind === 'literal' ? [level.get(textOfLiteral(key))] : [...level.values()];
  return next.flatMap((each) => {
    if (each === undefined) return [];
    return each instanceof Map ? at(path, depth + 1, each) : isTree(each) ? [each] : [];
  });
}

const isTree = (value: Tree | Level): value is Tree => 'kind' in value;
