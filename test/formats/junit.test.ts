import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { junit } from '../../src/formats/junit.ts';
import type { Report } from '../../src/report.ts';
import { InputError } from '../../src/source/file.ts';
import { at } from '../all-rules.ts';
import { entity, file, finding, label, report, rule, span } from './builder.ts';
import { hostile } from './hostile.ts';
import { everything, orders, rules } from './real.ts';

const options = { fails: (severity: string) => severity !== 'info' };
const api = file('api.yaml', 'ApiSecurityGroup:\n  FromPort: 80\n');
const port80 = label(api, '80', 'only this port is open');

const xmllint = spawnSync('xmllint', ['--version']).status === 0;
if (!xmllint) console.warn('skipped: xmllint (Debian: libxml2-utils) is not installed');

/** What xmllint has against documents, by our schema. */
function complaints(documents: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'alb-lint-junit-'));
  try {
    const paths = documents.map((text, i) => {
      writeFileSync(join(folder, `${i}.xml`), text);
      return join(folder, `${i}.xml`);
    });
    const { stderr } = spawnSync('xmllint', ['--noout', '--schema', at('test/formats/junit.xsd'), ...paths], {
      encoding: 'utf8',
    });
    return stderr.replace(/^.* validates\n/gm, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.skipIf(!xmllint)('is valid by the schema', () => {
  const all = [orders, everything, report()].map((of) => junit(of, rules, options));
  expect(complaints(all)).toBe('');
  expect(complaints([(all[0] ?? '').replace('tests="', 'count="')])).toContain("attribute 'tests' is required");
});

test.skipIf(!xmllint)('is valid whatever a template says', () => {
  const texts = fc.oneof(hostile(), fc.constantFrom(']]>', '</failure>', '&amp;', '"', '<!--', '\ufffe', '##[error]'));
  const reports = fc.tuple(texts, texts, texts).map(([id, path, text]): Report => {
    const where = { ...api, path: `p${path}` };
    const one = finding(label(where, '80', text), {
      message: text,
      resource: entity(span(where, '80'), id),
      when: [text],
    });
    const errors = [new InputError(text, { path: `e${path}` })];
    return report({ findings: [one, one, { ...one, severity: 'info' }], errors });
  });
  const documents = fc.sample(reports, { numRuns: 150, seed: 1 }).map((of) => junit(of, [rule()], options));
  expect(complaints(documents)).toBe('');
  for (const text of documents) expect(text).not.toContain('##[');
});

test('a finding fails a test of its own, a rule that found nothing passes one', () => {
  const text = junit(orders, rules, options);
  const found = new Set(orders.findings.map(({ rule: { id } }) => id));
  const passed = rules.length - found.size;
  expect(text).toContain(
    `<testsuite name="alb-lint" tests="${passed + orders.findings.length}" failures="4" errors="0">`,
  );
  expect(text.match(/<testcase [^>]*\/>/g)).toHaveLength(passed);
  expect(text).toContain(
    '<testcase classname="alb-lint.sg-target-blocks-alb" name="TaskSecurityGroup in fixtures/apps/orders-service.yaml">',
  );
  expect(text).toContain(' 53 |           FromPort: 80\n    |                     ^^ only port 80 is open');
});

test('what does not reach the threshold passes, and is told nevertheless', () => {
  const text = junit(
    report({ findings: [finding(port80, { severity: 'info', message: 'advice' })] }),
    [rule()],
    options,
  );
  expect(text).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="alb-lint" tests="1" failures="0" errors="0">
  <testsuite name="alb-lint" tests="1" failures="0" errors="0">
    <testcase classname="alb-lint.sg-target-blocks-alb" name="ApiSecurityGroup in api.yaml">
      <system-out>info[sg-target-blocks-alb] advice (api.yaml:2)
</system-out>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test('what could not be read is an error, which is no failure', () => {
  const errors = [new InputError('no such file', { path: 'gone.yaml' })];
  const text = junit(report({ errors }), [], options);
  expect(text).toContain('tests="1" failures="0" errors="1"');
  expect(text).toContain('<error type="input" message="no such file">gone.yaml:1:1: no such file\n</error>');
});
