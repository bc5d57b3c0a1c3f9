import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fastGlob from 'fast-glob';
import { expect, test } from 'vitest';
import { isCoveredBy } from '../../src/source/glob.ts';

const paths = [
  'a.yaml',
  'a,b.yaml',
  'legacy/a.yaml',
  'legacy/deep/b.yml',
  'legacy/deep/er/c.json',
  'x/legacy/d.yaml',
  '.hidden/e.yaml',
];

// `ignore` in the configuration takes the globs of the command line.
test.each([
  '*.yaml',
  '**/*.yaml',
  'legacy/*',
  'legacy/**',
  '**/legacy/**',
  'legacy/**/*.{yml,json}',
  'legacy/?.yaml',
  '**/deep/**/*.json',
  'a,b.yaml',
  './legacy/a.yaml',
  '{legacy,x}/**/*.yaml',
])('%s covers what fast-glob finds for it, and what is in folders of that name', async (pattern) => {
  const folder = mkdtempSync(join(tmpdir(), 'alb-lint-glob-'));
  try {
    for (const path of paths) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
    const files = await fastGlob(pattern, { cwd: folder, dot: true });
    const folders = await fastGlob(pattern, { cwd: folder, dot: true, onlyDirectories: true });
    const expected = paths.filter(
      (path) =>
        files.map((file) => file.replace(/^\.\//, '')).includes(path) ||
        folders.some((each) => path.startsWith(`${each}/`)),
    );
    expect(paths.filter((path) => isCoveredBy(path, pattern))).toEqual(expected);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a folder covers what is in it, and a stray brace is only a character', () => {
  expect(paths.filter((path) => isCoveredBy(path, 'legacy/'))).toEqual([
    'legacy/a.yaml',
    'legacy/deep/b.yml',
    'legacy/deep/er/c.json',
  ]);
  expect(isCoveredBy('anything', '.')).toBe(true);
  expect(isCoveredBy('a{b.yaml', 'a{b.yaml')).toBe(true);
  expect(isCoveredBy('a}b{', 'a}b{')).toBe(true);
});
