import { type Report, standing } from '../report.ts';
import type { Severity } from '../rule.ts';

/** How many findings there are of each severity, and how many are suppressed and in none of those counts. */
export type Summary = Readonly<Record<Severity | 'suppressed', number>>;

export function summarise({ findings }: Report): Summary {
  const left = standing(findings);
  const count = (severity: Severity): number => left.filter((finding) => finding.severity === severity).length;
  return {
    error: count('error'),
    warning: count('warning'),
    info: count('info'),
    suppressed: findings.length - left.length,
  };
}
