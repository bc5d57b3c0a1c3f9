import allRules from '../../rules/index.ts';
import { type Config, emptyConfig } from '../config.ts';
import { counted } from '../formats/order.ts';
import { safe, safeLines } from '../formats/safe.ts';
import { mayBeEcs } from '../frontends/ecs/recognise.ts';
import { lint } from '../lint.ts';
import { type Report, standing } from '../report.ts';
import type { Rule, Severity } from '../rule.ts';
import { InputError, type SourceFile } from '../source/file.ts';
import { didYouMean } from '../source/meant.ts';
import { notices } from '../suppression/notices.ts';
import { type Options, UsageError } from './args.ts';
import { baselineIn } from './baseline.ts';
import { read as readFile, readStandardInput, shown, standardInput } from './files.ts';
import { find } from './find.ts';
import { tuneHeap } from './heap.ts';
import { loadOwnRules, noOwnRules, type OwnRules } from './own-rules.ts';
import { writeReports } from './reports.ts';
import type { Outcome, Session } from './session.ts';
import { loadSettings, locateFrom, type Settings, sourceFor, wordFrom } from './settings.ts';

/** Lints what the words stand for, as the options say. */
export async function check(words: readonly string[], options: Options, session: Session): Promise<Outcome> {
  const { stopwatch, progress } = session;
  stopwatch.enters('read');
  const { report, rules, steps, named } = await examine(words, options, session).finally(() => progress.ends());
  const fails = (severity: Severity): boolean => gravity[severity] >= gravity[options.failOn];
  const written = await writeReports(report, rules, options, fails, named);
  const errors = report.crashes.map(({ error }) => (error instanceof Error ? `${safeLines(error.stack ?? '')}\n` : ''));
  const notes = `${written.notes}${options.verbose ? [...steps.map((step) => `${safe(step)}\n`), ...errors].join('') : ''}${options.profile ? stopwatch.table() : ''}`;
  return { out: written.out, notes, status: written.whole ? statusOf(report, fails) : 2 };
}

/** What a run came to, which rules ran, and what each file was taken as. */
export interface Examined {
  readonly report: Report;
  readonly rules: readonly Rule[];
  readonly steps: readonly string[];
  /** The files that were asked for by name. */
  readonly named: readonly string[];
}

/** Lints what the words stand for; without words, what the configuration names. */
export async function examine(words: readonly string[], options: Options, session: Session): Promise<Examined> {
  const { stopwatch, progress, memory } = session;
  const steps: string[] = [];
  let named: readonly string[] = [];
  let own = noOwnRules;
  try {
    own = await loadOwnRules(sourceFor(options), options.fileSize);
    const ruleIds = [...allRules, ...own.rules, ...notices].map(({ id }) => id);
    refuseUnknown(options, ruleIds);
    const given = loadSettings(options, ruleIds);
    const settings = { ...given, levels: new Map([...own.levels, ...given.levels]) };
    const rules = chosen(options, settings, own);
    const known = options.baseline === undefined ? undefined : baselineIn(options.baseline, options.fileSize);
    const taskDefinitions = new Map([...options.taskDefinitions].map(([name, path]) => [name, shown(path)]));
    const search = await find([...wordsOf(words, settings), ...taskDefinitions.values()], options);
    named = search.files.filter((each) => each.named).map(({ path }) => path);
    session.looksAt({ files: search.files.map(({ path }) => path), folders: search.folders });
    const errors = [...search.errors];
    const { fileSize, limits } = options;
    const files: SourceFile[] = [];
    const found = new Set<SourceFile>();
    for (const { path, named: isNamed, file: inside } of search.files)
      try {
        progress.says(`reading, ${files.length + errors.length} of ${counted(search.files.length, 'file')}`);
        const read = inside ?? (path === standardInput ? await readStandardInput(fileSize) : readFile(path, fileSize));
        const file = memory?.same(read) ?? read;
        files.push(file);
        if (!isNamed || options.ifTemplate) found.add(file);
      } catch (error) {
        errors.push(inputError(error));
      }
    const validators = files.some(mayBeEcs) ? await import('../frontends/ecs/validator.js') : undefined;
    tuneHeap(files.reduce((sum, { text }) => sum + text.length, 0));
    stopwatch.enters('rules');
    steps.push(...search.notes);
    let taken = 0;
    const linted = lint(files, rules, {
      ...settings,
      limits,
      found,
      taskDefinitions,
      ...(validators && { validators }),
      ruleIds,
      locate: locateFrom(settings.folder),
      whole: words.length === 0,
      environmentOf: (path) => search.stacks.get(path)?.environment,
      ...(search.stacks.size > 0 && {
        assetOf: (template, url) => search.stacks.get(template)?.nested.get(url.split('/').at(-1) ?? ''),
      }),
      creationOf: (resource) => search.stacks.get(resource.span.file.path)?.creations.of(resource),
      taken: ({ path }, as) => {
        taken++;
        progress.says(`reading, ${taken} of ${counted(files.length, 'file')} understood`);
        steps.push(`${path}: ${as}`);
      },
      ...(options.profile && { phases: stopwatch }),
      ...(memory && { known: memory.trees }),
      checked: (share) => progress.says(`checking, ${Math.floor(share * 100)} %`),
    });
    stopwatch.enters('report');
    // Metadata is read when the first finding asks who created its resource.
    const creations = new Set([...search.stacks.values()].map((stack) => stack.creations));
    errors.push(...[...creations].flatMap((each) => each.errors));
    const report = { ...linted, errors: [...errors, ...linted.errors] };
    const paths = files.map(({ path }) => path);
    return { report: known ? known.since(report, rules, paths) : report, rules, steps, named };
  } catch (error) {
    return { report: unable(inputError(error)), rules: chosen(options, emptyConfig, own), steps, named };
  }
}

/** What to lint. @throws UsageError when neither the command line nor the configuration says. */
function wordsOf(words: readonly string[], { files, folder }: Settings): readonly string[] {
  if (words.length > 0) return words;
  if (files.length > 0) return files.map((pattern) => wordFrom(folder, pattern));
  throw new UsageError(
    'no template was named: give files, folders, globs, or `-` for standard input, or list `files:` in alb-lint.yaml',
  );
}

function refuseUnknown({ rules, ignored }: Options, ruleIds: readonly string[]): void {
  for (const id of [...rules, ...ignored])
    if (!ruleIds.includes(id))
      throw new UsageError(
        `there is no rule \`${id}\`${didYouMean(id, ruleIds) || '; `alb-lint rules` lists them all'}`,
      );
}

/** The rules to run: those that were asked for, else those that are not strict or that the configuration turns on. */
function chosen({ rules, strict }: Options, { levels }: Config, own: OwnRules): readonly Rule[] {
  const all = [...allRules, ...own.rules];
  if (rules.length > 0) return all.filter(({ id }) => rules.includes(id));
  return all.filter(({ id, profile }) => {
    const level = levels.get(id);
    return level !== 'off' && (strict || profile !== 'strict' || level !== undefined);
  });
}

const gravity: Readonly<Record<Severity | 'never', number>> = { info: 0, warning: 1, error: 2, never: 3 };

function statusOf({ findings, errors, crashes }: Report, fails: (severity: Severity) => boolean): Outcome['status'] {
  if (errors.length + crashes.length > 0) return 2;
  return standing(findings).some(({ severity }) => fails(severity)) ? 1 : 0;
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
