import { append } from '../../multimap.ts';
import type { Reason } from '../../value.ts';
import { couldBe, onlyText, opening, type Piece, written } from './text.ts';

export const stackName = 'AWS::StackName';

/** What a template exports, or stores, under a name of which pieces are known. */
export interface Offer {
  readonly path: string;
  readonly parts: readonly Piece[];
  /** The template whose stack's name is in it: that one, or one that passes its own to it. */
  readonly stackOf: string;
}

interface Known {
  readonly offer: Offer;
  /** The whole name, where it has no holes. */
  readonly text: string | undefined;
  readonly kind: 'exported' | 'stored';
}

/** Names that end alike, in so many characters, are compared. */
const endLength = 4;

/** What all templates export that were given together, linked or not. */
export class Offers {
  readonly #byEnd = new Map<string | undefined, Known[]>();
  readonly #done = new Map<string, Reason['heldUpBy']>();

  add(offers: readonly Offer[]): void {
    this.#done.clear();
    for (const offer of offers)
      append(this.#byEnd, endOf(offer.parts), {
        offer,
        text: onlyText(offer.parts),
        kind: kindOf(offer.parts),
      });
  }

  /**
   * What holds up an import of what one of them exports, by the template at `path`: a name that nobody knows. Nothing
   * where several may be meant.
   */
  heldUp(name: readonly Piece[], path: string): Reason['heldUpBy'] {
    const kind = kindOf(name);
    // What a template stores itself it does not read.
    const key = kind === 'stored' ? `${written(name)} in ${path}` : written(name);
    if (!this.#done.has(key)) this.#done.set(key, this.#sought(name, kind, path));
    return this.#done.get(key);
  }

  #sought(name: readonly Piece[], kind: Known['kind'], path: string): Reason['heldUpBy'] {
    const filled = name.map((part) => (typeof part === 'string' ? part : '-')).join('');
    const [found, ...others] = this.#endingLike(name).filter(
      (known) =>
        known.kind === kind &&
        (kind === 'exported' || known.offer.path !== path) &&
        (known.text === undefined ? couldBe(known.offer.parts, filled) : couldBe(name, known.text)),
    );
    if (!found || others.some(({ offer }) => offer.path !== found.offer.path)) return undefined;
    const { parts, stackOf } = found.offer;
    const [hole] = [...name, ...parts].filter((part) => typeof part !== 'string');
    if (hole?.reason.kind !== 'parameter') return undefined;
    if (hole.reason.name !== stackName) return { parameter: hole.reason.name };
    return name.includes(hole) ? undefined : { stackOf };
  }

  #endingLike(name: readonly Piece[]): readonly Known[] {
    const end = endOf(name);
    if (end === undefined) return [...this.#byEnd.values()].flat();
    return [...(this.#byEnd.get(end) ?? []), ...(this.#byEnd.get(undefined) ?? [])];
  }
}

/** What Systems Manager stores goes by a dynamic reference, as no export can be called. */
const kindOf = ([first]: readonly Piece[]): Known['kind'] =>
  typeof first === 'string' && first.startsWith(opening) ? 'stored' : 'exported';

/** The last characters, where they are known. */
function endOf(parts: readonly Piece[]): string | undefined {
  const last = parts.at(-1);
  return typeof last === 'string' && last.length >= endLength ? last.slice(-endLength) : undefined;
}
