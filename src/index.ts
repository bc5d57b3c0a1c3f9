import rules from '../rules/index.ts';
import { type Given, lint as lintWith } from './lint.ts';
import type { Report } from './report.ts';
import type { SourceFile } from './source/file.ts';

export type * from './report.ts';
export type * from './rule.ts';
export { InputError, type Position, position, type SourceFile, type Span } from './source/file.ts';
export { type Given, rules };

/** Lints templates with every rule. Pure: no file system, no network, no clock. */
export const lint = (files: readonly SourceFile[], given: Given = {}): Report => lintWith(files, rules, given);
