import { didYouMean } from '../source/meant.ts';
import { type Options, UsageError } from './args.ts';
import { page, pages } from './page.ts';
import { forLog } from './surroundings.ts';

/** The page about a rule or a status code. @throws UsageError when it is about neither. */
export async function explained(topic: string, options: Options): Promise<string> {
  const known = page(topic);
  if (known !== undefined) return known;
  const [{ loadOwnRules }, { sourceFor }] = await Promise.all([import('./own-rules.ts'), import('./settings.ts')]);
  const { rules } = await loadOwnRules(sourceFor(options), options.fileSize);
  const own = page(topic, rules);
  if (own !== undefined) return forLog(own, process.env);
  const hint = didYouMean(topic, pages(rules)) || '; `alb-lint rules` lists them all';
  throw new UsageError(`\`${topic}\` is neither a rule nor a status code that a rule explains${hint}`);
}
