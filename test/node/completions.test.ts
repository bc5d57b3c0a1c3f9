import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { flags } from '../../src/node/flags.ts';
import { ids } from '../all-rules.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-completions-'));
  for (const name of ['web api.yaml', 'report.sarif']) writeFileSync(join(folder, name), '');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const script = (shell: string): string => {
  const { stdout, status } = spawnSync(process.execPath, [inject('command'), 'completions', shell], {
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stdout;
};

/** What a new bash offers at the end of a line, of which the words are cut as readline cuts them. */
function offered(...words: readonly string[]): readonly string[] {
  const driver = `
    source <("$NODE" "$COMMAND" completions bash) || exit
    [[ $(complete -p alb-lint) =~ -F\\ ([^ ]+) ]] || exit
    COMP_WORDS=(alb-lint "$@")
    COMP_CWORD=$#
    "\${BASH_REMATCH[1]}"
    ((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-c', driver, 'bash', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, COMMAND: inject('command') },
  });
  expect(stderr).toBe('');
  return stdout.split('\n').slice(0, -1);
}

describe('bash completes', () => {
  test('every option', () => {
    const long = Object.keys(flags).map((name) => `--${name}`);
    expect(offered('-')).toEqual(expect.arrayContaining(long));
    expect(offered('templates', '--max')).toEqual(long.filter((flag) => flag.startsWith('--max')));
  });

  test('commands and files, but files only behind them', () => {
    expect(offered('ex')).toEqual(['explain']);
    expect(offered('')).toEqual(expect.arrayContaining(['rules', 'completions', 'web api.yaml']));
    expect(offered('we')).toEqual(['web api.yaml']);
    // Bash itself offers files where there is no other offer.
    expect(offered('web api.yaml', 'ex')).toEqual([]);
  });

  test('values of options, however they are written', () => {
    expect(offered('--fail-on', 'w')).toEqual(['warning']);
    expect(offered('--fail-on', '=', 'w')).toEqual(['warning']);
    expect(offered('--color', '=')).toEqual(['auto', 'always', 'never']);
    expect(offered('--strict', '--format', 's')).toEqual(['sarif']);
    expect(offered('--format', '=', 'sarif', '=', 'rep')).toEqual([]);
    expect(offered('-o', 'expl')).toEqual([]);
    expect(offered('--rule', 'sg-target-')).toEqual(ids.filter((id) => id.startsWith('sg-target-')));
    expect(offered('--rule', 'sg-target-blocks-alb', 'exp')).toEqual(['explain']);
  });

  test('what a command takes', () => {
    expect(offered('explain', '50')).toEqual(expect.arrayContaining(['502', '503', '504']));
    expect(offered('explain', 'sg-target-')).toEqual(ids.filter((id) => id.startsWith('sg-target-')));
    expect(offered('completions', '')).toEqual(['bash', 'zsh', 'fish']);
  });
});

for (const [shell, readOnly] of [
  ['zsh', '-n'],
  ['fish', '--no-execute'],
] as const)
  test(`${shell} can read its script`, ({ skip }) => {
    const text = script(shell);
    for (const name of Object.keys(flags)) expect(text).toContain(name);
    skip(spawnSync(shell, ['-c', ':']).status !== 0, `${shell} is not installed`);
    writeFileSync(join(folder, `_${shell}`), text);
    const { status, stderr } = spawnSync(shell, [readOnly, join(folder, `_${shell}`)], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

test('another shell is named as what it is', () => {
  const { status, stderr } = spawnSync(process.execPath, [inject('command'), 'completions', 'bsh'], {
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toContain('`completions` takes one of bash, zsh, fish');
  expect(stderr).toContain('did you mean `bash`?');
});
