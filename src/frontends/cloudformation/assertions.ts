import { entryOf, type Tree } from '../../source/tree.ts';
import { itemsOf, textOfScalar } from './parameters.ts';
import type { Splits } from './splits.ts';
import type { Template } from './template.ts';

/** What a text may still be; nothing when that is anybody's guess. */
type Candidates = readonly string[] | undefined;
type Verdict = boolean | undefined;

/**
 * Whether the parameters, as far as they are decided, break none of the template's rules for certain.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
 */
export function satisfiesRules(template: Template, splits: Splits): boolean {
  const read = new RuleReader(template, splits);
  return [...template.rules.values()].every(({ value }) => read.holds(value));
}

class RuleReader {
  readonly #template: Template;
  readonly #splits: Splits;

  constructor(template: Template, splits: Splits) {
    this.#template = template;
    this.#splits = splits;
  }

  /** `false` only for a rule that applies and is broken, both for certain. */
  holds(rule: Tree): boolean {
    const condition = entryOf(rule, 'RuleCondition')?.value;
    if (condition && this.#verdict(condition) !== true) return true;
    const assertions = entryOf(rule, 'Assertions')?.value;
    if (assertions?.kind !== 'list') return true;
    return assertions.items.every((item) => this.#verdict(entryOf(item, 'Assert')?.value) !== false);
  }

  #verdict(tree: Tree | undefined): Verdict {
    if (tree?.kind !== 'call' || tree.args.kind !== 'list') return undefined;
    const items = tree.args.items;
    const [a, b] = items;
    switch (tree.fn) {
      case 'And':
        return every(items.map((item) => this.#verdict(item)));
      case 'Or':
        return some(items.map((item) => this.#verdict(item)));
      case 'Not':
        return not(this.#verdict(a));
      case 'Equals':
        return same(this.#text(a), this.#text(b));
      case 'Contains':
        return isIn(this.#text(b), this.#list(a));
      case 'EachMemberEquals':
        return this.#each(a, [this.#text(b)]);
      case 'EachMemberIn':
        return this.#each(a, this.#list(b));
    }
    return undefined;
  }

  #each(members: Tree | undefined, among: readonly Candidates[] | undefined): Verdict {
    const list = this.#list(members);
    return list && every(list.map((member) => isIn(member, among)));
  }

  #text(tree: Tree | undefined): Candidates {
    if (tree?.kind === 'scalar') return [textOfScalar(tree)];
    if (tree?.kind !== 'call' || tree.fn !== 'Ref' || tree.args.kind !== 'scalar') return undefined;
    return this.#splits.candidates(tree.args.text);
  }

  #list(tree: Tree | undefined): readonly Candidates[] | undefined {
    if (tree?.kind === 'list') return tree.items.map((item) => this.#text(item));
    if (tree?.kind !== 'call' || tree.args.kind !== 'scalar') return undefined;
    const name = tree.args.text;
    if (tree.fn === 'RefAll') {
      return [...this.#template.parameters.values()]
        .filter(({ type }) => type === name)
        .map((parameter) => this.#splits.candidates(parameter.name));
    }
    const texts = this.#template.parameters.get(name)?.isList ? this.#text(tree) : undefined;
    const [only] = texts ?? [];
    return texts?.length === 1 && only !== undefined ? itemsOf(only).map((item) => [item]) : undefined;
  }
}

function isIn(text: Candidates, list: readonly Candidates[] | undefined): Verdict {
  return list && some(list.map((member) => same(text, member)));
}

function same(a: Candidates, b: Candidates): Verdict {
  if (!a || !b) return undefined;
  if (!a.some((text) => b.includes(text))) return false;
  return a.length === 1 && b.length === 1 ? true : undefined;
}

const not = (verdict: Verdict): Verdict => (verdict === undefined ? undefined : !verdict);
const every = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true;
const some = (verdicts: readonly Verdict[]): Verdict => not(every(verdicts.map(not)));
