import type { Span } from '../../source/file.ts';
import { type Call, longName, type Tree } from '../../source/tree.ts';
import type { Reason, Unknown } from '../../value.ts';
import { type Evaluated, placed } from './evaluated.ts';
import { opaque, type Place, type Resolver, runtimeOf, symbolOf } from './text.ts';

/** What a function may ask of the template around it. */
export interface Context extends Resolver {
  readonly mappings: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Tree>>>;
  evaluate(tree: Tree): Evaluated | undefined;
  /** `Ref`: a parameter, a pseudo parameter or a resource. */
  reference(name: string, span: Span): Evaluated | undefined;
  attribute(logicalId: string, attribute: string, span: Span): Evaluated;
  /** What another stack exports under a name, if it is known; `own` and `any` are regions too. */
  imported(name: Evaluated, span: Span, region?: string): Evaluated | undefined;
  condition(name: string): boolean;
  holds(tree: Tree): boolean;
}

export type Intrinsic = (call: Call, context: Context) => Evaluated | undefined;

/** What a call comes to that nobody here can carry out; every such call is an unknown of its own. */
export function unsupported(call: Call): Unknown {
  const { file, start } = call.span;
  const name = longName(call.fn);
  return opaque(`${name}@${file.path}:${start}`, { kind: 'unsupported', name }, placeOf(call));
}

export const placeOf = (call: Call): Place => ({ span: call.span, via: [] });

/** A value that came from elsewhere, as it stands at the call that fetched it: nobody may rewrite it there. */
export function fetched(value: Evaluated, place: Place): Evaluated {
  const { span, via } = place;
  if (value.kind === 'literal')
    return { kind: 'literal', value: value.value, text: value.text, span, via: [...via, ...value.via] };
  return placed(value, span, [...via, ...value.via]);
}

/** An unknown made from another: who could supply it stays the same. */
export const opaqueOf = (symbol: string, from: Evaluated, call: Call): Unknown =>
  opaque(symbol, reasonOf(from), placeOf(call));

/** Who could supply an unknown value. */
export function reasonOf(value: Evaluated): Reason {
  if (value.kind === 'unknown') return value.reason;
  if (value.kind === 'reference') return runtimeOf(value).reason;
  return { kind: 'runtime', name: symbolOf(value) };
}
