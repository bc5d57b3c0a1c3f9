import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { flags } from '../src/node/flags.ts';

const command = inject('command');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
  return path;
}

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

interface Circumstances {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** Runs the published command in the test's folder. */
function alb(args: readonly string[], { input = '', env = {}, cwd = folder }: Circumstances = {}): Promise<Ended> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [command, ...args], { cwd, env: { ...inherited, ...env } });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return ended(child);
}

async function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, out, err };
}

/** A load balancer whose tasks cannot be reached: their security group lets nobody in. */
const blocked = `
Parameters:
  Port:
    Type: Number
Resources:
  Alb:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Subnets: [subnet-1, subnet-2]
      SecurityGroups: [!Ref AlbGroup]
  AlbGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: the load balancer
      VpcId: vpc-1
      SecurityGroupIngress:
        - { IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0 }
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Alb
      Port: 80
      Protocol: HTTP
      DefaultActions:
        - { Type: forward, TargetGroupArn: !Ref Targets }
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      Port: 8080
      Protocol: HTTP
      TargetType: ip
      VpcId: vpc-1
      HealthCheckPath: /healthz
  TaskGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: the tasks
      VpcId: vpc-1
      SecurityGroupIngress:
        - { IpProtocol: tcp, FromPort: PORT, ToPort: PORT, SourceSecurityGroupId: !Ref AlbGroup }
  Service:
    Type: AWS::ECS::Service
    DependsOn: Http
    Properties:
      LaunchType: FARGATE
      TaskDefinition: !Ref Task
      LoadBalancers:
        - { ContainerName: api, ContainerPort: 8080, TargetGroupArn: !Ref Targets }
      NetworkConfiguration:
        AwsvpcConfiguration:
          Subnets: [subnet-1, subnet-2]
          SecurityGroups: [!Ref TaskGroup]
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: awsvpc
      RequiresCompatibilities: [FARGATE]
      Cpu: "256"
      Memory: "512"
      ContainerDefinitions:
        - Name: api
          Image: example.com/api:1
          StopTimeout: 120
          PortMappings: [{ ContainerPort: 8080 }]
`;
const bad = blocked.replaceAll('PORT', '9090');
const good = blocked.replaceAll('PORT', '8080');
const open = blocked.replaceAll('PORT', '!Ref Port');
const rule = 'sg-target-blocks-alb';

/** The findings of a JSON report. */
const found = ({ out }: Ended): readonly string[] =>
  JSON.parse(out).findings.map(({ rule, file }: { rule: string; file: string }) => `${file} ${rule}`);

const check = (paths: readonly string[], more: readonly string[] = []): Promise<Ended> =>
  alb(['--format', 'json', '--rule', rule, ...more, ...paths]);

describe('exit status', () => {
  test('is 0 when there is nothing to report', async () => {
    expect(await check([put('good.yaml', good)])).toMatchObject({ status: 0, err: '' });
  });

  test('is 1 when there are findings, which --fail-on moves', async () => {
    put('bad.yaml', bad);
    const at = (severity: string) => check(['bad.yaml'], ['--fail-on', severity]);
    const statuses = await Promise.all(['never', 'error', 'warning', 'info'].map(at));
    expect(statuses.map(({ status }) => status)).toEqual([0, 1, 1, 1]);
  });

  test('is 2 when a file cannot be read, whatever else was found', async () => {
    put('bad.yaml', bad);
    const run = await check(['bad.yaml', 'absent.yaml']);
    expect(run.status).toBe(2);
    expect(found(run)).toEqual([`bad.yaml ${rule}`]);
    expect(JSON.parse(run.out).errors).toMatchObject([{ file: 'absent.yaml', message: 'there is no such file' }]);
    expect((await check(['bad.yaml', 'absent.yaml'], ['--fail-on', 'never'])).status).toBe(2);
  });
});

describe('a command line that says nothing we know', () => {
  test.each([
    [['--formt', 'json', 'x.yaml'], 'there is no option `--formt`; did you mean `--format`?'],
    [['--quite', 'x.yaml'], 'there is no option `--quite`; did you mean `--quiet`?'],
    [['-z', 'x.yaml'], 'there is no option `-z`; `--help` lists them all'],
    [
      ['--format', 'jsn', 'x.yaml'],
      '`--format` is one of pretty, compact, github, gitlab, json, junit, markdown, sarif, not `jsn`; did you mean `json`?',
    ],
    [
      ['--fail-on=warn', 'x.yaml'],
      '`--fail-on` is one of error, warning, info, never, not `warn`; did you mean `warning`?',
    ],
    [
      ['--rule', 'sg-target-block-alb', 'x.yaml'],
      'there is no rule `sg-target-block-alb`; did you mean `sg-target-blocks-alb`?',
    ],
    [['--ignore', 'nonsense', 'x.yaml'], 'there is no rule `nonsense`; `alb-lint rules` lists them all'],
    [['--parameter', 'Port', 'x.yaml'], '`--parameter` takes `Name=value`, not `Port`'],
    [['--task-definition', 'web.json', 'x.yaml'], '`--task-definition` takes `Name=file`, not `web.json`'],
    [
      ['--output', '--strict', 'x.yaml'],
      '`--output` needs a value; one that starts with dashes is written `--output=--strict`',
    ],
    [['x.yaml', '--output'], '`--output` needs a value'],
    [['--strict=yes', 'x.yaml'], '`--strict` takes no value'],
    [[], 'no template was named: give files, folders, globs, or `-` for standard input'],
    [['explain'], '`explain` takes one rule id or status code, as in `alb-lint explain 502`'],
    [
      ['explain', 'sg-target-block-alb'],
      '`sg-target-block-alb` is neither a rule nor a status code that a rule explains; did you mean `sg-target-blocks-alb`?',
    ],
    [['\u001b[31m'], 'no file matches this pattern'],
  ])('%j', async (args, message) => {
    const { status, out, err } = await alb(args);
    expect({ status, text: `${out}${err}` }).toEqual({ status: 2, text: expect.stringContaining(message) });
    expect(`${out}${err}`).not.toContain('\u001b');
    expect(err).not.toMatch(/^\s+at /m);
  });
});

describe('input', () => {
  test('from standard input', async () => {
    const run = await alb(['--format', 'json', '--rule', rule, '-'], { input: bad });
    expect(run.status).toBe(1);
    expect(found(run)).toEqual([`<stdin> ${rule}`]);
  });

  test('from a directory, in which what is no template is passed over', async () => {
    put('infra/a.yaml', bad);
    put('infra/deep/b.template', bad);
    put('infra/package.json', '{ "name": "x" }');
    put('infra/deployment.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\n');
    put('infra/chart.yaml', 'value: {{ .Values.x }}\n');
    put('infra/notes.txt', bad);
    put('infra/node_modules/c.yaml', bad);
    put('infra/.git/d.yaml', bad);
    const run = await check(['infra']);
    expect(JSON.parse(run.out).errors).toEqual([]);
    expect(found(run)).toEqual([`infra/a.yaml ${rule}`, `infra/deep/b.template ${rule}`]);
  });

  test('from a glob', async () => {
    put('a/x.yaml', bad);
    put('a/node_modules/y.yaml', bad);
    put('b/x.yaml', good);
    expect(found(await check(['**/*.yaml']))).toEqual([`a/x.yaml ${rule}`]);
    expect(await check(['**/*.yml'])).toMatchObject({
      status: 2,
      out: expect.stringContaining('no file matches this pattern'),
    });
  });

  test('a template with a syntax error counts, even in a directory', async () => {
    put('infra/a.yaml', `${bad}\n  Broken: [`);
    expect((await check(['infra'])).status).toBe(2);
  });

  test('what is named must be a template', async () => {
    const run = await check([put('package.json', '{ "name": "x" }')]);
    expect(run.status).toBe(2);
    expect(JSON.parse(run.out).errors).toMatchObject([
      { file: 'package.json', message: expect.stringContaining('not a CloudFormation template') },
    ]);
  });

  test('a directory without any candidate says so', async () => {
    mkdirSync(join(folder, 'empty'));
    expect(await check(['empty'])).toMatchObject({ status: 2, out: expect.stringContaining('the directory holds no') });
  });

  test('a file given in several ways is read once', async () => {
    put('a.yaml', bad);
    expect(found(await check(['a.yaml', './a.yaml', '.', join(folder, 'a.yaml'), '*.yaml']))).toEqual([
      `a.yaml ${rule}`,
    ]);
  });

  test('symbolic links are followed when named, and left alone in directories', async () => {
    put('outside.yaml', bad);
    put('in/good.yaml', good);
    symlinkSync('../outside.yaml', join(folder, 'in/link.yaml'));
    symlinkSync('..', join(folder, 'in/up'));
    expect(found(await check(['in']))).toEqual([]);
    expect(found(await check(['in/link.yaml']))).toEqual([`in/link.yaml ${rule}`]);
  });

  test('one unreadable file stops no other', async () => {
    put('bad.yaml', bad);
    put('latin.yaml', Buffer.from(`${bad}# caf\u00e9`, 'latin1'));
    put('wide.yaml', Buffer.from(`\ufeff${bad}`, 'utf16le'));
    put('wide-without-mark.yaml', Buffer.from(bad.trim(), 'utf16le'));
    put('empty.yaml', '');
    put('null.yaml', 'a: \0');
    put('duplicate.yaml', `${good}Resources: {}\n`);
    mkdirSync(join(folder, 'folder.yaml'));
    put('folder.yaml/inner.yaml', good);
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    symlinkSync('circle.yaml', join(folder, 'circle.yaml'));
    const names = readdirSync(folder);
    const run = await check([...names, '/dev/zero', 'gone.yaml']);
    expect(run.status).toBe(2);
    expect(found(run)).toEqual([`bad.yaml ${rule}`]);
    const errors = new Map<string, string>(
      JSON.parse(run.out).errors.map(({ file, message }: { file: string; message: string }) => [file, message]),
    );
    expect(Object.fromEntries(errors)).toMatchObject({
      '/dev/zero': expect.stringContaining('a device'),
      'circle.yaml': expect.stringContaining('circle'),
      'duplicate.yaml': expect.stringContaining('a section of this template already'),
      'empty.yaml': expect.any(String),
      'gone.yaml': 'there is no such file',
      'latin.yaml': expect.stringContaining('not valid UTF-8'),
      'null.yaml': expect.any(String),
      'pipe.yaml': expect.stringContaining('a pipe'),
      'wide-without-mark.yaml': expect.stringContaining('UTF-16'),
      'wide.yaml': expect.stringContaining('UTF-16'),
    });
    expect(errors.size).toBe(10);
  });

  test.skipIf(process.getuid?.() === 0)('a file without permission is an error', async () => {
    put('secret.yaml', bad);
    chmodSync(join(folder, 'secret.yaml'), 0);
    expect((await check(['.'])).out).toContain('permission denied');
  });

  test('the order of files changes no byte', async () => {
    const names = ['b.yaml', 'a.yaml', 'c/d.yaml', 'latin.yaml'];
    for (const name of names.slice(0, 3)) put(name, bad);
    put('latin.yaml', Buffer.from('\u00e9', 'latin1'));
    for (const format of ['json', 'pretty']) {
      const there = await alb(['--format', format, ...names]);
      const back = await alb(['--format', format, ...names.toReversed()]);
      const folderOnly = await alb(['--format', format, '.']);
      expect(back).toEqual(there);
      expect(folderOnly.out).toBe(there.out);
    }
  });
});

describe('parameters', () => {
  const forms = {
    'list.json': '[{ "ParameterKey": "Port", "ParameterValue": "9090" }]',
    'list.yaml': '- ParameterKey: Port\n  ParameterValue: 9090\n',
    'pairs.json': '["Port=9090"]',
    'codepipeline.json': '{ "Parameters": { "Port": "9090" }, "StackPolicy": {} }',
    'map.json': '{ "Port": 9090 }',
    'map.yaml': 'Port: 9090\n',
  };

  test.each(Object.entries(forms))('%s', async (name, text) => {
    put('open.yaml', open);
    expect(found(await check(['open.yaml']))).toEqual([]);
    expect(found(await check(['open.yaml'], ['--parameters', put(name, text)]))).toEqual([`open.yaml ${rule}`]);
  });

  test('the command line wins over a file, a file over the configuration', async () => {
    put('open.yaml', open);
    put('alb-lint.yaml', 'parameters: { Port: 9090 }\n');
    put('p.json', '{ "Port": "8080" }');
    expect(found(await check(['open.yaml']))).toEqual([`open.yaml ${rule}`]);
    expect(found(await check(['open.yaml'], ['--parameters', 'p.json']))).toEqual([]);
    expect(found(await check(['open.yaml'], ['--parameters', 'p.json', '--parameter', 'Port=9090']))).toEqual([
      `open.yaml ${rule}`,
    ]);
  });

  test.each([
    ['[{ "ParameterValue": "1" }]', 'this item names no `ParameterKey`'],
    [
      '[{ "ParameterKey": "A", "ParameterValue": "1" }, { "ParameterKey": "A", "ParameterValue": "2" }]',
      '`A` is given twice',
    ],
    ['[{ "ParameterKey": "A" }]', '`A` has no `ParameterValue`'],
    ['{ "A": { "B": 1 } }', 'the value of a parameter is text'],
    ['7', 'parameters are a list'],
    ['{ "A": ', 'error'],
  ])('%s is refused with a code frame', async (text, message) => {
    put('open.yaml', open);
    const { status, out } = await alb(['--parameters', put('p.json', text), 'open.yaml']);
    expect({ status, out }).toEqual({ status: 2, out: expect.stringContaining(message) });
    expect(out).toMatch(/--> p\.json:1:\d+/);
  });

  test('a parameter file that does not exist', async () => {
    put('open.yaml', open);
    expect(await alb(['--parameters', 'absent.json', 'open.yaml'])).toMatchObject({
      status: 2,
      out: expect.stringContaining('absent.json'),
    });
  });
});

describe('configuration', () => {
  test('is found above the working directory', async () => {
    put('alb-lint.yaml', 'parameters:\n  Port: 9090\n');
    put('deep/er/open.yaml', open);
    const run = await alb(['--format', 'json', '--rule', rule, 'open.yaml'], { cwd: join(folder, 'deep/er') });
    expect(found(run)).toEqual([`open.yaml ${rule}`]);
  });

  test('states what no template can', async () => {
    put('good.yaml', good);
    const keepAlive = () => alb(['--format', 'json', '--rule', 'keep-alive-below-idle-timeout', 'good.yaml']);
    expect(found(await keepAlive())).toEqual([]);
    put('alb-lint.yaml', 'assume: { containers: { api: { keepAliveSeconds: 5 } } }');
    const run = await keepAlive();
    expect(found(run)).toEqual(['alb-lint.yaml keep-alive-below-idle-timeout']);
    expect(run.out).toContain('"file": "good.yaml"');
    put('alb-lint.yaml', 'assume: { containers: { api: { keepAliveSeconds: 75 } } }');
    expect(found(await keepAlive())).toEqual([]);
  });

  test('states of instances what no template can', async () => {
    const path = 'fixtures/keep-alive-below-idle-timeout/unsure-auto-scaling-group.yaml';
    put('web.yaml', readFileSync(join(import.meta.dirname, '..', path), 'utf8'));
    const keepAlive = () => alb(['--rule', 'keep-alive-below-idle-timeout', 'web.yaml']);
    expect((await keepAlive()).out).toContain('supply assume: keepAliveSeconds for Instances');
    put('alb-lint.yaml', 'assume: { instances: { Instances: { keepAliveSeconds: 5 } } }');
    expect((await keepAlive()).out).toContain('`Instances`: the application keeps idle connections for 5 s');
    put('alb-lint.yaml', 'assume: { instances: { Instances: { keepAliveSeconds: 75 } } }');
    expect((await keepAlive()).out).toContain('the one traffic path fully checked');
  });

  test.each([
    ['parameter: {}', '`parameter`; did you mean `parameters`?'],
    ['assume: { container: {} }', 'did you mean `containers`?'],
    ['assume: { containers: { api: { keepAliveSecs: 65 } } }', 'did you mean `keepAliveSeconds`?'],
    ['assume: { containers: { api: { keepAliveSeconds: long } } }', 'a number of seconds'],
    ['[]', 'the configuration is a map'],
  ])('%s is refused with a code frame', async (text, message) => {
    put('alb-lint.yaml', text);
    const { status, out } = await alb([put('good.yaml', good)]);
    expect({ status, out }).toEqual({ status: 2, out: expect.stringContaining(message) });
    expect(out).toContain('--> alb-lint.yaml:1:');
  });

  test('two of them are one too many', async () => {
    put('alb-lint.yaml', '{}');
    put('alb-lint.json', '{}');
    expect(await alb([put('good.yaml', good)])).toMatchObject({
      status: 2,
      out: expect.stringContaining('keep one of them'),
    });
  });
});

describe('rules', () => {
  test('--rule picks, --ignore leaves out', async () => {
    put('bad.yaml', bad);
    const all = found(await alb(['--format', 'json', 'bad.yaml']));
    expect(all).toContain(`bad.yaml ${rule}`);
    const rest = found(await alb(['--format', 'json', '--ignore', rule, 'bad.yaml']));
    expect(rest).toEqual(all.filter((finding) => finding !== `bad.yaml ${rule}`));
  });
});

describe('output', () => {
  test('is plain in a pipe, and coloured when asked for', async () => {
    put('bad.yaml', bad);
    const colored = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
      (await alb([...args, 'bad.yaml'], { env })).out.includes('\u001b[');
    expect(await colored([])).toBe(false);
    expect(await colored(['--color', 'always'])).toBe(true);
    expect(await colored(['--color=always'], { NO_COLOR: '1' })).toBe(true);
    expect(await colored([], { FORCE_COLOR: '1' })).toBe(true);
    expect(await colored([], { FORCE_COLOR: '0' })).toBe(false);
    expect(await colored([], { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(await colored(['--color=never'], { FORCE_COLOR: '1' })).toBe(false);
  });

  test('--quiet says nothing when all is well, and leaves out the summary otherwise', async () => {
    put('good.yaml', good);
    put('bad.yaml', bad);
    expect(await alb(['--quiet', '--rule', rule, 'good.yaml'])).toEqual({ status: 0, out: '', err: '' });
    const { out } = await alb(['-q', '--rule', rule, 'bad.yaml']);
    expect(out).toContain(rule);
    expect(out).not.toContain('coverage:');
  });

  test('--output writes the whole report and nothing to standard output', async () => {
    put('bad.yaml', bad);
    const { out } = await alb(['--format', 'json', 'bad.yaml']);
    put('report.json', 'old');
    chmodSync(join(folder, 'report.json'), 0o600);
    symlinkSync('report.json', join(folder, 'link.json'));
    expect(await alb(['--format', 'json', '--output', 'link.json', 'bad.yaml'])).toEqual({
      status: 1,
      out: '',
      err: '',
    });
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(out);
    expect(statSync(join(folder, 'report.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['bad.yaml', 'link.json', 'report.json']);
  });

  test.each(['bad.yaml', './bad.yaml', 'link.yaml'])('--output %s does not replace the template', async (output) => {
    put('bad.yaml', bad);
    symlinkSync('bad.yaml', join(folder, 'link.yaml'));
    expect(await alb(['--format', 'json', '--output', output, 'bad.yaml'])).toEqual({
      status: 2,
      out: '',
      err: `alb-lint: the report is not written to \`${output}\`: it would replace what it is about\n`,
    });
    expect(readFileSync(join(folder, 'bad.yaml'), 'utf8')).toBe(bad);
  });

  test('--output to a device leaves it a device', async () => {
    put('bad.yaml', bad);
    expect((await alb(['-o', '/dev/null', 'bad.yaml'])).status).toBe(1);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('--output into a folder that does not exist', async () => {
    const run = await alb(['-o', 'absent/report.txt', put('good.yaml', good)]);
    expect(run).toMatchObject({ status: 2, err: expect.stringContaining('absent/report.txt') });
  });

  test('a reader that leaves early harms nothing', async () => {
    for (let i = 0; i < 40; i++) put(`many/${i}.yaml`, bad);
    const script = `"$0" "$1" --format json many | head -1; echo "\${PIPESTATUS[*]}"`;
    const { out, err } = await ended(spawn('bash', ['-c', script, process.execPath, command], { cwd: folder }));
    expect({ out, err }).toEqual({ out: '{\n1 0\n', err: '' });
  });

  test('a large report arrives whole', async () => {
    for (let i = 0; i < 100; i++) put(`many/${i}.yaml`, bad);
    const script = `"$0" "$1" --format json many | (sleep 0.3; cat)`;
    const { out } = await ended(spawn('bash', ['-c', script, process.execPath, command], { cwd: folder }));
    expect(JSON.parse(out).findings.length).toBeGreaterThanOrEqual(100);
  });

  test('--profile tells where the time went, on standard error', async () => {
    const { out, err } = await alb(['--profile', '--quiet', '--rule', rule, put('good.yaml', good)]);
    expect(out).toBe('');
    const steps = [...err.matchAll(/^(\w+) +(\d+\.\d) ms$/gm)];
    expect(steps.map(([, step]) => step)).toEqual([
      'start',
      'read',
      'parse',
      'evaluate',
      'link',
      'rules',
      'report',
      'total',
    ]);
    const spent = steps.map(([, , ms]) => Number(ms));
    expect(spent.slice(0, -1).reduce((sum, ms) => sum + ms)).toBeCloseTo(spent.at(-1) ?? 0, 0);
  });
});

describe('other commands', () => {
  test('--help names every option, in 80 columns', async () => {
    const { status, out } = await alb(['--help']);
    expect(status).toBe(0);
    for (const flag of Object.keys(flags)) expect(out).toContain(`--${flag}`);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect((await alb(['help'])).out).toBe(out);
  });

  test('--version is the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(await alb(['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
  });

  test('rules lists them, explain tells of one or of a status code', async () => {
    expect(await alb(['rules'])).toMatchObject({ status: 0, out: expect.stringContaining(rule) });
    expect(await alb(['explain', rule])).toMatchObject({ status: 0, out: expect.stringContaining(rule) });
    expect(await alb(['explain', '504'])).toMatchObject({ status: 0, out: expect.stringContaining(rule) });
    expect(await alb(['explain', '200'])).toMatchObject({ status: 2 });
  });

  test('rules come as JSON as well, and as nothing else', async () => {
    const { status, out } = await alb(['rules', '--format', 'json']);
    expect(status).toBe(0);
    const all: readonly { id: string; docs: string }[] = JSON.parse(out);
    expect(all.find(({ id }) => id === rule)).toMatchObject({ severity: 'error', docs: expect.stringContaining(rule) });
    expect(await alb(['rules', '--format', 'json=rules.json'])).toEqual({ status: 0, out: '', err: '' });
    expect(readFileSync(join(folder, 'rules.json'), 'utf8')).toBe(out);
    expect(await alb(['rules', '--format', 'sarif'])).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringContaining('--format json'),
    });
  });
});
