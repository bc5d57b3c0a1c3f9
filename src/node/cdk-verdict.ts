import { coverageLine } from '../formats/coverage.ts';
import { docsOf } from '../formats/docs.ts';
import { outcome } from '../formats/notes.ts';
import { firstSentence } from '../formats/wrap.ts';
import type { Crash, Finding, Report } from '../report.ts';
import type { Severity } from '../rule.ts';
import { read } from '../source/read.ts';
import type { Tree } from '../source/tree.ts';
import { wayTo } from '../source/way.ts';

/** What CDK prints and writes to `validation-report.json`. */
export interface Verdict {
  readonly success: boolean;
  readonly violations: Violation[];
  readonly metadata: Record<string, string>;
}

/** One finding as CDK shows it; `ruleMetadata` goes to the file alone. */
export interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly fix: string;
  readonly severity: Severity;
  readonly ruleMetadata: Record<string, string>;
  readonly violatingResources: ViolatingResource[];
}

/** The resource that a finding stands in, and the property. */
export interface ViolatingResource {
  readonly resourceLogicalId: string;
  readonly templatePath: string;
  readonly locations: string[];
}

const gravity: Readonly<Record<Severity | 'never', number>> = { info: 0, warning: 1, error: 2, never: 3 };

/** Reports on parts of an app as the one that CDK wants. */
export function verdictOf(reports: readonly Report[], failOn: Severity | 'never', show: Severity): Verdict {
  const reaches = ({ severity }: Finding, threshold: Severity | 'never') => gravity[severity] >= gravity[threshold];
  const trees = new Map<string, Tree>();
  const findings = reports.flatMap(({ findings }) => findings).filter(({ suppressed }) => !suppressed);
  const crashes = reports.flatMap(({ crashes }) => crashes);
  const told = findings.filter((finding) => reaches(finding, show) || reaches(finding, failOn));
  return {
    success: crashes.length === 0 && !findings.some((finding) => reaches(finding, failOn)),
    violations: [
      ...told.map((finding) => violation(finding, heard(finding.severity, reaches(finding, failOn)), trees)),
      ...crashes.map(bug),
    ],
    metadata: { coverage: reports.map((report) => coverageLine(report).replace(/^coverage: /, '')).join('; ') },
  };
}

/**
 * The severity that CDK is told. Once something is acknowledged, CDK judges the rest by severity alone and fails on
 * errors, so what fails is an error and nothing else is.
 */
const heard = (severity: Severity, fails: boolean): Severity =>
  fails ? 'error' : severity === 'error' ? 'warning' : severity;

function violation(finding: Finding, severity: Severity, trees: Map<string, Tree>): Violation {
  const { rule, message, resource, primary, related, path, status, during, when, fix, confidence } = finding;
  const [{ span }, label] = primary;
  const tree = trees.get(span.file.path) ?? read(span.file);
  trees.set(span.file.path, tree);
  const seen = outcome(status, during);
  return {
    ruleName: rule.id,
    description: [message, ...seen].join('; '),
    fix: `${fix?.title ?? firstSentence(rule.remedy)} (${docsOf(rule)})`,
    severity,
    ruleMetadata: {
      severity: finding.severity,
      confidence,
      status: status.join(', '),
      during,
      label,
      ...(related.length > 0 && {
        related: related
          .map(({ label: [, text], resource: other }) => (other ? `${other.id}: ${text}` : text))
          .join('\n'),
      }),
      ...(path.length > 1 && { path: path.map(({ show }) => show).join(' › ') }),
      ...(when.length > 0 && { when: when.join(', or ') }),
      docs: docsOf(rule),
      fingerprint: finding.fingerprint,
    },
    violatingResources: [
      {
        resourceLogicalId: resource.id,
        templatePath: span.file.path,
        locations: locationsIn(wayTo(tree, span.start), resource.id),
      },
    ],
  };
}

/** The property of a resource as CDK writes it, `Properties.LoadBalancers.0.ContainerPort`, as far as no function hides it. */
function locationsIn(way: readonly string[], logicalId: string): string[] {
  const [section, id, ...inside] = way;
  if (section !== 'Resources' || id !== logicalId) return [];
  const hidden = inside.findIndex((step) => step === 'Ref' || step.startsWith('Fn::'));
  const steps = hidden === -1 ? inside : inside.slice(0, hidden);
  return steps.length > 1 ? [steps.join('.')] : [];
}

const bug = ({ rule, resource, error }: Crash): Violation => ({
  ruleName: rule.id,
  description: `this check crashed, which is a bug of alb-lint, please report it: ${error}`,
  fix: 'acknowledge it until it is mended',
  severity: 'error',
  ruleMetadata: {},
  violatingResources: [{ resourceLogicalId: resource.id, templatePath: resource.span.file.path, locations: [] }],
});
