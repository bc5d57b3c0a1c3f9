import type { Confidence, Phase, Severity, Status } from '../rule.ts';
import type { Reason } from '../value.ts';
import type { Region } from './place.ts';

/**
 * The report of `--format json`, version 1. Fields may be added, never renamed. Lines and columns are 1-based, columns
 * in UTF-16 units; ends are exclusive. Keys always stand in the order given here.
 */
export interface JsonReport {
  readonly version: 1;
  readonly tool: JsonTool;
  /** Sorted by file, place and rule. */
  readonly findings: readonly JsonFinding[];
  readonly coverage: JsonCoverage;
  /** What kept alb-lint from doing its whole job; the exit status is 2 where there is any. */
  readonly errors: readonly JsonError[];
  /** How many findings there are of each severity, those that are suppressed left out, and how many those are. */
  readonly summary: Readonly<Record<'error' | 'warning' | 'info' | 'suppressed', number>>;
  /** What `--baseline` left out of the findings, and what of it is no longer found; `null` without one. */
  readonly baseline: { readonly known: number; readonly fixed: readonly JsonKnown[] } | null;
}

export interface JsonTool {
  readonly name: string;
  readonly version: string;
}

export interface JsonPlace extends Region {
  readonly file: string;
}

export interface JsonFinding extends JsonPlace {
  /** The rule's id. */
  readonly rule: string;
  readonly severity: Severity;
  /** `certain` rests on what is written and on AWS defaults; `likely` and `possible` on less. */
  readonly confidence: Confidence;
  /** What clients are answered: status codes, `no answer`, or `deploy` where the deployment fails instead. */
  readonly status: readonly Status[];
  /** When it happens. */
  readonly during: Phase;
  /** One sentence with both sides of the contradiction. */
  readonly message: string;
  /** The logical id of the resource that the place stands in. */
  readonly resource: string;
  /** Its type: `AWS::EC2::SecurityGroup`. */
  readonly type: string;
  /** The path of the CDK construct that it comes from; `null` where it comes from none. */
  readonly construct: string | null;
  /** The line of the CDK app that creates it, `lib/api-stack.ts:42`; `null` where the cloud assembly does not tell. */
  readonly source: string | null;
  /** What this place says. */
  readonly label: string;
  /** The other places that take part in it. */
  readonly related: readonly JsonRelated[];
  /** The ids along the traffic path, from the load balancer to the container. */
  readonly path: readonly string[];
  /** Alternatives of conditions under which it happens; empty where it always does. */
  readonly when: readonly string[];
  /** The sequence of events that ends in the status code, as Markdown. */
  readonly why: string;
  /** What to do instead, as Markdown. */
  readonly remedy: string;
  /** The rule's page. */
  readonly docs: string;
  /** Edits that remove the finding, where alb-lint knows them. */
  readonly fix: JsonFix | null;
  /** The same for the same fault after lines moved, resources were reordered or the file was renamed. */
  readonly fingerprint: string;
  /** Why it fails nothing; `null` where nobody suppressed it. */
  readonly suppressed: JsonSuppressed | null;
}

export interface JsonSuppressed {
  /** A comment in the template, the `Metadata` of a resource, or the configuration. */
  readonly kind: 'comment' | 'metadata' | 'config';
  readonly reason: string;
  /** Where it is said. */
  readonly file: string;
  readonly line: number;
}

/** A finding as a baseline remembers it. */
export interface JsonKnown {
  readonly fingerprint: string;
  readonly rule: string;
  readonly resource: string;
  readonly file: string;
  readonly message: string;
}

export interface JsonRelated extends JsonPlace {
  /** `null` where the place stands in no resource. */
  readonly resource: string | null;
  readonly type: string | null;
  readonly construct: string | null;
  readonly source: string | null;
  readonly label: string;
}

export interface JsonFix {
  readonly title: string;
  /** `safe` keeps every intended behaviour; `review` may not. */
  readonly safety: 'safe' | 'review';
  /** They do not overlap. An empty range inserts. */
  readonly edits: readonly JsonEdit[];
}

export interface JsonEdit extends JsonPlace {
  /** What takes the place of the range. */
  readonly text: string;
}

export interface JsonCoverage {
  /** Traffic paths found, those that lead out of the sources included. */
  readonly paths: number;
  /** Those on which every rule came to a verdict. */
  readonly decided: number;
  /** Checks that stopped because they needed a value nobody can know from the sources. */
  readonly undecided: readonly JsonUndecided[];
  /** Links that could not be followed; nothing beyond them was checked. */
  readonly gaps: readonly JsonGap[];
  /** Checks that looked at a part only of the combinations of conditions. */
  readonly unexplored: readonly JsonUnexplored[];
}

/** A value nobody can know from the sources, and where it is wanted. */
export interface JsonUnknown {
  /** Why it is unknown. */
  readonly reason: Reason['kind'];
  /** Of the parameter, the export, the attribute, the function or the fact. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** What would make it known; `null` where no input can. */
  readonly supply: string | null;
}

export interface JsonUndecided extends JsonUnknown {
  readonly rule: string;
  readonly resource: string;
}

export interface JsonGap extends JsonUnknown {
  /** The resource whose link it is. */
  readonly resource: string;
  readonly type: string;
  /** What it leads to: `load balancer`, `task definition`. */
  readonly to: string;
}

export interface JsonUnexplored {
  readonly rule: string;
  readonly resource: string;
  readonly explored: number;
  readonly combinations: number;
}

export interface JsonError {
  readonly file: string;
  /** 1 where the file as a whole is meant, and so is the column. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** `input`: a source that cannot be read further. `crash`: a bug of alb-lint, with the rule that it happened in. */
  readonly kind: 'input' | 'crash';
  readonly rule: string | null;
}
