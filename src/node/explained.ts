import causes from '../../rules/causes.ts';
import rules from '../../rules/index.ts';
import { explain, topics } from '../formats/explain.ts';
import type { Rule } from '../rule.ts';
import { didYouMean } from '../source/meant.ts';
import { notices } from '../suppression/notices.ts';
import { type Options, UsageError } from './args.ts';
import { forLog } from './surroundings.ts';
import { terminalWidth } from './terminal.ts';

/** The page about a rule or a status code. @throws UsageError when it is about neither. */
export async function explained(topic: string, options: Options): Promise<string> {
  const ours = [...rules, ...notices];
  const all = topics(ours, causes).includes(topic) ? ours : [...ours, ...(await ownRules(options))];
  const page = explain(topic, all, causes, Math.min(terminalWidth() ?? 100, 100));
  if (page !== undefined) return all === ours ? page : forLog(page, process.env);
  const hint = didYouMean(topic, topics(all, causes)) || '; `alb-lint rules` lists them all';
  throw new UsageError(`\`${topic}\` is neither a rule nor a status code that a rule explains${hint}`);
}

/** The rules that the configuration adds. */
async function ownRules(options: Options): Promise<readonly Rule[]> {
  const [{ loadOwnRules }, { sourceFor }] = await Promise.all([import('./own-rules.ts'), import('./settings.ts')]);
  return (await loadOwnRules(sourceFor(options), options.fileSize)).rules;
}
