import type { Call } from '../../source/tree.ts';
import { type Context, placeOf } from './context.ts';
import type { Evaluated, Literal } from './evaluated.ts';
import { composed, opaque, type Piece, piecesOf, textOfLiteral } from './text.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ToJsonString.html */
export function toJsonString(call: Call, context: Context): Evaluated | undefined {
  const value = context.evaluate(call.args);
  if (value?.kind !== 'list' && value?.kind !== 'map') return undefined;
  return composed(written(value), placeOf(call));
}

function written(value: Evaluated): readonly Piece[] {
  switch (value.kind) {
    case 'literal':
      return [writtenLiteral(value)];
    case 'list':
      return ['[', ...separated(value.items.map(written)), ']'];
    case 'map':
      return ['{', ...separated(value.keys.flatMap((key) => property(key, value.get(key)))), '}'];
    default:
      return ['"', ...(piecesOf(value) ?? []).map((piece) => escaped(piece)), '"'];
  }
}

function property(key: string, value: Evaluated | undefined): readonly (readonly Piece[])[] {
  return value ? [[`${JSON.stringify(key)}:`, ...written(value)]] : [];
}

const writtenLiteral = (value: Literal): string =>
  JSON.stringify(typeof value.value === 'string' ? textOfLiteral(value) : value.value);

/** What a hole holds may need escapes: it is not the same text inside a JSON string as outside. */
function escaped(piece: Piece): Piece {
  if (typeof piece === 'string') return JSON.stringify(piece).slice(1, -1);
  return opaque(`json(${piece.symbol})`, piece.reason, piece);
}

const separated = (all: readonly (readonly Piece[])[]): readonly Piece[] =>
  all.flatMap((pieces, index) => (index === 0 ? pieces : [',', ...pieces]));
