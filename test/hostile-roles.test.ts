import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { megabyte, usualFileSize, usualLimits } from '../src/source/limits.ts';
import { at } from './all-rules.ts';

// What is read beside templates is as hostile as they are: each of these is put in the place of each kind of file.

const command = inject('command');
const healthy = `Resources:
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { Port: 80 }
`;
const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
const inherited = names.map((name) => `"${name}":{"${name}":1}`).join();
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

type Put = (path: string) => void;
const content =
  (text: string | Uint8Array): Put =>
  (path) =>
    writeFileSync(path, text);

const hostile: Readonly<Record<string, Put>> = {
  'a bomb of aliases': content(
    `a0: &a0 x\n${range(39)
      .map((i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`)
      .join('\n')}`,
  ),
  brackets: content('['.repeat(100_000)),
  braces: content('{"a":'.repeat(100_000)),
  'spaces of 60 MB': content(' '.repeat(60_000_000)),
  'a million keys': content(JSON.stringify(Object.fromEntries(range(1_000_000).map((i) => [`k${i}`, 0])))),
  'a NUL byte': content('{"a":"\0'),
  'UTF-16': content(Buffer.from('\ufeff{}', 'utf16le')),
  'UTF-16 without a mark': content(Buffer.from('{}', 'utf16le').swap16()),
  'Latin 1': content(Buffer.from('{"a":"caf\u00e9"', 'latin1')),
  'names that every object has': content(`{"Resources":{${inherited}},${inherited}}`),
  escapes: content('{"\u001b[31m\u202e::error::x##[group]":\n\u001b[2J: : :'),
  'a number': content('1e400'),
  'a folder': (path) => mkdirSync(path),
  'a pipe': (path) => void execFileSync('mkfifo', [path]),
  'a device': (path) => symlinkSync('/dev/zero', path),
  'a circle of links': (path) => symlinkSync(basename(path), path),
  'a link into the system': (path) => symlinkSync('/proc/self/mem', path),
};

interface Role {
  /** Where the hostile file stands. */
  readonly path: string;
  readonly args: readonly string[];
  /** Whether the file beside it still gets its answer; settings hold for all files, so that without them there is none. */
  readonly others: boolean;
  /** Whether the job cannot be done as it was meant; the rest is only made use of where it is understood. */
  readonly fails: boolean;
}

const manifest = {
  version: '36.0.0',
  artifacts: {
    'S.assets': { type: 'cdk:asset-manifest', properties: { file: 'S.assets.json' } },
    S: {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: 'S.template.json' },
      additionalMetadataFile: 'S.metadata.json',
    },
  },
};
const stack = {
  Resources: {
    Targets: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { Port: 80 } },
    Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3.amazonaws.com/x/abc.json' } },
  },
};
const surroundings = {
  'healthy.yaml': healthy,
  'own.yaml': 'rules: { ./own.mjs: on }\n',
  'folder/t.yaml': healthy,
  'cdk.out/cdk.out': '{"version":"36.0.0"}',
  'cdk.out/manifest.json': JSON.stringify(manifest),
  'cdk.out/S.template.json': JSON.stringify(stack),
  'cdk.out/S.assets.json': '{"version":"36.0.0","files":{}}',
  'cdk.out/S.metadata.json': '{}',
};

const others = { others: true, fails: true };
const alone = { others: false, fails: true };
const roles: Readonly<Record<string, Role>> = {
  'values of parameters': { path: 'p.json', args: ['--parameters', 'p.json', 'healthy.yaml'], ...alone },
  'a configuration': { path: 'c.yaml', args: ['--config', 'c.yaml', 'healthy.yaml'], ...alone },
  'a configuration that is found': { path: 'alb-lint.yaml', args: ['healthy.yaml'], ...alone },
  'a package.json': { path: 'package.json', args: ['healthy.yaml'], others: true, fails: false },
  'a baseline': { path: 'b.json', args: ['--baseline', 'b.json', 'healthy.yaml'], ...alone },
  'a task definition': { path: 't.json', args: ['--task-definition', 'T=t.json', 'healthy.yaml'], ...others },
  'the manifest of an assembly': { path: 'cdk.out/manifest.json', args: ['cdk.out', 'healthy.yaml'], ...others },
  'the template of a stack': { path: 'cdk.out/S.template.json', args: ['cdk.out', 'healthy.yaml'], ...others },
  'the assets of an assembly': { path: 'cdk.out/S.assets.json', args: ['cdk.out', 'healthy.yaml'], ...others },
  'the metadata of a stack': { path: 'cdk.out/S.metadata.json', args: ['cdk.out', 'healthy.yaml'], ...others },
  'what git ignores': { path: 'folder/.gitignore', args: ['folder', 'healthy.yaml'], others: true, fails: false },
  'a module of rules': { path: 'own.mjs', args: ['--config', 'own.yaml', 'healthy.yaml'], ...alone },
};

interface Run {
  readonly status: unknown;
  readonly out: string;
  readonly err: string;
}

/** Runs the command with a heap that holds no bomb; what hangs is ended, and has no status then. */
const alb = (args: readonly string[], cwd: string): Promise<Run> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--max-old-space-size=400', command, '--format', 'json', ...args],
      { cwd, timeout: 120_000, killSignal: 'SIGKILL', maxBuffer: 1e9 },
      (error, out, err) => resolve({ status: error ? error.code : 0, out, err }),
    );
    child.stdin?.end();
  });

test.concurrent.each(Object.entries(roles))(
  'as %s',
  async (_, { path, args, others, fails }) => {
    for (const [name, put] of Object.entries(hostile)) {
      const folder = mkdtempSync(join(tmpdir(), 'alb-lint-roles-'));
      try {
        for (const [file, text] of Object.entries(surroundings)) {
          mkdirSync(dirname(join(folder, file)), { recursive: true });
          writeFileSync(join(folder, file), text);
        }
        rmSync(join(folder, path), { force: true });
        put(join(folder, path));
        const { status, out, err } = await alb(args, folder);
        // A circle of links is no file: nothing is found by that name.
        const failed = fails && !(name === 'a circle of links' && path === 'alb-lint.yaml');
        expect({ name, status, err }).toEqual({ name, status: failed ? 2 : 1, err: '' });
        const { errors, findings } = JSON.parse(out);
        expect(out).not.toContain('bug of ours');
        const files = errors.map(({ file }: { file: string }) => file);
        const beside = ['own.yaml', 'cdk.out', 'cdk.out/manifest.json'];
        for (const file of files) expect([path, ...beside], name).toContain(file);
        expect(errors.length > 0, name).toBe(failed);
        const answered = findings.some(({ file }: { file: string }) => file === 'healthy.yaml');
        expect(answered, name).toBe(others || !failed);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
  },
  300_000,
);

test('patterns that would be tried for ever', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alb-lint-patterns-'));
  try {
    const deep = join(folder, 'd', ...Array(60).fill('a'));
    mkdirSync(deep, { recursive: true });
    const long = `${'a'.repeat(200)}.yaml`;
    for (const path of [join(deep, 't.yaml'), join(folder, 'd', long), join(folder, 'healthy.yaml')])
      writeFileSync(path, healthy);
    const patterns = ['**/a/'.repeat(20), '*a'.repeat(30), `${'{"a":'.repeat(9000)}`, '['.repeat(1000), '[z-a]'];
    writeFileSync(join(folder, 'd/.gitignore'), patterns.map((pattern) => `${pattern}b`).join('\n'));
    const entries = patterns.map((files) => ({ rule: 'target-group-required-properties', files, reason: 'x' }));
    writeFileSync(join(folder, 'alb-lint.json'), JSON.stringify({ ignore: entries, files: ['healthy.yaml'] }));
    const found = await alb(['d', 'healthy.yaml'], folder);
    expect(found.status).toBe(1);
    expect(JSON.parse(found.out).findings).toHaveLength(3);
    for (const pattern of ['*a'.repeat(30), '**/a/'.repeat(30), '{a,b}'.repeat(30)]) {
      const { status, out } = await alb([`d/${pattern}b`, 'healthy.yaml'], folder);
      expect({ status, errors: JSON.parse(out).errors }).toMatchObject({
        status: 2,
        errors: [{ message: expect.stringContaining('asks for too much') }],
      });
      expect(JSON.parse(out).findings).toHaveLength(1);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 130_000);

test('a manifest of more than anybody can go through', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alb-lint-manifest-'));
  try {
    mkdirSync(join(folder, 'cdk.out'));
    writeFileSync(join(folder, 'healthy.yaml'), healthy);
    writeFileSync(join(folder, 'cdk.out/cdk.out'), '{}');
    const put = (artifacts: object) =>
      writeFileSync(join(folder, 'cdk.out/manifest.json'), JSON.stringify({ version: '36.0.0', artifacts }));
    const named = (count: number, value: unknown) => Object.fromEntries(range(count).map((i) => [`k${i}`, value]));
    put(named(7000, { type: 'aws:cloudformation:stack', properties: { templateFile: 'x' } }));
    const many = await alb(['cdk.out', 'healthy.yaml'], folder);
    expect(many.out).toContain('7000 stacks and assets are more than 6000; raise `--max-stacks`');
    expect(JSON.parse(many.out).findings).toHaveLength(1);
    expect((await alb(['--max-stacks', '3000', 'cdk.out'], folder)).out).not.toContain('are more than');
    put(named(830_000, 0));
    expect((await alb(['cdk.out', 'healthy.yaml'], folder)).out).toContain('more than 400000 entries');
    put({ S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.template.json' } } });
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    writeFileSync(
      join(folder, 'cdk.out/S.template.json'),
      JSON.stringify(stack).replace('"https://s3.amazonaws.com/x/abc.json"', deep),
    );
    const refused = await alb(['cdk.out', 'healthy.yaml'], folder);
    expect(refused.err).toBe('');
    expect(refused.out).toContain('nested more than 1000 levels deep');
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 130_000);

test('the limits of the README are those of the options', () => {
  const readme = readFileSync(at('README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| .*\| (\d[\d,]*)[^|]*\| `(--max-[a-z-]+)/gm)].map(([, number = '', flag]) => [
    flag,
    Number(number.replaceAll(',', '')),
  ]);
  expect(Object.fromEntries(rows)).toEqual({
    '--max-file-size': usualFileSize / megabyte,
    '--max-resources': usualLimits.resources,
    '--max-copies': usualLimits.copies,
    '--max-stacks': usualLimits.stacks,
    '--max-checks': usualLimits.checks,
    '--max-scenarios': usualLimits.scenarios,
  });
});
