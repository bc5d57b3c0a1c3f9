import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const list = fileURLToPath(new URL('equivalent.txt', import.meta.url));

/** A mutant as a report or a list names it, without the line that it was on. */
export const nameOf = (line) =>
  line
    .trim()
    .replace(/^(\S+?):\d+:\d+ /, '$1 ')
    .replace(/ {2}# .*$/, '');

/** The names of the mutants that `equivalent.txt` explains; what it says of sources that changed since is an error. */
export function equivalents(mutants) {
  const entries = readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => /^\s+\S/.test(line))
    .map(nameOf);
  const files = new Set(mutants.map(({ file }) => file));
  const names = new Set(mutants.map(({ name }) => name));
  const stale = entries.filter((entry, i) => {
    const [file] = entry.split(' ', 1);
    return entries.indexOf(entry) < i || (files.has(file) ? !names.has(entry) : !existsSync(file));
  });
  if (stale.length > 0) throw new Error(`no such mutant, or twice, in ${list}:\n${stale.join('\n')}`);
  return new Set(entries);
}
