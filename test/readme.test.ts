import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { read } from '../src/source/read.ts';
import { at, ids } from './all-rules.ts';

// Every example of the README runs. `README=update npx vitest run … test/readme.test.ts` rewrites the shown output.

const readme = readFileSync(at('README.md'), 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map((m) => m[1] ?? '');

const run = (args: readonly string[], cwd = at('.')) =>
  spawnSync(process.execPath, [inject('command'), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });

const words = (line: string): readonly string[] =>
  line
    .replace(/#.*$/, '')
    .trim()
    .split(/\s+/)
    .map((w) => w.replace(/^'|'$/g, ''));

const temporary: string[] = [];
afterAll(() => {
  for (const folder of temporary) rmSync(folder, { recursive: true });
});

/** A folder in which the app of the README was synthesised. */
function synthesised(): string {
  const folder = mkdtempSync(join(tmpdir(), 'alb-lint-readme-'));
  temporary.push(folder);
  mkdirSync(join(folder, 'bin'));
  symlinkSync(at('node_modules'), join(folder, 'node_modules'));
  const app = blocks('js').find((block) => block.startsWith('// bin/orders.mjs')) ?? '';
  writeFileSync(join(folder, 'bin/orders.mjs'), app);
  const env = { ...process.env, CDK_OUTDIR: 'cdk.out', CDK_VALIDATION: 'false' };
  execFileSync(process.execPath, ['bin/orders.mjs'], { cwd: folder, env, stdio: 'pipe' });
  return folder;
}

test.each(blocks('console'))('shows what really comes out: %s', (block) => {
  const [first = '', ...rest] = block.split('\n');
  const home = first.includes('cdk.out') ? synthesised() : at('.');
  const { stdout } = run(words(first.replace(/^\$ alb-lint /, '')), home);
  if (process.env.README === 'update') {
    const shown = readFileSync(at('README.md'), 'utf8').replace(block, () => `${first}\n${stdout}`);
    writeFileSync(at('README.md'), shown);
  } else expect(stdout).toBe(rest.join('\n'));
});

describe('the commands', () => {
  const lines = blocks('sh').flatMap((block) => block.split('\n'));

  test.each(lines.filter((line) => /^alb-lint (explain|rules)/.test(line)))('%s', (line) => {
    const { stdout, status } = run(words(line).slice(1));
    expect(stdout).toContain('sg-target-blocks-alb');
    expect(status).toBe(0);
  });

  test('of the pipeline', () => {
    const folder = mkdtempSync(join(tmpdir(), 'alb-lint-readme-'));
    try {
      const template = readFileSync(at('fixtures/apps/orders-service.yaml'), 'utf8');
      execFileSync('mkdir', [join(folder, 'templates')]);
      writeFileSync(join(folder, 'templates', 'orders.yaml'), template);
      writeFileSync(join(folder, 'template.yaml'), template);
      writeFileSync(join(folder, 'Orders.template.json'), '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}');
      const pipeline = lines.filter((line) => /fail-on error templates|-o report|alb-lint -$/.test(line));
      expect(pipeline).toHaveLength(3);
      const results = pipeline.map((line) =>
        spawnSync('bash', ['-c', line.replace('alb-lint', `"${process.execPath}" "${inject('command')}"`)], {
          cwd: folder,
          encoding: 'utf8',
        }),
      );
      expect(results.map(({ status }) => status)).toEqual([1, 0, 1]);
      expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).version).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('the formats', () => {
  const lines = blocks('sh').flatMap((block) => block.split('\n'));
  const examples = lines.filter((line) => /^alb-lint --format (?!json)/.test(line));
  expect(examples).toHaveLength(4);
  const folder = mkdtempSync(join(tmpdir(), 'alb-lint-readme-'));
  try {
    execFileSync('mkdir', [join(folder, 'templates')]);
    writeFileSync(join(folder, 'templates', 'orders.yaml'), readFileSync(at('fixtures/apps/orders-service.yaml')));
    const results = examples.map((line) =>
      spawnSync('bash', ['-c', line.replace('alb-lint', `"${process.execPath}" "${inject('command')}"`)], {
        cwd: folder,
        encoding: 'utf8',
      }),
    );
    expect(results.map(({ status }) => status)).toEqual([1, 1, 1, 0]);
    expect(results.map(({ stdout }) => stdout !== '')).toEqual([true, false, false, true]);
    const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
    expect(JSON.parse(read('alb-lint.sarif')).version).toBe('2.1.0');
    expect(JSON.parse(read('gl-code-quality-report.json')).length).toBeGreaterThan(1);
    expect(read('alb-lint.xml')).toContain('<testsuites ');
    expect(read('comment.md')).toMatch(/^<!-- alb-lint -->\n/);
    expect(results[3]?.stdout).toMatch(/^templates\/orders\.yaml:\d+:\d+: error: /);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the configuration can be read, and the metadata is heeded', () => {
  const [config = '', metadata = ''] = blocks('yaml');
  expect([...readConfig(read({ path: 'alb-lint.yaml', text: config }), ids).assume.containers.keys()]).toEqual(['web']);
  const template = readFileSync(at('fixtures/apps/orders-service.yaml'), 'utf8');
  const indented = metadata
    .split('\n')
    .slice(1)
    .map((line) => `    ${line}`)
    .join('\n');
  const stated = template.replace('    Type: AWS::ECS::TaskDefinition\n', (type) => `${type}${indented.trimEnd()}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'alb-lint-readme-'));
  try {
    writeFileSync(join(folder, 'a.yaml'), template);
    writeFileSync(join(folder, 'b.yaml'), stated);
    const rule = ['--rule', 'keep-alive-below-idle-timeout'];
    expect(run([...rule, 'a.yaml'], folder).status).toBe(1);
    expect(run([...rule, 'b.yaml'], folder).stdout).toContain('no problems found');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the configuration binds stacks that share no export, and one template may be two of them', () => {
  const config = blocks('yaml').find((block) => block.startsWith('# alb-lint.yaml: which stacks')) ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'alb-lint-readme-'));
  try {
    for (const path of ['linked/network.yaml', 'shared-listener.yaml'])
      writeFileSync(join(folder, path.replace('linked/', '')), readFileSync(at(`fixtures/apps/${path}`), 'utf8'));
    const coverage = () => /^coverage: .*$/m.exec(run(['network.yaml', 'shared-listener.yaml'], folder).stdout)?.[0];
    expect(coverage()).toMatch(/of 1 traffic path .*--parameter ListenerArn=/);
    writeFileSync(join(folder, 'alb-lint.yaml'), config);
    expect(coverage()).toMatch(/of 2 traffic paths /);
    expect(coverage()).not.toContain('--parameter ListenerArn');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the configuration, suppressions and the baseline do what is said of them', () => {
  const [config, comment, metadata] = [/^# alb-lint.yaml: what else/, /^# in a template/, /^# at a resource/].map(
    (first) => blocks('yaml').find((block) => first.test(block)) ?? '',
  );
  const template = readFileSync(at('fixtures/apps/orders-service.yaml'), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'alb-lint-readme-'));
  const put = (path: string, text: string): void => {
    execFileSync('mkdir', ['-p', join(folder, path, '..')]);
    writeFileSync(join(folder, path), text);
  };
  try {
    const only = ['--rule', 'sg-target-blocks-alb'];
    const below = (text = ''): string => text.replace(/^.*\n/, '');
    const lines = below(comment).trimEnd().split('\n');
    const bare = lines.filter((line) => !line.includes('# alb-lint:')).join('\n');
    expect(template).toContain(bare);
    put('templates/a.yaml', template.replace(bare, lines.join('\n')));
    expect(run([...only, 'templates'], folder).stdout).toContain('no problems found; 1 suppressed');
    const stated = below(metadata).replaceAll(/^(?=.)/gm, '    ');
    put('templates/a.yaml', template.replace('  TaskSecurityGroup:\n', `  TaskSecurityGroup:\n${stated}`));
    expect(run([...only, 'templates'], folder).stdout).toContain('no problems found; 1 suppressed');

    put('templates/a.yaml', template);
    put('legacy/old.yaml', template);
    const commands = blocks('sh').flatMap((block) => block.split('\n'));
    const said = (start: string): readonly string[] => {
      const line = commands.find((each) => each.startsWith(start));
      expect(line).toBeDefined();
      return words(line ?? '').slice(1);
    };
    expect(run(said('alb-lint init'), folder).stdout).toContain('wrote alb-lint.yaml');
    put('alb-lint.yaml', config ?? '');
    expect(run([...only, 'legacy'], folder).stdout).toContain('no problems found; 1 suppressed');
    expect(run(said('alb-lint --print-config'), folder).stdout).toContain('fargate-spot-only: "off"');
    expect(run(said('alb-lint baseline'), folder).stdout).toContain('known from now on');
    expect(run(said('alb-lint --baseline'), folder)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('known from the baseline'),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
