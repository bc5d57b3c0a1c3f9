import { describe, expect, test } from 'vitest';
import * as validators from '../../src/frontends/ecs/validator.js';
import { lint } from '../../src/lint.ts';
import type { Report } from '../../src/report.ts';
import { position, type SourceFile, textOf } from '../../src/source/file.ts';
import { ids, rules } from '../all-rules.ts';
import { blocked, rule } from '../blocked.ts';

const check = (text: string, path = 'x.yaml', given: Parameters<typeof lint>[2] = {}): Report =>
  lint([{ path, text }], rules, { ruleIds: ids, validators, ...given });

const duplicates = ({ findings }: Report) => findings.filter((finding) => finding.rule.id === 'duplicate-key');

/** Each as `severity line resource: message`. */
const told = (report: Report): readonly string[] =>
  duplicates(report).map(({ severity, primary: [{ span }], resource, message }) => {
    return `${severity} ${position(span.file, span.start).line} ${resource.id}: ${message}`;
  });

const group = (rest: string): string => `Resources:
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    DependsOn: First
    DependsOn: Second
    Properties:
      Port: 80
${rest}`;

describe('a key that is written twice', () => {
  test('is told once, with both lines, and the last one counts', () => {
    const report = check(group('      Port: 8080\n      Port: 9090\n'));
    expect(report.errors).toEqual([]);
    expect(told(report)).toEqual([
      'warning 4 Targets: `DependsOn` is written twice in one mapping, and what it says on line 4 is lost: the last one counts, on line 5',
      'warning 7 Targets: `Port` is written 3 times in one mapping, and what it says on lines 7, 8 is lost: the last one counts, on line 9',
    ]);
    expect(
      duplicates(report)[1]?.related.map(
        ({ label: [{ span }, text] }) => `${position(span.file, span.start).line} ${textOf(span)} ${text}`,
      ),
    ).toEqual(['8 Port lost', '9 Port counts']);
  });

  test('is less grave where nothing is lost', () => {
    expect(told(check(group('').replace('Second', 'First')))).toEqual([
      'info 4 Targets: `DependsOn` is written twice in one mapping, with the same value: the last one counts, on line 5',
    ]);
  });

  test.each([
    ['80', '"80"', 'info'],
    ['true', 'True', 'info'],
    ['[a, b]', '[a, b]', 'info'],
    ['[a, b]', '[b, a]', 'warning'],
    ['80', '[80]', 'warning'],
    ['null', '"null"', 'warning'],
    ['!Ref A', '!Ref B', 'warning'],
  ])('%s and %s: %s', (one, other, severity) => {
    const report = check(group(`      K: ${one}\n      K: ${other}\n`));
    expect(duplicates(report).map((finding) => finding.severity)[1]).toBe(severity);
  });

  test('is told where templates do not end in it as well: descriptions, parameters, whole resources', () => {
    const report = check(
      `Description: a\nDescription: b\nParameters:\n  P: { Type: String }\n  P: { Type: Number }\n${group('')}  Targets:\n    Type: AWS::SNS::Topic\n`,
    );
    expect(report.errors).toEqual([]);
    expect(told(report).map((each) => each.replace(/ is written.*/, ''))).toEqual([
      'warning 1 template: `Description`',
      'warning 4 template: `P`',
      'warning 7 Targets: `Targets`',
      'warning 9 template: `DependsOn`',
    ]);
    expect(report.findings.map((finding) => finding.rule.id)).not.toContain('target-group-required-properties');
  });

  test('is told of JSON, with the same words', () => {
    const text = '{ "Resources": {\n "T": { "Type": "AWS::SNS::Topic",\n "DependsOn": "a",\n "DependsOn": "b" } } }';
    expect(told(check(text, 'x.json'))).toEqual([
      'warning 3 T: `DependsOn` is written twice in one mapping, and what it says on line 3 is lost: the last one counts, on line 4',
    ]);
  });

  test('is told of files of Amazon ECS', () => {
    const text = JSON.stringify({
      family: 'web',
      containerDefinitions: [{ name: 'web', image: 'nginx', essential: true }],
    });
    const report = check(text.replace('{"family"', '{"family":"shop","family"'), 'task.json');
    expect(report.errors).toEqual([]);
    expect(told(report)).toEqual([expect.stringContaining('`family` is written twice')]);
    const open = check(text.replace('{', '{"cpu":${CPU},"memory":${A},"cpu":${CPU},"memory":${B},'), 'task.json');
    expect(open.errors).toEqual([]);
    expect(
      duplicates(open).map(({ severity, primary: [{ span }] }) => [severity, textOf(span), span.file.text[7]]),
    ).toEqual([
      ['info', '"cpu"', '$'],
      ['warning', '"memory"', '$'],
    ]);
  });

  test('is told of what a template includes, and of no file that is left out', () => {
    const including: SourceFile = {
      path: 'app.yaml',
      text: 'Resources:\n  T: { Type: AWS::SNS::Topic }\n  Fn::Transform: { Name: AWS::Include, Parameters: { Location: ./part.yaml } }\n',
    };
    const part: SourceFile = {
      path: 'part.yaml',
      text: 'U: { Type: AWS::SNS::Topic }\nU: { Type: AWS::SQS::Queue }\n',
    };
    const left: SourceFile = { path: 'left.yaml', text: 'a: 1\na: 2\n' };
    const report = lint([including, part, left], rules, { found: new Set([left]) });
    expect(report.errors).toEqual([]);
    expect(duplicates(report).map(({ primary: [{ span }] }) => span.file.path)).toEqual(['part.yaml']);
  });

  test('is none where a merge key brings it', () => {
    const text =
      'Metadata: { a: &a { b: 1, c: 2 } }\nResources:\n  T: { Type: AWS::SNS::Topic, Metadata: { <<: *a, b: 3 } }\n';
    expect(told(check(text))).toEqual([]);
    expect(told(check(text.replace('b: 3', 'b: 3, b: 4')))).toHaveLength(1);
  });

  test('is as grave as is said, and suppressed as every finding', () => {
    const levels = (level: 'error' | 'off') =>
      check(group(''), 'x.yaml', { levels: new Map([['duplicate-key', level]]) });
    expect(duplicates(levels('error')).map(({ severity }) => severity)).toEqual(['error']);
    expect(duplicates(levels('off'))).toEqual([]);
    const suppressed = check(group('').replace('Second', 'Second # alb-lint: ignore[duplicate-key] to be sorted out'));
    expect(duplicates(suppressed).map((finding) => finding.suppressed?.reason)).toEqual(['to be sorted out']);
    expect(suppressed.findings.map((finding) => finding.rule.id)).not.toContain('unused-suppression');
  });

  test('is named some times only, and what is left is counted', () => {
    const keys = Array.from({ length: 50 }, (_, i) => `      k${i}: 0\n      k${i}: 1\n      k${i}: 2\n`).join('');
    const all = told(check(group(keys)));
    expect(all).toHaveLength(21);
    expect(all.at(-1)).toMatch(/: 62 more values are lost in this file from here on/);
    const many = told(check(group('      k: 0\n'.repeat(100))));
    expect(many[1]).toContain('`k` is written 100 times in one mapping, with the same value');
  });
});

test('a section that is written twice is refused: nobody knows which of them is deployed', () => {
  for (const section of [
    'Parameters',
    'Mappings',
    'Conditions',
    'Rules',
    'Transform',
    'Globals',
    'Outputs',
    'Resources',
  ]) {
    const report = check(`${section}: {}\n${group('')}${section}: {}\n`.replace(/^Resources: {}\n/, ''));
    expect(report.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining(`\`${section}\` is a section of this template already, on line 1, and`),
    ]);
    expect(report.findings).toEqual([]);
  }
  const twice: SourceFile = { path: 'x.yaml', text: `${group('')}Resources: {}\n` };
  expect(lint([twice], rules, { found: new Set([twice]) }).errors).toHaveLength(1);
});

test('what is found, and what mends it, is in the value that counts', () => {
  const text = blocked();
  const [before] = lint([{ path: 'x.yaml', text }], rules).findings.filter((finding) => finding.rule.id === rule);
  const line = before ? text.slice(text.lastIndexOf('\n', before.primary[0].span.start) + 1).split('\n')[0] : undefined;
  const twice = text.replace(`${line}\n`, `${line?.replace(/:.*/, ': 1')}\n${line}\n`);
  const [after] = lint([{ path: 'x.yaml', text: twice }], rules).findings.filter((finding) => finding.rule.id === rule);
  expect(after?.message).toBe(before?.message);
  expect(after?.fingerprint).toBe(before?.fingerprint);
  const shift = twice.length - text.length;
  expect(after?.primary[0].span.start).toBe((before?.primary[0].span.start ?? 0) + shift);
  expect(after?.fix?.edits.map(({ span }) => textOf(span))).toEqual(before?.fix?.edits.map(({ span }) => textOf(span)));
});
