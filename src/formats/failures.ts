import type { Crash, Report } from '../report.ts';
import { type InputError, position } from '../source/file.ts';
import type { JsonError } from './json-report.ts';
import { compare } from './order.ts';

/** What kept alb-lint from doing its whole job, sorted by place. */
export const failures = ({ errors, crashes }: Report): readonly JsonError[] =>
  [...errors.map(inputErrorOf), ...crashes.map(crashOf)].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.message, b.message),
  );

const inputErrorOf = ({ message, path, span }: InputError): JsonError => ({
  file: path,
  ...(span ? position(span.file, span.start) : { line: 1, column: 1 }),
  message,
  kind: 'input',
  rule: null,
});

const crashOf = ({ rule, resource, error }: Crash): JsonError => ({
  file: resource.span.file.path,
  ...position(resource.span.file, resource.span.start),
  message: `alb-lint failed while it checked \`${resource.id}\`: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
  kind: 'crash',
  rule: rule.id,
});
