import allRules from '../../rules/index.ts';
import { configText } from '../config-text.ts';
import { safeJson } from '../formats/safe.ts';
import { InputError } from '../source/file.ts';
import { notices } from '../suppression/notices.ts';
import type { Options } from './args.ts';
import { shown } from './files.ts';
import { loadOwnRules } from './own-rules.ts';
import type { Outcome } from './session.ts';
import { loadSettings, sourceFor } from './settings.ts';

/** Prints what holds in this folder: the configuration with what the command line adds, as a configuration. */
export async function printConfig(options: Options): Promise<Outcome> {
  try {
    const own = await loadOwnRules(sourceFor(options), options.fileSize);
    const ruleIds = [...allRules, ...own.rules, ...notices].map(({ id }) => id);
    const settings = loadSettings(options, ruleIds);
    const source = settings.source === undefined ? 'no configuration was found' : `from ${shown(settings.source)}`;
    return { out: safeJson(`# ${source.replaceAll(/\p{C}/gu, ' ')}\n${configText(settings)}`), notes: '', status: 0 };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { pretty } = await import('../formats/pretty.ts');
    const coverage = { paths: 0, decided: 0, undecided: [], gaps: [], unexplored: [] };
    const report = { findings: [], coverage, errors: [error], crashes: [] };
    return { out: '', notes: pretty(report, { color: false, summary: false }), status: 2 };
  }
}
