import type { Entity } from './graph/entities.ts';
import type { Report } from './report.ts';

/** What a CDK app says of a resource that it synthesised. */
export interface Creation {
  readonly constructPath?: string;
  /** The line of the app that creates it: `lib/api-stack.ts:42`. */
  readonly constructSource?: string;
}

/** The report with what the app says of every resource that a finding names. */
export function withCreations(report: Report, creationOf: (resource: Entity) => Creation | undefined): Report {
  const told = ({ id, type, span, constructPath }: Entity): Entity => {
    const known = { id, type, span, ...(constructPath !== undefined && { constructPath }) };
    return { ...known, ...creationOf(known) };
  };
  return {
    ...report,
    findings: report.findings.map((finding) => ({
      ...finding,
      resource: told(finding.resource),
      related: finding.related.map(({ label, resource }) =>
        resource ? { label, resource: told(resource) } : { label },
      ),
    })),
  };
}
