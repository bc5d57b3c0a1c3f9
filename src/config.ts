import type { Passed, StackSetting } from './frontends/cloudformation/settings.ts';
import type { Assumptions } from './graph/assumptions.ts';
import { InputError } from './source/file.ts';
import { didYouMean } from './source/meant.ts';
import { entryOf, type Mapping, type Tree } from './source/tree.ts';
import type { Value } from './value.ts';

/** What `alb-lint.yaml` may say. */
export interface Config {
  /** Values of template parameters, as if given with `--parameter`. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Facts about applications that no template contains. */
  readonly assume: Assumptions;
  /** Which stacks the templates are deployed as, and what is passed to each. */
  readonly stacks: readonly StackSetting[];
}

/** The names of the file, in the order in which they are looked for. */
export const configNames = ['alb-lint.yaml', 'alb-lint.yml', 'alb-lint.json'] as const;

const facts = ['keepAliveSeconds', 'startupSeconds'] as const;

/** The configuration in a document. @throws InputError at the first place that says nothing we know. */
export function readConfig(tree: Tree): Config {
  const { parameters, assume, stacks } = keyed(tree, 'the configuration', ['parameters', 'assume', 'stacks']);
  return {
    parameters: parameters ? parameterValues(parameters) : new Map(),
    assume: readAssume(assume),
    stacks: stacks ? [...each(mapping(stacks, '`stacks`'), stackSetting).values()] : [],
  };
}

function stackSetting(tree: Tree, name: string): StackSetting {
  const { template, parameters } = keyed(tree, `stack \`${name}\``, ['template', 'parameters']);
  if (template && template.kind !== 'scalar')
    throw new InputError('`template` is the path of a template', template.span);
  return {
    name,
    template: template?.text ?? name,
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
  const { containers } = tree ? keyed(tree, '`assume`', ['containers']) : {};
  return { containers: containers ? each(mapping(containers, '`containers`'), factsOf) : new Map() };
}

function factsOf(tree: Tree, container: string): ReadonlyMap<string, Value<number>> {
  const stated = Object.entries(keyed(tree, `\`${container}\``, facts));
  return new Map(stated.map(([fact, value]) => [fact, seconds(value, fact)]));
}

function seconds(tree: Tree, name: string): Value<number> {
  const { span } = tree;
  if (tree.kind === 'scalar' && typeof tree.value === 'number' && Number.isFinite(tree.value) && tree.value >= 0)
    return { kind: 'known', value: tree.value, span, via: [{ kind: 'assumption', name, span }] };
  throw new InputError(`\`${name}\` is a number of seconds, such as 65`, span);
}

/** Parameter values written as a map, as CloudFormation receives them: text, with the items of a list between commas. */
export const parameterValues = (tree: Tree): ReadonlyMap<string, string> =>
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
