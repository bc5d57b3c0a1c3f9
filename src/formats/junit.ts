import { type Finding, type Report, standing } from '../report.ts';
import type { Rule, Severity } from '../rule.ts';
import { failures } from './failures.ts';
import type { JsonError } from './json-report.ts';
import { compare } from './order.ts';
import { pretty } from './pretty.ts';
import { safe } from './safe.ts';

interface Case {
  readonly classname: string;
  readonly name: string;
  readonly outcome?: { readonly kind: 'failure' | 'error'; readonly message: string; readonly type: string };
  readonly text?: string;
}

export interface JUnitOptions {
  /** Which severities fail a test; a milder finding passes and says so in its output. */
  readonly fails: (severity: Severity) => boolean;
}

/**
 * The report as JUnit XML: a test for each finding, and one that passes for each rule that found nothing. The names of
 * tests stay the same when lines move.
 */
export function junit(report: Report, rules: readonly Rule[], { fails }: JUnitOptions): string {
  const findings = standing(report.findings);
  const broken = new Set(findings.map(({ rule }) => rule.id));
  const cases = distinct([
    ...failures(report).map(failed),
    ...findings.map((finding) => found(finding, report, fails)),
    ...rules
      .filter(({ id }) => !broken.has(id))
      .sort((a, b) => compare(a.id, b.id))
      .map(({ id }) => ({ classname: className(id), name: 'finds nothing' })),
  ]);
  const count = (kind: string): number => cases.filter(({ outcome }) => outcome?.kind === kind).length;
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="alb-lint" ${counts}>`,
    `  <testsuite name="alb-lint" ${counts}>`,
    ...cases.flatMap(written),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** Viewers take what stands before the last dot for a package. */
const className = (id: string): string => `alb-lint.${id}`;

function found(finding: Finding, report: Report, fails: JUnitOptions['fails']): Case {
  const { rule, severity, message, resource, primary } = finding;
  const alone: Report = { ...report, findings: [finding], errors: [], crashes: [] };
  return {
    classname: className(rule.id),
    name: `${resource.id} in ${primary[0].span.file.path}`,
    ...(fails(severity) ? { outcome: { kind: 'failure', message, type: severity } } : {}),
    text: pretty(alone, { color: false, summary: false }),
  };
}

const failed = ({ file, line, column, message, kind, rule }: JsonError): Case => ({
  classname: kind === 'crash' ? className(rule ?? kind) : className('input'),
  name: file,
  outcome: { kind: 'error', message, type: kind },
  text: `${safe(file)}:${line}:${column}: ${safe(message)}\n`,
});

/** Tests of one name would be taken for one test. */
function distinct(cases: readonly Case[]): readonly Case[] {
  const seen = new Map<string, number>();
  return cases.map((one) => {
    const key = `${one.classname} ${one.name}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? one : { ...one, name: `${one.name} (${count})` };
  });
}

function written({ classname, name, outcome, text = '' }: Case): readonly string[] {
  const head = `    <testcase classname="${attribute(classname)}" name="${attribute(name)}"`;
  if (!outcome && text === '') return [`${head}/>`];
  const content = outcome
    ? `<${outcome.kind} type="${outcome.type}" message="${attribute(outcome.message)}">${escaped(text)}</${outcome.kind}>`
    : `<system-out>${escaped(text)}</system-out>`;
  return [`${head}>`, `      ${content}`, '    </testcase>'];
}

const attribute = (text: string): string => escaped(safe(text));

/** Text of XML, in which no log of GitHub Actions finds a command. */
const escaped = (text: string): string =>
  text
    // What XML 1.0 has no way to write: https://www.w3.org/TR/xml/#charsets
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/["&<>]|:(?=[\p{M}\p{DI}]*:)|#(?=[\p{M}\p{DI}]*[#[])/gu, (character) => `&#${character.charCodeAt(0)};`);
