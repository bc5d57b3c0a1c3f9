import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at } from './all-rules.ts';

const works = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).status === 0;

const missing = !works('pre-commit', '--version')
  ? ' (skipped: pre-commit is not installed; apt-get install pre-commit)'
  : !works('npm', 'ping')
    ? ' (skipped: no registry answers, and the hook installs from one)'
    : '';

describe.skipIf(missing !== '')(`pre-commit${missing}`, () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;

  const git = (repository: string, ...args: readonly string[]) =>
    spawnSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
      cwd: join(folder, repository),
      encoding: 'utf8',
      env,
    });

  // What this checkout holds, as the repository that a user's configuration names.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'alb-lint-pre-commit-'));
    const { GIT_DIR: _, GIT_INDEX_FILE: __, ...rest } = process.env;
    env = { ...rest, PRE_COMMIT_HOME: join(folder, 'home'), npm_config_prefer_offline: 'true' };
    const files = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: at('.'), env });
    for (const file of files
      .toString()
      .split('\0')
      .filter((name) => name && !/^(?:fixtures|test)\//.test(name))) {
      mkdirSync(join(folder, 'alb-lint', dirname(file)), { recursive: true });
      cpSync(at(file), join(folder, 'alb-lint', file), { recursive: true, force: true });
    }
    git('alb-lint', 'init', '-q');
    git('alb-lint', 'add', '-A');
    git('alb-lint', 'commit', '-qm', 'everything');
    const commit = git('alb-lint', 'rev-parse', 'HEAD').stdout.trim();

    mkdirSync(join(folder, 'user'));
    git('user', 'init', '-q');
    writeFileSync(
      join(folder, 'user/.pre-commit-config.yaml'),
      `repos:\n  - repo: ${join(folder, 'alb-lint')}\n    rev: ${commit}\n    hooks: [{ id: alb-lint }]\n`,
    );
    execFileSync('pre-commit', ['install', '--install-hooks'], { cwd: join(folder, 'user'), env, stdio: 'pipe' });
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const commit = (message: string) => {
    git('user', 'add', '-A');
    const { stdout, stderr, status } = git('user', 'commit', '-m', message);
    return { status, output: `${stdout}${stderr}` };
  };

  const write = (path: string, text: string) => writeFileSync(join(folder, 'user', path), text);

  test('a bad template is not committed, a good one is, and what is no template is none of its business', () => {
    write('template.yaml', readFileSync(at('fixtures/sg-target-blocks-alb/bad.yaml'), 'utf8'));
    write('settings.json', '{ "Resources": "none" }');
    write('chart.yaml', '{{- if .Values.x }}\nname: [\n{{- end }}\n');
    const bad = commit('bad');
    expect(bad.status).toBe(1);
    expect(bad.output).toMatch(/alb-lint\.+Failed/);
    expect(bad.output).toContain('error[sg-target-blocks-alb]');
    expect(bad.output).toContain('template.yaml:');
    expect(bad.output, 'the others are passed over').not.toMatch(/settings\.json|chart\.yaml|could not be read/);
    expect(git('user', 'log').status, 'nothing is committed').not.toBe(0);

    write('template.yaml', readFileSync(at('fixtures/sg-target-blocks-alb/good.yaml'), 'utf8'));
    const good = commit('good');
    expect(good.output).toMatch(/alb-lint\.+Passed/);
    expect(good.status).toBe(0);

    write('notes.txt', 'nothing of ours');
    expect(commit('other').output).toMatch(/alb-lint.*\(no files to check\)Skipped/);
  });
});
