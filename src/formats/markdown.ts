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
  const problems = findings.filter(({ severity }) => severity !== 'info');
  const urgent = [
    ...failures(report).map((failure) => failed(failure, pathOf)),
    ...problems.map((finding) => row(finding, pathOf)),
  ];
  const notes = findings.filter(({ severity }) => severity === 'info').map((finding) => row(finding, pathOf));
  const folds = problems.map((finding) => folded(finding, report));
  const rest = limit - size([...head, ...columns, '', ...cut(urgent.length + notes.length, folds.length), ...foot, '']);
  // Notes have the room that the problems leave, told in full.
  const [first = [], details = [], last = []] = fitting([urgent, folds, notes], rest);
  const rows = [...first, ...last];
  return [
    ...head,
    ...(rows.length > 0 ? [...columns, ...rows, ''] : []),
    ...details,
    ...cut(urgent.length + notes.length - rows.length, folds.length - details.length),
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

/** How many findings are left out. */
const cut = (rows: number, folds: number): readonly string[] => [
  ...(rows > 0 ? [`${counted(rows, 'more finding')} had no room in the table.`, ''] : []),
  ...(folds > 0 ? [`${counted(folds, 'finding')} had no room to be told in full.`, ''] : []),
];

/** As many of the first texts as have room, list after list; nothing of a list where one before it was cut. */
function fitting(lists: readonly (readonly string[])[], room: number): readonly (readonly string[])[] {
  let left = room;
  return lists.map((texts) => {
    const end = texts.findIndex((text) => {
      left -= size([text]);
      return left < 0;
    });
    return end < 0 ? texts : texts.slice(0, end);
  });
}

const encoder = new TextEncoder();

/** Bytes of lines with their line feeds. */
const size = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + encoder.encode(line).length + 1, 0);
