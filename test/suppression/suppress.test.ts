import { describe, expect, test } from 'vitest';
import { lint } from '../../src/lint.ts';
import type { Finding, Report } from '../../src/report.ts';
import { standing } from '../../src/report.ts';
import type { Rule } from '../../src/rule.ts';
import { position, textOf } from '../../src/source/file.ts';
import type { Value } from '../../src/value.ts';
import { ids, rules } from '../all-rules.ts';
import { blocked, rule, withMetadata } from '../blocked.ts';

const unknown: Value<string> = {
  kind: 'unknown',
  reason: { kind: 'parameter', name: 'P' },
  symbol: 'P',
  span: { file: { path: 'x', text: '' }, start: 0, end: 0 },
  via: [],
};
const one = rules.filter(({ id }) => id === rule);
const other = 'security-group-not-there';

const check = (text: string, given: Parameters<typeof lint>[2] = {}, path = 'api.yaml'): Report =>
  lint([{ path, text }], one, { ruleIds: ids, ...given });

/** What is left to see: rules, with the line. */
const seen = ({ findings }: Report): readonly string[] =>
  standing(findings).map(({ rule: { id }, primary: [{ span }] }) => `${id}:${position(span.file, span.start).line}`);

const suppressedIn = ({ findings }: Report): readonly Finding[] => findings.filter(({ suppressed }) => suppressed);

const lines = blocked().split('\n');
const ignore = (ids = rule) => `# alb-lint: ignore[${ids}] opened by hand`;

/** The template with something at the end of a 1-based line, or on a line of its own before it. */
const behind = (line: number, comment: string): string =>
  lines.map((text, i) => (i === line - 1 ? `${text}  ${comment}` : text)).join('\n');
const above = (line: number, ...comments: readonly string[]): string =>
  lines.toSpliced(line - 1, 0, ...comments.map((comment) => `      ${comment}`)).join('\n');

const [found] = check(blocked()).findings;
const underlined = found
  ? [found.primary, ...found.related.map(({ label }) => label)].map(
      ([{ span }]) => position(span.file, span.start).line,
    )
  : [];

test('the template of these tests has one finding, in several places', () => {
  expect(seen(check(blocked()))).toEqual([`${rule}:${underlined[0]}`]);
  expect(new Set(underlined).size).toBeGreaterThan(1);
});

describe('a comment', () => {
  test.each([...new Set(underlined)])('on line %i, which the finding underlines, or above it', (line) => {
    for (const text of [
      behind(line, ignore()),
      above(line, ignore()),
      above(line, ignore(), '# a comment', '#'),
      above(line, `# unrelated`, ignore()),
      behind(line, ignore()).replaceAll('\n', '\r\n'),
      behind(line, `#alb-lint:ignore[ ${rule} ]: opened by hand`),
      behind(line, `# why not ${ignore()}`),
    ]) {
      const report = check(text);
      expect(seen(report)).toEqual([]);
      const [finding] = suppressedIn(report);
      expect(finding?.suppressed).toMatchObject({ kind: 'comment', reason: 'opened by hand' });
      expect(finding?.suppressed && textOf(finding.suppressed.span)).toBe(rule);
      expect(finding?.severity).toBe('error');
      expect(finding?.fingerprint).toBe(found?.fingerprint);
    }
  });

  test('names several rules, and each is looked at by itself', () => {
    const report = check(behind(underlined[0] ?? 0, ignore(`${rule}, fargate-spot-only`)));
    expect(seen(report)).toEqual([]);
    const all = lint(
      [{ path: 'api.yaml', text: behind(underlined[0] ?? 0, ignore(`${rule},fargate-spot-only`)) }],
      rules,
    );
    expect(seen(all).filter((each) => each.startsWith('unused'))).toEqual([`unused-suppression:${underlined[0]}`]);
  });

  test('on another line does nothing, which is said with where it belongs', () => {
    const report = check(behind(2, ignore()));
    expect(seen(report)).toEqual(['unused-suppression:2', `${rule}:${underlined[0]}`]);
    expect(report.findings[0]?.message).toBe(
      `\`${rule}\` underlines nothing on line 2, so this suppresses nothing; it underlines lines ${[...new Set(underlined)].sort((a, b) => a - b).join(', ')}`,
    );
    expect(report.findings[0]?.resource).toMatchObject({ id: 'Alb' });
    expect(report.findings[0]?.severity).toBe('warning');
  });

  test('behind something on the line before does not mean the line after', () => {
    expect(seen(check(behind((underlined[0] ?? 0) - 1, ignore())))).toContain(`${rule}:${underlined[0]}`);
  });

  test('of a fault that was mended is reported', () => {
    const mended = behind(underlined[0] ?? 0, ignore()).replaceAll('9090', '8080');
    expect(seen(check(mended))).toEqual([`unused-suppression:${underlined[0]}`]);
  });

  test('without a reason has no effect, which is said', () => {
    for (const reason of ['', ' -', ' --'])
      expect(seen(check(behind(underlined[0] ?? 0, `# alb-lint: ignore[${rule}]${reason}`)))).toEqual([
        `${rule}:${underlined[0]}`,
        `suppression-without-reason:${underlined[0]}`,
      ]);
  });

  test('with an unknown rule asks whether another one was meant', () => {
    const report = check(behind(2, ignore('sg-target-block-alb')));
    expect(report.findings[0]?.message).toBe(
      'there is no rule `sg-target-block-alb`, so this suppresses nothing; did you mean `sg-target-blocks-alb`?',
    );
    expect(seen(check(behind(2, ignore(other))))).toContain('unused-suppression:2');
  });

  test.each([
    'ignore',
    'ignore all of it',
    'ignore[]',
    'ignore-next-line x',
    'disable sg-target-blocks-alb',
    'skip[x] y',
  ])('that says `%s` suppresses nothing, which is said', (words) => {
    const report = check(behind(2, `# alb-lint: ${words}`));
    expect(report.findings[0]?.message).toContain('names no rule and suppresses nothing');
    expect(seen(report)).toContain(`${rule}:${underlined[0]}`);
  });

  test.each(['# alb-lint: we run this in CI', '# alb-lint ignore', '# see alb-lint: ignored'])(
    'that says something else is none: %s',
    (comment) => {
      expect(seen(check(behind(2, comment)))).toEqual([`${rule}:${underlined[0]}`]);
    },
  );

  test('is one only where YAML has a comment', () => {
    const description = (value: string) => `Description: ${value}\n${blocked()}`;
    for (const value of [
      `"x ${ignore()}"`,
      `'x ${ignore()}'`,
      `|\n  ${ignore()}\n  more`,
      `>-\n\n  ${ignore()}`,
      `x#alb-lint:ignore[${rule}] r`,
      `"a\n  ${ignore()}\n  b"`,
    ])
      expect(seen(check(description(value)))).toHaveLength(1);
    for (const value of [`| ${ignore()}\n  text`, `text ${ignore()}`, `|\n  text\n${ignore()}`])
      expect(seen(check(description(value)))).toHaveLength(2);
  });

  test('in JSON is text like any other', () => {
    const text = withMetadata(blocked(), { Alb: { note: ignore() } });
    expect(seen(check(text, {}, 'api.json'))).toHaveLength(1);
  });
});

describe('metadata', () => {
  const stated = (id: string, ignored: unknown) =>
    check(withMetadata(blocked(), { [id]: { 'alb-lint': { ignore: ignored } } }), {}, 'api.json');

  test.each(['TaskGroup', 'Task'])('of %s, in which the finding underlines something', (id) => {
    const report = stated(id, [{ id: rule, reason: 'opened by hand' }]);
    expect(seen(report)).toEqual([]);
    expect(suppressedIn(report)[0]?.suppressed).toMatchObject({ kind: 'metadata', reason: 'opened by hand' });
  });

  test('is inherited by nothing', () => {
    const report = stated('Targets', [{ id: rule, reason: 'opened by hand' }]);
    expect(
      standing(report.findings)
        .map(({ rule: { id } }) => id)
        .sort(),
    ).toEqual([rule, 'unused-suppression']);
    expect(report.findings.map(({ message }) => message)).toContain(
      `\`${rule}\` finds nothing in \`Targets\`, so this suppresses nothing`,
    );
  });

  test.each<[unknown, string]>([
    [[{ id: rule }], 'suppression-without-reason'],
    [[{ id: rule, reason: '' }], 'suppression-without-reason'],
    [[{ id: 'nonsense', reason: 'x' }], 'unused-suppression'],
    [[rule], 'unused-suppression'],
    [rule, 'unused-suppression'],
    [[{ reason: 'x' }], 'unused-suppression'],
  ])('%j suppresses nothing, which is said', (ignored, notice) => {
    expect(
      standing(stated('TaskGroup', ignored).findings)
        .map(({ rule: { id } }) => id)
        .sort(),
    ).toEqual([rule, notice].sort());
  });

  test('beside other facts, in YAML', () => {
    const text = blocked().replace(
      '  TaskGroup:\n',
      `  TaskGroup:\n    Metadata:\n      alb-lint:\n        ignore:\n          - id: ${rule}\n            reason: opened by hand\n`,
    );
    expect(seen(check(text))).toEqual([]);
  });
});

describe('the configuration', () => {
  const span = { file: { path: 'alb-lint.yaml', text: rule }, start: 0, end: rule.length };
  const entry = (files?: readonly string[]) => ({ rule, reason: 'legacy', span, ...(files && { files }) });

  test.each([['legacy'], ['legacy/'], ['legacy/**'], ['**/api.yaml'], ['./legacy/api.yaml'], ['legacy/*.{yml,yaml}']])(
    'ignores what is in %s',
    (pattern) => {
      const report = check(blocked(), { ignore: [entry([pattern])] }, 'legacy/api.yaml');
      expect(seen(report)).toEqual([]);
      expect(suppressedIn(report)[0]?.suppressed).toMatchObject({ kind: 'config', reason: 'legacy' });
      expect(seen(check(blocked(), { ignore: [entry([pattern])] }, 'current/web.yaml'))).toEqual([
        `${rule}:${underlined[0]}`,
      ]);
    },
  );

  test('is one entry too many only where all files were looked at, or those that it names', () => {
    const unused = (files: readonly string[] | undefined, whole: boolean) =>
      seen(check(blocked(8080), { ignore: [entry(files)], whole }, 'legacy/api.yaml')).length > 0;
    expect(unused(['legacy/**'], false)).toBe(false);
    expect(unused(['legacy/**'], true)).toBe(true);
    expect(unused(['legacy/api.yaml'], false)).toBe(true);
    expect(unused(undefined, false)).toBe(false);
    expect(unused(undefined, true)).toBe(true);
  });

  test('makes a rule milder or graver, or turns it off', () => {
    const at = (level: 'off' | 'info' | 'warning' | 'error') =>
      check(blocked(), { levels: new Map([[rule, level]]) }).findings.map(({ severity }) => severity);
    expect([at('off'), at('info'), at('warning'), at('error')]).toEqual([[], ['info'], ['warning'], ['error']]);
  });

  test('turns off what is said of suppressions, or makes it graver', () => {
    const at = (level: 'off' | 'error') =>
      check(behind(2, ignore()), { levels: new Map([['unused-suppression', level]]) }).findings.map(
        ({ severity, rule }) => `${rule.id} ${severity}`,
      );
    expect(at('off')).toEqual([`${rule} error`]);
    expect(at('error')).toEqual(['unused-suppression error', `${rule} error`]);
  });
});

describe('what hides nothing is told though roads lead out of the template, or there are none', () => {
  const ofTask = 'no-essential-container';
  const alone = rules.filter(({ id }) => id === ofTask);
  const shut = blocked().replaceAll('TargetGroupArn: !Ref Targets', 'TargetGroupArn: !ImportValue Targets');
  const told = (text: string, of = alone) => seen(lint([{ path: 'a.yaml', text }], of, { ruleIds: ids }));

  test.each([
    ['lead out', shut],
    ['are none', blocked().replace(/ {2}Alb:[\s\S]*(?= {2}Task:)/, '')],
  ])('where they %s: of a rule about single resources', (_, text) => {
    expect(text).toContain('ECS::TaskDefinition');
    const stale = text.replace('  Task:', `  ${ignore(ofTask)}\n  Task:`);
    expect(told(stale)).toEqual([expect.stringMatching('unused-suppression')]);
    expect(told(`${stale}\nOutputs: { Task: { Value: !Ref Task } }\n`), 'others may refer to it').toEqual([]);
    expect(told(stale.replaceAll(ofTask, rule), one), 'of a rule about roads').toEqual([]);
  });

  test('but not where the rule had nothing to look at', () => {
    const none = shut.replace(/ {2}Task:[\s\S]*/, '');
    expect(told(none.replace('  Service:', `  ${ignore(ofTask)}\n  Service:`))).toEqual([]);
  });

  test('nor where it did without a value that nobody knows', () => {
    const peeks = alone.map((each): Rule => ({ ...each, check: (_, { peek }) => void peek(unknown) }));
    expect(told(shut.replace('  Task:', `  ${ignore(ofTask)}\n  Task:`), peeks)).toEqual([]);
  });

  test('and whatever another file leaves open', () => {
    const stale = { path: 'a.yaml', text: behind(underlined[0] ?? 0, ignore()).replaceAll('9090', '8080') };
    for (const open of [shut, `Parameters: { Open: { Type: Number } }\n${blocked('!Ref Open')}`])
      expect(seen(lint([stale, { path: 'b.yaml', text: open }], one, { ruleIds: ids }))).toEqual([
        `unused-suppression:${underlined[0]}`,
      ]);
  });
});

describe('nothing is called unused that may have its use', () => {
  test('where the rule did not run', () => {
    const none = lint([{ path: 'api.yaml', text: behind(2, ignore()) }], [], { ruleIds: ids });
    expect(none.findings).toEqual([]);
    expect(check(behind(2, ignore()), { levels: new Map([[rule, 'off']]) }).findings).toEqual([]);
  });

  test('where the rule could not come to a verdict', () => {
    const open = `Parameters: { Open: { Type: Number } }\n${blocked('!Ref Open')}`;
    const report = check(open.replace('  Alb:', `  ${ignore()}\n  Alb:`));
    expect(report.coverage.undecided).not.toEqual([]);
    expect(report.findings).toEqual([]);
  });

  test('where a link leads out of the template', () => {
    const text = blocked(8080).replaceAll('TargetGroupArn: !Ref Targets', 'TargetGroupArn: !ImportValue Targets');
    const report = check(text.replace('  Alb:', `  ${ignore()}\n  Alb:`));
    expect(report.coverage.gaps).not.toEqual([]);
    expect(report.findings).toEqual([]);
  });

  test('where another file could not be read', () => {
    const report = lint(
      [
        { path: 'a.yaml', text: behind(2, ignore()).replaceAll('9090', '8080') },
        { path: 'b.yaml', text: ':' },
      ],
      one,
    );
    expect(report.errors).not.toEqual([]);
    expect(report.findings).toEqual([]);
  });

  test('where the comment says that it is not always needed', () => {
    expect(seen(check(behind(2, ignore(`${rule}, unused-suppression`))))).toEqual([`${rule}:${underlined[0]}`]);
  });
});
