import { hash } from '../fingerprint.ts';
import { type Finding, type Report, standing } from '../report.ts';
import type { Severity } from '../rule.ts';
import { position } from '../source/file.ts';
import { failures } from './failures.ts';
import type { JsonError } from './json-report.ts';
import { outcome } from './notes.ts';
import { asGiven, type PathOf } from './place.ts';
import { safe, safeJson } from './safe.ts';

/** An entry of GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. */
export interface Issue {
  readonly description: string;
  readonly check_name: string;
  /** GitLab keeps one entry for each. */
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: {
    /** Relative to the root of the repository. */
    readonly path: string;
    readonly lines: { readonly begin: number };
  };
}

const severities: Readonly<Record<Severity, Issue['severity']>> = { error: 'critical', warning: 'major', info: 'info' };

/** The report as GitLab's merge requests show it, as JSON text that ends in a line feed. */
export const gitlab = (report: Report, pathOf: PathOf = asGiven): string =>
  `${safeJson(JSON.stringify(issues(report, pathOf), null, 2))}\n`;

const issues = (report: Report, pathOf: PathOf): readonly Issue[] => [
  ...standing(report.findings).map((finding) => found(finding, pathOf)),
  ...distinct(failures(report).map((failure) => failed(failure, pathOf))),
];

const found = (
  { rule, severity, message, primary: [{ span }], status, during, fingerprint }: Finding,
  pathOf: PathOf,
): Issue => ({
  description: [message, ...outcome(status, during)].map(safe).join('; '),
  check_name: rule.id,
  fingerprint: fingerprint.includes(':') ? hash([fingerprint]) : fingerprint,
  severity: severities[severity],
  location: { path: pathOf(span.file.path), lines: { begin: position(span.file, span.start).line } },
});

const failed = ({ file, line, message, kind, rule }: JsonError, pathOf: PathOf): Issue => ({
  description: safe(message),
  check_name: kind === 'crash' ? 'crash' : 'unreadable',
  fingerprint: hash([kind, rule ?? '', file, message]),
  severity: 'blocker',
  location: { path: pathOf(file), lines: { begin: line } },
});

const distinct = (all: readonly Issue[]): readonly Issue[] => [
  ...new Map(all.map((issue) => [issue.fingerprint, issue])).values(),
];
