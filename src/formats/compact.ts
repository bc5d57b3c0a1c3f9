import { type Finding, type Report, standing } from '../report.ts';
import { position } from '../source/file.ts';
import { failures } from './failures.ts';
import type { JsonError } from './json-report.ts';
import { outcome } from './notes.ts';
import { safe } from './safe.ts';
import { firstSentence } from './wrap.ts';

/**
 * One line for each finding, in the form compilers use, so that editors' problem matchers read it:
 * `path:line:column: severity: message [rule-id]`. Nothing where there is nothing to say.
 */
export const compact = (report: Report): string =>
  [...standing(report.findings).map(line), ...failures(report).map(failed)].map((text) => `${text}\n`).join('');

function line({ rule, severity, message, primary: [{ span }], status, during, when, fix }: Finding): string {
  const { line: at, column } = position(span.file, span.start);
  const parts = [
    safe(message),
    ...outcome(status, during),
    ...(when.length > 0 ? [`only when: ${when.map(safe).join(', or ')}`] : []),
    `fix: ${safe(fix ? fix.title : firstSentence(rule.remedy))}`,
  ];
  return `${safe(span.file.path)}:${at}:${column}: ${severity}: ${parts.join('; ')} [${safe(rule.id)}]`;
}

const failed = ({ file, line: at, column, message, kind, rule }: JsonError): string =>
  `${safe(file)}:${at}:${column}: error: ${safe(message)} [${kind === 'crash' ? `crash ${safe(rule ?? '')}` : 'unreadable'}]`;
