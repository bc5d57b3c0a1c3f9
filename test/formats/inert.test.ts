import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compact } from '../../src/formats/compact.ts';
import { explain, rulesTable } from '../../src/formats/explain.ts';
import { github } from '../../src/formats/github.ts';
import { gitlab } from '../../src/formats/gitlab.ts';
import { json, jsonReport } from '../../src/formats/json.ts';
import { jsonRules } from '../../src/formats/json-rules.ts';
import { junit } from '../../src/formats/junit.ts';
import { markdown } from '../../src/formats/markdown.ts';
import { pretty } from '../../src/formats/pretty.ts';
import { sarif, sarifLog } from '../../src/formats/sarif.ts';
import type { Finding, Report } from '../../src/report.ts';
import { InputError, type Span } from '../../src/source/file.ts';
import type { Reason } from '../../src/value.ts';
import { edit, entity, finding, known, report, rule, undecided, unknown } from './builder.ts';
import { hostile } from './hostile.ts';
import { commandsIn } from './runner.ts';

const tool = { name: 'alb-lint', version: '0.1.0' };
const active = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const kinds: readonly Reason['kind'][] = ['parameter', 'import', 'runtime', 'unsupported', 'application'];

const files = fc.record({ path: hostile(), text: hostile(200) });
const spanIn = (source: Span['file']): fc.Arbitrary<Span> =>
  fc
    .tuple(fc.nat(source.text.length), fc.nat(source.text.length))
    .map(([a, b]) => ({ file: source, start: Math.min(a, b), end: Math.max(a, b) }));

const spans = fc
  .tuple(files, files)
  .chain(([a, b]) => fc.array(fc.oneof(spanIn(a), spanIn(b)), { minLength: 3, maxLength: 6 }));

/** A report in which every text that may come from an input tries something. */
const reports: fc.Arbitrary<Report> = fc
  .record({
    places: spans,
    texts: fc.array(hostile(), { minLength: 6, maxLength: 6 }),
    severity: fc.constantFrom<Finding['severity']>('error', 'warning', 'info'),
    stated: fc.boolean(),
    kind: fc.constantFrom(...kinds),
  })
  .map(({ places, texts, severity, stated, kind }) => {
    const [a = '', b = '', c = '', d = '', e = '', f = ''] = texts;
    const [at, ...others] = places as [Span, ...Span[]];
    const resource = entity(at, a, b);
    const one = finding([{ span: at }, c], {
      severity,
      message: d,
      resource,
      related: others.map((span) => ({ label: [{ span }, e], resource })),
      path: [
        { id: a, show: b, span: at },
        { id: c, show: d, span: at },
      ],
      confidence: 'likely',
      evidence: [
        known(at, { kind: 'parameter-default', name: f, span: at }, { kind: 'assumption', name: e, span: at }),
      ],
      when: [e, f],
      fingerprint: 'x',
      fix: { title: f, safety: 'safe', edits: [edit(at, a)] },
      ...(stated ? { statement: e } : {}),
    });
    return report({
      findings: [one, one],
      errors: [new InputError(a, at), new InputError(b, { path: c })],
      crashes: [{ rule: rule(), resource, error: new Error(f) }],
      undecided: [undecided(resource, kind, c)],
      gaps: [{ from: resource, to: 'load balancer', value: unknown(at, kind, d) }],
      paths: 2,
      decided: 1,
    });
  });

test('no report acts on the terminal that shows it', () => {
  fc.assert(
    fc.property(reports, fc.integer({ min: 20, max: 160 }), (of, width) => {
      const plain = pretty(of, { color: false, width });
      expect(plain.replaceAll('\n', '')).not.toMatch(active);
      expect(pretty(of, { color: true, width }).replace(/\x1b\[[\d;]+m/g, '')).toBe(plain);
      // On a terminal the same words, with colours and links to our pages as all it has to obey.
      const shown = pretty(of, { color: true, links: true, folded: true, width });
      const words = (text: string): string => text.replaceAll(/\s+/g, ' ');
      expect(words(shown.replaceAll(/\x1b\[[\d;]+m|\x1b\]8;;(?:https:\/\/[!-~]+)?\x1b\\/g, ''))).toBe(words(plain));
    }),
    { numRuns: 300 },
  );
});

test('the JSON report is inert too and says exactly what was found', () => {
  fc.assert(
    fc.property(reports, (of) => {
      const text = json(of, tool);
      expect(text.replaceAll('\n', '')).not.toMatch(active);
      expect(JSON.parse(text)).toEqual(jsonReport(of, tool));
    }),
    { numRuns: 300 },
  );
});

test('no other format acts on what shows it either, and each keeps its lines', () => {
  fc.assert(
    fc.property(reports, (of) => {
      const rules = [rule()];
      const texts = {
        compact: compact(of),
        github: github(of),
        gitlab: gitlab(of),
        junit: junit(of, rules, { fails: () => true }),
        markdown: markdown(of),
        sarif: sarif(of, rules, tool),
      };
      for (const text of Object.values(texts)) expect(text.replaceAll('\n', '')).not.toMatch(active);
      expect(texts.compact.split('\n')).toHaveLength(6);
      expect(texts.github.split('\n')).toHaveLength(6);
      expect(JSON.parse(texts.sarif)).toEqual(JSON.parse(JSON.stringify(sarifLog(of, rules, tool))));
      expect(JSON.parse(texts.gitlab).length).toBeGreaterThanOrEqual(4);
      // Nor does what a program reads act on the log of GitHub Actions that it passes through.
      for (const text of [texts.gitlab, texts.junit, texts.markdown, texts.sarif, json(of, tool)])
        expect(commandsIn(text)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('the rule pages are inert', () => {
  fc.assert(
    fc.property(hostile(), (text) => {
      const rules = [rule({ title: text, why: text, remedy: text, references: [text], also: [text] })];
      const all = [explain('504', rules), explain('sg-target-blocks-alb', rules), rulesTable(rules), jsonRules(rules)];
      expect(all.join('').replaceAll('\n', '')).not.toMatch(active);
    }),
  );
});

test('the language and the time zone of the machine change nothing', () => {
  const big = {
    rule: rule(),
    resource: entity({ file: { path: 'a', text: '' }, start: 0, end: 0 }, 'A'),
    explored: 64,
  };
  const of = report({ unexplored: [{ ...big, combinations: 1_048_576 }] });
  const before = pretty(of, { color: false });
  const { LANG, LC_ALL, TZ } = process.env;
  Object.assign(process.env, {
    LANG: 'de_DE.UTF-8',
    LC_ALL: 'de_DE.UTF-8',
    TZ: 'Asia/Tokyo',
    NO_COLOR: '1',
    FORCE_COLOR: '3',
  });
  expect(pretty(of, { color: false })).toBe(before);
  for (const [name, value] of Object.entries({ LANG, LC_ALL, TZ })) if (value !== undefined) process.env[name] = value;
});
