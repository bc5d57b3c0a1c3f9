import type { Span } from '../../source/file.ts';
import type { Hop, Slot, Unknown } from '../../value.ts';

/** What a template expression comes to in one scenario. `undefined` beside it means absent, as `AWS::NoValue` is. */
export type Evaluated = Literal | EvaluatedList | EvaluatedMap | Reference | Unresolved;

interface Place {
  /** Where a message points: the literal itself, or the expression nearest to the property that led to it. */
  readonly span: Span;
  readonly via: readonly Hop[];
}

export interface Literal extends Place {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
  /** The content as text, before YAML or JSON typed it. */
  readonly text: string;
  /** Present when the literal is written in place, so that a fix may rewrite it. */
  readonly slot?: () => Slot | undefined;
}

export interface EvaluatedList extends Place {
  readonly kind: 'list';
  /** Without the items that came to `AWS::NoValue`. */
  readonly items: readonly Evaluated[];
}

export interface EvaluatedMap extends Place {
  readonly kind: 'map';
  /** In source order. Values are evaluated when they are asked for. */
  readonly keys: readonly string[];
  /** The span of a key as written; the span of the map for a key that a function produced. */
  keySpan(key: string): Span;
  /** The value of a key; `undefined` when there is none or it comes to `AWS::NoValue`. */
  get(key: string): Evaluated | undefined;
  /** How to add a property to this map, when it is a literal block of the source. */
  insert(key: string): Slot | undefined;
  /** The same map, as it stands elsewhere. */
  at(span: Span, via: readonly Hop[]): EvaluatedMap;
}

/** `Ref` or `Fn::GetAtt` of a resource in the same template: what it returns is only known at run time, whose it is, is known. */
export interface Reference extends Place {
  readonly kind: 'reference';
  /** The stack that holds the resource; empty for the root stack. */
  readonly stack: string;
  readonly logicalId: string;
  /** Absent for `Ref`. */
  readonly attribute?: string;
  /** The identity under which two references are the same: `Stack/LogicalId` or `Stack/LogicalId.Attribute`. */
  readonly symbol: string;
}

/** An unknown text, list or map; the same kind of unknown as everywhere else. */
export type Unresolved = Unknown;

/** The same value, as it stands elsewhere. */
export const placed = <V extends Evaluated>(value: V, span: Span, via: readonly Hop[]): Evaluated =>
  value.kind === 'map' ? value.at(span, via) : { ...value, span, via };
