import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import allRules from '../../rules/index.ts';
import { type ListedModule, modulesIn } from '../config.ts';
import type { Level } from '../levels.ts';
import { phases, severities } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { InputError } from '../source/file.ts';
import { didYouMean } from '../source/meant.ts';
import { notices } from '../suppression/notices.ts';
import { treeIn } from './settings.ts';

/** The rules that a configuration lists beside ours, and how grave it wants them. */
export interface OwnRules {
  readonly rules: readonly Rule[];
  readonly levels: ReadonlyMap<string, Level>;
}

export const noOwnRules: OwnRules = { rules: [], levels: new Map() };

/** Runs the modules that a configuration lists. @throws InputError where one cannot be run or exports no rules. */
export async function loadOwnRules(source: string | undefined, fileSize?: number): Promise<OwnRules> {
  const listed = listedIn(source, fileSize);
  return collected(await Promise.all(listed.map(async (module) => [module, await imported(source, module)] as const)));
}

/** The same without waiting, for those who cannot: CDK asks its plugins for an answer at once. */
export function requireOwnRules(source: string | undefined): OwnRules {
  return collected(listedIn(source).map((module) => [module, required(source, module)] as const));
}

function listedIn(source: string | undefined, fileSize?: number): readonly ListedModule[] {
  const tree = source === undefined ? undefined : treeIn(source, fileSize);
  return tree ? modulesIn(tree) : [];
}

async function imported(source = '', module: ListedModule): Promise<unknown> {
  try {
    refuseEndless(pathOf(source, module));
    return await import(pathToFileURL(pathOf(source, module)).href);
  } catch (error) {
    throw broken(module, error);
  }
}

function required(source = '', module: ListedModule): unknown {
  const path = pathOf(source, module);
  try {
    refuseEndless(path);
    return createRequire(path)(path);
  } catch (error) {
    throw broken(module, error);
  }
}

/** Node reads a pipe until somebody closes it, and a device for ever. */
function refuseEndless(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isFile() && !stats.isDirectory()) throw new Error('it is no file');
}

const pathOf = (source: string, { path }: ListedModule): string => resolve(dirname(source), path);

const broken = ({ path, span }: ListedModule, error: unknown): InputError => {
  const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return new InputError(`the rules in \`${path}\` cannot be loaded: ${first}`, span);
};

function collected(modules: readonly (readonly [ListedModule, unknown])[]): OwnRules {
  const rules = new Map<string, Rule>();
  const levels = new Map<string, Level>();
  for (const [module, exports] of modules)
    for (const rule of rulesOf(exports, module)) {
      const taken = rules.has(rule.id) || [...allRules, ...notices].some(({ id }) => id === rule.id);
      if (taken)
        throw new InputError(`there is another rule \`${rule.id}\` than that of \`${module.path}\``, module.span);
      rules.set(rule.id, rule);
      if (module.level !== 'on') levels.set(rule.id, module.level);
    }
  return { rules: [...rules.values()], levels };
}

/** A rule or a list of them, as the default export. */
function rulesOf(exports: unknown, module: ListedModule): readonly Rule[] {
  const main = fieldOf(exports, 'default') ?? exports;
  const inner = fieldOf(main, 'default') ?? main; // a CommonJS module with an interface of ES modules
  const all: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
  return all.map((rule) => {
    const wrong = flaw(rule);
    if (wrong === undefined && isRule(rule)) return documented(rule);
    throw new InputError(
      `\`${module.path}\` exports no rule: ${wrong}; write \`export default defineRule({ … })\` as \`alb-lint/rule\` has it`,
      module.span,
    );
  });
}

/** With its page, which is not one of ours. */
function documented(rule: Rule): Rule {
  const docs = rule.docs ?? rule.references[0];
  return docs === undefined ? rule : { ...rule, docs };
}

const texts = ['title', 'during', 'why', 'remedy'];

/** What a rule that was written without types lacks. */
function flaw(rule: unknown): string | undefined {
  const id = fieldOf(rule, 'id');
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*$/.test(id)) return 'its `id` is no word in lower case with dashes';
  for (const name of texts) if (typeof fieldOf(rule, name) !== 'string') return `\`${id}\` has no \`${name}\``;
  for (const name of ['status', 'references']) {
    const list = fieldOf(rule, name);
    if (!Array.isArray(list) || list.some((one) => typeof one !== 'string'))
      return `the \`${name}\` of \`${id}\` is no list of texts`;
  }
  const docs = fieldOf(rule, 'docs');
  if (docs !== undefined && typeof docs !== 'string') return `the \`docs\` of \`${id}\` is no text`;
  if (docs === undefined && String(fieldOf(rule, 'references')) === '')
    return `\`${id}\` has neither \`docs\` nor \`references\``;
  const severity = String(fieldOf(rule, 'severity'));
  if (!severities.includes(severity)) return `the \`severity\` of \`${id}\` is none of ${severities.join(', ')}`;
  const during = String(fieldOf(rule, 'during'));
  if (!phases.includes(during)) return `the \`during\` of \`${id}\` is none of ${phases.join(', ')}`;
  const second = fieldOf(rule, 'and');
  return (
    flawOfCheck(rule, `\`${id}\``) ?? (second === undefined ? undefined : flawOfCheck(second, `\`and\` of \`${id}\``))
  );
}

function flawOfCheck(check: unknown, name: string): string | undefined {
  if (typeof fieldOf(check, 'check') !== 'function') return `${name} has no \`check\``;
  const over = String(fieldOf(check, 'over'));
  if (kinds.includes(over)) return undefined;
  return `${name} is over \`${over}\`, which is nothing a rule can look at${didYouMean(over, kinds)}`;
}

/** What rules can look at: every kind of subject exists because a rule of ours wants it. */
const kinds: readonly string[] = [...new Set(allRules.map(({ over }) => over))];

const isRule = (value: unknown): value is Rule => flaw(value) === undefined;

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
}
