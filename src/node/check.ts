import allRules from '../../rules/index.ts';
import { safe } from '../formats/safe.ts';
import { lint } from '../lint.ts';
import type { Report } from '../report.ts';
import type { Rule, Severity } from '../rule.ts';
import { InputError, type SourceFile } from '../source/file.ts';
import { didYouMean } from '../source/meant.ts';
import { type Options, UsageError } from './args.ts';
import { read, readStandardInput, standardInput } from './files.ts';
import { find } from './find.ts';
import { writeReports } from './reports.ts';
import type { Outcome } from './run.ts';
import { loadSettings } from './settings.ts';
import { Stopwatch } from './stopwatch.ts';

/** Lints what the words stand for, as the options say. */
export async function check(words: readonly string[], options: Options): Promise<Outcome> {
  const watch = new Stopwatch();
  watch.lap('start');
  const rules = chosen(options);
  const steps: string[] = [];
  const report = await examine(words, rules, options, watch, steps);
  const fails = (severity: Severity): boolean => gravity[severity] >= gravity[options.failOn];
  const written = await writeReports(report, rules, options, fails);
  watch.lap('report');
  const errors = report.crashes.map(({ error }) => (error instanceof Error ? `${error.stack}\n` : ''));
  const notes = `${written.notes}${options.verbose ? [...steps.map((step) => `${safe(step)}\n`), ...errors].join('') : ''}${options.timings ? watch.table() : ''}`;
  return { out: written.out, notes, status: statusOf(report, fails) };
}

async function examine(
  words: readonly string[],
  rules: readonly Rule[],
  options: Options,
  watch: Stopwatch,
  notes: string[],
): Promise<Report> {
  try {
    const given = await loadSettings(options);
    const search = await find(words);
    const errors = [...search.errors];
    const files: SourceFile[] = [];
    const found = new Set<SourceFile>();
    for (const { path, named, file: known } of search.files)
      try {
        const file = known ?? (path === standardInput ? await readStandardInput() : read(path));
        files.push(file);
        if (!named) found.add(file);
      } catch (error) {
        errors.push(inputError(error));
      }
    watch.lap('read');
    notes.push(...search.notes);
    const report = lint(files, rules, {
      ...given,
      found,
      environmentOf: (path) => search.stacks.get(path)?.environment,
      assetOf: (template, url) => search.stacks.get(template)?.nested.get(url.split('/').at(-1) ?? ''),
      creationOf: (resource) => search.stacks.get(resource.span.file.path)?.creations.of(resource),
      taken: ({ path }, as) => notes.push(`${path}: ${as}`),
    });
    watch.lap('lint');
    return { ...report, errors: [...errors, ...report.errors] };
  } catch (error) {
    return unable(inputError(error));
  }
}

/** The rules that were asked for. @throws UsageError when one of them does not exist. */
function chosen({ rules, ignored, strict }: Options): readonly Rule[] {
  const ids = allRules.map(({ id }) => id);
  for (const id of [...rules, ...ignored])
    if (!ids.includes(id))
      throw new UsageError(`there is no rule \`${id}\`${didYouMean(id, ids) || '; `alb-lint rules` lists them all'}`);
  return allRules.filter(
    ({ id, profile }) =>
      !ignored.includes(id) && (rules.length > 0 ? rules.includes(id) : strict || profile !== 'strict'),
  );
}

const gravity: Readonly<Record<Severity | 'never', number>> = { info: 0, warning: 1, error: 2, never: 3 };

function statusOf({ findings, errors, crashes }: Report, fails: (severity: Severity) => boolean): Outcome['status'] {
  if (errors.length + crashes.length > 0) return 2;
  return findings.some(({ severity }) => fails(severity)) ? 1 : 0;
}

/** A report that says only why there is none. */
const unable = (error: InputError): Report => ({
  findings: [],
  coverage: { paths: 0, decided: 0, undecided: [], gaps: [], unexplored: [] },
  errors: [error],
  crashes: [],
});

/** The error when it is about the input; a failure of ours goes on its way. */
function inputError(error: unknown): InputError {
  if (error instanceof InputError) return error;
  throw error;
}
