import type { Report } from '../report.ts';
import type { Severity } from '../rule.ts';

/** How many findings there are of each severity. */
export type Summary = Readonly<Record<Severity, number>>;

export function summarise({ findings }: Report): Summary {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info') };
}
