import { inCdk } from '../cdk.ts';
import type { Entity } from '../graph/entities.ts';
import type { Gap } from '../graph/subjects.ts';
import type { Finding, Repair, Report, Suppressed, Undecided } from '../report.ts';
import { position, type Span } from '../source/file.ts';
import type { Unknown } from '../value.ts';
import { docsOf } from './docs.ts';
import { failures } from './failures.ts';
import type {
  JsonFinding,
  JsonFix,
  JsonGap,
  JsonPlace,
  JsonReport,
  JsonSuppressed,
  JsonTool,
  JsonUndecided,
  JsonUnknown,
} from './json-report.ts';
import { compare } from './order.ts';
import { regionOf } from './place.ts';
import { safeJson } from './safe.ts';
import { summarise } from './summary.ts';
import { supply } from './supply.ts';
import { prose } from './wrap.ts';

/** The report for programs: {@link JsonReport} as text that ends in a line feed and holds no other control character. */
export const json = (report: Report, tool: JsonTool): string =>
  `${safeJson(JSON.stringify(jsonReport(report, tool), null, 2))}\n`;

export function jsonReport(report: Report, { name, version }: JsonTool): JsonReport {
  const { paths, decided, undecided, gaps, unexplored } = report.coverage;
  return {
    version: 1,
    tool: { name, version },
    findings: report.findings.map(findingOf),
    coverage: {
      paths,
      decided,
      undecided: distinct(undecided.map(undecidedOf), ({ rule, resource }) => [rule, resource]),
      gaps: distinct(gaps.map(gapOf), ({ to, resource }) => [to, resource]),
      unexplored: unexplored.map(({ rule, resource, explored, combinations }) => ({
        rule: rule.id,
        resource: resource.id,
        explored,
        combinations,
      })),
    },
    errors: failures(report),
    summary: summarise(report),
    baseline: report.baseline ?? null,
  };
}

function findingOf(finding: Finding): JsonFinding {
  const { rule, resource, primary, related, fix, suppressed } = finding;
  const names = inCdk(finding);
  return {
    rule: rule.id,
    severity: finding.severity,
    confidence: finding.confidence,
    status: finding.status,
    during: finding.during,
    message: finding.message,
    resource: resource.id,
    type: resource.type,
    ...createdBy(resource),
    ...placeOf(primary[0].span),
    label: primary[1],
    related: related.map(({ label: [{ span }, label], resource: other }) => ({
      resource: other?.id ?? null,
      type: other?.type ?? null,
      ...createdBy(other),
      ...placeOf(span),
      label,
    })),
    path: finding.path.map(({ id }) => id),
    when: finding.when,
    why: prose(rule.why),
    remedy: [prose(rule.remedy), ...(names.length > 0 ? [`In CDK: ${names.join(', ')}.`] : [])].join('\n\n'),
    docs: docsOf(rule),
    fix: fix ? fixOf(fix) : null,
    fingerprint: finding.fingerprint,
    suppressed: suppressed ? suppressedBy(suppressed) : null,
  };
}

const placeOf = (span: Span): JsonPlace => ({ file: span.file.path, ...regionOf(span) });

const createdBy = (resource: Entity | undefined) => ({
  construct: resource?.constructPath ?? null,
  source: resource?.constructSource ?? null,
});

const suppressedBy = ({ kind, reason, span }: Suppressed): JsonSuppressed => ({
  kind,
  reason,
  file: span.file.path,
  line: position(span.file, span.start).line,
});

const fixOf = ({ title, safety, edits }: Repair): JsonFix => ({
  title,
  safety,
  edits: edits.map(({ span, text }) => ({ ...placeOf(span), text })),
});

const undecidedOf = ({ rule, resource, value }: Undecided): JsonUndecided => ({
  rule: rule.id,
  resource: resource.id,
  ...unknownOf(value, resource),
});

const gapOf = ({ from, to, value }: Gap): JsonGap => ({
  resource: from.id,
  type: from.type,
  to,
  ...unknownOf(value, from),
});

const unknownOf = (value: Unknown, resource: Entity): JsonUnknown => ({
  reason: value.reason.kind,
  name: value.reason.name,
  file: value.span.file.path,
  line: position(value.span.file, value.span.start).line,
  supply: supply(value, resource) ?? null,
});

/** Entries sorted by place, each said once. */
function distinct<T extends JsonUnknown>(entries: readonly T[], rest: (entry: T) => readonly string[]): readonly T[] {
  const byText = new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
  const key = (entry: T): string => [...rest(entry), entry.reason, entry.name].join('\n');
  return [...byText.values()].sort((a, b) => compare(a.file, b.file) || a.line - b.line || compare(key(a), key(b)));
}
