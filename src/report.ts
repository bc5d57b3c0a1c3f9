import type { Entity } from './graph/entities.ts';
import type { Stop } from './graph/road.ts';
import type { Gap } from './graph/subjects.ts';
import type { Confidence, Fix, Label, Phase, Rule, Severity, Status } from './rule.ts';
import type { Edit } from './source/edit.ts';
import type { InputError, Spanned } from './source/file.ts';
import type { Unknown, Value } from './value.ts';

/** One fault of a deployment, wherever in it: offsets are into the files that were given. */
export interface Finding {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly status: readonly Status[];
  readonly during: Phase;
  readonly message: string;
  readonly statement?: string;
  /** The resource that the primary label stands in. */
  readonly resource: Entity;
  readonly primary: Label;
  /** Each with the resource it stands in, where that can be told. */
  readonly related: readonly { readonly label: Label; readonly resource?: Entity }[];
  /** The road of the request, from the load balancer to the container, as far as the rule's subject knows it. */
  readonly path: readonly Omit<Stop, 'key'>[];
  /** Every value the verdict rests on. */
  readonly evidence: readonly Value<unknown>[];
  readonly fix?: Repair;
  /** The scenarios in which it happens, one text for each alternative; empty means all of them. */
  readonly when: readonly string[];
  /** Stable across moved lines, reordered resources and renamed files. */
  readonly fingerprint: string;
  /** Why somebody chose to live with it; such a finding is counted, and fails nothing. */
  readonly suppressed?: Suppressed;
}

/** Who suppressed a finding, and why. Its span is where that is written. */
export interface Suppressed extends Spanned {
  readonly kind: 'comment' | 'metadata' | 'config';
  readonly reason: string;
}

/** A fix that can be carried out: every value it sets had a place to be written. */
export interface Repair extends Pick<Fix, 'title' | 'safety'> {
  readonly edits: readonly Edit[];
}

/** A check that stopped because it needed a value nobody can know from the sources. */
export interface Undecided {
  readonly rule: Rule;
  readonly resource: Entity;
  readonly value: Unknown;
}

/** A bug of ours. Other rules go on; the exit status says the run was incomplete. */
export interface Crash {
  readonly rule: Rule;
  readonly resource: Entity;
  readonly error: unknown;
}

/** Some combinations of conditions were not looked at. */
export interface Unexplored {
  readonly rule: Rule;
  readonly resource: Entity;
  readonly explored: number;
  readonly combinations: number;
}

/** What was found, and how far the sources let us look. */
export interface Report {
  /** Sorted by file, place, rule. */
  readonly findings: readonly Finding[];
  readonly coverage: {
    /** Traffic paths, those that lead out of the sources included. */
    readonly paths: number;
    /** Those on which every rule came to a verdict. */
    readonly decided: number;
    readonly undecided: readonly Undecided[];
    readonly gaps: readonly Gap[];
    readonly unexplored: readonly Unexplored[];
  };
  readonly errors: readonly InputError[];
  readonly crashes: readonly Crash[];
  /** Where the run was compared with a baseline: how many findings it knew, which are left out, and what is no longer found. */
  readonly baseline?: { readonly known: number; readonly fixed: readonly Known[] };
}

/** A finding as a baseline remembers it. */
export interface Known {
  readonly fingerprint: string;
  readonly rule: string;
  readonly resource: string;
  readonly file: string;
  readonly message: string;
}

/** The findings that nobody suppressed. */
export const standing = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ suppressed }) => suppressed === undefined);
