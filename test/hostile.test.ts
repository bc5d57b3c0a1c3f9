import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
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

test.concurrent.each(hostileInputs.map((input) => [input.name, input] as const))(
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

test('a limit is raised by its option', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alb-lint-limits-'));
  try {
    const topics = Array.from({ length: 3 }, (_, i) => [`T${i}`, { Type: 'AWS::SNS::Topic' }] as const);
    writeFileSync(
      join(folder, 'x.json'),
      JSON.stringify({ Resources: Object.fromEntries(topics), Metadata: 'x'.repeat(1_100_000) }),
    );
    const statusOf = async (...args: readonly string[]) => (await alb([...args, 'x.json'], folder)).status;
    expect(await statusOf('--max-file-size', '1')).toBe(2);
    expect(await statusOf('--max-file-size', '2')).toBe(0);
    expect(await statusOf('--max-resources', '2')).toBe(2);
    expect(await statusOf('--max-resources', '3')).toBe(0);
    expect((await alb(['--max-copies', 'many', 'x.json'], folder)).err).toContain(
      '`--max-copies` takes a whole number',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
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
