import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { json } from '../src/formats/json.ts';
import { pretty } from '../src/formats/pretty.ts';
import { lint } from '../src/lint.ts';
import type { Report } from '../src/report.ts';
import { defineRule, type Rule } from '../src/rule.ts';
import type { SourceFile } from '../src/source/file.ts';
import { read } from '../src/source/read.ts';
import { plain, type Tree } from '../src/source/tree.ts';
import { fixtures, rules } from './all-rules.ts';
import { blocked } from './blocked.ts';

const command = inject('command');
const bad = fixtures.filter(({ expected, name }) => expected === 'bad' && name.startsWith('bad.'));

let folder: string;
const names: string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-determinism-'));
  for (const { rule, name, file } of bad) {
    names.push(`${rule.id}-${name}`);
    writeFileSync(join(folder, `${rule.id}-${name}`), file.text);
  }
  for (const [name, text] of [
    ['ümlaut.yaml', 'Resources: ['],
    ['I.yaml', 'Resources: {'],
    ['ı.yaml', 'a: "'],
    ['z.yaml', ''],
    ['Ä.json', '{'],
  ] as const) {
    names.push(name);
    writeFileSync(join(folder, name), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

function alb(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = folder): Promise<string> {
  const child = spawn(process.execPath, [command, '--strict', ...args], {
    cwd,
    env: { ...process.env, ...env },
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  return new Promise((resolve) => child.on('close', () => resolve(out)));
}

describe('the same input gives the same bytes', () => {
  test('in every run, order of files, time zone, locale and width', async () => {
    const report = await alb(['--format', 'json', ...names]);
    expect(JSON.parse(report).findings.length).toBeGreaterThan(100);
    const turned = names.toReversed();
    const shuffled = names.map((_, i) => names[(i * 37) % names.length] ?? '');
    const again = await Promise.all([
      alb(['--format', 'json', ...names]),
      alb(['--format', 'json', ...turned]),
      alb(['--format', 'json', ...new Set([...shuffled, ...names])]),
    ]);
    for (const other of again) expect(other).toBe(report);
    const elsewhere = await Promise.all([
      alb(['--format', 'json', ...names], { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }),
      alb(['--format', 'json', ...names], { TZ: 'Pacific/Apia', LANG: 'sv_SE.UTF-8', LC_ALL: 'C', COLUMNS: '20' }),
      alb(['--format', 'json', ...names], { COLUMNS: '300', FORCE_COLOR: '3', TERM: 'dumb' }),
      alb(['--format', 'json', '--color', 'always', ...names], { NO_COLOR: '1' }),
    ]);
    for (const other of elsewhere) expect(other).toBe(report);
  });

  test.each(['compact', 'sarif', 'gitlab', 'markdown', 'github', 'junit'])('as %s as well', async (format) => {
    const report = await alb(['--format', format, ...names]);
    expect(report.length).toBeGreaterThan(1000);
    expect(
      await alb(['--format', format, ...names.toReversed()], { TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8', COLUMNS: '40' }),
    ).toBe(report);
  });
});

describe('several templates of one application', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'alb-lint-determinism-linked-'));
    const put = (path: string, text: string) => {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text);
    };
    const nested = (url: string) =>
      `  Nested:\n    Type: AWS::CloudFormation::Stack\n    Properties: { TemplateURL: ${url}, Parameters: { Open: 9091 } }\n`;
    put('app/parent.yaml', `${blocked(9092)}${nested('./child.yaml')}`);
    put('app/child.yaml', `Parameters:\n  Open: { Type: String }\n${blocked('!Ref Open')}`);
    put(
      'app/network.yaml',
      `${blocked(9093)}Outputs:\n  Open: { Value: 9094, Export: { Name: open } }\n  Group: { Value: !Ref AlbGroup, Export: { Name: group } }\n`,
    );
    put('app/importer.yaml', blocked("!ImportValue 'open'"));
    put('alb-lint.yaml', 'stacks:\n  second: { template: app/child.yaml, parameters: { Open: 9095 } }\n');
    const stack = (name: string) => ({
      type: 'aws:cloudformation:stack',
      environment: 'aws://111122223333/eu-west-1',
      properties: { templateFile: `${name}.template.json` },
    });
    const manifest = (names: readonly string[], stages: readonly string[] = []) =>
      JSON.stringify({
        version: '36.0.0',
        artifacts: Object.fromEntries([
          ...names.map((name) => [name, stack(name)] as const),
          ...stages.map((name) => [name, { type: 'cdk:cloud-assembly', properties: { directoryName: name } }] as const),
        ]),
      });
    const synthesised = (port: number) => JSON.stringify(plain(read({ path: 'x.yaml', text: blocked(port) })));
    for (const [folder, turned] of [
      ['one', false],
      ['other', true],
    ] as const) {
      const order = <T>(all: readonly T[]): readonly T[] => (turned ? all.toReversed() : all);
      put(`${folder}/cdk.out/cdk.out`, '{"version":"36.0.0"}');
      put(`${folder}/cdk.out/manifest.json`, manifest(order(['A', 'B']), order(['assembly-x', 'assembly-y'])));
      for (const stage of order(['assembly-x', 'assembly-y'])) {
        put(`${folder}/cdk.out/${stage}/manifest.json`, manifest(order(['C', 'D'])));
        for (const name of order(['C', 'D']))
          put(`${folder}/cdk.out/${stage}/${name}.template.json`, synthesised(7001));
      }
      for (const name of order(['A', 'B'])) put(`${folder}/cdk.out/${name}.template.json`, synthesised(7002));
    }
  });
  afterAll(() => rmSync(home, { recursive: true }));

  const elsewhere = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', COLUMNS: '20' };

  test.each(['json', 'sarif', 'markdown', 'compact', 'pretty'])(
    'as %s, in whatever order they are given',
    async (format) => {
      const names = ['parent', 'child', 'network', 'importer'].map((name) => `app/${name}.yaml`);
      const report = await alb(['--format', format, ...names], {}, home);
      expect(report.match(/sg-target-blocks-alb/g)?.length).toBeGreaterThan(4);
      expect(await alb(['--format', format, ...names.toReversed()], format === 'pretty' ? {} : elsewhere, home)).toBe(
        report,
      );
      expect(await alb(['--format', format, 'app'], {}, home)).toBe(report);
      const inside = await alb(['--format', 'json', '.'], {}, join(home, 'app'));
      expect(JSON.parse(inside).findings.length).toBeGreaterThan(4);
    },
  );

  test.each(['json', 'sarif', 'gitlab', 'junit'])(
    'as %s, stages and stacks of an assembly in another order',
    async (format) => {
      const one = await alb(['--format', format, 'cdk.out'], {}, join(home, 'one'));
      expect(one).toContain('assembly-y');
      expect(await alb(['--format', format, 'cdk.out'], elsewhere, join(home, 'other'))).toBe(one);
    },
  );
});

describe('a rule that fails', () => {
  const [first] = bad.filter(({ rule }) => rule.id === 'health-check-timeout-not-below-interval');
  const file = first?.file ?? { path: '', text: '' };
  const broken = (check: Rule['check']): Rule =>
    defineRule({
      id: 'broken-rule',
      title: 'a rule of ours that fails',
      status: ['502'],
      during: 'always',
      severity: 'error',
      why: 'It is written so.',
      remedy: 'Report it.',
      references: [],
      over: 'targetGroup',
      check,
    });
  const failing = broken(() => {
    throw new TypeError('cannot read what is not there');
  });

  const answers = (report: Report) => {
    const { findings, coverage } = JSON.parse(json(report, { name: 'alb-lint', version: '0' }));
    return { findings, coverage };
  };

  test('is named with the resource, and every other rule answers', () => {
    const alone = lint([file], rules);
    const report = lint([file], [failing, ...rules]);
    expect(report.crashes).toMatchObject([
      { rule: { id: 'broken-rule' }, resource: { type: expect.stringMatching(/TargetGroup$/) } },
    ]);
    expect(answers(report)).toEqual(answers(alone));
    const [crash] = report.crashes;
    expect(pretty(report, { color: false })).toMatch(/broken-rule/);
    expect(JSON.parse(json(report, { name: 'alb-lint', version: '0' })).errors).toMatchObject([
      { kind: 'crash', rule: 'broken-rule', message: expect.stringContaining(`\`${crash?.resource.id}\``) },
    ]);
  });

  test('whatever it throws', () => {
    const thrown = [
      undefined,
      null,
      'text',
      7,
      {},
      new Error(''),
      Object.create(null),
      new RangeError('Maximum call stack size exceeded'),
    ];
    for (const value of thrown) {
      const report = lint(
        [file],
        [
          broken(() => {
            throw value;
          }),
          ...rules,
        ],
      );
      expect(report.crashes).toHaveLength(1);
      expect(pretty(report, { color: false })).toContain('broken-rule');
      expect(json(report, { name: 'alb-lint', version: '0' })).toContain('broken-rule');
    }
  });

  test('and so is one that calls itself for ever', () => {
    const endless = (depth: number): number => endless(depth + 1) + 1;
    const report = lint([file], [broken(() => void endless(0)), ...rules]);
    expect(report.crashes).toMatchObject([{ rule: { id: 'broken-rule' } }]);
    expect(answers(report)).toEqual(answers(lint([file], rules)));
  });
});

describe('a failure of ours elsewhere', () => {
  const healthy = { path: 'healthy.yaml', text: blocked() };
  const alone = lint([healthy], rules);
  const told = (report: Report) => JSON.parse(json(report, { name: 'alb-lint', version: '0' }));

  test('in a reader is said of its file, and the other files are answered', () => {
    class Failing extends WeakMap<SourceFile, Tree> {
      override get(file: SourceFile): Tree | undefined {
        if (file.path === 'broken.yaml') throw new TypeError('cannot read what is not there');
        return super.get(file);
      }
    }
    const broken = { ...healthy, path: 'broken.yaml' };
    const report = lint([broken, healthy], rules, { known: new Failing() });
    expect(report.errors).toMatchObject([{ path: 'broken.yaml', message: expect.stringContaining('bug of ours') }]);
    expect(told(report).findings).toEqual(told(alone).findings);
  });

  test('while a stack is put together is said of its template, and the other templates are answered', () => {
    const environmentOf = (path: string): ReadonlyMap<string, string> => {
      if (path === 'broken.yaml') throw new TypeError('cannot read what is not there');
      return new Map();
    };
    const report = lint([{ ...healthy, path: 'broken.yaml' }, healthy], rules, { environmentOf });
    expect(report.errors).toMatchObject([{ path: 'broken.yaml', message: expect.stringContaining('bug of ours') }]);
    expect(told(report).findings).toEqual(told(alone).findings);
  });

  test('or of a rule that the configuration adds: named with the resource, status 2, and every other rule answers', async () => {
    const home = mkdtempSync(join(tmpdir(), 'alb-lint-own-'));
    try {
      const rule = {
        ...{ id: 'own-rule', title: 't', during: 'always', why: 'w', remedy: 'r', status: ['502'] },
        ...{ references: ['https://example.com'], severity: 'error', over: 'targetGroup' },
      };
      writeFileSync(join(home, 'healthy.yaml'), blocked());
      const before = JSON.parse(await alb(['--format', 'json', 'healthy.yaml'], {}, home));
      writeFileSync(join(home, 'alb-lint.yaml'), 'rules: { ./own.mjs: on }\n');
      writeFileSync(
        join(home, 'own.mjs'),
        `export default { ...${JSON.stringify(rule)}, check() { throw new Error('out of cheese'); } };`,
      );
      const after = JSON.parse(await alb(['--format', 'json', 'healthy.yaml'], {}, home));
      expect(after.errors).toMatchObject([
        {
          kind: 'crash',
          rule: 'own-rule',
          file: 'healthy.yaml',
          message: expect.stringMatching(/`Targets`.*out of cheese/),
        },
      ]);
      expect(after.findings).toEqual(before.findings);
      const child = spawn(process.execPath, [command, 'healthy.yaml'], { cwd: home, stdio: 'ignore' });
      expect(await new Promise((resolve) => child.on('close', resolve))).toBe(2);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
