import type { Scenarios, Variable } from '../../scenario.ts';
import type { Call, Tree } from '../../source/tree.ts';
import type { Given } from './evaluator.ts';
import { eachCall, mentionsIn, mentionsOf } from './mentions.ts';
import { admits, type Parameter, textOfScalar } from './parameters.ts';
import type { Template } from './template.ts';
import { textOfLiteral } from './text.ts';

/** What a parameter is in one scenario: a text, or something that is none of the texts it is compared to. */
export type Choice = { readonly text: string } | { readonly otherThan: readonly string[] };

/** A parameter whose values are told apart, in two steps so that a condition asks no more than it has to know. */
interface Split {
  /** One choice for each text it is compared to, and one for all the rest. */
  readonly group: Variable;
  /** Which of the rest it is. */
  readonly rest: Variable;
  /** All texts that it may be by name. */
  readonly texts: readonly string[];
  /** Whether it may be none of them. */
  readonly isOpen: boolean;
}

/** More allowed values than this are not told apart one by one. */
const mostAllowedValues = 32;
/** The same for a parameter that no condition looks at. */
const mostUnconditional = 16;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export const pseudoParameters: ReadonlySet<string> = new Set(
  ['AccountId', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map((n) => `AWS::${n}`),
);

/** Those that are the same for a stack, for what is nested in it, and for those it imports from. */
const pseudoParametersOfPlaces: ReadonlySet<string> = new Set(
  ['AccountId', 'Partition', 'Region', 'URLSuffix'].map((n) => `AWS::${n}`),
);

/** Which parameters and pseudo parameters turn out in several ways, and which way they turned out. */
export class Splits {
  readonly #template: Template;
  readonly #scenarios: Scenarios;
  readonly #given: Given;
  readonly #splits = new Map<string, Split | undefined>();

  constructor(template: Template, scenarios: Scenarios, given: Given) {
    this.#template = template;
    this.#scenarios = scenarios;
    this.#given = given;
    scenarios.whenForgetting(() => this.#splits.clear());
  }

  /** The value the user gave; nothing for a Systems Manager parameter, of which they can only give the name. */
  given(name: string): string | undefined {
    const { parameters, pseudo, links } = this.#given;
    const declared = this.#template.parameters.get(name);
    if (declared?.isSystemsManager) return undefined;
    const bound = links?.bound(name);
    if (bound) return bound.kind === 'literal' ? textOfLiteral(bound) : undefined;
    return declared ? parameters.get(name) : (pseudo?.get(name) ?? parameters.get(name));
  }

  /** How a parameter turns out in the scenario at hand; nothing when it is not split. */
  choice(name: string): Choice | undefined {
    const split = this.#split(name);
    return split && this.#chosen(split);
  }

  #chosen(split: Split): Choice {
    const group = this.#decide(split.group);
    return this.#named(split, group === rest ? this.#decide(split.rest) : group);
  }

  /** Whether a split parameter is this text, asking as little as possible; nothing when that stays open. */
  equals(name: string, text: string): boolean | undefined {
    const split = this.#split(name);
    if (!split) return this.#isBoundTo(name);
    if (split.group.choices.includes(textChoice(text))) return this.#decide(split.group) === textChoice(text);
    if (this.refuses(name, text)) return false;
    const choice = this.#chosen(split);
    return 'text' in choice ? choice.text === text : choice.otherThan.includes(text) ? false : undefined;
  }

  /** Whether CloudFormation deploys nothing where a parameter is this text. */
  refuses(name: string, text: string): boolean {
    const parameter = this.#template.parameters.get(name);
    return parameter !== undefined && text !== parameter.default?.text && !admits(parameter, text);
  }

  /** A resource's name or ARN, which another stack passes, is no text that anybody could have written. */
  #isBoundTo(name: string): false | undefined {
    return this.#given.links?.bound(name)?.kind === 'reference' ? false : undefined;
  }

  /** What a parameter may still be, without splitting; nothing when that is not a few texts. */
  candidates(name: string): readonly string[] | undefined {
    const given = this.given(name);
    if (given !== undefined) return [given];
    const split = this.#split(name);
    if (!split) return undefined;
    const group = this.#scenarios.decided(split.group);
    const taken = group === rest ? this.#scenarios.decided(split.rest) : group;
    const choice = taken === undefined ? undefined : this.#named(split, taken);
    if (choice) return 'text' in choice ? [choice.text] : undefined;
    if (split.isOpen) return undefined;
    return split.texts.filter((text) => group !== rest || !split.group.choices.includes(textChoice(text)));
  }

  /** Whether it turns out in more than one way at all. */
  varies(name: string): boolean {
    const split = this.#split(name);
    return split !== undefined && split.texts.length + (split.isOpen ? 1 : 0) > 1;
  }

  #decide(variable: Variable): string {
    return variable.choices.length > 1 ? this.#scenarios.decide(variable) : (variable.choices[0] ?? other);
  }

  #named(split: Split, choice: string): Choice {
    return choice === other ? { otherThan: split.texts } : { text: choice.slice(1) };
  }

  #split(name: string): Split | undefined {
    if (this.#given.links?.binds(name)) return undefined;
    if (this.#splits.has(name)) return this.#splits.get(name);
    const split = this.given(name) === undefined ? this.#made(name) : undefined;
    this.#splits.set(name, split);
    return split;
  }

  #made(name: string): Split | undefined {
    const parameter = this.#template.parameters.get(name);
    if (!parameter && !pseudoParameters.has(name)) return undefined;
    const own = usesOf(this.#template);
    const below = parameter && this.#given.links?.compared(name);
    if (!own.compared.has(name) && !below && !(parameter && splitsAnyway(parameter, own))) return undefined;
    const shared = this.#given.links?.shared(name);
    // What one of them is compared to tells the others apart as well.
    const compared = [own, ...(shared?.templates ?? []).map(usesOf)].flatMap((uses) => uses.compared.get(name) ?? []);
    const texts = new Set([...compared, below ?? []].flatMap((some) => [...some]));
    const admitted = (text: string) => !this.refuses(name, text);
    const initial = parameter?.isSystemsManager ? undefined : parameter?.default?.text;
    const allowed = parameter && enumerated(parameter)?.filter(admitted);
    const isOpen = !allowed?.length;
    const named = isOpen ? [...(initial === undefined ? [] : [initial]), ...texts].filter(admitted) : allowed;
    const choices = [...new Set([...named.filter((text) => text === initial), ...named])];
    const holder = shared?.holder ?? this.#given.stack ?? '';
    return splitOf(`${holder}/${name}`, choices, texts, isOpen);
  }
}

/** What a template's conditions compare its parameters to, and which it looks up. */
class Uses {
  readonly #template: Template;
  #compared: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  #lookedUp: ReadonlySet<string> | undefined;

  constructor(template: Template) {
    this.#template = template;
  }

  get compared(): ReadonlyMap<string, ReadonlySet<string>> {
    this.#compared ??= comparedIn(this.#template);
    return this.#compared;
  }

  get lookedUp(): ReadonlySet<string> {
    this.#lookedUp ??= mappingKeysIn(this.#template.tree);
    return this.#lookedUp;
  }
}

const usesByTemplate = new WeakMap<Template, Uses>();

function usesOf(template: Template): Uses {
  const uses = usesByTemplate.get(template) ?? new Uses(template);
  usesByTemplate.set(template, uses);
  return uses;
}

function splitsAnyway(parameter: Parameter, uses: Uses): boolean {
  const count = enumerated(parameter)?.length ?? 0;
  if (count === 0) return false;
  if (!parameter.default && count <= mostUnconditional) return true;
  return uses.lookedUp.has(parameter.name);
}

/** What a template's conditions compare a parameter to; nothing where they do not look at it. */
export const comparedTo = (template: Template, name: string): ReadonlySet<string> | undefined =>
  usesOf(template).compared.get(name);

/** Whether a template's conditions look at where it is deployed by this name. */
export const asksForPlace = (template: Template, name: string): boolean =>
  pseudoParametersOfPlaces.has(name) && usesOf(template).compared.has(name);

/** Whether two parameters of one name are told apart by the same values, and are the same where nobody says what they are. */
export function isAlike(one: Parameter, other: Parameter): boolean {
  const [texts, others] = [enumerated(one), enumerated(other)];
  if (!texts?.length || texts.length !== others?.length || one.default?.text !== other.default?.text) return false;
  return one.type === other.type && texts.every((text, index) => text === others[index]);
}

const rest = 'rest';
const other = 'other';
const textChoice = (text: string): string => `=${text}`;

function splitOf(id: string, texts: readonly string[], compared: ReadonlySet<string>, isOpen: boolean): Split {
  const remaining = texts.filter((text) => !compared.has(text));
  const restChoices = [...remaining.map(textChoice), ...(isOpen ? [other] : [])];
  // A rest of one is no group: it is decided together with the others.
  const lone = restChoices.length === 1 ? restChoices[0] : undefined;
  const first = texts[0];
  const named = texts.filter((text) => compared.has(text)).map(textChoice);
  const groups = restChoices.length === 0 ? named : [...named, lone ?? rest];
  if (first !== undefined && !compared.has(first)) groups.unshift(groups.pop() ?? other);
  return {
    group: { id, choices: groups },
    rest: { id: `${id} otherwise`, choices: restChoices },
    texts,
    isOpen,
  };
}

/** A list's allowed values may be combined, and a Systems Manager parameter's are names: neither can be counted up. */
function enumerated({ allowedValues, isList, isSystemsManager }: Parameter): readonly string[] | undefined {
  if (isList || isSystemsManager || !allowedValues || allowedValues.length > mostAllowedValues) return undefined;
  return allowedValues;
}

/** What the conditions mention, with the texts it is compared to. */
function comparedIn({ conditions }: Template): ReadonlyMap<string, ReadonlySet<string>> {
  const compared = new Map<string, Set<string>>();
  const mention = (name: string): Set<string> => {
    const texts = compared.get(name) ?? new Set();
    compared.set(name, texts);
    return texts;
  };
  for (const { value } of conditions.values()) {
    eachCall(value, (call) => {
      for (const { name } of mentionsOf(call)) mention(name);
      for (const [names, text] of comparisonsIn(call)) for (const name of names) mention(name).add(text);
    });
  }
  return compared;
}

function comparisonsIn({ fn, args }: Call): readonly (readonly [names: Iterable<string>, text: string])[] {
  if (fn !== 'Equals' || args.kind !== 'list') return [];
  const [a, b] = args.items;
  if (!a || !b) return [];
  return [...comparison(a, b), ...comparison(b, a)];
}

function comparison(tree: Tree, literal: Tree): readonly (readonly [names: Iterable<string>, text: string])[] {
  if (literal.kind !== 'scalar') return [];
  const name = soleName(tree);
  const text = textOfScalar(literal);
  if (name !== undefined) return [[[name], text]];
  // `!Equals [!Join ['', !Ref List], '']` asks whether the list is empty.
  return text === '' && tree.kind === 'call' ? [[mentionsIn(tree).keys(), '']] : [];
}

/** The parameter that an expression is the value of: `!Ref X` and `!Sub '${X}'`. */
export function soleName(tree: Tree): string | undefined {
  if (tree.kind !== 'call' || tree.args.kind !== 'scalar') return undefined;
  if (tree.fn === 'Ref') return tree.args.text;
  return tree.fn === 'Sub' ? /^\$\{([\w:]+)\}$/.exec(tree.args.text)?.[1] : undefined;
}

function mappingKeysIn(tree: Tree): ReadonlySet<string> {
  const names = new Set<string>();
  eachCall(tree, ({ fn, args }) => {
    if (fn !== 'FindInMap' || args.kind !== 'list') return;
    for (const key of args.items.slice(0, 3)) for (const name of mentionsIn(key).keys()) names.add(name);
  });
  return names;
}
