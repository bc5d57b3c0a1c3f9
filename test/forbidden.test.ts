import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { configNames } from '../src/config.ts';
import { at } from './all-rules.ts';

// Nothing that stands in a template starts a process, calls the network or opens a file elsewhere.

const command = inject('command');
const corpus = at('../shared/corpus');
const forbidding = at('test/forbidding.cjs');

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'alb-lint-forbidden-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

interface Run {
  readonly status: unknown;
  readonly out: string;
  readonly err: string;
  readonly journal: readonly string[];
}

function node(args: readonly string[], cwd = scratch): Promise<Run> {
  const folder = mkdtempSync(join(scratch, 'journal-'));
  const journal = join(folder, 'journal');
  writeFileSync(journal, '');
  const env = { ...process.env, FORBIDDING_JOURNAL: journal };
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['--require', forbidding, ...args],
      { cwd, env, maxBuffer: 1e9 },
      (error, out, err) =>
        done({
          status: error ? error.code : 0,
          out,
          err,
          journal: readFileSync(journal, 'utf8').trimEnd().split('\n'),
        }),
    );
    child.stdin?.end();
  });
}

const opened = (journal: readonly string[]): readonly string[] =>
  journal.flatMap((line) => {
    const [, path] = /^opened (.*)$/.exec(line) ?? [];
    return path === undefined ? [] : [path.startsWith('file:') ? fileURLToPath(path) : resolve(path)];
  });

describe('what is forbidden here cannot be done', () => {
  test.each([
    "require('net').connect(80, '127.0.0.1')",
    "require('node:net').createConnection(80)",
    "new (require('net').Socket)().connect(80)",
    "require('dns').lookup('example.com', () => {})",
    "require('dns').promises.lookup('example.com')",
    "require('http').get('http://127.0.0.1')",
    "require('https').request('https://127.0.0.1')",
    "require('http2').connect('https://127.0.0.1')",
    "require('tls').connect(443)",
    "require('dgram').createSocket('udp4')",
    "fetch('http://127.0.0.1')",
    "require('child_process').execSync('true')",
    "require('child_process').spawn('true')",
    "require('child_process').fork('x.js')",
    "new (require('worker_threads').Worker)('1', { eval: true })",
    "require('cluster').fork()",
    "process.binding('tcp_wrap')",
  ])('%s', async (code) => {
    const { status, err, journal } = await node(['-e', code]);
    expect(err).toContain('is forbidden here');
    expect(status).toBe(1);
    expect(journal.some((line) => line.startsWith('forbidden '))).toBe(true);
  });

  test('as a module neither', async () => {
    const code =
      "import { spawnSync } from 'node:child_process'; import { get } from 'node:https'; for (const f of [spawnSync, get]) try { f('x'); console.log('done'); } catch (e) { console.log(e.message); }";
    const { out } = await node(['--input-type=module', '-e', code]);
    expect(out).toBe('child_process.spawnSync is forbidden here\nhttps.get is forbidden here\n');
  });
});

const formats = ['pretty', 'json', 'sarif', 'markdown', 'github', 'gitlab', 'junit', 'compact'];

describe.each([
  ['the fixtures', at('fixtures')],
  ['the corpus', corpus],
])('%s', (_, folder) => {
  test.skipIf(!existsSync(folder))(
    'are linted without the network, another process, or a file elsewhere',
    async () => {
      const [first = 'json', ...others] = formats;
      const files = others.flatMap((format) => ['--format', `${format}=${join(scratch, `report.${format}`)}`]);
      const { out, err, journal } = await node(
        [command, '--strict', '--verbose', '--format', first, ...files, folder],
        scratch,
      );
      expect(err).not.toContain("is forbidden");
      expect(out.length, err.slice(0, 500)).toBeGreaterThan(1000);
      expect(`${out}${err}`).not.toContain('forbidden');
      expect(journal).toContain('ready');
      expect(journal.filter((line) => line.startsWith('forbidden'))).toEqual([]);
      // What git ignores in the repository around the folder, and the configuration above where it is run.
      const around = new Set([
        ...ancestors(folder).flatMap((each) => [join(each, '.gitignore'), join(each, '.git/info/exclude')]),
        ...ancestors(scratch).flatMap((each) => [...configNames, 'package.json'].map((name) => join(each, name))),
      ]);
      const elsewhere = opened(journal).filter(
        (path) =>
          !path.startsWith(`${folder}/`) &&
          path !== folder &&
          !path.startsWith(`${dirname(command)}/`) &&
          !path.startsWith(`${scratch}/`) &&
          !around.has(path),
      );
      expect(elsewhere).toEqual([]);
      expect(opened(journal).filter((path) => path.startsWith(`${folder}/`)).length).toBeGreaterThan(100);
    },
    300_000,
  );
});

const ancestors = (folder: string): readonly string[] =>
  dirname(folder) === folder ? [folder] : [folder, ...ancestors(dirname(folder))];
