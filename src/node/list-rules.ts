import allRules from '../../rules/index.ts';
import { rulesTable } from '../formats/explain.ts';
import { jsonRules } from '../formats/json-rules.ts';
import { notices } from '../suppression/notices.ts';
import { type Format, type Options, UsageError } from './args.ts';
import { writeWhole } from './output.ts';
import { terminalWidth } from './terminal.ts';

/** Every rule as a table or as JSON. Returns what goes to standard output. @throws UsageError for another format. */
export async function listRules({ reports }: Options): Promise<string> {
  const rules = [...allRules, ...notices];
  const render = (format: Format, width: number | undefined): string => {
    if (format === 'json') return jsonRules(rules);
    if (format === 'pretty') return rulesTable(rules, width);
    throw new UsageError(`\`rules\` come as a table or with \`--format json\`, not as ${format}`);
  };
  let out = '';
  for (const { format, file } of reports)
    if (file === undefined) out += render(format, terminalWidth());
    else writeWhole(file, render(format, undefined));
  return out;
}
