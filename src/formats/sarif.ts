import { append } from '../multimap.ts';
import type { Finding, Repair, Report, Suppressed } from '../report.ts';
import type { Rule, Severity } from '../rule.ts';
import type { Edit } from '../source/edit.ts';
import type { SourceFile, Span } from '../source/file.ts';
import { failures } from './failures.ts';
import type { JsonError, JsonTool } from './json-report.ts';
import { notes } from './notes.ts';
import { asGiven, type PathOf, regionOf } from './place.ts';
import { safe, safeJson } from './safe.ts';
import type {
  ArtifactLocation,
  Fix,
  Location,
  Notification,
  Result,
  SarifLog,
  SarifRegion,
  Suppression,
} from './sarif-log.ts';
import { descriptor, levels } from './sarif-rules.ts';

// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/troubleshoot-sarif-uploads/results-exceed-limit
const mostResults = 25_000;
const mostPlaces = 100;

/** What the paths of artifacts are relative to: GitHub, Azure and the editors take it for the root of the repository. */
const root = '%SRCROOT%';

/** The report as a SARIF 2.1.0 log, with every rule that was run, as JSON text that ends in a line feed. */
export const sarif = (report: Report, rules: readonly Rule[], tool: JsonTool, pathOf: PathOf = asGiven): string =>
  `${safeJson(JSON.stringify(sarifLog(report, rules, tool, pathOf), null, 2))}\n`;

export function sarifLog(report: Report, rules: readonly Rule[], tool: JsonTool, pathOf: PathOf = asGiven): SarifLog {
  const described = [...new Map([...rules, ...report.findings.map(({ rule }) => rule)].map((r) => [r.id, r])).values()];
  const index = new Map(described.map(({ id }, i) => [id, i]));
  const results = gravest(report.findings);
  const broken = failures(report);
  const left = report.findings.length - results.length;
  const { paths, decided } = report.coverage;
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            ...tool,
            semanticVersion: tool.version,
            informationUri: 'https://github.com/alb-lint/alb-lint',
            rules: described.map(descriptor),
          },
        },
        originalUriBaseIds: { [root]: { description: { text: 'The root of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        newlineSequences: ['\r\n', '\n', '\r'],
        invocations: [
          {
            executionSuccessful: broken.length === 0,
            toolExecutionNotifications: [
              ...broken.map((failure) => notification(failure, pathOf)),
              ...(left > 0
                ? [{ level: 'warning', message: { text: `${left} milder findings had no room.` } } as const]
                : []),
            ],
          },
        ],
        results: results.map((finding) => resultOf(finding, index.get(finding.rule.id) ?? -1, pathOf)),
        properties: { trafficPaths: paths, trafficPathsFullyChecked: decided },
      },
    ],
  };
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** What is suppressed comes after everything else. */
const weight = ({ severity, suppressed }: Finding): number => rank[severity] + (suppressed ? 10 : 0);

/** All findings in their order, or as many of the gravest as GitHub takes. */
const gravest = (all: readonly Finding[]): readonly Finding[] =>
  all.length <= mostResults ? all : [...all].sort((a, b) => weight(a) - weight(b)).slice(0, mostResults);

function resultOf(finding: Finding, ruleIndex: number, pathOf: PathOf): Result {
  const { rule, severity, primary, related, path, fix, resource } = finding;
  const places = related.slice(0, mostPlaces).map(({ label: [{ span }, text], resource: owner }, i) => ({
    id: i + 1,
    ...locationOf(span, text, owner?.id, pathOf),
  }));
  const flow = path.map(({ id, show, span }) => ({ location: locationOf(span, show === '' ? id : show, id, pathOf) }));
  return {
    ruleId: rule.id,
    ruleIndex,
    level: levels[severity],
    message: { text: said(finding) },
    locations: [locationOf(primary[0].span, primary[1], resource.id, pathOf, resource.constructPath)],
    ...(places.length > 0 && { relatedLocations: places }),
    ...(flow.length > 1 && { codeFlows: [{ threadFlows: [{ locations: flow }] }] }),
    ...(fix && { fixes: [fixOf(fix, pathOf)] }),
    // GitHub's upload adds `primaryLocationLineHash` itself, and warns of every other value under that name.
    partialFingerprints: { 'albLint/v1': finding.fingerprint },
    suppressions: finding.suppressed ? [suppressionOf(finding.suppressed, pathOf)] : [],
    properties: {
      confidence: finding.confidence,
      status: finding.status,
      during: finding.during,
      ...(finding.when.length > 0 && { when: finding.when }),
    },
  };
}

const suppressionOf = ({ kind, reason, span }: Suppressed, pathOf: PathOf): Suppression => ({
  kind: kind === 'config' ? 'external' : 'inSource',
  status: 'accepted',
  justification: safe(reason),
  location: locationOf(span, '', undefined, pathOf),
});

/** The message and what else is to be known, each a sentence on a line. */
const said = (finding: Finding): string =>
  [safe(finding.message), ...notes(finding)].map((text) => `${plain(text)}.`).join('\n');

/** `[text](target)` is a link in a SARIF message (section 3.11.6); brackets that would make one are escaped. */
const plain = (text: string): string => (text.includes('](') ? text.replace(/[\\[\]]/g, '\\$&') : text);

function locationOf(span: Span, text: string, name: string | undefined, pathOf: PathOf, full?: string): Location {
  return {
    ...(text !== '' && { message: { text: plain(safe(text)) } }),
    physicalLocation: { artifactLocation: artifactOf(span.file.path, pathOf), region: sarifRegion(span) },
    ...(name !== undefined && {
      logicalLocations: [{ name, kind: 'resource', ...(full !== undefined && { fullyQualifiedName: full }) }],
    }),
  };
}

const sarifRegion = (span: Span): SarifRegion => {
  const { line, column, endLine, endColumn } = regionOf(span);
  return { startLine: line, startColumn: column, endLine, endColumn };
};

function artifactOf(path: string, pathOf: PathOf): ArtifactLocation {
  const shown = pathOf(path);
  const uri = shown.split('/').map(segment).join('/');
  if (/^[a-z]:\//i.test(shown)) return { uri: `file:///${uri.replace('%3A', ':')}` };
  return shown.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: root };
}

const segment = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));

function fixOf({ title, edits }: Repair, pathOf: PathOf): Fix {
  const files = new Map<SourceFile, Edit[]>();
  for (const edit of edits) append(files, edit.span.file, edit);
  return {
    description: { text: plain(safe(title)) },
    artifactChanges: [...files].map(([file, inside]) => ({
      artifactLocation: artifactOf(file.path, pathOf),
      replacements: inside.map(({ span, text }) => ({ deletedRegion: sarifRegion(span), insertedContent: { text } })),
    })),
  };
}

const notification = ({ file, line, column, message, kind, rule }: JsonError, pathOf: PathOf): Notification => ({
  level: 'error',
  message: { text: `${plain(safe(message))}.` },
  locations: [
    {
      physicalLocation: {
        artifactLocation: artifactOf(file, pathOf),
        region: { startLine: line, startColumn: column },
      },
    },
  ],
  ...(kind === 'crash' && rule !== null && { associatedRule: { id: rule } }),
});
