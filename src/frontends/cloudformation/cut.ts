import type { Unknown } from '../../value.ts';
import type { Evaluated, Reference } from './evaluated.ts';
import { composed, type Piece, type Place, referenceIn } from './text.ts';

/** Delimiters that stand in no name, id or ARN. */
const between = /^[\s,;|]+$/;

/**
 * A text with holes, cut at a delimiter: what `Fn::Join` put together comes apart again, and references in it are
 * references still. Nothing where a hole may hold the delimiter itself.
 */
export function cut(value: Unknown, delimiter: string, place: Place): Evaluated | undefined {
  if (value.joined?.by === delimiter) return { ...listIn(value.joined.list), ...place };
  const parts = value.parts ?? [value];
  if (!parts.every((part) => typeof part === 'string' || isWhole(part, delimiter))) return undefined;
  const items: Piece[][] = [[]];
  for (const part of parts) {
    const [first = '', ...others] = typeof part === 'string' ? part.split(delimiter) : [part];
    if (first !== '') items.at(-1)?.push(first);
    for (const other of others) items.push(other === '' ? [] : [other]);
  }
  if (items.some((pieces) => pieces.length > 1 && pieces.some(isJoined))) return undefined;
  return { kind: 'list', items: items.map((pieces) => itemOf(pieces, place)), ...place };
}

/** What a parent stack passes for a list: CloudFormation trims each item of it. */
export function cutForList({ joined, parts, ...value }: Unknown, place: Place): Evaluated | undefined {
  const isFirst = (index: number) => index === 0;
  const isLast = (index: number) => index + 1 === parts?.length;
  const trimmed = parts?.map((part, index) => {
    if (typeof part !== 'string') return part;
    const inner = part.replace(/\s*,\s*/g, ',');
    const rest = isFirst(index) ? inner.trimStart() : inner;
    return isLast(index) ? rest.trimEnd() : rest;
  });
  return cut(
    {
      ...value,
      ...(joined && { joined: { ...joined, by: joined.by.trim() } }),
      ...(trimmed && { parts: trimmed }),
    },
    ',',
    place,
  );
}

/** What a resource returns for itself, a name or an ARN, holds no comma, and nor does what has a type of AWS. */
function isWhole(hole: Unknown, delimiter: string): boolean {
  if (isJoined(hole)) return hole.joined?.by === delimiter;
  return between.test(delimiter) && (hole.shape === 'text' || referenceIn(hole) !== undefined);
}

const isJoined = (piece: Piece): boolean => typeof piece !== 'string' && piece.joined !== undefined;

function itemOf(pieces: readonly Piece[], place: Place): Evaluated {
  const [hole] = pieces;
  return typeof hole === 'object' && hole.joined ? { ...listIn(hole.joined.list), ...place } : composed(pieces, place);
}

/** A list that was joined, whole. */
const listIn = (list: Unknown): Reference | Unknown => referenceIn(list) ?? { ...list, shape: 'list' };
