import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { expect, test } from 'vitest';
import { at } from './all-rules.ts';

const read = (path: string): string => readFileSync(at(path), 'utf8');
const manifest = JSON.parse(read('package.json'));

test('nothing is installed with the package, and nothing runs when it is', () => {
  expect(manifest).not.toHaveProperty('dependencies');
  expect(manifest).not.toHaveProperty('optionalDependencies');
  expect(manifest).not.toHaveProperty('bundleDependencies');
  for (const peer of Object.keys(manifest.peerDependencies))
    expect(manifest.peerDependenciesMeta[peer], peer).toEqual({ optional: true });
  // npm runs these of a package from a registry; `prepare` only in a checkout.
  for (const script of ['preinstall', 'install', 'postinstall', 'prepublish', 'uninstall', 'postuninstall'])
    expect(manifest.scripts).not.toHaveProperty(script);
});

test('the lockfile knows the content of every package, or of the one that it is part of', () => {
  const { lockfileVersion, packages } = JSON.parse(read('package-lock.json'));
  expect(lockfileVersion).toBe(3);
  const { '': root, ...others } = packages;
  expect(root.devDependencies).toEqual(manifest.devDependencies);
  for (const [name, { integrity, inBundle, resolved }] of Object.entries<Record<string, unknown>>(others)) {
    expect(inBundle ?? integrity, name).toEqual(inBundle ? true : expect.stringMatching(/^sha512-/));
    expect(resolved ?? 'https://registry.npmjs.org/', name).toMatch(/^https:\/\/registry\.npmjs\.org\//);
  }
});

test('the README says why of every package that the command is built from', () => {
  const sources = readdirSync(at('src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.[cm]?[tj]s$/.test(path),
  );
  const imported = sources.flatMap((path) =>
    Array.from(
      read(`src/${path}`).matchAll(
        /(?:^(?:import|export) (?!type )[^'"]*from |import\()'((?:@[\w-]+\/)?[a-z][\w-]*)/gm,
      ),
      ([, name = '']) => name,
    ),
  );
  const packages = new Set(imported.filter((name) => !builtinModules.includes(name) && name !== 'node'));
  // What an app of CDK brings, and the plugin takes.
  packages.delete('aws-cdk-lib');
  const [, section = ''] = /^## Dependencies\n([\s\S]*?)^## /m.exec(read('README.md')) ?? [];
  const named = Array.from(section.matchAll(/^\| `([^`]+)` \| ([^|]+) \|$/gm), ([, name, why = '']) => [
    name,
    why.length > 10,
  ]);
  expect(Object.fromEntries(named)).toEqual(Object.fromEntries([...packages].map((name) => [name, true])));
});

test('a release is built in the open: what it is made of is listed, and where it was made is signed', () => {
  const release = read('.github/workflows/release.yml');
  expect(release).toMatch(/npm sbom --sbom-format cyclonedx > (\S+)[\s\S]*gh release create .* \1/);
  expect(release).toContain('npm publish --provenance');
  expect(release).toContain('id-token: write');
  expect(release).toMatch(/^permissions: \{\}$/m);
  expect(release, 'no token of npm that somebody could steal').not.toContain('secrets.');
  expect(read('.ci/run')).toMatch(/^npm ci$/m);
  expect(read('.ci/run')).toContain('npm audit --omit=dev');
});

test('who finds a vulnerability is told where to report it', () => {
  expect(read('SECURITY.md')).toContain(
    `${manifest.repository.url.replace(/^git\+|\.git$/g, '')}/security/advisories/new`,
  );
});
