import { spend } from '../../effort.ts';
import { hash } from '../../fingerprint.ts';
import type { Span } from '../../source/file.ts';
import type { Hop, Reason, Unknown } from '../../value.ts';
import type { Evaluated, Literal, Reference } from './evaluated.ts';

/** A stretch of text, or a hole in it. */
export type Piece = string | Unknown;

export interface Place {
  readonly span: Span;
  readonly via: readonly Hop[];
}

/** Texts of more characters are not put together: a whole template may have no more than CloudFormation's 1 MB. */
export const mostText = 1_000_000;

/** Who knows what dynamic references come to. */
export interface Resolver {
  /** What Systems Manager holds under a name, where another stack writes it. */
  stored(name: string): Evaluated | undefined;
  /** What holds up that it is known: a name that nobody knows. */
  heldUp(name: readonly Piece[]): Reason['heldUpBy'];
}

/**
 * A text made of pieces: a literal without holes, the hole itself, or the resource that it stands for, when there is
 * nothing else, else an unknown with parts.
 */
export function composed(pieces: readonly Piece[], place: Place, resolver?: Resolver): Literal | Reference | Unknown {
  const length = pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece : piece.symbol).length, 0);
  if (length > mostText && pieces.length > 1) return endless(place);
  spend(length >> 4);
  const parts = withoutDynamicReferences(merged(pieces), place, resolver);
  const holes = parts.filter((part) => typeof part !== 'string');
  const [first] = holes;
  if (!first) return literal(parts.join(''), place);
  if (parts.length === 1) {
    const via = first.via.length === 0 ? place.via : [...new Set([...place.via, ...first.via])];
    const alone = { ...first, span: place.span, via };
    return referenceIn(alone) ?? alone;
  }
  return { kind: 'unknown', reason: first.reason, symbol: textSymbol(parts), parts, ...place };
}

export const literal = (text: string, { span, via }: Place): Literal => ({
  kind: 'literal',
  value: text,
  text,
  span,
  via,
});

/** A literal as CloudFormation would paste it into a text. */
export const textOfLiteral = ({ value, text }: Literal): string => (typeof value === 'boolean' ? String(value) : text);

/** The pieces a value contributes to a text; nothing for a list or a map, which no text can hold. */
export function piecesOf(value: Evaluated): readonly Piece[] | undefined {
  switch (value.kind) {
    case 'literal':
      return [textOfLiteral(value)];
    case 'unknown':
      return [value];
    case 'reference':
      return [runtimeOf(value)];
    default:
      return undefined;
  }
}

/** A resource of a stack, or an attribute of one; or a parameter of it. */
export const identity = /^(.*)\/([A-Za-z0-9]+)(?:\.([\w.]+))?$/s;

/** The reference that stands in a text, as an unknown. */
export function referenceIn({ parts, reason, shape, symbol, span, via }: Unknown): Reference | undefined {
  if (parts || shape !== undefined || reason.kind !== 'runtime') return undefined;
  const [, stack, logicalId, attribute] = identity.exec(symbol) ?? [];
  if (stack === undefined || logicalId === undefined) return undefined;
  const reference: Reference = { kind: 'reference', stack, logicalId, symbol, span, via };
  return attribute === undefined ? reference : { ...reference, attribute };
}

/** What a reference stands for at run time, as an unknown. */
export const runtimeOf = ({ symbol, span, via }: Reference): Unknown =>
  opaque(symbol, { kind: 'runtime', name: symbol.replace(/^\//, '') }, { span, via });

/** Longer identities are hashed: some hold the identities of all that went into them, and grow with each step. */
const longestSymbol = 10_000;

const endless = ({ span, via }: Place): Unknown =>
  opaque(`text@${span.file.path}:${span.start}`, { kind: 'unsupported', name: 'a text without end' }, { span, via });

export const opaque = (symbol: string, reason: Reason, { span, via }: Place): Unknown => ({
  kind: 'unknown',
  reason,
  symbol: symbol.length > longestSymbol ? `hash(${hash([symbol])})` : symbol,
  span,
  via,
});

/** The identity of a value: two values with the same symbol are the same thing. */
export function symbolOf(value: Evaluated | undefined): string {
  switch (value?.kind) {
    case 'literal':
      return JSON.stringify(textOfLiteral(value));
    case 'list':
      return `[${value.items.map(symbolOf).join(',')}]`;
    case 'map':
      return `{${value.keys.map((key) => `${JSON.stringify(key)}:${symbolOf(value.get(key))}`).join(',')}}`;
    case 'reference':
    case 'unknown':
      return value.symbol;
    default:
      return 'AWS::NoValue';
  }
}

/** Whether a text with holes could be exactly `text`, going by its literal pieces. */
export function couldBe(parts: readonly Piece[], text: string): boolean {
  let from = 0;
  for (const [index, part] of parts.entries()) {
    if (typeof part !== 'string') continue;
    if (index === 0 && !text.startsWith(part)) return false;
    if (index === parts.length - 1) return text.length - part.length >= from && text.endsWith(part);
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}

const textSymbol = (parts: readonly Piece[]): string =>
  parts.map((part) => (typeof part === 'string' ? part.replaceAll('${', '${!') : `\${${part.symbol}}`)).join('');

/** A text with holes as a person would write it down: `${Stack}-VpcId`. */
export const written = (parts: readonly Piece[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : `\${${part.reason.name}}`)).join('');

/** The text that pieces put together are, where it has no holes. */
export function onlyText([text, ...others]: readonly Piece[]): string | undefined {
  return typeof text === 'string' && others.length === 0 ? text : undefined;
}

function merged(pieces: readonly Piece[]): readonly Piece[] {
  const parts: Piece[] = [];
  for (const piece of pieces.flatMap((each) => (typeof each === 'string' ? each : (each.parts ?? each)))) {
    const last = parts.at(-1);
    if (piece === '') continue;
    if (typeof piece === 'string' && typeof last === 'string') parts[parts.length - 1] = last + piece;
    else parts.push(piece);
  }
  return parts;
}

export const opening = '{{resolve:';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
function withoutDynamicReferences(parts: readonly Piece[], place: Place, resolver?: Resolver): readonly Piece[] {
  if (!parts.some((part) => typeof part === 'string' && part.includes(opening))) return parts;
  const outside: Piece[] = [];
  let inside: Piece[] | undefined;
  for (const part of parts) {
    if (typeof part !== 'string') {
      (inside ?? outside).push(part);
      continue;
    }
    for (let from = 0; from < part.length; ) {
      const at = part.indexOf(inside ? '}}' : opening, from);
      const end = at < 0 ? part.length : inside ? at + 2 : at;
      (inside ?? outside).push(part.slice(from, end));
      from = end;
      if (at < 0) continue;
      if (inside) {
        outside.push(resolved(merged(inside), place, resolver));
      }
      inside = inside ? undefined : [];
    }
  }
  return merged([...outside, ...(inside ?? [])]);
}

/** The reference to what Systems Manager holds under a name. */
export const dynamicReference = (name: readonly Piece[]): readonly Piece[] => merged([`${opening}ssm:`, ...name, '}}']);

/**
 * The name in a reference to the newest version; what an older one held nobody knows.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html
 */
export const storedName = (reference: string | undefined): string | undefined =>
  /^\{\{resolve:ssm:([^:{}$]+)\}\}$/.exec(reference ?? '')?.[1];

/** What a dynamic reference comes to. */
function resolved(reference: readonly Piece[], place: Place, resolver: Resolver | undefined): Unknown {
  const name = storedName(onlyText(reference));
  const value = name === undefined ? undefined : resolver?.stored(name);
  // Functions see the reference, not what it comes to: only what nobody cuts stands for it.
  // https://github.com/aws-cloudformation/cfn-lint/issues/2181
  if (value?.kind === 'reference') return { ...runtimeOf(value), span: place.span };
  if (value?.kind === 'unknown' && !value.parts && !value.joined) return { ...value, span: place.span };
  const heldUpBy = resolver?.heldUp(reference);
  const reason: Reason = { kind: 'runtime', name: written(reference), ...(heldUpBy && { heldUpBy }) };
  return opaque(textSymbol(reference), reason, place);
}
