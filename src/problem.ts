import type { Phase, Problem, Severity } from './rule.ts';

/** What a check found, one by one. @throws TypeError where that are no problems: rules may be written without types. */
export function problemsIn(found: Problem | readonly Problem[]): readonly Problem[] {
  const problems: readonly Problem[] = Array.isArray(found) ? found : [found];
  for (const problem of problems) {
    const flaw = flawOf(problem);
    if (flaw !== undefined) throw new TypeError(flaw);
  }
  return problems;
}

function flawOf(problem: unknown): string | undefined {
  if (!isRecord(problem))
    return `the check returned ${problem === null ? 'null' : `a ${typeof problem}`}, not a problem`;
  if (problem instanceof Promise) return 'the check returned a promise; it has to answer at once';
  const { message, statement, at, because, fix, status, severity, during } = problem;
  if (typeof message !== 'string') return 'the problem has no `message`, or one that is no text';
  if (!isLabel(at)) return '`at` of the problem is not a place and a text: `[value, "what it says"]`';
  if (because !== undefined && !(Array.isArray(because) && because.every(isLabel)))
    return '`because` of the problem is no list of places with their texts';
  if (statement !== undefined && typeof statement !== 'string') return 'the `statement` of the problem is no text';
  if (status !== undefined && !areTexts(status)) return 'the `status` of the problem is no list of texts';
  if (severity !== undefined && !severities.includes(severity))
    return `its \`severity\` is none of ${severities.join(', ')}`;
  if (during !== undefined && !phases.includes(during)) return `its \`during\` is none of ${phases.join(', ')}`;
  return fix === undefined ? undefined : flawOfFix(fix);
}

function flawOfFix(fix: unknown): string | undefined {
  const { title, set } = isRecord(fix) ? fix : {};
  if (typeof title !== 'string') return 'the `fix` of the problem has no `title`, or one that is no text';
  const isAssignment = (one: unknown): boolean => isRecord(one) && isRecord(one.value);
  return Array.isArray(set) && set.every(isAssignment)
    ? undefined
    : '`set` of the fix is no list of what `set()` makes';
}

/** Words that texts nobody has looked at yet are compared to. */
export const severities: readonly unknown[] = ['error', 'warning', 'info'] satisfies readonly Severity[];
export const phases: readonly unknown[] = [
  'always',
  'sporadic',
  'deploy',
  'scale-in',
  'load',
  'interruption',
] satisfies readonly Phase[];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');

const isLabel = (value: unknown): boolean =>
  Array.isArray(value) && isRecord(value[0]) && isSpan(value[0].span) && typeof value[1] === 'string';

const isSpan = (span: unknown): boolean =>
  isRecord(span) &&
  isRecord(span.file) &&
  typeof span.file.path === 'string' &&
  typeof span.file.text === 'string' &&
  Number.isInteger(span.start) &&
  Number.isInteger(span.end);
