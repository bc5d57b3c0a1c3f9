import type { Phase, Profile, Rule, Severity, Status } from '../rule.ts';
import { docsOf } from './docs.ts';
import { compare } from './order.ts';
import { safeJson } from './safe.ts';
import { prose } from './wrap.ts';

/** A rule in `alb-lint rules --format json`. Fields may be added, never renamed. */
export interface JsonRule {
  readonly id: string;
  readonly title: string;
  /** The gravest it gives. */
  readonly severity: Severity;
  readonly status: readonly Status[];
  readonly during: Phase;
  /** `strict` rules run only with `--strict`. */
  readonly profile: Profile;
  /** Markdown. */
  readonly why: string;
  /** Markdown. */
  readonly remedy: string;
  readonly docs: string;
  /** The pages that state the facts. */
  readonly references: readonly string[];
  /** Checks of other tools that find part of the same fault. */
  readonly also: readonly string[];
}

/** Every rule, sorted by id, as JSON text that ends in a line feed. */
export const jsonRules = (rules: readonly Rule[]): string =>
  `${safeJson(JSON.stringify([...rules].sort((a, b) => compare(a.id, b.id)).map(ruleOf), null, 2))}\n`;

const ruleOf = (rule: Rule): JsonRule => ({
  id: rule.id,
  title: rule.title,
  severity: rule.severity,
  status: rule.status,
  during: rule.during,
  profile: rule.profile ?? 'default',
  why: prose(rule.why),
  remedy: prose(rule.remedy),
  docs: docsOf(rule),
  references: rule.references,
  also: rule.also ?? [],
});
