import type { Exploration } from '../scenario.ts';
import type { Span } from '../source/file.ts';
import type { Entity } from './entities.ts';
import type { Gap, Reached, Subjects } from './subjects.ts';

/** One deployment: the templates of one application, linked, in every scenario that its conditions allow. */
export interface Graph {
  /** The resources that subjects of a kind hang on. Each is explored by itself, so that it splits only over its own conditions. */
  anchors(kind: keyof Subjects): readonly Entity[];
  /** The subjects that hang on an anchor, in the scenario at hand: to be called inside {@link explore}. */
  subjects<S extends keyof Subjects>(kind: S, anchor: Entity): Reached<Subjects[S]>;
  /** Links out of what was given that belong to no traffic path. */
  readonly gaps: readonly Gap[];
  /** The resource, or the container, whose declaration a place lies in. */
  ownerOf(span: Span): Entity | undefined;
  /** Runs a computation in every scenario that matters to it, or in as many of them as are asked for. */
  explore<T>(run: () => T, most?: number): Exploration<T>;
  /** Lets go of all that was worked out, to be worked out again where it is needed: what is asked next is of other stacks. */
  forget(): void;
}
