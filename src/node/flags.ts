import { megabyte, usualFileSize, usualLimits } from '../source/limits.ts';

export const formats = ['pretty', 'compact', 'github', 'gitlab', 'json', 'junit', 'markdown', 'sarif'] as const;
export const thresholds = ['error', 'warning', 'info', 'never'] as const;
export const colors = ['auto', 'always', 'never'] as const;
export const shells = ['bash', 'zsh', 'fish'] as const;

/** What a shell can offer for a value; `choice=file` is one of some words with a file behind it. */
export type Completion = 'file' | 'rule' | 'name=file' | 'choice=file' | 'choice';

/** One option: how it is parsed, what `--help` says of it and what shells offer for it. */
export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly group: Group;
  /** What stands for the value in `--help`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly completes?: Completion;
  /** For `--help`, after the option's name; the first line is for shells as well. */
  readonly says: string;
  /** What `--help` adds to that. */
  readonly more?: string;
}

export type Group = 'open' | 'config' | 'checked' | 'limits' | 'reported' | 'terminal' | 'about';

/** `a (default), b or c`. */
function listed(words: readonly string[], usual: string): string {
  const all = words.map((word) => (word === usual ? `${word} (default)` : word));
  return `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}

/** Every option there is: the parser, `--help` and the completions of shells read this and nothing else. */
export const flags = {
  parameters: {
    type: 'string',
    group: 'open',
    value: 'FILE',
    completes: 'file',
    says: 'values of parameters in JSON or YAML',
    more: ': the AWS CLI\'s list, CodePipeline\'s { "Parameters": {} }, a plain map',
  },
  parameter: {
    type: 'string',
    group: 'open',
    value: 'NAME=VALUE',
    says: 'one value; wins over --parameters',
    more: '; may be repeated',
  },
  'task-definition': {
    type: 'string',
    group: 'open',
    value: 'NAME=FILE',
    completes: 'name=file',
    says: 'the file of the task definition that this parameter or family names',
    more: '; may be repeated',
  },
  config: {
    type: 'string',
    group: 'config',
    value: 'FILE',
    completes: 'file',
    says: 'this configuration and no other',
  },
  'print-config': { type: 'boolean', group: 'config', says: 'what holds here, the command line included' },
  rule: {
    type: 'string',
    group: 'checked',
    value: 'ID',
    completes: 'rule',
    says: 'only this rule; may be repeated',
  },
  ignore: { type: 'string', group: 'checked', value: 'ID', completes: 'rule', says: 'not this rule; may be repeated' },
  baseline: {
    type: 'string',
    group: 'checked',
    value: 'FILE',
    completes: 'file',
    says: 'nothing that is in this baseline',
  },
  strict: { type: 'boolean', group: 'checked', says: 'also what too many good templates trip over' },
  'if-template': {
    type: 'boolean',
    group: 'checked',
    says: 'pass over named files that are no template',
    more: ', as hooks that are given every changed file need it',
  },
  'max-file-size': {
    type: 'string',
    group: 'limits',
    value: 'MB',
    says: `of each file, ${usualFileSize / megabyte} unless said otherwise`,
  },
  'max-copies': {
    type: 'string',
    group: 'limits',
    value: 'N',
    says: `values that aliases or loops add to a template, ${usualLimits.copies}`,
  },
  'max-resources': {
    type: 'string',
    group: 'limits',
    value: 'N',
    says: `resources of a template, ${usualLimits.resources}`,
  },
  'max-stacks': {
    type: 'string',
    group: 'limits',
    value: 'N',
    says: `stacks that are nested in one, ${usualLimits.stacks}`,
  },
  'max-checks': {
    type: 'string',
    group: 'limits',
    value: 'N',
    says: `checks for each template, ${usualLimits.checks}`,
  },
  'max-scenarios': {
    type: 'string',
    group: 'limits',
    value: 'N',
    says: `combinations of conditions for each check, ${usualLimits.scenarios}`,
  },
  format: {
    type: 'string',
    group: 'reported',
    value: 'FORMAT[=FILE]',
    choices: formats,
    completes: 'choice=file',
    says: 'the form of the report',
    more: `: ${listed(formats, 'pretty')}; may be repeated with files`,
  },
  output: {
    type: 'string',
    short: 'o',
    group: 'reported',
    value: 'FILE',
    completes: 'file',
    says: 'write the report to a file',
  },
  'fail-on': {
    type: 'string',
    group: 'reported',
    value: 'SEVERITY',
    choices: thresholds,
    completes: 'choice',
    says: 'exit with 1 from this severity on',
    more: `: ${listed(thresholds, 'warning')}`,
  },
  quiet: {
    type: 'boolean',
    short: 'q',
    group: 'reported',
    says: 'leave out notes and the summary; silent if all is well',
  },
  verbose: {
    type: 'boolean',
    group: 'reported',
    says: 'what was taken as what and what was passed over',
    more: ', and stack traces of our own failures',
  },
  profile: { type: 'boolean', group: 'reported', says: 'where the time went, on standard error' },
  watch: {
    type: 'boolean',
    group: 'terminal',
    says: 'check again whenever a file changes',
    more: '; Ctrl-C ends with the status of the last run',
  },
  color: {
    type: 'string',
    group: 'terminal',
    value: 'WHEN',
    choices: colors,
    completes: 'choice',
    says: 'whether to colour',
    more: `: ${listed(colors, 'auto')}; \`auto\` colours for terminals only, and heeds NO_COLOR and FORCE_COLOR`,
  },
  help: { type: 'boolean', short: 'h', group: 'about', says: 'this text' },
  version: { type: 'boolean', short: 'v', group: 'about', says: 'the version' },
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagName = keyof typeof flags;
