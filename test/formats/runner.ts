/** A workflow command, as the runner of GitHub Actions understands a line of a log. */
export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

// After https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs: leading blanks are nothing,
// commands are known by name, and the older form `##[name]` may stand anywhere in a line.
const known =
  /^(?:error|warning|notice|debug|group|endgroup|add-mask|add-path|set-env|set-output|save-state|echo|add-matcher|remove-matcher|stop-commands)$/;

const decoded = (text: string, more: boolean): string => {
  const data = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  return (more ? data.replaceAll('%3A', ':').replaceAll('%2C', ',') : data).replaceAll('%25', '%');
};

/** What the runner does on seeing a log, the commands that were stopped left out. */
export function commandsIn(log: string): readonly Command[] {
  const commands: Command[] = [];
  let stop: string | undefined;
  for (const line of log.split(/\r\n|\n|\r/)) {
    const command = parse(line, stop);
    if (stop !== undefined) {
      if (command?.name === stop) stop = undefined;
    } else if (command?.name === 'stop-commands') stop = command.data;
    else if (command) commands.push(command);
  }
  return commands;
}

function parse(line: string, token: string | undefined): Command | undefined {
  const older = /##\[([^\]\s]*)/.exec(line)?.[1];
  const [, info, data = ''] = /^\s*::(.*?)::([\s\S]*)$/u.exec(line) ?? [];
  if (info !== undefined) {
    const [, name = '', list = ''] = /^(\S*) ?(.*)$/.exec(info) ?? [];
    const pairs = list.split(',').map((pair) => /^([^=]+)=(.+)$/.exec(pair.trim()) ?? []);
    const properties = Object.fromEntries(
      pairs.flatMap(([, key, value]) => (key && value ? [[key, decoded(value, true)]] : [])),
    );
    if (known.test(name) || name === token) return { name, properties, data: decoded(data, false) };
  }
  return older !== undefined && known.test(older) ? { name: older, properties: {}, data: '' } : undefined;
}
