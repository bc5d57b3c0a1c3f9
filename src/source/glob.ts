/**
 * Whether a path is what a pattern means: the path itself, a folder it lies in, or a glob in which `*` and `?` stop at
 * `/`, `**` does not, and `{a,b}` is either. Both have forward slashes.
 */
export function isCoveredBy(path: string, pattern: string): boolean {
  const tidy = pattern.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
  return tidy === '' || tidy === '.' || new RegExp(`^${sourceOf(tidy)}(?:/.*)?$`, 's').test(path.replace(/^\.\//, ''));
}

function sourceOf(pattern: string): string {
  const closed = pattern.split('{').length === pattern.split('}').length;
  let depth = 0;
  let source = '';
  for (const [token] of pattern.matchAll(/(?:\*\*\/)+|\*+|[\s\S]/g)) {
    if (token === '{' && closed) depth++;
    if (token.startsWith('**')) source += token.endsWith('/') ? '(?:.*/)?' : '.*';
    else if (token === '*') source += '[^/]*';
    else if (token === '?') source += '[^/]';
    else if (token === '{' && closed) source += '(?:';
    else if (token === '}' && depth > 0) source += ')';
    else if (token === ',' && depth > 0) source += '|';
    else source += token.replace(/[.+^$|()[\]{}\\]/, '\\$&');
    if (token === '}' && depth > 0) depth--;
  }
  return depth === 0 ? source : pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
