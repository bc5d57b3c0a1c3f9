import { wrap } from '../formats/wrap.ts';
import { type Flag, flags, type Group } from './flags.ts';

/** The manual, in lines of at most `width` cells. */
export function help(width = widest): string {
  const cells = Math.min(width, widest);
  return `${manual.flatMap((part, i) => [...(i > 0 ? [''] : []), ...laidOut(part, cells)]).join('\n')}\n`;
}

const widest = 80;

/** A term and what it means, beside each other. */
type Entry = readonly [term: string, meaning: string];

interface Part {
  readonly head?: string;
  /** Paragraphs below the head. */
  readonly text?: readonly string[];
  /** Lines that stay as they are. */
  readonly lines?: readonly string[];
  readonly entries?: readonly Entry[];
}

const manual: readonly Part[] = [
  {
    text: [
      'alb-lint finds the relations between AWS resources that make an Application Load Balancer answer 502, 503 or 504, before you deploy.',
    ],
  },
  {
    head: 'Usage:',
    lines: [
      'alb-lint [options] [file | directory | glob | -] ...',
      'alb-lint explain <rule id | status code>',
      'alb-lint rules [--format json]',
      'alb-lint init',
      'alb-lint baseline [options] [file | directory | glob | -] ...',
      'alb-lint completions <bash | zsh | fish>',
    ],
  },
  {
    text: [
      'Without names `alb-lint` checks what the configuration lists under `files:`. `init` writes a commented alb-lint.yaml for what it finds in this folder, where there is none. `baseline` writes what is found now to alb-lint-baseline.json, or to the file of --output, so that --baseline reports only what is new.',
      'Templates are CloudFormation in YAML or JSON; `-` reads one from standard input. Task definitions and services of Amazon ECS are read as well, joined by family or ARN. Directories are searched for .yaml, .yml, .json and .template files, and what is no template is left out.',
    ],
  },
  { head: 'What the templates leave open:', entries: entriesOf('open') },
  {
    text: [
      'The configuration is alb-lint.yaml, .yml or .json, or `albLint` in package.json, in this folder or the nearest one above that has it:',
    ],
    entries: [
      ['files, parameters, assume, stacks, rules, ignore', '`alb-lint init` explains each'],
      ...entriesOf('config'),
    ],
  },
  { head: 'What is checked:', entries: entriesOf('checked') },
  {
    head: 'Findings to live with are named where they are, each with the reason:',
    entries: [
      ['# alb-lint: ignore[rule-id] reason', 'on a line that the finding underlines, or above it'],
      ['Metadata: { alb-lint: { ignore: [{ id, reason }] } }', 'at a resource, for JSON and CDK'],
    ],
  },
  { head: 'How much is looked at:', entries: entriesOf('limits') },
  { head: 'What is reported:', entries: entriesOf('reported') },
  { head: 'At the terminal:', entries: entriesOf('terminal') },
  { entries: entriesOf('about') },
  {
    head: 'Environment:',
    entries: [
      ['NO_COLOR, FORCE_COLOR', 'no colour, or colour in pipes too; --color wins'],
      ['FORCE_HYPERLINK', '1 or 0: whether the ids of rules are links; else on terminals that are known to show them'],
      ['CI', 'neither links nor progress'],
      ['GITHUB_ACTIONS', 'annotations and a job summary, beside the text'],
    ],
  },
  {
    head: 'Exit status:',
    entries: [
      ['0', 'nothing at or above --fail-on'],
      ['1', 'findings'],
      ['2', 'the job could not be done: unreadable input, a bad option, a crash of ours'],
    ],
  },
  {
    head: 'Examples:',
    lines: [
      'alb-lint templates cdk.out',
      'alb-lint --parameter Stage=prod --fail-on error template.yaml',
      'alb-lint --watch templates',
      'alb-lint --format pretty --format sarif=alb-lint.sarif templates',
      'alb-lint explain 502 | less',
    ],
  },
];

function entriesOf(group: Group): readonly Entry[] {
  return Object.entries<Flag>(flags)
    .filter(([, flag]) => flag.group === group)
    .map(([name, { short, value, says, more = '' }]) => [
      `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
      `${says}${more}`,
    ]);
}

function laidOut({ head, text = [], lines = [], entries = [] }: Part, cells: number): readonly string[] {
  return [
    ...(head === undefined ? [] : wrap(head, cells)),
    ...text.flatMap((paragraph, i) => [...(i > 0 ? [''] : []), ...wrap(paragraph, cells)]),
    ...lines.flatMap((line) => wrap(line, cells - 6).map((piece, i) => `${i > 0 ? '      ' : '  '}${piece}`)),
    ...entries.flatMap((entry) => beside(entry, column(entries), cells)),
  ];
}

/** Where meanings start, in cells. */
const column = (entries: readonly Entry[]): number => (entries.every(([term]) => term.length < 3) ? 5 : 25);

/** The meaning in its column, from the term's line on where the term leaves room. */
function beside([term, meaning]: Entry, from: number, cells: number): readonly string[] {
  const [first = '', ...rest] = wrap(meaning, cells - from);
  const indented = (line: string): string => `${' '.repeat(from)}${line}`;
  const lead = `  ${term}`;
  if (lead.length >= from) return [lead, indented(first), ...rest.map(indented)];
  return [`${lead.padEnd(from)}${first}`, ...rest.map(indented)];
}
