import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { at } from '../all-rules.ts';
import { commandsIn } from '../formats/runner.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-reports-'));
  mkdirSync(join(folder, 'stacks'));
  writeFileSync(join(folder, 'stacks', 'api.yaml'), readFileSync(at('fixtures/apps/orders-service.yaml')));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const rule = ['--rule', 'sg-target-blocks-alb'];

function alb(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = folder) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [inject('command'), ...rule, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { out: stdout, err: stderr, status };
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

describe('several reports at once', () => {
  test('one to read and one to upload', () => {
    const plain = alb(['stacks']);
    const both = alb(['--format', 'pretty', '--format', 'sarif=alb-lint.sarif', 'stacks']);
    expect(both).toEqual(plain);
    expect(JSON.parse(read('alb-lint.sarif')).runs[0].results).toHaveLength(1);
  });

  test('every format to its file', () => {
    const formats = ['pretty', 'compact', 'github', 'gitlab', 'json', 'junit', 'markdown', 'sarif'];
    const { out, status } = alb([...formats.flatMap((format) => ['--format', `${format}=out.${format}`]), 'stacks']);
    expect([out, status]).toEqual(['', 1]);
    for (const format of formats) {
      expect(read(`out.${format}`)).toContain('TaskSecurityGroup');
      expect(read(`out.${format}`)).toBe(alb(['--format', format, 'stacks']).out);
    }
  });

  test('`--output` is the file of the one that has none', () => {
    const { out } = alb(['--format', 'json', '--format', 'sarif=a.sarif', '-o', 'report.json', 'stacks']);
    expect(out).toBe('');
    expect(JSON.parse(read('report.json')).version).toBe(1);
    expect(JSON.parse(read('a.sarif')).version).toBe('2.1.0');
  });

  test('lines of text and annotations stand together', () => {
    const { out } = alb(['--format', 'compact', '--format', 'github', 'stacks']);
    expect(out).toBe(alb(['--format', 'compact', 'stacks']).out + alb(['--format', 'github', 'stacks']).out);
  });

  test.each([
    [['--format', 'pretty', '--format', 'json'], '`pretty` and `json` cannot both go to standard output'],
    [['--format', 'sarif='], 'names no file'],
    [['--format', 'sarf=a.sarif'], 'did you mean `sarif`?'],
    [['--format', 'json=a', '--format', 'sarif=b', '-o', 'c'], '`--output` takes one report'],
    [['--format', 'pretty', '--format', 'compact', '-o', 'c'], '`--output` takes one report'],
  ])('%j is not understood', (args, why) => {
    const { out, err, status } = alb([...args, 'stacks']);
    expect([out, status]).toEqual(['', 2]);
    expect(err).toContain(why);
  });

  test('a file that cannot be written is said', () => {
    const { err, status } = alb(['--format', 'sarif=no/where.sarif', 'stacks']);
    expect(status).toBe(2);
    expect(err).toContain('the report cannot be written to `no/where.sarif`');
  });

  test('one whose file cannot be written keeps no other from being written', () => {
    const plain = alb(['--format', 'json', 'stacks']);
    const { out, status } = alb([
      '--format',
      'sarif=no/where.sarif',
      '--format',
      'json=b.json',
      '--format=json',
      'stacks',
    ]);
    expect([out, status]).toEqual([plain.out, 2]);
    expect(read('b.json')).toBe(plain.out);
  });

  test('one that we fail to make is said to be a bug of ours, and keeps no other from being written', () => {
    // Of all formats only SARIF needs every status of a rule to be text, which it was when the rule was loaded.
    writeFileSync(
      join(folder, 'rule.mjs'),
      `const status = [];
       export default {
         id: 'ours', title: 'x', status, during: 'always', severity: 'info', why: 'x', remedy: 'x', references: ['x'],
         over: 'targetGroup',
         check() { status.push(502); },
       };`,
    );
    writeFileSync(join(folder, 'alb-lint.yaml'), 'rules:\n  ./rule.mjs: on\n');
    const asked = ['--rule', 'ours', '--format', 'sarif=a.sarif', '--format', 'json=b.json', '--format', 'compact'];
    const { out, err, status } = alb([...asked, 'stacks']);
    expect(err).toMatch(
      /^alb-lint: the report in format `sarif` could not be made, which is a bug of ours, please report it: TypeError: .*\n$/,
    );
    expect(status).toBe(2);
    expect(out).toContain('sg-target-blocks-alb');
    expect(JSON.parse(read('b.json')).findings).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.includes('sarif'))).toEqual([]);
    expect(alb([...asked, '--verbose', 'stacks']).err).toMatch(/could not be made.*\n(.*\n)* {4}at /);
  });
});

describe('in GitHub Actions', () => {
  const actions = () => ({
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: folder,
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
  });

  test('annotations and a summary come by themselves', () => {
    writeFileSync(join(folder, 'summary.md'), 'of a step before\n');
    const plain = alb(['stacks']);
    const { out, status } = alb(['stacks'], actions());
    expect(status).toBe(1);
    expect(out.startsWith(plain.out)).toBe(true);
    expect(commandsIn(out).map(({ name, properties }) => [name, properties.file, properties.line])).toEqual([
      ['error', 'stacks/api.yaml', '53'],
    ]);
    expect(read('summary.md')).toMatch(/^of a step before\n<!-- alb-lint -->\n### alb-lint: 1 error\n/);
  });

  test('wherever in the repository the run starts, files are called from its root', () => {
    const { out } = alb(['--format', 'sarif=a.sarif', 'api.yaml'], actions(), join(folder, 'stacks'));
    expect(commandsIn(out)[0]?.properties.file).toBe('stacks/api.yaml');
    const [result] = JSON.parse(read('stacks/a.sarif')).runs[0].results;
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('stacks/api.yaml');
    const { out: issues } = alb(
      ['--format', 'gitlab', 'api.yaml'],
      { GITLAB_CI: 'true', CI_PROJECT_DIR: folder },
      join(folder, 'stacks'),
    );
    expect(JSON.parse(issues)[0].location.path).toBe('stacks/api.yaml');
  });

  test('what a program reads from standard output stays as it is', () => {
    const { out } = alb(['--format', 'json', 'stacks'], actions());
    expect(JSON.parse(out).version).toBe(1);
    expect(existsSync(join(folder, 'summary.md'))).toBe(false);
  });

  test('asked for, they come once', () => {
    const { out } = alb(['--format', 'pretty', '--format', 'github', 'stacks'], actions());
    expect(commandsIn(out)).toHaveLength(1);
  });

  test('a summary that cannot be written costs nothing but itself', () => {
    const { out, err, status } = alb(['stacks'], { ...actions(), GITHUB_STEP_SUMMARY: join(folder, 'no/summary.md') });
    expect([commandsIn(out).length, status]).toEqual([1, 1]);
    expect(err).toContain('the job summary cannot be written');
  });

  test('a template that speaks to the runner is not heard', () => {
    const path = 'stacks/api.yaml';
    writeFileSync(join(folder, path), read(path).replaceAll('/orders/*', '/o ##[add-mask]x ::add-mask::y'));
    const { out } = alb([path], actions());
    expect(out).toContain('##[add-mask]x');
    expect(commandsIn(out).map(({ name }) => name)).toEqual(['error']);
    expect(commandsIn(alb([path]).out).length).toBeGreaterThan(0);
  });
});
