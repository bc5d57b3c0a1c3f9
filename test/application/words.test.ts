// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are shell scripts
import { describe, expect, it } from 'vitest';
import { type Expansion, type ShellWord, shellCommands } from '../../src/application/words.ts';
import { unknown } from './container.ts';

const shown = ({ atoms }: ShellWord): string =>
  atoms
    .map((atom) => {
      if (typeof atom === 'string') return atom;
      if (atom.kind === 'unknown') return `{${atom.reason.name}}`;
      const { name, orElse, quoted }: Expansion = atom;
      return `<${name ?? '?'}${orElse === undefined ? '' : `:${orElse}`}${quoted ? ' quoted' : ''}>`;
    })
    .join('');

const read = (script: string): string | undefined =>
  shellCommands([script])
    ?.map(
      ({ words, writes, then }) =>
        `[${words.map(shown).join('][')}]${writes.map((file) => `>${shown(file)}`).join('')} ${then}`,
    )
    .join(' ');

describe('shell words', () => {
  it.each<[string, string]>([
    ['a b  c', '[a][b][c] ;'],
    [`'a b' "c d" e\\ f`, '[a b][c d][e f] ;'],
    [`a'b'"c"d`, '[abcd] ;'],
    [`"" ''`, '[][] ;'],
    [`'$A' "\\$A" \\$A`, '[$A][$A][$A] ;'],
    ['$A ${B} "$C"', '[<A>][<B>][<C quoted>] ;'],
    ['${A:-x} ${A-y z}', '[<A:x>][<A:y z>] ;'],
    ['a$A-b', '[a<A>-b] ;'],
    ['$(date "+)") `x y` $((1+2)) $1 $@ ${A%x}', '[<?>][<?>][<?>][<?>][<?>][<?>] ;'],
    ['a $ b', '[a][$][b] ;'],
    ['a && b || c; d | e & f', '[a] && [b] || [c] ; [d] | [e] & [f] ;'],
    ['a&&b;c', '[a] && [b] ; [c] ;'],
    ['a\nb\n\nc', '[a] ; [b] ; [c] ;'],
    ['a && \\\n b', '[a] && [b] ;'],
    ['a &&\nb', '[a] && [b] ;'],
    ['a > f 2>&1 b', '[a][b]>f ;'],
    ['a >>f 2>/dev/null <in &>both', '[a]>f>/dev/null>both ;'],
    ['a 2 > f', '[a][2]>f ;'],
    ['a # b && c', '[a] ;'],
    ['a#b', '[a#b] ;'],
    ["echo '<a> & <b>' > i.html && httpd", '[echo][<a> & <b>]>i.html && [httpd] ;'],
    ['[ -f x ] && a', '[[][-f][x][]] && [a] ;'],
    ['"if" x', '[if][x] ;'],
    ['A=1 B="2 3" c', '[A=1][B=2 3][c] ;'],
    ['', ''],
  ])('%j', (script, commands) => {
    expect(read(script)).toBe(commands);
  });

  it.each([
    "a 'b",
    'a "b',
    'a \\',
    'a $(b',
    '(a; b)',
    '{ a; }',
    'if a; then b; fi',
    'while :; do a; done',
    'f() { a; }',
    'cat <<EOF\nx\nEOF',
    'diff <(a) b',
    '! a',
    'a && ',
    '&& a',
    'a ;; b',
    "$'a'",
  ])('gives up on %j', (script) => {
    expect(shellCommands([script])).toBeUndefined();
  });

  it('keeps what the template does not know', () => {
    const commands = shellCommands(['run --port=', unknown('Port'), ' "', unknown('Name'), '"; ', unknown('Rest')]);
    expect(commands?.map(({ words }) => words.map(shown))).toEqual([['run', '--port={Port}', '{Name}'], ['{Rest}']]);
  });
});
