import type { Cell, Scenarios } from '../../scenario.ts';
import type { Call, Tree } from '../../source/tree.ts';
import type { Evaluated } from './evaluated.ts';
import { textOfScalar } from './parameters.ts';
import { type Splits, soleName } from './splits.ts';
import type { Template } from './template.ts';
import { couldBe, symbolOf, textOfLiteral } from './text.ts';

/**
 * Decides a template's conditions in the scenario at hand.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
 */
export class Conditions {
  readonly #template: Template;
  readonly #scenarios: Scenarios;
  readonly #splits: Splits;
  readonly #stack: string;
  readonly #operand: (tree: Tree) => Evaluated | undefined;
  readonly #cells = new Map<string, Cell<boolean>>();

  /** `operand` evaluates one side of a comparison without recording what it read. */
  constructor(
    template: Template,
    scenarios: Scenarios,
    splits: Splits,
    stack: string,
    operand: (tree: Tree) => Evaluated | undefined,
  ) {
    this.#template = template;
    this.#scenarios = scenarios;
    this.#splits = splits;
    this.#stack = stack;
    this.#operand = operand;
    scenarios.whenForgetting(() => this.#cells.clear());
  }

  /** Whether a named condition holds. One that is not declared, or leads into a circle, may go either way. */
  named(name: string): boolean {
    const entry = this.#template.conditions.get(name);
    const either = () => this.#either(`${this.#stack}/condition ${name}`);
    if (!entry) return either();
    const cell = this.#cells.get(name) ?? {};
    this.#cells.set(name, cell);
    return this.#scenarios.memo(cell, () => this.holds(entry.value), either);
  }

  /** Whether a condition expression holds. */
  holds(tree: Tree): boolean {
    if (tree.kind === 'call' && logic.has(tree.fn)) {
      return this.#function(tree) ?? this.#either(`${tree.fn}@${tree.span.file.path}:${tree.span.start}`);
    }
    const value = this.#operand(tree);
    const text = value?.kind === 'literal' ? textOfLiteral(value).toLowerCase() : undefined;
    if (text === 'true' || text === 'false') return text === 'true';
    return this.#either(`${this.#stack}/true ${symbolOf(value)}`);
  }

  #function({ fn, args }: Call): boolean | undefined {
    const items = args.kind === 'list' ? args.items : [args];
    switch (fn) {
      case 'Condition':
        return args.kind === 'scalar' ? this.named(args.text) : undefined;
      case 'And':
        return items.every((item) => this.holds(item));
      case 'Or':
        return items.some((item) => this.holds(item));
      case 'Not':
        return items[0] ? !this.holds(items[0]) : undefined;
      case 'Equals': {
        const [a, b] = items;
        return a && b ? this.#equals(a, b) : undefined;
      }
      default:
        return undefined;
    }
  }

  #equals(a: Tree, b: Tree): boolean {
    const shortcut = this.#comparison(a, b) ?? this.#comparison(b, a);
    if (shortcut !== undefined) return shortcut;
    const [left, right] = [this.#operand(a), this.#operand(b)];
    const known = this.#same(left, right);
    if (known !== undefined) return known;
    return !this.#either(`${[symbolOf(left), symbolOf(right)].sort().join(' is not ')}`);
  }

  #comparison(tree: Tree, literal: Tree): boolean | undefined {
    const name = soleName(tree);
    if (name === undefined || literal.kind !== 'scalar') return undefined;
    return this.#splits.equals(name, textOfScalar(literal));
  }

  #same(a: Evaluated | undefined, b: Evaluated | undefined): boolean | undefined {
    if (a?.kind === 'literal' && b?.kind === 'literal') return textOfLiteral(a) === textOfLiteral(b);
    if (symbolOf(a) === symbolOf(b)) return true;
    if (a?.kind === 'literal') return this.#isNot(b, textOfLiteral(a));
    if (b?.kind === 'literal') return this.#isNot(a, textOfLiteral(b));
    if (a?.kind !== 'list' || b?.kind !== 'list') return undefined;
    if (a.items.length !== b.items.length) return false;
    const pairs = a.items.map((item, i) => this.#same(item, b.items[i]));
    return pairs.includes(false) ? false : undefined;
  }

  /** `false` where a value cannot be this text; nothing where it may be. */
  #isNot(value: Evaluated | undefined, text: string): false | undefined {
    if (value?.kind !== 'unknown') return undefined;
    const { parts = [] } = value;
    if (!couldBe(parts, text)) return false;
    const isFilled = text === '' && parts.some((part) => typeof part !== 'string' && this.#excludes(part.symbol, ''));
    return isFilled || this.#excludes(value.symbol, text) ? false : undefined;
  }

  #excludes(symbol: string, text: string): boolean {
    const name = this.#parameterIn(symbol, text);
    if (this.#splits.refuses(name, text)) return true;
    const choice = this.#splits.choice(name);
    return choice !== undefined && 'otherThan' in choice && choice.otherThan.includes(text);
  }

  /** The name of the parameter a symbol may stand for, also as the joined text of a list when asking whether that is empty. */
  #parameterIn(symbol: string, text: string): string {
    const inner = text === '' ? symbol.replace(/^Join\("[^"]*",(.*)\)$/, '$1') : symbol;
    const prefix = `${this.#stack}/`;
    return inner.startsWith(prefix) ? inner.slice(prefix.length) : inner;
  }

  #either(id: string): boolean {
    return this.#scenarios.decide({ id, choices: ['true', 'false'] }) === 'true';
  }
}

const logic: ReadonlySet<string> = new Set(['Condition', 'And', 'Or', 'Not', 'Equals']);
