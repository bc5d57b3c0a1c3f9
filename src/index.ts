import allCauses from '../rules/causes.ts';
import allRules from '../rules/index.ts';
import * as validators from './frontends/ecs/validator.js';
import { type Given, lint as lintWith } from './lint.ts';
import type { Report } from './report.ts';
import type { Cause, Rule } from './rule.ts';
import type { SourceFile } from './source/file.ts';

export type * from './report.ts';
export type * from './rule.ts';
export { InputError, type Position, position, type SourceFile, type Span } from './source/file.ts';
export type { Given };

/** Every rule there is, those that are `strict` included. */
export const rules: readonly Rule[] = allRules;

/** What makes a load balancer answer an error or a deployment fail: AWS's list and more, with the rules that find it. */
export const causes: readonly Cause[] = allCauses;

/** What is known beside the files, and what to check. */
export interface Wish extends Given {
  /** What to check instead of every rule that is not `strict` or that `levels` names. */
  readonly rules?: readonly Rule[];
}

/** Lints templates, and files of Amazon ECS. Pure: no file system, no network, no clock. */
export function lint(files: readonly SourceFile[], { rules: chosen, ...given }: Wish = {}): Report {
  const usual = rules.filter(({ id, profile }) => profile !== 'strict' || given.levels?.has(id));
  const ruleIds = [...rules, ...(chosen ?? [])].map(({ id }) => id);
  return lintWith(files, chosen ?? usual, { validators, ruleIds, ...given });
}
