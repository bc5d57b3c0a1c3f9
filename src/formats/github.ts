import { type Finding, type Report, standing } from '../report.ts';
import type { Severity } from '../rule.ts';
import { position } from '../source/file.ts';
import { failures } from './failures.ts';
import type { JsonError } from './json-report.ts';
import { notes } from './notes.ts';
import { asGiven, type PathOf, regionOf } from './place.ts';
import { safe } from './safe.ts';

// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** How many related places an annotation names. */
const named = 8;

/**
 * Workflow commands of GitHub Actions, one line for each finding, which the runner turns into annotations. What cannot
 * be read comes first: of each kind GitHub shows ten for each step
 * (https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations), and the rest in the log.
 */
export const github = (report: Report, pathOf: PathOf = asGiven): string =>
  [
    ...failures(report).map((failure) => failed(failure, pathOf)),
    ...standing(report.findings).map((one) => found(one, pathOf)),
  ]
    .map((line) => `${line}\n`)
    .join('');

function found(finding: Finding, pathOf: PathOf): string {
  const { rule, severity, message, primary, related } = finding;
  const [{ span }, label] = primary;
  const { line, column, endLine } = regionOf(span);
  const places = related.slice(0, named).map(({ label: [where, text] }) => {
    const { file, start } = where.span;
    return `${safe(pathOf(file.path))}:${position(file, start).line}: ${safe(text)}`;
  });
  return command(
    commands[severity],
    { file: safe(pathOf(span.file.path)), line, endLine, ...(line === endLine ? { col: column } : {}), title: rule.id },
    [safe(message), safe(label), ...places, ...notes(finding)].filter((text) => text !== ''),
  );
}

const failed = ({ file, line, column, message, kind }: JsonError, pathOf: PathOf): string =>
  command(
    'error',
    {
      file: safe(pathOf(file)),
      line,
      col: column,
      title: kind === 'crash' ? 'alb-lint crashed' : 'alb-lint cannot read this',
    },
    [safe(message)],
  );

const command = (
  name: string,
  properties: Readonly<Record<string, string | number>>,
  lines: readonly string[],
): string => {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${pairs.join(',')}::${data(lines.join('\n'))}`;
};

// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
