import { coverageLine } from '../../../src/formats/coverage.ts';
import * as validators from '../../../src/frontends/ecs/validator.js';
import { type Given, lint } from '../../../src/lint.ts';
import { position, type SourceFile } from '../../../src/source/file.ts';
import { rules } from '../../all-rules.ts';

/** What a user is told of files, in short. */
export function linted(files: Readonly<Record<string, string | object>>, given: Given = {}) {
  const sources: readonly SourceFile[] = Object.entries(files).map(([path, content]) => ({
    path,
    text: typeof content === 'string' ? content : JSON.stringify(content, undefined, 2),
  }));
  const taken: string[] = [];
  const usual = rules.filter(({ profile }) => profile !== 'strict');
  const report = lint(sources, usual, { validators, taken: ({ path }, as) => taken.push(`${path}: ${as}`), ...given });
  const [crash] = report.crashes;
  if (crash) throw crash.error;
  return {
    report,
    taken,
    errors: report.errors.map(({ path, span, message }) => {
      const { line, column } = span ? position(span.file, span.start) : { line: 0, column: 0 };
      return `${path}:${line}:${column} ${message}`;
    }),
    found: report.findings.map(({ rule, resource }) => `${rule.id} ${resource.id}`),
    coverage: coverageLine(report),
  };
}
