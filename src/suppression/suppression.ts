import type { Entity } from '../graph/entities.ts';
import type { Finding, Suppressed } from '../report.ts';
import { position, type Span, type Spanned } from '../source/file.ts';

/** Somebody's decision to live with the findings of one rule at one place. Its span is where the rule is named. */
export interface Suppression extends Spanned {
  readonly kind: Suppressed['kind'];
  readonly rule: string;
  /** Empty where none is given. */
  readonly reason: string;
  covers(finding: Finding): boolean;
  /** What is said when it covers nothing: completes "`rule` …". */
  readonly nothing: string;
  /** Whether the run could have found everything that it covers. */
  readonly complete: boolean;
  /** Whether nothing that the run did not look at refers to what it covers. */
  readonly closed?: boolean;
  /** The resource it stands in; nothing outside of one. */
  readonly within?: Entity;
}

/** Words meant to suppress something that say nothing we understand. */
export interface Misspelt extends Spanned {
  readonly message: string;
  readonly within?: Entity;
}

export interface Suppressions {
  readonly suppressions: readonly Suppression[];
  readonly misspelt: readonly Misspelt[];
}

/** How many suppressions a file may have: one that lives with more is better left out, or has its rules turned off. */
export const most = 1000;

/** A reason holds words, not only a dash. */
export const reasonIn = (text: string): string => (/[\p{L}\p{N}]/u.test(text) ? text.trim() : '');

/** Every place that a finding underlines, the primary one first. */
export const placesOf = ({ primary, related }: Finding): readonly Span[] => [
  primary[0].span,
  ...related.map(({ label }) => label[0].span),
];

/** The line that a frame underlines for a place: the one it starts on. */
export const lineOf = ({ file, start }: Span): number => position(file, start).line;
