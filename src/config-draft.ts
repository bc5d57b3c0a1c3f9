/** What `alb-lint init` found in a folder. Paths start from it. */
export interface Finds {
  /** Templates, by path. */
  readonly templates: readonly string[];
  /** The folders of cloud assemblies, such as `cdk.out`. */
  readonly assemblies: readonly string[];
  /** Files that hold a task definition for ECS's API. */
  readonly taskDefinitions: readonly string[];
  /** Parameters that no template gives a default. */
  readonly parameters: readonly { readonly name: string; readonly type: string; readonly file: string }[];
  /** The names of containers. */
  readonly containers: readonly string[];
  /** Where the schema of the configuration is. */
  readonly schema: string;
}

/** A configuration to start from: what is to be linted, and everything else as comments to take or leave. */
export function configDraft({ templates, assemblies, taskDefinitions, parameters, containers, schema }: Finds): string {
  const places = placesOf([...templates, ...assemblies]);
  const kinds = [
    counted(templates.length, 'template'),
    ...(assemblies.length > 0 ? [counted(assemblies.length, 'cloud assembly', 'cloud assemblies')] : []),
    ...(taskDefinitions.length > 0 ? [counted(taskDefinitions.length, 'task definition')] : []),
  ];
  const found = templates.length + assemblies.length > 0;
  return [
    `# yaml-language-server: $schema=${schema}`,
    '',
    `# What \`alb-lint\` without arguments looks at; found here: ${kinds.join(', ')}.`,
    ...(found ? ['files:', ...places.map((place) => `  - ${quoted(place)}`)] : ['# files:', '#   - cdk.out']),
    '',
    '# Values of parameters that the templates give no default: what depends on them is left undecided without.',
    '# parameters:',
    ...shortened(
      named(parameters).map(({ name, type, files }) => `#   ${quoted(name)}: ""  # ${plain(type)}, of ${plain(files)}`),
      '#   Name: ""',
    ),
    '',
    '# What no template contains: how long an application keeps idle connections, how long it takes to start.',
    '# assume:',
    '#   containers:',
    ...shortened(
      containers.flatMap((name) => [`#     ${quoted(name)}:`, '#       keepAliveSeconds: 65']),
      '#     web:\n#       keepAliveSeconds: 65',
    ),
    '#   instances: # by the logical id of their Auto Scaling group',
    '#     WebServers:',
    '#       keepAliveSeconds: 65',
    '',
    '# How grave the findings of a rule are to you: off, info, warning or error. `alb-lint rules` lists them all.',
    '# rules:',
    '#   fargate-spot-only: "off"',
    '',
    '# Findings to live with. A line of a template is better told by a comment: # alb-lint: ignore[rule-id] reason',
    '# ignore:',
    '#   - rule: sg-target-blocks-alb',
    '#     files: legacy/**',
    '#     reason: replaced next quarter',
    '',
  ].join('\n');
}

/** Parameters of one name are one entry: the configuration gives them one value. */
const named = (parameters: Finds['parameters']) =>
  [...new Set(parameters.map(({ name }) => name))].map((name) => {
    const [first, ...more] = parameters.filter((parameter) => parameter.name === name);
    const others = more.length > 0 ? ` and ${counted(more.length, 'other')}` : '';
    return { name, type: first?.type ?? '', files: `${first?.file ?? ''}${others}` };
  });

const most = 40;

const shortened = (lines: readonly string[], otherwise: string): readonly string[] =>
  lines.length === 0 ? [otherwise] : lines.slice(0, most);

/** The files of the folder itself, and the folders directly in it that hold the rest. */
function placesOf(paths: readonly string[]): readonly string[] {
  const alone = paths.filter((path) => !path.includes('/'));
  // A folder whose name is blank cannot be named in the configuration, so the whole folder around it is.
  const named = (folder = '') => (folder.trim() === '' ? '.' : folder);
  const inside = new Set(paths.filter((path) => path.includes('/')).map((path) => named(path.split('/', 1)[0])));
  const folders = [...inside].filter((folder) => !alone.includes(folder));
  return alone.length > most ? ['.'] : [...alone, ...folders].sort();
}

const quoted = (text: string): string =>
  /^[A-Za-z][\w./-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

const plain = (text: string): string => text.replaceAll(/[\p{C}\s]+/gu, ' ');

const counted = (n: number, noun: string, nouns = `${noun}s`): string => `${n} ${n === 1 ? noun : nouns}`;
