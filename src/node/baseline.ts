import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { baselineText, knownIn, readBaseline, since } from '../baseline.ts';
import { counted } from '../formats/order.ts';
import { safe } from '../formats/safe.ts';
import type { Known, Report } from '../report.ts';
import type { Rule } from '../rule.ts';
import { InputError } from '../source/file.ts';
import { readOnce } from '../source/read.ts';
import { type Options, UsageError } from './args.ts';
import { examine } from './check.ts';
import { read, shown } from './files.ts';
import { writeWhole } from './output.ts';
import { alone, type Outcome } from './session.ts';
import { locateFrom } from './settings.ts';

const usual = 'alb-lint-baseline.json';

/** A baseline that was read. */
export interface Baseline {
  readonly known: readonly Known[];
  /** What a report says that the baseline does not know. */
  since(report: Report, rules: readonly Rule[], paths: readonly string[]): Report;
}

/** The baseline in a file. Its paths start from its folder. @throws InputError when it cannot be read. */
export function baselineIn(path: string, fileSize?: number): Baseline {
  const known = readBaseline(readOnce(read(shown(path), fileSize)));
  const folder = dirname(resolve(path));
  const locate = locateFrom(folder);
  return {
    known,
    since(report, rules, paths) {
      const looked = new Set(paths.map(locate));
      return since(report, known, {
        locate,
        looksAt: (file) => looked.has(file) || !existsSync(join(folder, file)),
        ruleIds: rules.map(({ id }) => id),
      });
    },
  };
}

/** Writes down what is found now, so that later runs report only what is new. */
export async function record(words: readonly string[], options: Options): Promise<Outcome> {
  const path = options.output ?? options.baseline ?? usual;
  const { report } = await examine(words, { ...options, baseline: undefined }, alone());
  if (report.errors.length + report.crashes.length > 0) return refused(report);
  const before = existsSync(path) ? presentIn(path, options.fileSize) : undefined;
  const now = knownIn(report, locateFrom(dirname(resolve(path))));
  writeWhole(path, baselineText(now));
  const change = before ? `, ${counted(before.length, 'finding')} before` : '';
  const out = `${safe(path)}: ${counted(now.length, 'finding')} known from now on${change}\n`;
  return { out, notes: '', status: 0 };
}

/** What a baseline knew that is about to be replaced. @throws UsageError where the file is something else. */
function presentIn(path: string, fileSize: number): readonly Known[] {
  try {
    return baselineIn(path, fileSize).known;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(`\`${path}\` stays as it is, remove it to write another: ${error.message}`);
  }
}

/** What half a run found is no baseline. */
async function refused(report: Report): Promise<Outcome> {
  const { pretty } = await import('../formats/pretty.ts');
  const text = pretty({ ...report, findings: [] }, { color: false, summary: false });
  return { out: '', notes: `${text}\nno baseline was written\n`, status: 2 };
}
