import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// A room may import from the rooms before it in this list, never from one after it.
const rooms = [
  'src/multimap.',
  'src/effort.',
  'src/source/',
  'src/value.',
  'src/phases.',
  'src/scenario.',
  'src/lazy.',
  'src/graph/',
  'src/application/',
  'src/cause.',
  'src/rule.',
  'src/problem.',
  'src/report.',
  'src/fingerprint.',
  'src/creation.',
  'src/cdk.',
  'src/findings.',
  'src/coverage.',
  'src/collector.',
  'src/engine.',
  'src/suppression/',
  'src/levels.',
  'src/baseline.',
  'src/frontends/',
  'src/formats/',
  'src/config.',
  'src/config-text.',
  'src/config-draft.',
  'src/config-schema.',
  'src/lint.',
  'rules/',
  'src/index.',
  'src/node/',
];
const room = (path: string): number => rooms.findIndex((r) => path.startsWith(r));

const root = new URL('../', import.meta.url);
const at = (path: string): string => fileURLToPath(new URL(path, root));

const files = ['src', 'rules'].flatMap((top) =>
  readdirSync(at(top), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${top}/${file.replaceAll('\\', '/')}`),
);

/** What a text imports, statically or not: everything after `from` or `import`. */
const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"\n]+)['"]/g)].flatMap(([, target]) => target ?? []);

/** Packages that cost a start-up something and so are loaded by the function that uses them. */
const heavy = ['yaml', 'fast-glob', 'ignore', 'ajv', '@aws-cdk/cloud-assembly-schema', '@aws-cdk/cloudformation-diff'];

test.each(files)('%s', (file) => {
  const text = readFileSync(at(file), 'utf8');
  const imports = importsOf(text);
  const ours = imports
    .filter((target) => target.startsWith('.'))
    .map((target) => new URL(target, `file:///${file}`).pathname.slice(1));

  expect(room(file), 'belongs to a room').not.toBe(-1);
  expect(
    ours.filter((target) => !existsSync(at(target))),
    'imports what exists',
  ).toEqual([]);
  expect(
    ours.filter((target) => target !== 'package.json' && (room(target) === -1 || room(target) > room(file))),
    'imports from the rooms before its own',
  ).toEqual([]);
  if (!file.startsWith('src/node/'))
    expect(
      imports.filter((target) => target.startsWith('node:') || target === 'package.json'),
      'only src/node/ knows the machine',
    ).toEqual([]);
  if (file.startsWith('src/frontends/'))
    expect(
      ours.filter((target) => /^(?:src\/(?:rule|report|engine)\.|rules\/)/.test(target)),
      'a front-end cannot know which rules exist',
    ).toEqual([]);
  const eager = [...text.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from\s*'([^']+)'/gms)].flatMap(
    ([, t]) => t ?? [],
  );
  expect(
    eager.filter((target) => heavy.includes(target)),
    'loads a heavy package where it is used',
  ).toEqual([]);
  if (/^rules\/(?!index\.)/.test(file)) {
    expect(imports, 'a rule has one import').toEqual(['../src/rule.ts']);
    expect(text, 'a rule asks with need()').not.toMatch(/\.value\b/);
  }
});

test('there is no drawer for odds and ends', () => {
  expect(files.filter((file) => /(?:^|\/)(?:utils?|helpers?|common|types)(?:\/|\.ts$)/.test(file))).toEqual([]);
});
