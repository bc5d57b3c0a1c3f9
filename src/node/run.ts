import { safe, safeLines } from '../formats/safe.ts';
import { InputError } from '../source/file.ts';
import { type Command, parseCommand, UsageError } from './args.ts';
import { help } from './help.ts';
import { progressOn } from './progress.ts';
import { alone, type Outcome, type Screen } from './session.ts';
import { terminalWidth } from './terminal.ts';
import { version } from './version.ts';

/** Carries out one command line. Never rejects: a failure of ours is an outcome too. */
export async function run(argv: readonly string[], screen: Screen): Promise<Outcome> {
  try {
    return await obey(parseCommand(argv), screen);
  } catch (error) {
    if (error instanceof UsageError || error instanceof InputError) return failed(error.message);
    const trace = argv.includes('--verbose') && error instanceof Error ? `\n${safeLines(error.stack ?? '')}` : '';
    if (isGone(error)) return failed('the folder it was started in is gone: change to one that is there');
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
    case 'explain': {
      const { explained } = await import('./explained.ts');
      return said(await explained(command.topic, command.options));
    }
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

/** Whether the working directory was deleted. */
const isGone = (error: unknown): boolean => error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';

const said = (out: string): Outcome => ({ out, notes: '', status: 0 });

const failed = (message: string, trace = ''): Outcome => ({
  out: '',
  notes: `alb-lint: ${safe(message)}${trace}\n`,
  status: 2,
});
