import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { crowds } from './hostile-crowds.ts';
import { hostileInputs } from './hostile-inputs.ts';

const command = inject('command');

const healthy = `Resources:
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { Port: 80 }
`;

interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command with a heap that holds no bomb. What hangs is ended, and has no status then. */
function alb(args: readonly string[], cwd: string): Promise<Run> {
  const child = spawn(process.execPath, ['--max-old-space-size=400', command, ...args], { cwd });
  const patience = setTimeout(() => child.kill('SIGKILL'), 120_000);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve) =>
    child.on('close', (status) => {
      clearTimeout(patience);
      resolve({ status, out, err });
    }),
  );
}

test.concurrent.each([...hostileInputs, ...crowds].map((input) => [input.name, input] as const))(
  '%s: an answer for it, and for the file beside it',
  async (_, { put, paths = ['.'], errors = {} }) => {
    const folder = mkdtempSync(join(tmpdir(), 'alb-lint-hostile-'));
    try {
      put(folder);
      writeFileSync(join(folder, 'healthy.yaml'), healthy);
      const named = paths.filter((path) => path !== 'alb-lint.yaml');
      const { status, out, err } = await alb(['--format', 'json', ...named, 'healthy.yaml'], folder);
      expect({ status, err }).toEqual({ status: Object.keys(errors).length > 0 ? 2 : 1, err: '' });
      const report = JSON.parse(out);
      expect(report.findings).toContainEqual(
        expect.objectContaining({ file: 'healthy.yaml', rule: 'target-group-required-properties' }),
      );
      const said: readonly { readonly file: string; readonly message: string; readonly kind: string }[] = report.errors;
      expect(said.filter(({ kind, message }) => kind === 'crash' || message.includes('bug of ours'))).toEqual([]);
      const files = [...new Set(said.map(({ file }) => file))].sort();
      if (typeof errors !== 'string') expect(files).toEqual(Object.keys(errors).sort());
      for (const { file, message } of said)
        expect(message).toContain(typeof errors === 'string' ? errors : errors[file]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  130_000,
);

describe('a limit is raised by its option', () => {
  const topics = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`T${i}`, { Type: 'AWS::SNS::Topic' }]));
  const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: './child.json' } };
  const targets = (port: unknown) => ({
    Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    Properties: { Port: port, Protocol: 'HTTP', VpcId: 'vpc-1', HealthCheckPort: port, TargetType: 'ip' },
  });
  const files: Readonly<Record<string, string | object>> = {
    'large.json': { Resources: topics(1), Metadata: 'x'.repeat(1_100_000) },
    'topics.json': { Resources: topics(3) },
    'aliases.yaml': 'a: &a [x, y]\nb: [*a, *a]\nResources: { T: { Type: AWS::SNS::Topic } }\n',
    'parent.json': { Resources: { A: nested, B: nested } },
    'child.json': { Resources: topics(1) },
    'checked.json': { Resources: { Targets: targets(80) } },
    'conditions.json': {
      Parameters: { P: { Type: 'String' }, Q: { Type: 'String' } },
      Conditions: { P: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] }, Q: { 'Fn::Equals': [{ Ref: 'Q' }, 'x'] } },
      Resources: { Targets: targets({ 'Fn::If': ['P', { 'Fn::If': ['Q', 80, 81] }, 82] }) },
    },
    'parameters.json': { P: 'x'.repeat(1_100_000) },
    'baseline.json': `{ "version": 1, "findings": []${' '.repeat(1_100_000)} }`,
    'config.yaml': `# ${'x'.repeat(1_100_000)}\nparameters: {}\n`,
  };
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'alb-lint-limits-'));
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['--max-file-size', '1', '2', ['large.json'], 'more than 1 MB'],
    ['--max-file-size', '1', '2', ['--parameters', 'parameters.json', 'topics.json'], 'more than 1 MB'],
    ['--max-file-size', '1', '2', ['--baseline', 'baseline.json', 'topics.json'], 'more than 1 MB'],
    ['--max-file-size', '1', '2', ['--config', 'config.yaml', 'topics.json'], 'more than 1 MB'],
    ['--max-resources', '2', '3', ['topics.json'], '3 resources are more than 2'],
    ['--max-copies', '3', '30', ['aliases.yaml'], 'more than 3 values'],
    ['--max-stacks', '1', '2', ['parent.json', 'child.json'], 'stacks are nested'],
    ['--max-checks', '5', '5000', ['checked.json'], 'checks: the rest is left out'],
  ])('%s %s is too little, %s is not: %s', async (flag, little, enough, args, message) => {
    const refused = await alb([flag, little, '--format', 'json', ...args], folder);
    expect(refused.status).toBe(2);
    expect(JSON.parse(refused.out).errors).toMatchObject([{ message: expect.stringContaining(message) }]);
    expect(refused.out).toContain(flag);
    expect((await alb([flag, enough, ...args], folder)).status).toBe(0);
  });

  test('--max-scenarios leaves no combination out that it need not', async () => {
    const unexplored = async (most: string) => {
      const { out, status } = await alb(['--max-scenarios', most, '--format', 'json', 'conditions.json'], folder);
      expect(status).toBe(0);
      return JSON.parse(out).coverage.unexplored;
    };
    expect(await unexplored('1')).not.toEqual([]);
    expect(await unexplored('4')).toEqual([]);
  });

  test('and by nothing but a number', async () => {
    expect((await alb(['--max-copies', 'many', 'topics.json'], folder)).err).toContain(
      '`--max-copies` takes a whole number',
    );
  });
});

describe('files that are there and cannot be read', () => {
  // Root may read everything, so that somebody else has to try.
  const isRoot = process.getuid?.() === 0;
  const nobody = isRoot ? { uid: 65_534, gid: 65_534 } : {};

  test('without permission: an error for each, and the file beside them is answered', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alb-lint-forbidden-'));
    try {
      cpSync(dirname(command), join(folder, 'bin'), { recursive: true });
      mkdirSync(join(folder, 'closed'));
      for (const path of ['secret.yaml', 'healthy.yaml', 'closed/t.yaml']) writeFileSync(join(folder, path), healthy);
      chmodSync(folder, 0o755);
      chmodSync(join(folder, 'bin'), 0o755);
      chmodSync(join(folder, 'secret.yaml'), 0);
      chmodSync(join(folder, 'closed'), 0);
      for (const words of [['secret.yaml', 'closed', 'healthy.yaml'], ['.']]) {
        const args = [join(folder, 'bin/cli.cjs'), '--format', 'json', ...words];
        const { status, stdout, stderr } = spawnSync(process.execPath, args, {
          cwd: folder,
          ...nobody,
          encoding: 'utf8',
        });
        expect(stderr).toBe('');
        const { errors, findings } = JSON.parse(stdout);
        expect(status).toBe(2);
        expect(
          errors.map(({ file, message }: { file: string; message: string }) => `${file}: ${message}`).sort(),
        ).toEqual(['closed: cannot be read: permission denied', 'secret.yaml: cannot be read: permission denied']);
        expect(findings.map(({ file }: { file: string }) => file)).toEqual(['healthy.yaml']);
      }
    } finally {
      chmodSync(join(folder, 'closed'), 0o755);
      rmSync(folder, { recursive: true });
    }
  });

  test('that vanish, grow and change their kind while they are read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alb-lint-vanishing-'));
    try {
      for (let i = 0; i < 200; i++) writeFileSync(join(folder, `${i}.yaml`), healthy);
      writeFileSync(join(folder, 'healthy.yaml'), healthy);
      // As soon as one file is opened, of the others one is gone, one a folder, one a pipe, one empty, one endless.
      writeFileSync(
        join(folder, 'meanwhile.cjs'),
        `const fs = require('node:fs'); const { openSync } = fs; let done = false;
         fs.openSync = (path, ...rest) => {
           const result = openSync(path, ...rest);
           if (!done && String(path).endsWith('.yaml')) {
             done = true;
             for (let i = 20; i < 25; i++) fs.rmSync(i + '.yaml');
             fs.mkdirSync('21.yaml');
             require('node:child_process').execFileSync('mkfifo', ['22.yaml']);
             fs.writeFileSync('23.yaml', '');
             fs.symlinkSync('/dev/zero', '24.yaml');
           }
           return result;
         };`,
      );
      const child = spawnSync(
        process.execPath,
        ['--require', join(folder, 'meanwhile.cjs'), command, '--format', 'json', '.'],
        { cwd: folder, encoding: 'utf8', maxBuffer: 1e9 },
      );
      expect(child.stderr).toBe('');
      expect(child.status).toBe(2);
      const { errors, findings } = JSON.parse(child.stdout);
      const said = errors.map(({ file, message }: { file: string; message: string }) => `${file}: ${message}`);
      expect(said.sort()).toEqual([
        expect.stringMatching(/^20\.yaml: .*no such file/),
        expect.stringMatching(/^21\.yaml: this is a directory/),
        expect.stringMatching(/^22\.yaml: this is a pipe/),
        expect.stringMatching(/^24\.yaml: this is a device/),
      ]);
      expect(new Set(findings.map(({ file }: { file: string }) => file)).size).toBe(196);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('standard input without end', async () => {
  const child = spawn('sh', ['-c', `cat /dev/zero | "$0" "$1" --format json -`, process.execPath, command]);
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  expect({ status, errors: JSON.parse(out).errors }).toMatchObject({
    status: 2,
    errors: [{ file: '<stdin>', message: expect.stringContaining('more than 5 MB') }],
  });
});

test.skipIf(process.platform !== 'linux')('a full disk: the job is not done, and one line says why', () => {
  for (const args of [['-'], ['--format', 'json', '-'], ['--help']]) {
    const { status, stderr } = spawnSync('sh', ['-c', '"$0" "$@" > /dev/full', process.execPath, command, ...args], {
      encoding: 'utf8',
      input: healthy,
    });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'alb-lint: the report cannot be written: ENOSPC: no space left on device, write\n',
    });
  }
});

test('a working directory that is gone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alb-lint-gone-'));
  const { status, stderr } = spawnSync('sh', ['-c', 'rmdir "$PWD" && "$0" "$1" .', process.execPath, command], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'alb-lint: the folder it was started in is gone: change to one that is there\n',
  });
});
