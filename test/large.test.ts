import { readFileSync } from 'node:fs';
import { globSync } from 'fast-glob';
import { describe, expect, test } from 'vitest';
import { lint } from '../src/index.ts';
import { jsonShelves, readJson } from '../src/source/json.ts';
import { plain, type Tree } from '../src/source/tree.ts';

// Of large applications, most of what was read is put back and read again when somebody looks at it: nobody notices.

const paths = globSync('fixtures/**/bad*.json').sort();
function spansIn(tree: Tree): unknown {
  const { kind, span } = tree;
  const at = [kind, span.start, span.end];
  if (tree.kind === 'map')
    return [at, [...tree.entries].map(([key, { key: own, value }]) => [key, own.start, own.end, spansIn(value)])];
  if (tree.kind === 'list') return [at, tree.items.map(spansIn)];
  return tree.kind === 'call' ? [at, tree.fn, spansIn(tree.args)] : at;
}

describe.each(paths)('%s', (path) => {
  const file = { path, text: readFileSync(path, 'utf8') };

  test('what was put back reads as before, in the same places', () => {
    const shelves = jsonShelves(2);
    const tree = readJson(file, shelves);
    for (const look of [plain, spansIn]) {
      expect(look(tree)).toEqual(look(readJson(file)));
      shelves.resources.putBack();
      expect(look(tree)).toEqual(look(readJson(file)));
    }
  });
});

test.each(paths.slice(0, 3))('%s gives the same report where it is larger than what is kept', (path) => {
  const said = (description: string) => {
    const text = readFileSync(path, 'utf8').replace(/\}\s*$/, `, "Description": "${description}"}\n`);
    const { findings, coverage, errors } = lint([{ path, text }]);
    expect(errors).toEqual([]);
    return JSON.stringify([findings, coverage], (_, value) => (value?.file ? [value.start, value.end] : value));
  };
  const small = said('small');
  expect(small.length).toBeGreaterThan(1000);
  expect(said('x'.repeat(9e6))).toBe(small);
});
