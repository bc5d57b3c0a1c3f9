import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { formats } from '../../src/node/flags.ts';
import { commandsIn } from '../formats/runner.ts';

// Whatever the command prints, on either stream: what a file, a name or an option tries to say stays text.

const command = inject('command');
const active = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const evil =
  'x\u001b[31m\u009b2J\u061c\u202e\u2066\u2069\u2028\u2029\u200b\ufeff\ufffe::error::y\n::warning::z\r##[group]##vso[task.x]##teamcity[x]%0A<!--|[a](http://b)<b>';
const name = evil.replaceAll('/', '_').slice(0, 100);
const line = evil.replaceAll(/[\r\n]/g, '');

const template = {
  Parameters: { [evil]: { Type: 'String' }, P: { Type: 'String' } },
  Conditions: { [evil]: { 'Fn::Equals': [{ Ref: 'P' }, evil] } },
  Resources: {
    [evil]: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Condition: evil,
      Metadata: { 'aws:cdk:path': evil, 'alb-lint': { ignore: [{ id: evil, reason: evil }] } },
      Properties: { Port: 80, Name: evil, HealthCheckPath: evil, Tags: [{ Key: evil, Value: evil }] },
    },
    Suppressed: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Metadata: { 'alb-lint': { ignore: [{ id: 'target-group-required-properties', reason: evil }] } },
      Properties: { Port: 80 },
    },
  },
};
const rule = {
  id: 'own-rule',
  title: evil,
  during: 'always',
  why: evil,
  remedy: evil,
  status: ['502'],
  references: [evil],
  severity: 'error',
  over: 'targetGroup',
};
const throws = `throw new Error(${JSON.stringify(evil)});`;
const files: Readonly<Record<string, unknown>> = {
  [`${name}.json`]: template,
  'broken.yaml': `Resources:\n  A: [${line}: ]]\n`,
  'broken.json': `{"Resources": {"${line}`,
  'tag.yaml': `Resources: !x${line} y\n`,
  'key.yaml': { [evil]: 1 },
  'rule.yaml': { rules: { [evil]: 'on' } },
  'ignore.yaml': {
    ignore: [{ rule: 'target-group-required-properties', reason: evil, files: evil }],
    parameters: { [evil]: evil },
  },
  'module.yaml': { rules: { './throws.mjs': 'on' } },
  'throws.mjs': throws,
  'own.yaml': { rules: { './own.mjs': 'on' } },
  'own.mjs': `export default { ...${JSON.stringify(rule)}, check() { ${throws} } };`,
  'baseline.json': {
    version: 1,
    findings: [
      { fingerprint: evil, rule: 'target-group-required-properties', resource: evil, file: evil, message: evil },
    ],
  },
  'parameters.json': { a: { [evil]: {} } },
  'cdk.out/cdk.out': {},
  'cdk.out/manifest.json': {
    version: '36.0.0',
    artifacts: {
      [evil]: {
        type: 'aws:cloudformation:stack',
        displayName: evil,
        environment: `aws://${evil}/${evil}`,
        properties: { templateFile: evil },
      },
    },
  },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alb-lint-inert-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const alb = (args: readonly string[], env: Readonly<Record<string, string>>): Promise<readonly [string, string]> =>
  new Promise((resolve) =>
    execFile(
      process.execPath,
      [command, ...args],
      { cwd: folder, env: { ...process.env, NO_COLOR: '1', ...env }, maxBuffer: 1e8 },
      (_, out, err) => resolve([out, err]),
    ),
  );

const every = (args: readonly string[]): readonly (readonly string[])[] =>
  formats.map((format) => [...args, '--format', format]);

const lines: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'what is linted': every(['--verbose', '--profile', '.']),
  'a key of the configuration': every(['--config', 'key.yaml', '.']),
  'a rule of the configuration': every(['--config', 'rule.yaml', '.']),
  'a reason of the configuration': every(['--config', 'ignore.yaml', '--verbose', '.']),
  'the configuration, printed': [['--config', 'ignore.yaml', '--print-config']],
  'a module that throws': every(['--config', 'module.yaml', '.']),
  'a rule that throws': every(['--config', 'own.yaml', '--verbose', '.']),
  'a rule, explained': [['--config', 'own.yaml', 'explain', 'own-rule']],
  'a baseline': every(['--baseline', 'baseline.json', '.']),
  'values of parameters': every(['--parameters', 'parameters.json', '.']),
  'an assembly': every(['--verbose', 'cdk.out']),
  'the command line': [
    ['explain', evil],
    ['--rule', evil, '.'],
    [evil],
    [`--${evil}`],
    ['completions', evil],
    ['--format', evil],
    ['--parameter', `${evil}=1`, '.'],
    ['--max-copies', evil, '.'],
    ['-o', `no/${name}`, '.'],
    ['--config', name, '.'],
    ['--task-definition', `${name}=${name}`, '.'],
    ['baseline', '-o', 'new.json', '.'],
    ['baseline', '-o', 'broken.json', 'cdk.out'],
  ],
};

test.concurrent.each(Object.entries(lines))(
  '%s',
  async (_, all) => {
    for (const args of all) {
      for (const text of await alb(args, {})) {
        expect(text.replaceAll('\n', ''), args.join(' ')).not.toMatch(active);
        if (!args.includes('own.yaml')) expect(text).not.toContain('bug of ours');
      }
      for (const text of await alb(args, { GITHUB_ACTIONS: 'true' })) {
        expect(text.replaceAll('\n', ''), args.join(' ')).not.toMatch(active);
        const properties = new Set(['file', 'line', 'endLine', 'col', 'endColumn', 'title']);
        for (const each of commandsIn(text)) {
          expect(['error', 'warning', 'notice'], args.join(' ')).toContain(each.name);
          // Ours, not one that a text wrote: those have no properties.
          expect(Object.keys(each.properties).filter((key) => !properties.has(key))).toEqual([]);
          expect(each.properties).toHaveProperty('title');
        }
      }
      for (const env of [{ TF_BUILD: 'True' }, { TEAMCITY_VERSION: '2026' }])
        for (const text of await alb(args, env)) expect(text, args.join(' ')).not.toMatch(/##(?:vso|teamcity)?\[/);
    }
  },
  300_000,
);
