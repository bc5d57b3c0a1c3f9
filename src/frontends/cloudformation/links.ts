import { entryOf, type Tree } from '../../source/tree.ts';
import { type Application, keyOf } from './application.ts';
import { type Evaluated, type Literal, placed } from './evaluated.ts';
import type { Links, Shared } from './evaluator.ts';
import { environmentOf, onlySeenFrom } from './exports.ts';
import { handedOver } from './handed-over.ts';
import type { Parameter } from './parameters.ts';
import type { Passed } from './settings.ts';
import { asksForPlace, comparedTo, isAlike, soleName } from './splits.ts';
import { isGenerator, type Template } from './template.ts';

/** What a stack of an application, by its name there, is given by others and by the user. */
export function linksOf(
  name: string,
  { parameters }: Template,
  application: Application,
  given: ReadonlyMap<string, string>,
): Omit<Links, 'heldUp'> {
  const parent = application.parentAt(name);
  const handed = entryOf(parent?.declaration.properties, 'Parameters')?.value;
  const isWhole = !handed || (handed.kind === 'map' && ![...handed.entries.keys()].some(isGenerator));
  const passed = (parameter: string): Tree | undefined => entryOf(handed, parameter)?.value;
  /** What a parent leaves out nobody else passes: a nested stack takes the default for good. */
  const left = (parameter: string): Evaluated | undefined => {
    const value = parent && isWhole ? parameters.get(parameter)?.default : undefined;
    return value && { kind: 'literal', value: value.text, text: value.text, span: value.span, via: [] };
  };
  const said = application.roots.get(name)?.setting?.parameters;
  const isBound = (parameter: string): boolean =>
    said?.has(parameter) || passed(parameter) !== undefined || left(parameter) !== undefined;
  const bound = (parameter: string): Evaluated | undefined => {
    const value = said?.get(parameter);
    if (value) return handedOver(comesTo(value, application));
    const tree = passed(parameter);
    return (tree && handedOver(parent?.stack.evaluator.evaluate(tree))) ?? left(parameter);
  };
  const read = (stored: string) => application.stored.read(stored, name);
  /** The value of such a parameter is a name, or the parameter of that name itself. */
  const nameOf = (parameter: string): Evaluated | undefined => {
    const declared = parameters.get(parameter);
    if (!declared?.isSystemsManager) return undefined;
    return (isBound(parameter) ? bound(parameter) : undefined) ?? unbound(declared, given.get(parameter));
  };
  const stored = (parameter: string): Evaluated | undefined => {
    if (!parameters.get(parameter)?.isSystemsManager || application.stored.isEmpty) return undefined;
    const called = nameOf(parameter);
    if (!called) return undefined;
    const reference = application.referenceOf(called);
    const value = called.kind === 'literal' ? read(called.text) : reference && application.stored.behind(reference);
    return value && placed(value, value.span, [...called.via, ...value.via]);
  };
  return {
    binds: (parameter) => isBound(parameter) || stored(parameter) !== undefined,
    bound: (parameter) => stored(parameter) ?? bound(parameter),
    stored: read,
    storedName: (parameter) => {
      const called = nameOf(parameter);
      return called?.kind === 'literal' ? called.text : undefined;
    },
    shared: (parameter) => sharing(name, parameter, application),
    compared: (parameter) => {
      const texts = alikeTo(name, parameter, application).map((one) => comparedBelow(one, parameter, application));
      return union(texts);
    },
    imported: (exportName, region) =>
      exportName.kind === 'literal' ? handedOver(imported(exportName, name, application, region)) : undefined,
    output: (logicalId, output) => handedOver(application.stack(keyOf(name, logicalId))?.output(output)),
  };
}

/** What a parameter is that no other stack says. */
function unbound({ name, key, default: initial }: Parameter, given: string | undefined): Literal | undefined {
  const text = given ?? initial?.text;
  if (text === undefined) return undefined;
  const span = initial?.span ?? key;
  const kind = given === undefined ? 'parameter-default' : 'parameter';
  return { kind: 'literal', value: text, text, span, via: [{ kind, name, span }] };
}

/** What the user passes. */
function comesTo(value: Passed, application: Application): Evaluated | undefined {
  if (value.kind === 'output') return application.rootMeantBy(value.stack)?.output(value.output);
  const { text, span } = value;
  return { kind: 'literal', value: text, text, span, via: [] };
}

/** Stacks side by side that have a parameter in common, and say the same of it, are deployed with one value for it. */
function sharing(name: string, called: string, application: Application): Shared | undefined {
  const { roots } = application;
  if (!roots.get(name)?.template.parameters.has(called)) return inOnePlace(name, called, application);
  const templates = alikeTo(name, called, application).flatMap((one) => roots.get(one)?.template ?? []);
  return templates.length > 1 ? { holder: 'every stack', templates } : undefined;
}

/** The stacks side by side that have a parameter in common with one of them; that one alone where there is no other. */
function alikeTo(name: string, called: string, { roots }: Application): readonly string[] {
  const own = roots.get(name)?.template.parameters.get(called);
  if (!own) return [name];
  const alike = [...roots].flatMap(([one, { template, setting }]) => {
    const parameter = setting?.parameters.has(called) ? undefined : template.parameters.get(called);
    return parameter && isAlike(parameter, own) ? [one] : [];
  });
  return alike.length > 1 ? alike : [name];
}

/** What the stacks nested below another compare its parameter to, which is passed on to them as it is. */
function comparedBelow(name: string, called: string, application: Application): ReadonlySet<string> | undefined {
  const texts = application.nestedBelow(name).flatMap(({ stack, declaration }) => {
    const handed = entryOf(declaration.properties, 'Parameters')?.value;
    if (handed?.kind !== 'map') return [];
    return [...handed.entries].flatMap(([parameter, { value }]) =>
      soleName(value) === called
        ? [comparedTo(stack.evaluator.template, parameter), comparedBelow(stack.name, parameter, application)]
        : [],
    );
  });
  return union(texts);
}

function union(sets: readonly (ReadonlySet<string> | undefined)[]): ReadonlySet<string> | undefined {
  const some = sets.filter((set) => set !== undefined);
  return some.length > 0 ? new Set(some.flatMap((set) => [...set])) : undefined;
}

/** What is nested is where its parent is, and so are those that import from each other; others may be elsewhere. */
function inOnePlace(name: string, pseudo: string, application: Application): Shared | undefined {
  if (!application.isComplete) return undefined;
  const [top, isAnywhere] = [topOf(name, application), application.settings.length === 0];
  const stacks = application.stacks.filter(
    (stack) =>
      asksForPlace(stack.evaluator.template, pseudo) &&
      !application.environmentOf(stack)?.has(pseudo) &&
      (isAnywhere || topOf(stack.name, application) === top),
  );
  const templates = stacks.map(({ evaluator }) => evaluator.template);
  return stacks.length > 1 ? { holder: isAnywhere ? 'every stack' : top, templates } : undefined;
}

/** The stack that another one is nested below, however deep. */
function topOf(name: string, application: Application): string {
  const parent = application.parentAt(name);
  return parent ? topOf(parent.stack.name, application) : name;
}

function imported(
  name: Literal,
  importing: string,
  application: Application,
  region: string | undefined,
): Evaluated | undefined {
  const stack = application.stack(importing);
  const exported = onlySeenFrom(stack && environmentOf(stack, region), application.exports.as(name.text));
  const value = exported?.stack.output(exported.output);
  return value && placed(value, value.span, [...name.via, ...value.via]);
}
