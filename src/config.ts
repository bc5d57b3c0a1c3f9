import type { Passed, StackSetting } from './frontends/cloudformation/settings.ts';
import type { Assumptions } from './graph/assumptions.ts';
import { type Level, levels } from './levels.ts';
import { InputError, type Span } from './source/file.ts';
import { didYouMean } from './source/meant.ts';
import { shown } from './source/nodes.ts';
import { entryOf, type Mapping, type Tree } from './source/tree.ts';
import type { Ignored } from './suppression/configured.ts';
import { reasonIn } from './suppression/suppression.ts';
import type { Value } from './value.ts';

/** What `alb-lint.yaml` may say. */
export interface Config {
  /** Values of template parameters, as if given with `--parameter`. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Facts about applications that no template contains. */
  readonly assume: Assumptions;
  /** Which stacks the templates are deployed as, and what is passed to each. */
  readonly stacks: readonly StackSetting[];
  /** Findings to live with, each with the reason. */
  readonly ignore: readonly Ignored[];
  /** How grave the findings of a rule are, or that it is not to run. */
  readonly levels: ReadonlyMap<string, Level>;
  /** Rules that are checked beside ours. */
  readonly modules: readonly ListedModule[];
  /** What to lint when the command line names nothing: files, folders and globs, from the folder of the configuration. */
  readonly files: readonly string[];
}

/** What holds where there is no configuration. */
export const emptyConfig: Config = {
  parameters: new Map(),
  assume: { containers: new Map(), instances: new Map() },
  stacks: [],
  ignore: [],
  levels: new Map(),
  modules: [],
  files: [],
};

/** The keys of the file, in the order in which it is best read. */
export const configKeys = ['$schema', 'files', 'parameters', 'assume', 'stacks', 'rules', 'ignore'] as const;

/** The names of the file, in the order in which they are looked for. */
export const configNames = ['alb-lint.yaml', 'alb-lint.yml', 'alb-lint.json'] as const;

const facts = ['keepAliveSeconds', 'startupSeconds'] as const;

/**
 * The configuration in a document, which may name these rules.
 * @throws InputError at the first place that says nothing we know.
 */
export function readConfig(tree: Tree, ruleIds: readonly string[]): Config {
  const sections = keyed(tree, 'the configuration', configKeys);
  const { $schema } = sections;
  if ($schema) textIn($schema, '`$schema` is the address of a schema');
  const [files, parameters, stacks] = [said(sections.files), said(sections.parameters), said(sections.stacks)];
  const [rules, ignore] = [said(sections.rules), said(sections.ignore)];
  return {
    parameters: parameters ? parameterValues(parameters) : new Map(),
    assume: readAssume(said(sections.assume)),
    stacks: stacks ? [...each(mapping(stacks, '`stacks`'), stackSetting).values()] : [],
    ignore: ignore ? items(ignore, '`ignore`').map((item) => ignored(item, ruleIds)) : [],
    levels: rules ? readLevels(mapping(rules, '`rules`'), ruleIds) : new Map(),
    modules: modulesIn(tree),
    files: files ? paths(files, '`files`') : [],
  };
}

/** A section with nothing in it, perhaps because all of it is commented out, says nothing. */
const said = (tree: Tree | undefined): Tree | undefined =>
  tree?.kind === 'scalar' && tree.value === null ? undefined : tree;

/** A module of rules that are checked beside ours. */
export interface ListedModule {
  /** Relative to the configuration. */
  readonly path: string;
  /** How grave its rules are; `on` leaves that to them. */
  readonly level: Level | 'on';
  readonly span: Span;
}

/** The modules among the rules of a configuration: what starts with a dot is a path. */
export function modulesIn(tree: Tree): readonly ListedModule[] {
  const rules = entryOf(tree, 'rules')?.value;
  if (rules?.kind !== 'map') return [];
  return [...rules.entries].flatMap(([path, { key, value }]) =>
    isModule(path) ? { path, level: levelIn(value, path, ['on', ...levels]), span: key } : [],
  );
}

const isModule = (name: string): boolean => /^\.\.?\//.test(name);

function readLevels(map: Mapping, ruleIds: readonly string[]): Config['levels'] {
  const listed = [...map.entries].filter(([id]) => !isModule(id));
  for (const [id, { key }] of listed) known(id, ruleIds, key);
  return new Map(listed.map(([id, { value }]) => [id, levelIn(value, id, levels)]));
}

function levelIn<L extends string>(tree: Tree, id: string, levels: readonly L[]): L {
  const text = tree.kind === 'scalar' ? tree.text : '';
  const level = levels.find((one) => one === text);
  if (level) return level;
  const hint = didYouMean(text, levels) || `; it is one of ${levels.map((one) => `\`${one}\``).join(', ')}`;
  throw new InputError(`\`${id}\` cannot be made \`${shown(text)}\`${hint}`, tree.span);
}

function ignored(tree: Tree, ruleIds: readonly string[]): Ignored {
  const { rule, files, reason } = keyed(tree, 'an entry of `ignore`', ['rule', 'files', 'reason']);
  if (!rule) throw new InputError('this entry of `ignore` names no `rule`', tree.span);
  const id = textIn(rule, '`rule` is the id of a rule');
  known(id, ruleIds, rule.span);
  const why = reason ? reasonIn(textIn(reason, '`reason` says why this can be lived with')) : '';
  if (why === '') throw new InputError('this entry of `ignore` gives no `reason`', (reason ?? tree).span);
  return { rule: id, reason: why, span: rule.span, ...(files && { files: paths(files, '`files`') }) };
}

function known(id: string, ruleIds: readonly string[], span: Span): void {
  if (ruleIds.includes(id)) return;
  const hint = didYouMean(id, ruleIds) || '; `alb-lint rules` lists them all';
  throw new InputError(`there is no rule \`${shown(id)}\`${hint}`, span);
}

/** One path or a list of them. */
function paths(tree: Tree, what: string): readonly string[] {
  const all = tree.kind === 'list' ? tree.items : [tree];
  if (all.length === 0) throw new InputError(`${what} names nothing`, tree.span);
  return all.map((item) => textIn(item, `${what} is a path, a glob, or a list of them`));
}

function textIn(tree: Tree, what: string): string {
  if (tree.kind === 'scalar' && typeof tree.value === 'string' && tree.value.trim() !== '') return tree.value;
  throw new InputError(what, tree.span);
}

function items(tree: Tree, what: string): readonly Tree[] {
  if (tree.kind === 'list') return tree.items;
  throw new InputError(`${what} is a list`, tree.span);
}

function stackSetting(tree: Tree, name: string): StackSetting {
  const { template, parameters } = keyed(tree, `stack \`${name}\``, ['template', 'parameters']);
  return {
    name,
    template: template ? textIn(template, '`template` is the path of a template') : name,
    parameters: parameters ? each(mapping(parameters, '`parameters`'), passed) : new Map(),
    span: tree.span,
  };
}

/** `network.yaml#Outputs.ListenerArn` is what another stack puts out, everything else a text. */
function passed(tree: Tree): Passed {
  const text = parameterValue(tree);
  const [, stack, output] = /^([^#]+)#Outputs\.(\w+)$/.exec(text) ?? [];
  return stack && output ? { kind: 'output', stack, output, span: tree.span } : { kind: 'text', text, span: tree.span };
}

function readAssume(tree: Tree | undefined): Assumptions {
  const { containers, instances } = tree ? keyed(tree, '`assume`', ['containers', 'instances']) : {};
  return {
    containers: containers ? each(mapping(containers, '`containers`'), factsOf(facts)) : new Map(),
    instances: instances ? each(mapping(instances, '`instances`'), factsOf(['keepAliveSeconds'])) : new Map(),
  };
}

const factsOf =
  (known: readonly string[]) =>
  (tree: Tree, name: string): ReadonlyMap<string, Value<number>> => {
    const stated = Object.entries(keyed(tree, `\`${name}\``, known));
    return new Map(stated.flatMap(([fact, value]) => (value ? [[fact, seconds(value, fact)] as const] : [])));
  };

function seconds(tree: Tree, name: string): Value<number> {
  const { span } = tree;
  if (tree.kind === 'scalar' && typeof tree.value === 'number' && Number.isFinite(tree.value) && tree.value >= 0)
    return { kind: 'known', value: tree.value, span, via: [{ kind: 'assumption', name, span }] };
  throw new InputError(`\`${name}\` is a number of seconds, such as 65`, span);
}

/** Parameter values written as a map, as CloudFormation receives them: text, with the items of a list between commas. */
const parameterValues = (tree: Tree): ReadonlyMap<string, string> =>
  each(mapping(tree, '`parameters`'), parameterValue);

/** A value as CloudFormation receives it. @throws InputError when it is neither text nor a list of it. */
export function parameterValue(tree: Tree): string {
  if (tree.kind === 'scalar' && tree.value !== null) return tree.text;
  if (tree.kind === 'list') return tree.items.map(parameterValue).join(',');
  throw new InputError('the value of a parameter is text, a number, or a list of them', tree.span);
}

/** The entries of a mapping that may hold these keys and no others. */
function keyed<K extends string>(tree: Tree, what: string, allowed: readonly K[]): { readonly [key in K]?: Tree } {
  const map = mapping(tree, what);
  for (const [name, { key }] of map.entries)
    if (!allowed.some((choice) => choice === name)) {
      const hint = didYouMean(name, allowed) || `; it knows ${allowed.map((k) => `\`${k}\``).join(', ')}`;
      throw new InputError(`${what} has no key \`${name}\`${hint}`, key);
    }
  const found: { [key in K]?: Tree } = {};
  for (const key of allowed) {
    const entry = entryOf(map, key);
    if (entry) found[key] = entry.value;
  }
  return found;
}

function mapping(tree: Tree, what: string): Mapping {
  if (tree.kind === 'map') return tree;
  throw new InputError(`${what} is a map of names to values`, tree.span);
}

const each = <T>(map: Mapping, read: (tree: Tree, name: string) => T): ReadonlyMap<string, T> =>
  new Map([...map.entries].map(([name, { value }]) => [name, read(value, name)]));
