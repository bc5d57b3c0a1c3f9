import { type Command, parseCommand, UsageError } from './args.ts';
import { help } from './help.ts';
import { say } from './say.ts';
import { terminalWidth } from './terminal.ts';
import { version } from './version.ts';

/** Shows what can be shown without the code for linting; `others` carries out every other command line. */
export async function main(argv: readonly string[], others: () => Promise<void>): Promise<void> {
  const text = await textFor(commandOf(argv));
  if (text === undefined) return others();
  say(process.stdout, text);
}

async function textFor(command: Command | undefined): Promise<string | undefined> {
  switch (command?.kind) {
    case 'help':
      return help(terminalWidth());
    case 'version':
      return `${version}\n`;
    case 'explain': {
      const { page } = await import('./page.ts');
      return page(command.topic);
    }
    default:
      return undefined;
  }
}

function commandOf(argv: readonly string[]): Command | undefined {
  try {
    return parseCommand(argv);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
