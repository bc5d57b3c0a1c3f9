import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import fastGlob from 'fast-glob';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isGlob, parseGlob } from '../../src/node/glob.ts';

const paths = [
  'a.yaml',
  'b.yml',
  'c.json',
  'ab.yaml',
  '.hidden.yaml',
  'x+y (1).yaml',
  'größe.yaml',
  'star*.yaml',
  '[a].yaml',
  '{a,b}.yaml',
  'app/a.yaml',
  'app/template.json',
  'app/deep/er/a.yaml',
  'app/deep/er/b.template.json',
  'app/.cdk/a.yaml',
  'lib/a.yaml',
  'lib/b.yaml',
];

let folder: string;
let all: readonly string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-glob-'));
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), '');
  }
  all = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('means the same files as fast-glob', () => {
  test.each([
    '*.yaml',
    '*',
    '**',
    '**/*',
    '**/*.yaml',
    '**/a.yaml',
    './*.yaml',
    './app/**/*.json',
    'app/*',
    'app/**',
    'app/**/er/*.yaml',
    '**/deep/**/*.json',
    '?.yaml',
    '??.yaml',
    '[ab].yaml',
    '[!a].yaml',
    '[a-c].*',
    '[^b-z].yaml',
    '*.{yaml,yml}',
    '{app,lib}/*.yaml',
    '{app/**,lib}/*.yaml',
    '{a,{b,c}}.{yaml,{yml,json}}',
    '**/*.{template.json,yml}',
    'gr*e.yaml',
    'gr??e.yaml',
    'star\\*.yaml',
    '\\[a\\].yaml',
    '\\{a,b\\}.*',
    'app/../lib/*.yaml',
    'no/such/*.yaml',
    '*.yaml/',
    '{app/**/,}a.yaml',
    '{a,b}{b,}.yaml',
    '*.YAML',
  ])('%s', (pattern) => {
    const { base, matches } = parseGlob(pattern);
    const meant = all.filter((path) => matches(path));
    // fast-glob leaves `..` and a leading `./` in a pattern to its caller.
    const expected = fastGlob.sync(normalize(pattern), { cwd: folder, dot: true });
    expect(meant.sort()).toEqual(expected.sort());
    expect(meant.filter((path) => base !== '.' && !path.startsWith(base))).toEqual([]);
  });
});

test('parentheses are a part of the name, as folders of web frameworks have them', () => {
  expect(all.filter(parseGlob('x+y (1).*').matches)).toEqual(['x+y (1).yaml']);
});

test('the base is the last folder before anything variable', () => {
  const bases = ['*.yaml', 'app/*', 'app/deep/{a,b}/c.yaml', '../up/**/*.yaml', '/srv/x*/y', './app/*'].map(
    (pattern) => parseGlob(pattern).base,
  );
  expect(bases).toEqual(['.', 'app/', 'app/deep/', '../up/', '/srv/', 'app/']);
});

test('a word without wildcards is no pattern', () => {
  expect(['a.yaml', 'app/a-b_c.yaml', '-', '!a', 'a]b', '(a)'].filter(isGlob)).toEqual([]);
});
