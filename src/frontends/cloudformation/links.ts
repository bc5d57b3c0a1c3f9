import { entryOf, type Tree } from '../../source/tree.ts';
import { type Application, keyOf } from './application.ts';
import { type Evaluated, type Literal, placed } from './evaluated.ts';
import type { Links, Shared } from './evaluator.ts';
import { environmentOf, onlySeenFrom } from './exports.ts';
import { handedOver } from './handed-over.ts';
import type { Passed } from './settings.ts';
import { asksForPlace, isAlike } from './splits.ts';
import { isGenerator, type Template } from './template.ts';

/** What a stack of an application, by its name there, is given by others and by the user. */
export function linksOf(name: string, { parameters }: Template, application: Application): Omit<Links, 'heldUp'> {
  const handed = (): Tree | undefined =>
    entryOf(application.parentAt(name)?.declaration.properties, 'Parameters')?.value;
  const passed = (parameter: string): Tree | undefined => entryOf(handed(), parameter)?.value;
  /** What a parent leaves out nobody else passes: a nested stack takes the default for good. */
  const left = (parameter: string): Evaluated | undefined => {
    const list = handed();
    const isWhole = !list || (list.kind === 'map' && ![...list.entries.keys()].some(isGenerator));
    const value = application.parentAt(name) && isWhole ? parameters.get(parameter)?.default : undefined;
    return value && { kind: 'literal', value: value.text, text: value.text, span: value.span, via: [] };
  };
  const said = application.roots.get(name)?.setting?.parameters;
  return {
    binds: (parameter) => said?.has(parameter) || passed(parameter) !== undefined || left(parameter) !== undefined,
    bound: (parameter) => {
      const value = said?.get(parameter);
      if (value) return handedOver(comesTo(value, application));
      const tree = passed(parameter);
      return (tree && handedOver(application.parentAt(name)?.stack.evaluator.evaluate(tree))) ?? left(parameter);
    },
    shared: (parameter) => sharing(name, parameter, application),
    imported: (exportName, region) =>
      exportName.kind === 'literal' ? handedOver(imported(exportName, name, application, region)) : undefined,
    output: (logicalId, output) => handedOver(application.stack(keyOf(name, logicalId))?.output(output)),
  };
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
  const own = roots.get(name)?.template.parameters.get(called);
  if (!own) return inOnePlace(name, called, application);
  const templates = [...roots.values()].flatMap(({ template, setting }) => {
    const parameter = setting?.parameters.has(called) ? undefined : template.parameters.get(called);
    return parameter && isAlike(parameter, own) ? [template] : [];
  });
  return templates.length > 1 ? { holder: 'every stack', templates } : undefined;
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
  const exported = onlySeenFrom(stack && environmentOf(stack, region), application.exportedAs(name.text));
  const value = exported?.stack.output(exported.output);
  return value && placed(value, value.span, [...name.via, ...value.via]);
}
