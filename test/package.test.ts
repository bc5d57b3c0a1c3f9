import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const app = join(root, 'fixtures/apps/orders-service.yaml');

let folder: string;
let contents: readonly string[];

// Packs, which builds, and installs the tarball into an empty folder that knows no registry.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-installed-'));
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
  const text = packed.toString();
  const [{ filename, files }] = JSON.parse(text.slice(text.search(/^\[/m)));
  contents = files.map(({ path }: { path: string }) => path);
  mkdirSync(join(folder, 'user'));
  writeFileSync(join(folder, 'user/package.json'), '{ "private": true, "type": "module" }');
  execFileSync(
    'npm',
    ['install', '--offline', '--no-audit', '--cache', join(folder, 'cache'), join(folder, filename)],
    {
      cwd: join(folder, 'user'),
      stdio: 'pipe',
    },
  );
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const user = (program: string, args: readonly string[]) =>
  spawnSync(program, args, { cwd: join(folder, 'user'), encoding: 'utf8' });

test('the tarball holds what runs, its types and its licences', () => {
  expect(contents).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'dist/cli.cjs', 'dist/index.d.ts', 'dist/index.js']),
  );
  const others = contents.filter(
    (path) =>
      !/^dist\/(?:alb-lint\.schema\.json|(?:assembly|ecs|glob|index|rule)\.js|(?:about|cli|main)\.cjs|manual\.json|(?:about|explain|lint)\.cache|cdk\.(?:cjs|d\.cts)|LICENSES\.txt|.*\.d\.ts)$/.test(
        path,
      ),
  );
  expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
});

test('nothing runs at install, and nothing else is installed', () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'user/node_modules/alb-lint/package.json'), 'utf8'));
  for (const script of ['preinstall', 'install', 'postinstall']) expect(manifest.scripts).not.toHaveProperty(script);
  expect(readdirSync(join(folder, 'user/node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['alb-lint']);
});

test('the command runs', () => {
  const run = user('npx', ['--offline', 'alb-lint', '--format', 'json', app]);
  expect(run.status).toBe(1);
  expect(JSON.parse(run.stdout).findings).not.toEqual([]);
});

test.each(['about', 'explain', 'lint'])('V8 takes what the build compiled for %s', (kind) => {
  const script = `
    const { readFileSync } = require('node:fs');
    const source = readFileSync('${kind === 'lint' ? 'main' : 'about'}.cjs', 'latin1');
    const { cachedDataRejected } = new (require('node:vm').Script)(source, { cachedData: readFileSync('${kind}.cache') });
    console.log(cachedDataRejected);`;
  const run = spawnSync(process.execPath, ['-e', script], {
    cwd: join(folder, 'user/node_modules/alb-lint/dist'),
    encoding: 'utf8',
  });
  expect(run.stdout).toBe('false\n');
});

test('a glob works with everything bundled', () => {
  const run = user('node_modules/.bin/alb-lint', ['--format', 'json', join(root, 'fixtures/apps/orders-*.yaml')]);
  expect(JSON.parse(run.stdout).errors).toEqual([]);
  expect(run.status).toBe(1);
});

test('the library lints, and needs nothing of Node', () => {
  writeFileSync(
    join(folder, 'user/lint.js'),
    `import { readFileSync } from 'node:fs';
     import { lint } from 'alb-lint';
     const { findings } = lint([{ path: 'app.yaml', text: readFileSync(process.argv[2], 'utf8') }]);
     console.log(findings.map(({ rule }) => rule.id).join());`,
  );
  const run = user(process.execPath, ['lint.js', app]);
  expect(run.stderr).toBe('');
  expect(run.stdout.trim().split(',')).toContain('sg-target-blocks-alb');
  const library = readFileSync(join(folder, 'user/node_modules/alb-lint/dist/index.js'), 'utf8');
  expect(library).not.toMatch(/(?:from|import|require)\s*\(?\s*["'](?!\.)/);
  expect(library).not.toMatch(/\bprocess\.|\bBuffer\b|__dirname/);
});

test('the doors for CDK and for own rules open, and CDK itself is not needed for it', () => {
  writeFileSync(
    join(folder, 'user/doors.js'),
    `import { AlbLint } from 'alb-lint/cdk';
     import { defineRule, show } from 'alb-lint/rule';
     import { rules } from 'alb-lint';
     const plugin = new AlbLint({ rules: [defineRule({ id: 'own-rule' })] });
     console.log(plugin.name, plugin.ruleIds.at(-1), plugin.ruleIds.length > rules.length / 2, typeof show);`,
  );
  const run = user(process.execPath, ['doors.js']);
  expect(run.stderr).toBe('');
  expect(run.stdout.trim()).toBe('alb-lint own-rule true function');
  const required = user(process.execPath, ['-p', "typeof require('alb-lint/cdk').AlbLint"]);
  expect(required.stdout.trim(), 'as most CDK apps load it').toBe('function');
});

test('everything behind the doors is documented', () => {
  for (const file of ['index.d.ts', 'report.d.ts', 'rule.d.ts', 'lint.d.ts', 'cdk.d.cts', 'node/cdk-verdict.d.ts']) {
    const text = readFileSync(join(folder, 'user/node_modules/alb-lint/dist', file), 'utf8');
    const exported = [...text.matchAll(/(.*)\n(export (?:declare )?(?:interface|type|const|function|class) \w.*)/g)];
    expect(exported, file).not.toEqual([]);
    for (const [, before, declaration] of exported) expect(before, `${file}: ${declaration}`).toMatch(/\*\/$/);
  }
});

test('the types compile in a strict project, and tell right from wrong', () => {
  const consumer = (level: string) => `
    import { type Finding, lint, type Report, type Rule, rules } from 'alb-lint';
    import { AlbLint } from 'alb-lint/cdk';
    import { defineRule } from 'alb-lint/rule';
    const report: Report = lint([{ path: 'a.yaml', text: '' }], { parameters: new Map([['Port', '80']]) });
    const first: Finding | undefined = report.findings[0];
    const rule: Rule | undefined = first?.rule ?? rules[0];
    export const fatal: boolean = rule?.severity === '${level}';
    export const own = defineRule({
      id: 'own-rule', title: '', status: ['503'], during: 'always', severity: 'error', why: '', remedy: '',
      references: [], over: 'loadBalancer',
      check: ({ loadBalancer }, { need }) =>
        need(loadBalancer.idleTimeout) > 60 ? { message: '', at: [loadBalancer, ''] } : undefined,
    });
    export const plugin = new AlbLint({ failOn: 'warning', rules: [own, ...rules] });
  `;
  writeFileSync(join(folder, 'user/right.ts'), consumer('error'));
  writeFileSync(join(folder, 'user/wrong.ts'), consumer('fatal'));
  writeFileSync(
    join(folder, 'user/app.cts'),
    "import { AlbLint } from 'alb-lint/cdk';\nexport const plugin = new AlbLint({ failOn: 'never', parameters: { Port: '80' } });",
  );
  const tsc = (file: string) =>
    user(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...[
        '--noEmit',
        '--strict',
        '--exactOptionalPropertyTypes',
        '--module',
        'nodenext',
        '--lib',
        'es2023',
        '--types',
        '',
      ],
      file,
    ]);
  expect(tsc('right.ts').stdout).toBe('');
  expect(tsc('app.cts').stdout).toBe('');
  expect(tsc('wrong.ts').stdout).toMatch(/^wrong\.ts\(8,\d+\): error/);
});
