import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { json } from '../../src/formats/json.ts';
import { lint, rules } from '../../src/index.ts';
import { Memory } from '../../src/node/session.ts';
import { at } from '../all-rules.ts';
import { hasTerminal, inPipe, inTerminal, plain, type Running } from './pseudo-terminal.ts';

const bad = readFileSync(at('fixtures/apps/orders-service.yaml'), 'utf8');
const good = bad.replaceAll(/(FromPort|ToPort): 80$/gm, '$1: 8080');
const rule = 'sg-target-blocks-alb';

let folder: string;
let runs: Running[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-watch-'));
  mkdirSync(join(folder, 'stacks'));
  put('stacks/api.yaml', bad);
});
afterEach(async () => {
  for (const run of runs) {
    run.signals('SIGKILL');
    await run.end();
  }
  runs = [];
  rmSync(folder, { recursive: true });
});

const put = (path: string, text: string): void => writeFileSync(join(folder, path), text);

function watching(...args: readonly string[]): Running {
  const run = inPipe(['--watch', '--rule', rule, ...args], { cwd: folder });
  runs.push(run);
  return run;
}

/** What the next run says. */
const next = (run: Running): Promise<string> => run.until(/checked in \d+ ms at [\d:]{8}; waits for changes[^\n]*\n/);

/** Runs until one says what is expected: a file that is written in steps may be seen in between. */
async function nextWith(run: Running, text: string): Promise<string> {
  for (;;) {
    const shown = await next(run);
    if (shown.includes(text)) return shown;
  }
}

describe('--watch', () => {
  test('checks again when a file changes, is replaced, comes or goes', async () => {
    const run = watching('stacks');
    expect(await next(run)).toContain('1 error');
    put('stacks/api.yaml', good);
    await nextWith(run, 'no problems found');
    put('stacks/.api.yaml.swp', bad);
    renameSync(join(folder, 'stacks/.api.yaml.swp'), join(folder, 'stacks/api.yaml'));
    await nextWith(run, '1 error');
    put('stacks/other.yaml', bad);
    await nextWith(run, '2 errors');
    mkdirSync(join(folder, 'stacks/deep'));
    put('stacks/deep/third.yaml', bad);
    await nextWith(run, '3 errors');
    put('stacks/deep/third.yaml', good);
    await nextWith(run, '2 errors');
    rmSync(join(folder, 'stacks/deep'), { recursive: true });
    rmSync(join(folder, 'stacks/other.yaml'));
    expect(await nextWith(run, '\n1 error')).not.toContain('\x1b');
    run.signals('SIGINT');
    expect(await run.end()).toMatchObject({ status: 1 });
  });

  test('ends with the status of the last run', async () => {
    const run = watching('stacks/api.yaml');
    await next(run);
    put('stacks/api.yaml', good);
    await nextWith(run, 'no problems found');
    run.signals('SIGTERM');
    expect(await run.end()).toEqual({ shown: '', status: 0 });
  });

  test('goes on when the configuration comes, breaks and is mended', async () => {
    const run = watching('stacks/*.yaml');
    await next(run);
    put('alb-lint.yaml', `ignore: [{ rule: ${rule}, reason: later }]`);
    await nextWith(run, '1 suppressed');
    put('alb-lint.yaml', 'ignroe: []');
    await nextWith(run, 'did you mean `ignore`?');
    put('alb-lint.yaml', '{}');
    await nextWith(run, '1 error');
  });

  test('follows what CDK synthesises', async () => {
    const run = watching('stacks');
    await next(run);
    rmSync(join(folder, 'stacks'), { recursive: true });
    await nextWith(run, 'there is no such file');
    mkdirSync(join(folder, 'stacks'));
    put('stacks/api.yaml', good);
    await nextWith(run, 'no problems found');
  });

  test('what it writes itself wakes nobody', async () => {
    const run = watching('--format', 'pretty', '--format', 'json=stacks/report.json', 'stacks');
    await next(run);
    expect(JSON.parse(readFileSync(join(folder, 'stacks/report.json'), 'utf8')).findings).toHaveLength(1);
    await new Promise((done) => setTimeout(done, 300));
    run.signals('SIGINT');
    expect(await run.end()).toEqual({ shown: '', status: 1 });
  });

  test('needs files and a command line that can be obeyed', async () => {
    expect(await watching('-').end()).toMatchObject({ status: 2, shown: expect.stringContaining('read once') });
    expect(await watching().end()).toMatchObject({
      status: 2,
      shown: expect.stringContaining('no template was named'),
    });
  });

  test.skipIf(!hasTerminal)('on a terminal it clears before each further run and ends with Ctrl-C', async () => {
    const run = inTerminal(`alb-lint --watch --rule ${rule} stacks`, { cwd: folder });
    runs.push(run);
    const first = await next(run);
    expect(first).not.toContain('\x1b[2J');
    put('stacks/api.yaml', good);
    const second = await nextWith(run, 'no problems found');
    expect(second).toContain('\x1b[2J\x1b[H');
    expect(plain(second)).not.toContain('error');
    run.types('\x03');
    expect(await run.end()).toMatchObject({ status: 0 });
  });
});

test('what is read is kept as long as it is the same, and changes no report', () => {
  const memory = new Memory();
  const file = (text: string) => memory.same({ path: 'a.yaml', text });
  expect(file(bad)).toBe(file(bad));
  const report = (text: string, known?: Memory) =>
    json(lint([file(text)], { rules, ...(known && { known: known.trees }) }), { name: 'alb-lint', version: '1' });
  for (const text of [bad, good, bad, `${bad}\n  Broken: [`, bad]) {
    expect(report(text, memory)).toBe(report(text));
    expect(report(text, memory)).toBe(report(text));
  }
});
