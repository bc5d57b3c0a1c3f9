import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at } from '../all-rules.ts';
import { hasTerminal, inTerminal, plain } from './pseudo-terminal.ts';

const template = readFileSync(at('fixtures/apps/orders-service.yaml'), 'utf8');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-terminal-'));
  writeFileSync(join(folder, 'api.yaml'), template);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const shownBy = async (line: string, env: NodeJS.ProcessEnv = {}, columns = 80): Promise<string> =>
  (await inTerminal(line, { cwd: folder, env, columns }).end()).shown;

describe.skipIf(!hasTerminal)('on a terminal (needs `script` of util-linux)', () => {
  test('there is colour, unless somebody does not want it', async () => {
    const coloured = async (line: string, env?: NodeJS.ProcessEnv) => (await shownBy(line, env)).includes('\x1b[1;31m');
    expect(await coloured('alb-lint api.yaml')).toBe(true);
    expect(await coloured('alb-lint --color never api.yaml')).toBe(false);
    expect(await coloured('alb-lint api.yaml', { NO_COLOR: '1' })).toBe(false);
    expect(await coloured('alb-lint api.yaml', { TERM: 'dumb' })).toBe(false);
    expect(await coloured('alb-lint api.yaml | cat')).toBe(false);
  });

  test('rules lead to their pages, where the terminal is known to show links', async () => {
    const rule = '--rule sg-target-blocks-alb';
    const links = async (line: string, env: NodeJS.ProcessEnv) =>
      [...(await shownBy(line, env)).matchAll(/\x1b\]8;;([^\x1b]*)\x1b\\/g)].map(([, url]) => url);
    const page = 'https://github.com/alb-lint/alb-lint/blob/main/rules/README.md#sg-target-blocks-alb';
    expect(await links(`alb-lint ${rule} api.yaml`, { VTE_VERSION: '7603' })).toEqual([page, '']);
    expect(await links(`alb-lint ${rule} api.yaml`, {})).toEqual([]);
    expect(await links(`alb-lint ${rule} api.yaml`, { VTE_VERSION: '7603', CI: 'true' })).toEqual([]);
    expect(await links(`alb-lint ${rule} --color never api.yaml`, { VTE_VERSION: '7603' })).toEqual([]);
    expect(await links(`alb-lint ${rule} api.yaml | cat`, { VTE_VERSION: '7603' })).toEqual([]);
    expect(await links(`alb-lint ${rule} -o /dev/stdout api.yaml`, { FORCE_HYPERLINK: '1' })).toEqual([]);
  });

  test.each(['--strict api.yaml', 'rules', 'explain 502', 'explain sg-target-blocks-alb', '--help'])(
    'of 60 columns `alb-lint %s` keeps to them',
    async (args) => {
      const lines = plain(await shownBy(`alb-lint ${args}`, { VTE_VERSION: '7603' }, 60)).split('\n');
      expect(lines.length).toBeGreaterThan(10);
      // A word that is longer than the line, as the page of a rule has them, stands for itself.
      const isOneWord = (line: string): boolean => !/\S\s+\S/.test(line.replace(/^\s*(?:=|info\S+)\s*/, ''));
      expect(lines.filter((line) => line.length > 60 && !isOneWord(line))).toEqual([]);
    },
  );

  test('whoever waits for more than a second sees for what, and no trace of it is left', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const run = inTerminal('alb-lint --rule sg-target-blocks-alb - < pipe', { cwd: folder });
    // Opens at once, as the other end is read; what it says comes when the test wants it to.
    const writer = inTerminal('exec 3> pipe; read; cat api.yaml >&3', { cwd: folder });
    expect(await run.until(/reading[^\r]*/)).toBe('\r\x1b[Kalb-lint: reading, 0 of 1 file');
    writer.types('\n');
    const { shown, status } = await run.end();
    expect(shown).toMatch(/^\r\x1b\[K(?:\x1b\[1;31m)?error\[/);
    expect(status).toBe(1);
    await writer.end();
  });

  test('behind a pipe nothing is drawn, since a pager may have the screen', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const run = inTerminal('alb-lint --rule sg-target-blocks-alb - < pipe | cat', { cwd: folder });
    const writer = inTerminal('exec 3> pipe; read; cat api.yaml >&3', { cwd: folder });
    await new Promise((done) => setTimeout(done, 1_500));
    writer.types('\n');
    expect((await run.end()).shown).toMatch(/^error\[/);
    await writer.end();
  });
});
