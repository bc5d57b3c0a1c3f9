import type { Report } from './report.ts';
import type { Severity } from './rule.ts';

/** How grave the findings of a rule are to the user, or that the rule is not to run. */
export type Level = Severity | 'off';

export const levels = ['off', 'info', 'warning', 'error'] as const satisfies readonly Level[];

/** The report with the severities that were asked for; findings of rules that are off are left out. */
export function leveled(report: Report, levels: ReadonlyMap<string, Level>): Report {
  if (levels.size === 0) return report;
  const findings = report.findings.flatMap((finding) => {
    const level = levels.get(finding.rule.id) ?? finding.severity;
    return level === 'off' ? [] : [{ ...finding, severity: level }];
  });
  return { ...report, findings };
}
