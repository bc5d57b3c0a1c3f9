import { Scenarios } from '../../scenario.ts';
import { type Limits, usualLimits } from '../../source/limits.ts';
import type { Tree } from '../../source/tree.ts';
import type { Reason } from '../../value.ts';
import { satisfiesRules } from './assertions.ts';
import { Conditions } from './conditions.ts';
import type { Evaluated } from './evaluated.ts';
import { withoutLoops } from './language-extensions.ts';
import { type Mentions, mentionsIn } from './mentions.ts';
import { Reading } from './reading.ts';
import { Splits } from './splits.ts';
import type { ResourceDeclaration, Template } from './template.ts';
import type { Piece } from './text.ts';

/** What the user says about a deployment that the template does not. */
export interface Given {
  readonly parameters: ReadonlyMap<string, string>;
  /** Values of pseudo parameters, by their full name. */
  readonly pseudo?: ReadonlyMap<string, string>;
  /** The stack this template is deployed as; empty for the root stack. */
  readonly stack?: string;
  readonly links?: Links;
  readonly limits?: Limits;
}

/** A parameter, or a pseudo parameter, that several stacks have in common. */
export interface Shared {
  /** Tells it from others that are called so. */
  readonly holder: string;
  /** The templates of those stacks. */
  readonly templates: readonly Template[];
}

/** What a template gets from other stacks of the same application. */
export interface Links {
  /** Whether another stack says what a parameter is: it then has no default, and no scenario of its own. */
  binds(parameter: string): boolean;
  /** What another stack passes for a parameter. */
  bound(parameter: string): Evaluated | undefined;
  /** What a parameter has in common with those of other stacks, which are deployed with one value for it. */
  shared(parameter: string): Shared | undefined;
  /** What those that a parameter is passed on to compare it to; nothing where their conditions do not look at it. */
  compared(parameter: string): ReadonlySet<string> | undefined;
  /** What is exported under a name; nothing where no template given exports it, or more than one does. */
  imported(name: Evaluated, region?: string): Evaluated | undefined;
  /** What Systems Manager holds under a name; nothing where no other stack is known to write it, or more than one does. */
  stored?(name: string): Evaluated | undefined;
  /** The name that a parameter gives of what Systems Manager holds. */
  storedName?(parameter: string): string | undefined;
  /** What holds up an import of what a template given exports or stores: a name that nobody knows. */
  heldUp?(name: readonly Piece[]): Reason['heldUpBy'];
  /** What a nested stack puts out; nothing where its template was not given. */
  output(logicalId: string, name: string): Evaluated | undefined;
}

/** Evaluates the expressions of one template as CloudFormation does, in the scenario at hand. */
export class Evaluator {
  /** With its loops expanded. */
  readonly template: Template;
  readonly #expressions: Expressions;
  readonly #transform: Expressions;
  readonly #mentions = new Map<Tree, Mentions>();

  constructor(template: Template, scenarios: Scenarios, given: Given) {
    // A transform runs before anything is deployed: its loops know one value for each parameter, not scenarios.
    this.#transform = new Expressions(template, new Scenarios(), given);
    const { copies } = limitsOf(given);
    this.template = withoutLoops(template, (tree) => this.#transform.values.texts(tree), copies);
    this.#expressions = new Expressions(this.template, scenarios, given);
    scenarios.whenForgetting(() => this.#mentions.clear());
    const { splits } = this.#expressions;
    if (this.template.rules.size > 0) scenarios.require(() => satisfiesRules(this.template, splits));
  }

  /** What an expression comes to; `undefined` when it is absent or `AWS::NoValue`. */
  evaluate(tree: Tree | undefined): Evaluated | undefined {
    return tree && this.#expressions.values.evaluate(tree);
  }

  /** Whether a condition holds, recorded as something the result depends on. */
  condition(name: string): boolean {
    return this.#expressions.condition(name);
  }

  /** Whether a resource is created. */
  exists(resource: ResourceDeclaration): boolean {
    return resource.condition === undefined || this.condition(resource.condition);
  }

  /** Every logical id and parameter that is mentioned anywhere below, whichever branch is taken. */
  references(tree: Tree | undefined): Mentions {
    if (!tree) return new Map();
    const known = this.#mentions.get(tree);
    if (known) return known;
    const mentioned = mentionsIn(tree, (name) => this.#nameOf(name));
    const mentions = new Map([...mentioned].filter(([name]) => !name.startsWith('AWS::')));
    this.#mentions.set(tree, mentions);
    return mentions;
  }

  /** With `AWS::LanguageExtensions` a name may be put together, of what is known before anything is deployed. */
  #nameOf(tree: Tree): string | undefined {
    if (tree.kind === 'scalar') return tree.text;
    const value = tree.kind === 'call' ? this.#transform.values.evaluate(tree) : undefined;
    return value?.kind === 'literal' ? value.text : undefined;
  }
}

const limitsOf = ({ limits = usualLimits }: Given): Limits => limits;

/** The two ways to read a template's expressions: as values, on the record, and inside conditions, off it. */
class Expressions {
  readonly values: Reading;
  readonly splits: Splits;
  readonly #conditions: Conditions;
  readonly #witness: (name: string, text: string) => void;

  constructor(template: Template, scenarios: Scenarios, given: Given) {
    const stack = given.stack ?? '';
    this.#witness = (name, text) =>
      stack === '' ? scenarios.witness(name, text) : scenarios.witness(`${stack}/${name}`, `${stack}/${text}`);
    this.splits = new Splits(template, scenarios, given);
    const operands: Reading = new Reading({
      template,
      scenarios,
      splits: this.splits,
      stack,
      links: given.links,
      limits: limitsOf(given),
      condition: (name) => this.#conditions.named(name),
      holds: (tree) => this.#conditions.holds(tree),
      witness: () => {},
    });
    this.#conditions = new Conditions(template, scenarios, this.splits, stack, (tree) => operands.evaluate(tree));
    this.values = new Reading({
      template,
      scenarios,
      splits: this.splits,
      stack,
      links: given.links,
      limits: limitsOf(given),
      condition: (name) => this.condition(name),
      holds: (tree) => this.#conditions.holds(tree),
      witness: this.#witness,
    });
  }

  condition(name: string): boolean {
    const holds = this.#conditions.named(name);
    this.#witness(name, `${name} is ${holds}`);
    return holds;
  }
}
