import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { json } from '../src/formats/json.ts';
import { pretty } from '../src/formats/pretty.ts';
import { lint } from '../src/lint.ts';
import type { Report } from '../src/report.ts';
import { defineRule, type Rule } from '../src/rule.ts';
import { fixtures, rules } from './all-rules.ts';

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

function alb(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = spawn(process.execPath, [command, '--strict', ...args], {
    cwd: folder,
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
