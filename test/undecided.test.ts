import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lint } from '../src/lint.ts';
import { read } from '../src/source/read.ts';
import { plain } from '../src/source/tree.ts';
import { at, rules } from './all-rules.ts';

// What nobody can decide where one value of an ordinary application is hidden: the rules that hang on it, and no others.

// biome-ignore lint/suspicious/noExplicitAny: a template is whatever it is
type Plain = any;

const path = 'test/undecided/application.yaml';
const application = plain(read({ path, text: readFileSync(at(path), 'utf8') })) as Plain;

/** The places of all values that are no list and no mapping. */
function* values(node: Plain, place: readonly string[] = []): Generator<readonly string[]> {
  const isValue = typeof node !== 'object' || 'Ref' in node;
  if (isValue) yield place;
  else for (const key of Object.keys(node)) yield* values(node[key], [...place, key]);
}

function undecided(template: Plain): readonly string[] {
  const { coverage, crashes } = lint([{ path: 'application.json', text: JSON.stringify(template) }], rules);
  expect(crashes).toEqual([]);
  return [...new Set(coverage.undecided.map(({ rule }) => rule.id))].sort();
}

test('nothing is undecided where nothing is hidden', () => expect(undecided(application)).toEqual([]));

test.each(Object.keys(application.Resources))('%s', async (id) => {
  const rows = [...values(application.Resources[id].Properties)].map((place) => {
    const hidden = structuredClone(application);
    hidden.Parameters = { Unseen: { Type: 'String' } };
    const holder = place.slice(0, -1).reduce((node, key) => node[key], hidden.Resources[id].Properties);
    holder[place.at(-1) as string] = { Ref: 'Unseen' };
    return [place.join('.'), ...undecided(hidden).map((rule) => `  ${rule}`)].join('\n');
  });
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot(at(`test/undecided/${id}.txt`));
});
