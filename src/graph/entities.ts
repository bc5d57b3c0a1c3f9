import type { Spanned } from '../source/file.ts';
import type { Value } from '../value.ts';

export type Seconds = number;

export type Percent = number;

/** Something AWS runs. Fields are those of the scenario at hand. */
export interface Entity extends Spanned {
  /** The user's name for it: the logical id, or a container's name. */
  readonly id: string;
  /** `AWS::ECS::Service`, or `container`. */
  readonly type: string;
  /** The construct path of an entity that CDK synthesised. */
  readonly constructPath?: string;
  /** Where the CDK app creates it: `lib/api-stack.ts:42`. */
  readonly constructSource?: string;
}

/** A resource that may be left out of a deployment by its `Condition`. */
export interface Resource extends Entity {
  readonly exists: boolean;
  /** Tells it from every other resource of the application, also from one with the same logical id in another stack. */
  readonly key: string;
  /** Whether AWS is sure to create the other first: this one names it or depends on it, or on something that does. */
  comesAfter(other: { readonly key: string }): boolean;
  /** What `DependsOn` names, where that is one resource; absent is `undefined`. */
  readonly dependsOn: Value<string | undefined>;
  /** Who names this resource, in any scenario. */
  readonly referrers: readonly Referrer[];
  /** A property by its name in AWS's API, such as `Matcher.HttpCode`, as the text that is written; absent is `undefined`. */
  property(path: string): Value<string | undefined>;
}

/** An output, or another resource, that names a resource. */
export interface Referrer {
  readonly kind: 'output' | 'resource';
  readonly id: string;
  /** The resource's type; `Output` for an output. */
  readonly type: string;
  /** Whether it can pass on which resource this is, so that others may add to it; an attribute such as `DNSName` cannot. */
  readonly identifies: boolean;
}
