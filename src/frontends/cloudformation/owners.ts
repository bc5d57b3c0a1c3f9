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

/** The resources that stand in a file, in the order in which they begin. */
interface Declared {
  readonly places: readonly Place[];
  /** How far each of them and all before it go. */
  readonly ends: readonly number[];
  /** Those that stand for a file of Amazon ECS. */
  readonly registered: readonly ResourceDeclaration[];
}

/** Finds the resource that a place of a template belongs to. */
export class Owners {
  readonly #stacks: readonly Stack[];
  #declared: ReadonlyMap<SourceFile, Declared> | undefined;

  constructor(stacks: readonly Stack[]) {
    this.#stacks = stacks;
  }

  of(at: Span): Entity | undefined {
    this.#declared ??= this.#byFile();
    const declared = this.#declared.get(at.file);
    for (const declaration of declared?.registered ?? []) {
      const container = containerAt(declaration, at);
      if (container) return container;
    }
    return declared && ownerIn(declared, at);
  }

  #byFile(): ReadonlyMap<SourceFile, Declared> {
    const places = new Map<SourceFile, Place[]>();
    const registered = new Set<ResourceDeclaration>();
    for (const { evaluator } of this.#stacks)
      for (const declaration of evaluator.template.resources.values()) {
        const { key, tree } = declaration;
        // What is included stands in a file of its own, and in a file of Amazon ECS the name stands somewhere inside.
        append(places, key.file, { declaration, start: Math.min(key.start, tree.span.start), end: tree.span.end });
        if (evaluator.template.registration) registered.add(declaration);
      }
    return new Map([...places].map(([file, all]) => [file, inOrder(all, registered)]));
  }
}

function inOrder(places: readonly Place[], registered: ReadonlySet<ResourceDeclaration>): Declared {
  const sorted = places.toSorted((a, b) => a.start - b.start);
  let furthest = 0;
  return {
    places: sorted,
    ends: sorted.map(({ end }) => {
      furthest = Math.max(furthest, end);
      return furthest;
    }),
    registered: places.map(({ declaration }) => declaration).filter((each) => registered.has(each)),
  };
}

/** Of those that a loop makes of one text, the one that comes first by its name. */
function ownerIn({ places, ends }: Declared, at: Span): Entity | undefined {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.start ?? 0) <= at.start) low = middle + 1;
    else high = middle;
  }
  let first: ResourceDeclaration | undefined;
  for (let i = low - 1; i >= 0 && (ends[i] ?? 0) >= at.end; i--) {
    const { declaration, end = 0 } = places[i] ?? {};
    if (declaration && end >= at.end && !(first && first.logicalId <= declaration.logicalId)) first = declaration;
  }
  return first && entityOf(first);
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
