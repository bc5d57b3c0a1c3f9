import { safe, safeLines } from '../formats/safe.ts';
import type { Rule } from '../rule.ts';
import { InputError } from '../source/file.ts';
import { didYouMean } from '../source/meant.ts';
import { type Command, type Options, parseCommand, UsageError } from './args.ts';
import { help } from './help.ts';
import { progressOn } from './progress.ts';
import { alone, type Outcome, type Screen } from './session.ts';
import { forLog } from './surroundings.ts';
import { terminalWidth } from './terminal.ts';
import { version } from './version.ts';

/** Carries out one command line. Never rejects: a failure of ours is an outcome too. */
export async function run(argv: readonly string[], screen: Screen): Promise<Outcome> {
  try {
    return await obey(parseCommand(argv), screen);
  } catch (error) {
    if (error instanceof UsageError || error instanceof InputError) return failed(error.message);
    const trace = argv.includes('--verbose') && error instanceof Error ? `\n${safeLines(error.stack ?? '')}` : '';
    return failed(`this is a bug of ours, please report it: ${error}`, trace);
  }
}

async function obey(command: Command, screen: Screen): Promise<Outcome> {
  switch (command.kind) {
    case 'help':
      return said(help(terminalWidth()));
    case 'version':
      return said(`${version}\n`);
    case 'rules': {
      const { listRules } = await import('./list-rules.ts');
      return said(await listRules(command.options));
    }
    case 'explain':
      return explained(command.topic, command.options);
    case 'completions': {
      const [{ completions }, vocabulary] = await Promise.all([import('./completions.ts'), words()]);
      return said(completions(command.shell, vocabulary));
    }
    case 'init': {
      const { init } = await import('./init.ts');
      return init();
    }
    case 'print-config': {
      const { printConfig } = await import('./print-config.ts');
      return printConfig(command.options);
    }
    case 'baseline': {
      const { record } = await import('./baseline.ts');
      return record(command.paths, command.options);
    }
    case 'lint': {
      const { paths, options } = command;
      if (options.watch) {
        const { watch } = await import('./watch.ts');
        return watch(paths, options, screen);
      }
      const { check } = await import('./check.ts');
      return check(paths, options, { ...alone(), progress: progressOn((text) => screen.note(text), options.quiet) });
    }
  }
}

/** The words of ours that a command line may hold. */
async function words() {
  const [{ topics }, { default: rules }, { default: causes }, { notices }] = await Promise.all([
    import('../formats/explain.ts'),
    import('../../rules/index.ts'),
    import('../../rules/causes.ts'),
    import('../suppression/notices.ts'),
  ]);
  const all = [...rules, ...notices];
  return { rules: all.map(({ id }) => id), topics: topics(all, causes) };
}

async function explained(topic: string, options: Options): Promise<Outcome> {
  const [{ explain, topics }, { default: all }, { default: causes }, { notices }] = await Promise.all([
    import('../formats/explain.ts'),
    import('../../rules/index.ts'),
    import('../../rules/causes.ts'),
    import('../suppression/notices.ts'),
  ]);
  const ours = [...all, ...notices];
  const rules = topics(ours, causes).includes(topic) ? ours : [...ours, ...(await ownRules(options))];
  const width = Math.min(terminalWidth() ?? 100, 100);
  const page = explain(topic, rules, causes, width);
  if (page !== undefined) return said(rules === ours ? page : await forLog(page, process.env));
  const hint = didYouMean(topic, topics(rules, causes)) || '; `alb-lint rules` lists them all';
  throw new UsageError(`\`${topic}\` is neither a rule nor a status code that a rule explains${hint}`);
}

/** The rules that the configuration adds. */
async function ownRules(options: Options): Promise<readonly Rule[]> {
  const [{ loadOwnRules }, { sourceFor }] = await Promise.all([import('./own-rules.ts'), import('./settings.ts')]);
  return (await loadOwnRules(sourceFor(options), options.fileSize)).rules;
}

const said = (out: string): Outcome => ({ out, notes: '', status: 0 });

const failed = (message: string, trace = ''): Outcome => ({
  out: '',
  notes: `alb-lint: ${safe(message)}${trace}\n`,
  status: 2,
});
