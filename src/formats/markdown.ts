import { type Finding, type Report, standing } from '../report.ts';
import type { Severity } from '../rule.ts';
import { position } from '../source/file.ts';
import { coverageLine, summaryLine } from './coverage.ts';
import { docsOf } from './docs.ts';
import { failures } from './failures.ts';
import type { JsonError } from './json-report.ts';
import { block, code, inline } from './markdown-text.ts';
import { outcome } from './notes.ts';
import { counted } from './order.ts';
import { painter } from './paint.ts';
import { asGiven, type PathOf } from './place.ts';
import { pretty } from './pretty.ts';

export interface MarkdownOptions {
  /** In bytes of UTF-8; 65,536 where nothing is said, which is what GitHub takes as a comment. */
  readonly limit?: number;
  readonly pathOf?: PathOf;
}

/**
 * The report as a comment on a pull request: a table, the gravest first, and each problem folded below it. Begins with a
 * mark that tells whoever posts it which comment to replace. Ends with a line feed.
 */
export function markdown(report: Report, { limit = 65_536, pathOf = asGiven }: MarkdownOptions = {}): string {
  const findings = [...standing(report.findings)].sort((a, b) => rank[a.severity] - rank[b.severity]);
  const head = ['<!-- alb-lint -->', `### alb-lint: ${inline(summaryLine(report, undefined, painter(false)))}`, ''];
  const foot = [inline(brief(coverageLine(report), 2000))];
  const rows = [
    ...failures(report).map((failure) => failed(failure, pathOf)),
    ...findings.map((finding) => row(finding, pathOf)),
  ];
  const room = limit - size([...head, ...foot, '', unsaid(rows.length, 'of the table'), '']);
  const table = fitting(rows, room - size(columns));
  const shown = rows.length === 0 ? [] : [...columns, ...table, ''];
  const problems = findings.filter(({ severity }) => severity !== 'info').map((finding) => folded(finding, report));
  const cut = rows.length - table.length;
  const details = cut > 0 ? [] : fitting(problems, room - size(shown));
  const folds = problems.length - details.length;
  return [
    ...head,
    ...shown,
    ...details,
    ...(cut > 0 ? [unsaid(cut, 'of the table'), ''] : folds > 0 ? [unsaid(folds, 'in full'), ''] : []),
    ...foot,
    '',
  ].join('\n');
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

const columns = ['| severity | finding | place | outcome |', '| --- | --- | --- | --- |'];

function row(finding: Finding, pathOf: PathOf): string {
  const { rule, severity, message, primary, status, during } = finding;
  const [{ span }] = primary;
  const place = code(`${pathOf(span.file.path)}:${position(span.file, span.start).line}`);
  const seen = outcome(status, during).join('<br>');
  return `| ${severity} | ${inline(brief(message))} [${inline(rule.id)}](${docsOf(rule)}) | ${place} | ${seen} |`;
}

const failed = ({ file, line, message, kind }: JsonError, pathOf: PathOf): string =>
  `| ${kind === 'crash' ? 'crash' : 'unreadable'} | ${inline(brief(message))} | ${code(`${pathOf(file)}:${line}`)} | not checked |`;

function folded(finding: Finding, report: Report): string {
  const { severity, message, rule } = finding;
  const alone: Report = { ...report, findings: [finding], errors: [], crashes: [] };
  return [
    `<details><summary>${severity}: ${inline(brief(message))} (${code(rule.id)})</summary>`,
    '',
    ...block(pretty(alone, { color: false, summary: false, width: 100 })),
    '',
    '</details>',
    '',
  ].join('\n');
}

/** A text of bounded length, so that one name does not take the room of all findings. */
const brief = (text: string, most = 500): string => (text.length <= most ? text : `${text.slice(0, most)}…`);

const unsaid = (missing: number, what: string): string => `No room here for ${counted(missing, 'finding')} ${what}.`;

/** As many of the first texts as have room. */
function fitting(texts: readonly string[], room: number): readonly string[] {
  let left = room;
  const end = texts.findIndex((text) => {
    left -= size([text]);
    return left < 0;
  });
  return end < 0 ? texts : texts.slice(0, end);
}

const encoder = new TextEncoder();

/** Bytes of lines with their line feeds. */
const size = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + encoder.encode(line).length + 1, 0);
