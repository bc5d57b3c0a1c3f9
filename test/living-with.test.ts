import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { read } from '../src/source/read.ts';
import { plain } from '../src/source/tree.ts';
import { at, ids } from './all-rules.ts';
import { blocked, rule, withMetadata } from './blocked.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-living-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, content: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
  return path;
}
const get = (path: string): string => readFileSync(join(folder, path), 'utf8');

/** Runs the published command in the test's folder, or in one below it. */
const alb = (args: readonly string[], below = '.'): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [inject('command'), ...args], {
    cwd: join(folder, below),
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '' },
  });

interface Seen {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly fingerprint: string;
  readonly suppressed: { readonly kind: string } | null;
}

/** The JSON report of a run with one rule. */
const report = (args: readonly string[], below = '.') =>
  JSON.parse(alb(['--format', 'json', '--rule', rule, ...args], below).stdout);
const found = (args: readonly string[], below = '.'): readonly string[] =>
  report(args, below)
    .findings.filter(({ suppressed }: Seen) => suppressed === null)
    .map(({ file, rule: id }: Seen) => `${file} ${id}`);

const ignored = blocked().replace('9090\n', `9090  # alb-lint: ignore[${rule}] opened by hand\n`);

describe('a suppressed finding', () => {
  test('is counted, fails nothing, and is told of in JSON and SARIF only', () => {
    put('api.yaml', ignored);
    const { status, stdout } = alb(['--rule', rule, '--fail-on', 'info', 'api.yaml']);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'no problems found; 1 suppressed\ncoverage: the one traffic path fully checked\n',
    });
    const { findings, summary } = report(['api.yaml']);
    expect(summary).toEqual({ error: 0, warning: 0, info: 0, suppressed: 1 });
    expect(findings).toMatchObject([
      {
        rule,
        severity: 'error',
        suppressed: { kind: 'comment', reason: 'opened by hand', file: 'api.yaml', line: 35 },
      },
    ]);
    const sarif = JSON.parse(alb(['--rule', rule, '--format', 'sarif', 'api.yaml']).stdout);
    expect(sarif.runs[0].results).toMatchObject([
      { ruleId: rule, suppressions: [{ kind: 'inSource', status: 'accepted', justification: 'opened by hand' }] },
    ]);
    for (const format of ['compact', 'github', 'gitlab', 'junit', 'markdown'])
      expect(alb(['--rule', rule, '--format', format, 'api.yaml']).stdout).not.toContain('no rule of `TaskGroup`');
    expect(alb(['--quiet', '--rule', rule, 'api.yaml'])).toMatchObject({ status: 0, stdout: '' });
  });

  test('by metadata, as JSON and CDK have it', () => {
    const stated = { TaskGroup: { 'alb-lint': { ignore: [{ id: rule, reason: 'opened by hand' }] } } };
    put('api.template.json', withMetadata(blocked(), stated));
    expect(report(['api.template.json']).findings).toMatchObject([{ suppressed: { kind: 'metadata' } }]);
  });

  test('by the configuration, from its folder, wherever the command runs', () => {
    put('infra/legacy/api.yaml', blocked());
    put('infra/current/api.yaml', blocked());
    put('alb-lint.yaml', `ignore:\n  - { rule: ${rule}, files: infra/legacy, reason: gone next quarter }\n`);
    expect(found(['infra'])).toEqual([`infra/current/api.yaml ${rule}`]);
    expect(found(['api.yaml'], 'infra/legacy')).toEqual([]);
    expect(found(['../legacy/api.yaml', 'api.yaml'], 'infra/current')).toEqual([`api.yaml ${rule}`]);
    expect(found([join(folder, 'infra/legacy/api.yaml')], 'infra/current')).toEqual([]);
    const sarif = JSON.parse(alb(['--rule', rule, '--format', 'sarif', 'infra/legacy']).stdout);
    expect(sarif.runs[0].results[0].suppressions).toMatchObject([
      {
        kind: 'external',
        justification: 'gone next quarter',
        location: { physicalLocation: { region: { startLine: 2 } } },
      },
    ]);
  });

  test('that is not there any more: the words are a warning, which can be explained, lowered and left out', () => {
    put('api.yaml', ignored.replaceAll('9090', '8080'));
    const { status, stdout } = alb(['--rule', rule, 'api.yaml']);
    expect(status).toBe(1);
    expect(stdout).toContain(`warning[unused-suppression] \`${rule}\` underlines nothing on line 35`);
    expect(stdout).toMatch(/--> api\.yaml:35:\d+/);
    expect(alb(['explain', 'unused-suppression']).stdout).toContain('the words stayed behind');
    expect(alb(['rules']).stdout).toContain('suppression-without-reason');
    expect(alb(['--rule', rule, '--ignore', 'unused-suppression', 'api.yaml']).status).toBe(0);
    put('alb-lint.yaml', 'rules: { unused-suppression: info }');
    expect(alb(['--rule', rule, 'api.yaml']).status).toBe(0);
  });
});

describe('the configuration', () => {
  test('says what to lint when the command line does not, from its own folder', () => {
    put('infra/api.yaml', blocked());
    put('template.yaml', blocked());
    put('alb-lint.yaml', 'files: [infra, "templ*.yaml"]');
    const both = [`infra/api.yaml ${rule}`, `template.yaml ${rule}`];
    expect(found([])).toEqual(both);
    expect(found(['template.yaml'])).toEqual([`template.yaml ${rule}`]);
    expect(found([], 'infra')).toEqual([`../template.yaml ${rule}`, `api.yaml ${rule}`]);
    put('alb-lint.yaml', 'files: absent.yaml');
    expect(alb([])).toMatchObject({ status: 2, stdout: expect.stringContaining('there is no such file') });
  });

  test('makes rules milder or graver, turns them off, and turns strict ones on; the command line has the last word', () => {
    put('api.yaml', blocked());
    const severities = (args: readonly string[] = []) =>
      new Map<string, string>(
        JSON.parse(alb(['--format', 'json', ...args, 'api.yaml']).stdout).findings.map((one: Seen) => [
          one.rule,
          one.severity,
        ]),
      );
    const strict = [...severities(['--strict']).keys()].find((id) => !severities().has(id)) ?? '';
    put('alb-lint.yaml', `rules: { ${rule}: info, ${strict}: error }`);
    expect([severities().get(rule), severities().get(strict)]).toEqual(['info', 'error']);
    expect(alb(['--rule', rule, 'api.yaml']).status).toBe(0);
    put('alb-lint.yaml', `rules: { ${rule}: off }`);
    expect(severities().has(rule)).toBe(false);
    expect(severities(['--rule', rule]).get(rule)).toBe('error');
    put('alb-lint.yaml', `rules: { ${rule}: warning }`);
    expect(severities(['--ignore', rule]).has(rule)).toBe(false);
  });

  test('may stand in package.json, whose other contents are none of our business', () => {
    put('api.yaml', blocked());
    put('package.json', JSON.stringify({ name: 'x', albLint: { rules: { [rule]: 'off' }, files: 'api.yaml' } }));
    expect(JSON.parse(alb(['--format', 'json']).stdout).findings.map((one: Seen) => one.rule)).not.toContain(rule);
    put('package.json', '{ "name": "x", "albLint": { "rule": {} } }');
    expect(alb(['api.yaml'])).toMatchObject({ status: 2, stdout: expect.stringContaining('did you mean `rules`?') });
    put('package.json', '{ "name": ');
    expect(found(['api.yaml'])).toEqual([`api.yaml ${rule}`]);
    put('package.json', '{ "albLint": { "rules": {} }');
    expect(alb(['api.yaml'])).toMatchObject({ status: 2, stdout: expect.stringContaining('--> package.json:1:') });
    put('package.json', '{ "albLint": {} }');
    put('alb-lint.yaml', '{}');
    expect(alb(['api.yaml'])).toMatchObject({ status: 2, stdout: expect.stringContaining('keep one of them') });
  });

  test('is the one that --config names, and no other', () => {
    put('api.yaml', blocked());
    put('alb-lint.yaml', `rules: { ${rule}: off }`);
    put('other/strict.yaml', `files: api.yaml\nrules: { ${rule}: warning }`);
    put('other/api.yaml', blocked());
    expect(report(['--config', 'other/strict.yaml']).findings).toMatchObject([
      { file: 'other/api.yaml', severity: 'warning' },
    ]);
    expect(alb(['--config', 'absent.yaml', 'api.yaml'])).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('absent.yaml'),
    });
    put('package.json', '{}');
    expect(alb(['--config', 'package.json', 'api.yaml']).stdout).toContain('it has no `albLint`');
  });

  test('that cannot be read is shown where it is wrong', () => {
    put('api.yaml', blocked());
    put('alb-lint.yaml', 'rules:\n  sg-target-block-alb: off\n');
    const { status, stdout } = alb(['api.yaml']);
    expect({ status, stdout }).toEqual({
      status: 2,
      stdout: expect.stringContaining(`error: there is no rule \`sg-target-block-alb\`; did you mean \`${rule}\`?
 --> alb-lint.yaml:2:3
  |
2 |   sg-target-block-alb: off
  |   ^^^^^^^^^^^^^^^^^^^
`),
    });
    expect(alb(['--print-config'])).toMatchObject({ status: 2, stderr: expect.stringContaining('alb-lint.yaml:2:3') });
  });

  test('that is all comments says nothing', () => {
    put('api.yaml', blocked());
    put('alb-lint.yaml', '# rules:\n\n#   x: off\n');
    expect(found(['api.yaml'])).toEqual([`api.yaml ${rule}`]);
  });

  test('is printed with what the command line adds, as a configuration that says the same', () => {
    put(
      'alb-lint.yaml',
      `files: [infra]
parameters: { Port: 8080, Hosts: [a, b], "on": "yes" }
assume: { containers: { web: { keepAliveSeconds: 65 } }, instances: { Web: { keepAliveSeconds: 75 } } }
stacks: { api: { template: api.yaml, parameters: { Vpc: "network#Outputs.Vpc", Name: x } } }
rules: { fargate-spot-only: error }
ignore: [{ rule: ${rule}, files: "legacy/**", reason: "a: b # c" }]
`,
    );
    const args = ['--print-config', '--parameter', 'Port=9090', '--ignore', 'asg-single-az'];
    const { status, stdout } = alb(args);
    expect(status).toBe(0);
    expect(stdout.split('\n', 1)[0]).toBe('# from alb-lint.yaml');
    expect(plain(read({ path: 'printed.yaml', text: stdout }))).toEqual({
      files: ['infra'],
      parameters: { Port: '9090', Hosts: 'a,b', on: 'yes' },
      assume: { containers: { web: { keepAliveSeconds: 65 } }, instances: { Web: { keepAliveSeconds: 75 } } },
      stacks: { api: { template: 'api.yaml', parameters: { Vpc: 'network#Outputs.Vpc', Name: 'x' } } },
      rules: { 'fargate-spot-only': 'error', 'asg-single-az': 'off' },
      ignore: [{ rule, files: ['legacy/**'], reason: 'a: b # c' }],
    });
    put('printed.yaml', stdout);
    expect(alb(['--print-config', '--config', 'printed.yaml']).stdout.replace(/^.*\n/, '')).toBe(
      stdout.replace(/^.*\n/, ''),
    );
    rmSync(join(folder, 'alb-lint.yaml'));
    expect(alb(['--print-config']).stdout).toBe('# no configuration was found\n{}\n');
  });
});

describe('alb-lint init', () => {
  test('writes a valid configuration for what is here, with which `alb-lint` runs', () => {
    put('infra/deep/api.yaml', `Parameters:\n  Vpc:\n    Type: AWS::EC2::VPC::Id\n${blocked()}`);
    put('template.yaml', blocked());
    put('infra/task.json', '{ "family": "x", "containerDefinitions": [{ "name": "sidecar", "image": "x" }] }');
    put('notes.yaml', 'a: 1\n');
    put('cdk.out/cdk.out', '{ "version": "36.0.0" }');
    put('cdk.out/manifest.json', '{ "version": "36.0.0", "artifacts": {} }');
    expect(alb(['init'])).toMatchObject({ status: 0, stdout: expect.stringContaining('wrote alb-lint.yaml') });
    const text = get('alb-lint.yaml');
    const tree = read({ path: 'alb-lint.yaml', text });
    expect(readConfig(tree, ids).files).toEqual(['cdk.out', 'infra', 'template.yaml']);
    const validate = new Ajv({ allowUnionTypes: true }).compile(
      JSON.parse(readFileSync(at('alb-lint.schema.json'), 'utf8')),
    );
    expect([validate(plain(tree)), validate.errors]).toEqual([true, null]);
    for (const said of [
      '2 templates',
      '1 cloud assembly',
      '1 task definition',
      'Vpc: ""',
      'infra/deep/api.yaml',
      'api:',
      'sidecar:',
    ])
      expect(text).toContain(said);
    expect(found([])).toEqual([`infra/deep/api.yaml ${rule}`, `template.yaml ${rule}`]);
  });

  test('in a folder without templates is valid too', () => {
    expect(alb(['init'])).toMatchObject({ status: 0, stdout: expect.stringContaining('`files:`') });
    expect(alb(['--print-config']).stdout).toBe('# from alb-lint.yaml\n{}\n');
    expect(alb([])).toMatchObject({ status: 2, stderr: expect.stringContaining('no template was named') });
  });

  test.each(['alb-lint.yaml', 'alb-lint.yml', 'alb-lint.json', 'package.json'])('leaves %s alone', (name) => {
    const text = name === 'package.json' ? '{ "albLint": {} }' : '{}';
    put(name, text);
    expect(alb(['init'])).toMatchObject({ status: 2, stderr: expect.stringContaining(`\`${name}\` is here already`) });
    expect(get(name)).toBe(text);
    expect(readdirSync(folder)).toEqual([name]);
  });

  test('takes no arguments', () => {
    expect(alb(['init', 'infra'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('`init` takes no arguments'),
    });
  });
});

describe('a baseline', () => {
  const only = ['--rule', rule];
  const known = ['--baseline', 'alb-lint-baseline.json'];
  const record = (...args: readonly string[]) => alb(['baseline', ...only, ...args]);

  test('is written sorted, a line for each finding, and leaves only what is new', () => {
    put('b.yaml', blocked(7070));
    put('a.yaml', blocked(9090));
    expect(record('a.yaml', 'b.yaml')).toMatchObject({
      status: 0,
      stdout: 'alb-lint-baseline.json: 2 findings known from now on\n',
    });
    const lines = get('alb-lint-baseline.json').split('\n');
    expect(lines.filter((line) => line.includes('fingerprint'))).toHaveLength(2);
    expect(lines[3]).toMatch(
      /^ {4}\{"fingerprint":"[0-9a-f]{16}","rule":"sg-target-blocks-alb","resource":"TaskGroup","file":"[ab]\.yaml","message":".*port 8080.*"\},$/,
    );
    expect(alb([...only, ...known, 'a.yaml', 'b.yaml'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^no problems found; 2 known from the baseline\n/),
    });
    put('c.yaml', blocked(6060));
    expect(found([...known, '.'])).toEqual([`c.yaml ${rule}`]);
    expect(alb([...only, ...known, '.']).status).toBe(1);
    const before = get('alb-lint-baseline.json');
    rmSync(join(folder, 'c.yaml'));
    expect(record('b.yaml', 'a.yaml').stdout).toContain('2 findings known from now on, 2 findings before');
    expect(get('alb-lint-baseline.json')).toBe(before);
  });

  test('knows its findings after lines moved, resources were reordered and the file was renamed', () => {
    put('a.yaml', blocked());
    record('a.yaml');
    renameSync(join(folder, 'a.yaml'), join(folder, 'z.yaml'));
    const [head = '', ...resources] = blocked().split(/^(?= {2}\w)/m);
    put('z.yaml', `# moved\n\n${head}${resources.reverse().join('')}`);
    expect(report([...known, 'z.yaml'])).toMatchObject({ findings: [], baseline: { known: 1, fixed: [] } });
  });

  test('tells two files of the same template apart: a third one is new, and of two the mended one is fixed', () => {
    put('m.yaml', blocked());
    put('n.yaml', blocked());
    record('.');
    put('a.yaml', blocked());
    expect(found([...known, '.'])).toEqual([`a.yaml ${rule}`]);
    rmSync(join(folder, 'a.yaml'));
    put('m.yaml', blocked(8080));
    const { findings, baseline } = report([...known, '.']);
    expect({ findings, baseline }).toMatchObject({
      findings: [],
      baseline: { known: 1, fixed: [{ file: 'm.yaml', rule }] },
    });
  });

  test('says what is fixed, so that it can shrink, and only where that was looked at', () => {
    put('a.yaml', blocked());
    put('b.yaml', blocked(7070));
    record('.');
    put('a.yaml', blocked(8080));
    const run = alb([...only, ...known, '.']);
    expect(run.status).toBe(0);
    expect(run.stdout).toContain(
      '1 known from the baseline; 1 finding of the baseline is fixed: `alb-lint baseline` writes it anew',
    );
    const fixedIn = (args: readonly string[]) =>
      JSON.parse(alb(['--format', 'json', ...known, ...args]).stdout).baseline.fixed.length;
    expect(fixedIn([...only, 'b.yaml'])).toBe(0);
    expect(fixedIn(['--rule', 'asg-single-az', '.'])).toBe(0);
    expect(fixedIn([...only, 'a.yaml'])).toBe(1);
    rmSync(join(folder, 'b.yaml'));
    expect(fixedIn([...only, 'a.yaml'])).toBe(2);
    record('.');
    expect(get('alb-lint-baseline.json')).toBe('{\n  "version": 1,\n  "findings": []\n}\n');
  });

  test('holds no suppressed finding', () => {
    put('a.yaml', ignored);
    record('a.yaml');
    expect(JSON.parse(get('alb-lint-baseline.json')).findings).toEqual([]);
  });

  test('goes to the file of --output, and its paths start from there', () => {
    put('infra/a.yaml', blocked());
    mkdirSync(join(folder, 'ci'));
    record('-o', 'ci/known.json', 'infra');
    expect(JSON.parse(get('ci/known.json')).findings).toMatchObject([{ file: '../infra/a.yaml' }]);
    expect(found(['--baseline', '../ci/known.json', '.'], 'infra')).toEqual([]);
  });

  test('is not written over a file that is none', () => {
    put('a.yaml', blocked());
    expect(record('-o', 'a.yaml', 'a.yaml')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('`a.yaml` stays as it is, remove it to write another: this is no baseline'),
    });
    expect(get('a.yaml')).toBe(blocked());
  });

  test('is not written of half a run', () => {
    put('a.yaml', blocked());
    const run = record('a.yaml', 'absent.yaml');
    expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining('no baseline was written') });
    expect(run.stderr).toContain('there is no such file');
    expect(readdirSync(folder)).toEqual(['a.yaml']);
    expect(record()).toMatchObject({ status: 2, stderr: expect.stringContaining('no template was named') });
  });

  test.each([
    [undefined, 'there is no such file', 'absent'],
    ['{ "version": 1, ', 'error', 'known.json:1:'],
    ['{}', 'this is no baseline; `alb-lint baseline` writes one', 'known.json:1:1'],
    ['[]', 'this is no baseline', 'known.json:1:1'],
    ['{ "version": 2, "findings": [] }', 'knows baselines of version 1 only', 'known.json:1:14'],
    ['{ "version": 1, "findings": [{ "rule": "x" }] }', 'has no `fingerprint`', 'known.json:1:30'],
    ['{ "version": 1, "findings": [{ "fingerprint": 7 }] }', 'has no `fingerprint`', 'known.json:1:47'],
  ])('%s is refused: %s', (text, message, place) => {
    put('a.yaml', blocked());
    if (text !== undefined) put('known.json', text);
    const { status, stdout } = alb(['--baseline', text === undefined ? 'absent.json' : 'known.json', 'a.yaml']);
    expect(status).toBe(2);
    expect(stdout).toContain(message);
    expect(stdout).toContain(place);
  });
});
