import type { Entity } from '../../graph/entities.ts';
import { append } from '../../multimap.ts';
import type { SourceFile, Span } from '../../source/file.ts';
import { entryOf } from '../../source/tree.ts';
import type { Stack } from './stack.ts';
import type { ResourceDeclaration } from './template.ts';

interface Place {
  readonly declaration: ResourceDeclaration;
  readonly start: number;
  readonly end: number;
}

/** The resources of each file. */
interface Declared {
  /** In the order in which they begin. */
  readonly places: ReadonlyMap<SourceFile, readonly Place[]>;
  /** Those that stand for a file of Amazon ECS. */
  readonly registered: ReadonlyMap<SourceFile, readonly ResourceDeclaration[]>;
}

/** Finds the resource that a place of a template belongs to. */
export class Owners {
  readonly #stacks: readonly Stack[];
  #declared: Declared | undefined;

  constructor(stacks: readonly Stack[]) {
    this.#stacks = stacks;
  }

  of(at: Span): Entity | undefined {
    this.#declared ??= declaredIn(this.#stacks);
    const { places, registered } = this.#declared;
    for (const declaration of registered.get(at.file) ?? []) {
      const container = containerAt(declaration, at);
      if (container) return container;
    }
    const place = lastBefore(at.start, places.get(at.file) ?? []);
    return place && place.end >= at.end ? entityOf(place.declaration) : undefined;
  }
}

function declaredIn(stacks: readonly Stack[]): Declared {
  const byEnd = new Map<SourceFile, Map<number, Place>>();
  const registered = new Map<SourceFile, ResourceDeclaration[]>();
  for (const { evaluator } of stacks)
    for (const declaration of evaluator.template.resources.values()) {
      const { file } = declaration.key;
      const { end } = declaration.tree.span;
      const places = byEnd.get(file) ?? new Map<number, Place>();
      byEnd.set(file, places.set(end, firstOf(placeOf(declaration), places.get(end))));
      if (evaluator.template.registration) append(registered, file, declaration);
    }
  const inOrder = (places: Iterable<Place>) => [...places].sort((a, b) => a.start - b.start);
  return { places: new Map([...byEnd].map(([file, places]) => [file, inOrder(places.values())])), registered };
}

/** What is included stands in a file of its own, and in a file of Amazon ECS the name stands somewhere inside. */
const placeOf = (declaration: ResourceDeclaration): Place => ({
  declaration,
  start: Math.min(declaration.key.start, declaration.tree.span.start),
  end: declaration.tree.span.end,
});

/** What a loop makes of one text, and what an alias repeats, belongs to the one that comes first by its name. */
function firstOf(one: Place, other = one): Place {
  const { declaration } = one.declaration.logicalId < other.declaration.logicalId ? one : other;
  return { declaration, start: Math.min(one.start, other.start), end: one.end };
}

function lastBefore(start: number, places: readonly Place[]): Place | undefined {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as Place).start <= start) low = middle + 1;
    else high = middle;
  }
  return places[low - 1];
}

function entityOf({ logicalId: id, type, key: span, constructPath }: ResourceDeclaration): Entity {
  return { id, type, span, ...(constructPath !== undefined && { constructPath }) };
}

/** The containers of a task definition in a file of its own: there they go by `family/container`. */
function containerAt({ logicalId, properties }: ResourceDeclaration, at: Span): Entity | undefined {
  const containers = entryOf(properties, 'ContainerDefinitions')?.value;
  for (const container of containers?.kind === 'list' ? containers.items : []) {
    const name = entryOf(container, 'Name')?.value;
    const { start, end } = container.span;
    if (name?.kind === 'scalar' && start <= at.start && at.end <= end)
      return { id: `${logicalId}/${name.text}`, type: 'container', span: name.span };
  }
  return undefined;
}
