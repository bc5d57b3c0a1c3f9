import { parameterValue } from '../config.ts';
import { InputError, type Span } from '../source/file.ts';
import { entryOf, type Mapping, type Tree } from '../source/tree.ts';

/**
 * The parameter values of a file, in any of the forms in which people keep them: the AWS CLI's list of `ParameterKey`
 * and `ParameterValue`, or of `Key=Value`; CodePipeline's `{ "Parameters": {} }`; a plain map.
 * @throws InputError at the place that cannot be understood.
 */
export function parametersOf(tree: Tree): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { name, value, span } of given(tree)) {
    if (values.has(name)) throw new InputError(`\`${name}\` is given twice`, span);
    values.set(name, value);
  }
  return values;
}

interface Given {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

function given(tree: Tree): readonly Given[] {
  if (tree.kind === 'list') return tree.items.flatMap(listed);
  const nested = entryOf(tree, 'Parameters')?.value;
  if (nested?.kind === 'map') return mapped(nested);
  if (tree.kind === 'map') return mapped(tree);
  throw new InputError(
    'parameters are a list of `ParameterKey` and `ParameterValue`, or a map of names to values',
    tree.span,
  );
}

/** One item of the AWS CLI's list. `UsePreviousValue` leaves the value unknown. */
function listed(item: Tree): readonly Given[] {
  if (item.kind === 'scalar') {
    const equals = item.text.indexOf('=');
    if (equals > 0) return [{ name: item.text.slice(0, equals), value: item.text.slice(equals + 1), span: item.span }];
  }
  const key = entryOf(item, 'ParameterKey')?.value;
  if (key?.kind !== 'scalar') throw new InputError('this item names no `ParameterKey`', item.span);
  const value = entryOf(item, 'ParameterValue')?.value;
  if (value) return [{ name: key.text, value: parameterValue(value), span: key.span }];
  if (entryOf(item, 'UsePreviousValue')) return [];
  throw new InputError(`\`${key.text}\` has no \`ParameterValue\``, item.span);
}

const mapped = (map: Mapping): readonly Given[] =>
  [...map.entries].map(([name, { key, value }]) => ({ name, value: parameterValue(value), span: key }));
