import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
  journal.flatMap((line) => (line.startsWith('opened ') ? [line.slice('opened '.length)] : []));

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
      expect(err).not.toContain('is forbidden');
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

describe('what a file names is not opened', () => {
  const secret = 'AWSTemplateFormatVersion: SECRET\nResources: { Secret: { Type: AWS::SNS::Topic } }\n';
  const template = (properties: object, type = 'AWS::CloudFormation::Stack', metadata = {}) =>
    JSON.stringify({ Resources: { Nested: { Type: type, Properties: properties, Metadata: metadata } } });
  const assembly = (artifacts: object) => JSON.stringify({ version: '36.0.0', artifacts });
  const stack = (properties: object, more: object = {}) => ({
    type: 'aws:cloudformation:stack',
    properties: { templateFile: 'S.template.json', ...properties },
    ...more,
  });
  const places = (home: string) => [
    '../secret/s.yaml',
    `${home}/secret/s.yaml`,
    `file://${home}/secret/s.yaml`,
    'link/s.yaml',
    'link.yaml',
    './../secret/../secret/s.yaml',
    'x/../../secret/s.yaml',
  ];

  /** What each writes into the folder that is linted, for a place that lies elsewhere. */
  const ways: Readonly<Record<string, (place: string) => Readonly<Record<string, string>>>> = {
    'a TemplateURL': (place) => ({ 't.json': template({ TemplateURL: place }) }),
    'a transform': (place) => ({
      't.json': JSON.stringify({
        Resources: { A: { Type: 'A::B::C', Properties: include(place) } },
        ...include(place),
      }),
    }),
    'a file of an asset': (place) => ({
      't.json': template({ TemplateURL: 'x' }, undefined, {
        'aws:asset:path': place,
        'aws:asset:property': 'TemplateURL',
      }),
    }),
    'a body of an API': (place) => ({
      't.json': template({ Body: place, BodyS3Location: place }, 'AWS::ApiGateway::RestApi'),
    }),
    'a suppression of the configuration': (place) => ({
      't.json': template({ TemplateURL: 'x' }),
      'alb-lint.yaml': JSON.stringify({
        ignore: [{ rule: 'sg-target-blocks-alb', files: place, reason: 'x' }],
        stacks: { [place]: {}, other: { template: place } },
      }),
    }),
    'the template of a stack': (place) => ({ 'manifest.json': assembly({ S: stack({ templateFile: place }) }) }),
    'the metadata of a stack': (place) => ({
      'manifest.json': assembly({ S: stack({}, { additionalMetadataFile: place }) }),
      'S.template.json': template({ Port: 80 }, 'AWS::ElasticLoadBalancingV2::TargetGroup'),
    }),
    'the assets of an assembly': (place) => ({
      'manifest.json': assembly({ S: stack({}), A: { type: 'cdk:asset-manifest', properties: { file: place } } }),
      'S.template.json': template({ TemplateURL: 'https://s3.amazonaws.com/b/k.json' }),
    }),
    'an asset': (place) => ({
      'manifest.json': assembly({ S: stack({}), A: { type: 'cdk:asset-manifest', properties: { file: 'a.json' } } }),
      'a.json': JSON.stringify({
        version: '36.0.0',
        files: { k: { source: { path: place, packaging: 'file' }, destinations: { d: { objectKey: 'k.json' } } } },
      }),
      'S.template.json': template({ TemplateURL: 'https://s3.amazonaws.com/b/k.json' }),
    }),
    'an asset at a resource': (place) => ({
      'manifest.json': assembly({ S: stack({}) }),
      'S.template.json': template({ TemplateURL: 'x' }, undefined, { 'aws:asset:path': place }),
    }),
    'a stage': (place) => ({
      'manifest.json': assembly({ A: { type: 'cdk:cloud-assembly', properties: { directoryName: dirname(place) } } }),
    }),
  };
  const include = (place: string) => ({
    'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: place } },
    Transform: { Name: 'AWS::Include', Parameters: { Location: place } },
  });

  test.concurrent.each(Object.entries(ways))('by %s', async (_, write) => {
    const home = mkdtempSync(join(scratch, 'named-'));
    for (const place of places(home)) {
      const { folder, journal, out } = await lintedBeside(home, write(place));
      expect(opened(journal).some((path) => path.startsWith(`${folder}/`))).toBe(true);
      expect(
        opened(journal).filter((path) => path.startsWith(`${home}/secret`)),
        place,
      ).toEqual([]);
      expect(
        opened(journal).filter((path) => /\/link(?:\.yaml|\/|$)/.test(path)),
        place,
      ).toEqual([]);
      expect(out).not.toContain('SECRET');
    }
  });

  test('by a manifest that is a link', async () => {
    const home = mkdtempSync(join(scratch, 'linked-'));
    for (const marked of [true, false]) {
      const files = { 't.yaml': 'Resources: { A: { Type: AWS::SNS::Topic } }\n', ...(marked && { 'cdk.out': '{}' }) };
      const { journal } = await lintedBeside(home, files, (folder) => {
        writeFileSync(join(home, 'secret/manifest.json'), assembly({ S: stack({}) }));
        symlinkSync('../secret/manifest.json', join(folder, 'manifest.json'));
      });
      expect(opened(journal).filter((path) => path.endsWith('manifest.json'))).toEqual([]);
    }
  });

  test('by links in a folder and to a pattern', async () => {
    const home = mkdtempSync(join(scratch, 'links-'));
    const files = { 't.yaml': 'Resources: { A: { Type: AWS::SNS::Topic } }\n' };
    for (const word of ['in', 'in/*.yaml', 'in/**/*.yaml', 'in/**']) {
      const { journal } = await lintedBeside(home, files, undefined, word);
      expect(opened(journal).filter((path) => /\/link(?:\.yaml|\/|$)/.test(path))).toEqual([]);
    }
  });

  /** Lints a folder `in` with these files and with links to its neighbour `secret`, which are not to be followed. */
  async function lintedBeside(
    home: string,
    files: Readonly<Record<string, string>>,
    more: (folder: string) => void = () => {},
    word = 'in',
  ) {
    const folder = join(home, 'in');
    for (const each of [folder, join(home, 'secret')]) rmSync(each, { recursive: true, force: true });
    mkdirSync(join(folder, 'x'), { recursive: true });
    mkdirSync(join(home, 'secret'));
    writeFileSync(join(home, 'secret/s.yaml'), secret);
    writeFileSync(join(home, 'secret/manifest.json'), assembly({ S: stack({ templateFile: 's.yaml' }) }));
    symlinkSync('../secret', join(folder, 'link'));
    symlinkSync('../secret/s.yaml', join(folder, 'link.yaml'));
    if (files['manifest.json']) writeFileSync(join(folder, 'cdk.out'), '{}');
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    more(folder);
    return { folder, ...(await node([command, '--verbose', word], home)) };
  }
});

const ancestors = (folder: string): readonly string[] =>
  dirname(folder) === folder ? [folder] : [folder, ...ancestors(dirname(folder))];
