/**
 * Whether a path is what a pattern means: the path itself, a folder it lies in, or a glob in which `*` and `?` stop at
 * `/`, `**` does not, and `{a,b}` is either. Both have forward slashes.
 */
export function isCoveredBy(path: string, pattern: string): boolean {
  const tidy = pattern.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
  if (tidy === '' || tidy === '.') return true;
  const text = path.replace(/^\.\//, '');
  const ends = endsOf(piecesOf(tidy), text, new Set([0]));
  return [...ends].some((end) => end === text.length || text[end] === '/');
}

/** Whether a pattern is more than a matcher that goes back where it does not match can be given. */
export function isIntricate(pattern: string): boolean {
  const choices = [...pattern.matchAll(/\{[^{}]*/g)].reduce((product, [group]) => product * group.split(',').length, 1);
  const stars = Math.max(...pattern.split('/').map((segment) => segment.split(/\*+/).length - 1));
  return pattern.length > 1000 || choices > 1000 || stars > 3 || pattern.split('**').length > 4;
}

type Piece = Text | Wildcard | Choice;

interface Text {
  readonly kind: 'text';
  readonly text: string;
}

interface Wildcard {
  readonly kind: '?' | '*' | '**' | '**/';
}

interface Choice {
  readonly kind: 'choice';
  readonly between: readonly (readonly Piece[])[];
}

function piecesOf(pattern: string): readonly Piece[] {
  const tokens = Array.from(pattern.matchAll(/(?:\*\*\/)+|\*+|[?{},]|[^*?{},]+/g), ([token]) => token);
  if (pattern.split('{').length !== pattern.split('}').length) return tokens.map(pieceOf);
  const open: Piece[][][] = [[[]]];
  for (const token of tokens) {
    const here = open.at(-1);
    if (token === '{') open.push([[]]);
    else if (token === '}' && open.length > 1) {
      open.pop();
      open
        .at(-1)
        ?.at(-1)
        ?.push({ kind: 'choice', between: here ?? [] });
    } else if (token === ',' && open.length > 1) here?.push([]);
    else here?.at(-1)?.push(pieceOf(token));
  }
  return open.length === 1 ? (open[0]?.[0] ?? []) : [{ kind: 'text', text: pattern }];
}

function pieceOf(token: string): Piece {
  if (token.startsWith('**')) return { kind: token.endsWith('/') ? '**/' : '**' };
  return token === '*' || token === '?' ? { kind: token } : { kind: 'text', text: token };
}

/** Where a text that was read up to one of `starts` is read on to: all ways at once, since to try one by one takes for ever. */
function endsOf(pieces: readonly Piece[], text: string, starts: ReadonlySet<number>): ReadonlySet<number> {
  let ends = starts;
  for (const piece of pieces) {
    const next = new Set<number>();
    if (piece.kind === 'choice')
      for (const each of piece.between) for (const end of endsOf(each, text, ends)) next.add(end);
    else for (const start of ends) for (const end of reachOf(piece, text, start, next)) next.add(end);
    ends = next;
  }
  return ends;
}

/** Where one piece can end; up to what is `known` already, from where it could go on as well. */
function* reachOf(piece: Text | Wildcard, text: string, start: number, known: ReadonlySet<number>): Generator<number> {
  switch (piece.kind) {
    case 'text':
      if (text.startsWith(piece.text, start)) yield start + piece.text.length;
      return;
    case '?':
      if (start < text.length && text[start] !== '/') yield start + 1;
      return;
    case '*':
      for (let end = start; !known.has(end); end++) {
        yield end;
        if (end >= text.length || text[end] === '/') return;
      }
      return;
    case '**':
      for (let end = start; end <= text.length && !known.has(end); end++) yield end;
      return;
    case '**/':
      yield start;
      for (
        let slash = text.indexOf('/', start);
        slash >= 0 && !known.has(slash + 1);
        slash = text.indexOf('/', slash + 1)
      )
        yield slash + 1;
  }
}
