import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-discovery-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const template = '{ "Resources": { "Cluster": { "Type": "AWS::ECS::Cluster" } } }';

function put(path: string, text = template): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  return path;
}

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'core.excludesFile=/dev/null', ...args], { cwd: folder, encoding: 'utf8' });

/** What `--verbose` says of a run in a folder below the test's. */
function verbose(words: readonly string[], cwd = '.'): readonly string[] {
  const { stderr, stdout } = spawnSync(process.execPath, [inject('command'), '--verbose', ...words], {
    cwd: join(folder, cwd),
    encoding: 'utf8',
  });
  expect(stdout).toContain('no problems found');
  return stderr.split('\n').filter((line) => line !== '');
}

const taken = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => /^(.+): a template$/.exec(line)?.[1] ?? []);

const manifest = (template: string): string =>
  JSON.stringify({
    version: '36.0.0',
    artifacts: {
      App: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/eu-west-1',
        properties: { templateFile: template },
      },
    },
  });

test('what git ignores is passed over, as git itself says', () => {
  git('init', '-q');
  put('.gitignore', '/build/\n*.tmp.json\n!keep.tmp.json\n# a comment\nlogs\nsecret.json\\ \ndocs/**/draft.yaml\n');
  put('.git/info/exclude', 'mine.yaml\n');
  put('services/.gitignore', 'generated/*\n!generated/kept.yaml\n/local.json\n!logs/\n');
  for (const path of [
    'a.json',
    'build/b.json',
    'services/build/c.json',
    'd.tmp.json',
    'services/keep.tmp.json',
    'logs/e.json',
    'services/logs/f.json',
    'services/generated/g.yaml',
    'services/generated/kept.yaml',
    'services/local.json',
    'services/deep/local.json',
    'secret.json',
    'docs/a/b/draft.yaml',
    'docs/draft.yaml',
    'docs/final.yaml',
    'mine.yaml',
    'BUILD/h.json',
  ])
    put(path);
  const kept = git('ls-files', '-co', '--exclude-standard').split('\n');
  const wanted = kept.filter((path) => /\.(?:ya?ml|json)$/.test(path)).toSorted();
  expect(wanted.length).toBeGreaterThan(5);
  expect(taken(verbose(['.'])).toSorted()).toEqual(wanted);
  const below = wanted.filter((path) => path.startsWith('services/')).map((path) => path.slice('services/'.length));
  expect(taken(verbose(['.'], 'services')).toSorted()).toEqual(below);
});

test('an ignored folder or file that is named is taken all the same', () => {
  git('init', '-q');
  put('.gitignore', 'build\n*.json\n');
  put('build/a.yaml');
  put('b.json');
  expect(taken(verbose(['build', 'b.json']))).toEqual(['b.json', 'build/a.yaml']);
});

test('a cloud assembly is taken though git ignores it, and only the templates of its stacks are', () => {
  git('init', '-q');
  put('.gitignore', 'cdk.out\nother.out\n');
  put('cdk.out/manifest.json', manifest('App.template.json'));
  put('cdk.out/cdk.out', '{"version":"36.0.0"}');
  put('cdk.out/App.template.json');
  put('cdk.out/Gone.template.json');
  put('cdk.out/asset.0123/template.yaml');
  put('other.out/a.yaml');
  put('web/manifest.json', '{ "name": "a web app", "version": "1", "icons": [] }');
  put('web/a.yaml');
  const lines = verbose(['.']);
  expect(taken(lines)).toEqual(['cdk.out/App.template.json', 'web/a.yaml']);
  expect(lines).toContain('cdk.out: a cloud assembly with 1 stack');
  expect(lines).toContain('cdk.out/App.template.json: the template of stack App in eu-west-1');
});

test('--verbose says what was passed over, and why', () => {
  put('.gitignore', 'ignored/\n');
  put('ignored/a.yaml');
  put('node_modules/b.yaml');
  put('package.json', '{ "name": "x" }');
  put('c.yaml');
  put('notes.txt');
  symlinkSync('c.yaml', join(folder, 'link.yaml'));
  symlinkSync(tmpdir(), join(folder, 'out'));
  expect(verbose(['.'])).toEqual([
    'ignored: passed over, ignored by .gitignore (ignored/)',
    'link.yaml: passed over, a symbolic link',
    'node_modules: passed over, never looked into',
    'c.yaml: a template',
    'package.json: left out, no template',
  ]);
});

test('without --verbose nothing of this is said', () => {
  put('package.json', '{}');
  put('a.yaml');
  const { stderr } = spawnSync(process.execPath, [inject('command'), '.'], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
});
