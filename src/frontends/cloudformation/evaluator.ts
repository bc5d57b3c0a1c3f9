import type { Scenarios } from '../../scenario.ts';
import type { Tree } from '../../source/tree.ts';
import type { Evaluated } from './evaluated.ts';
import type { ResourceDeclaration, Template } from './template.ts';

/** What the user says about a deployment that the template does not. */
export interface Given {
  readonly parameters: ReadonlyMap<string, string>;
  /** Values of pseudo parameters, by their full name. */
  readonly pseudo?: ReadonlyMap<string, string>;
  /** The stack this template is deployed as; empty for the root stack. */
  readonly stack?: string;
}

/** Evaluates the expressions of one template, in the scenario at hand. */
export class Evaluator {
  /** With its loops expanded. */
  readonly template: Template;
  readonly #scenarios: Scenarios;
  readonly #given: Given;

  constructor(template: Template, scenarios: Scenarios, given: Given) {
    this.template = template;
    this.#scenarios = scenarios;
    this.#given = given;
  }

  /** What an expression comes to; `undefined` when it is absent or `AWS::NoValue`. */
  evaluate(tree: Tree | undefined): Evaluated | undefined {
    void [tree, this.#scenarios, this.#given];
    return undefined;
  }

  /** Whether a condition holds, recorded as something the result depends on. */
  condition(name: string): boolean {
    return name !== '';
  }

  /** Whether a resource is created. */
  exists(resource: ResourceDeclaration): boolean {
    return resource.condition === undefined || this.condition(resource.condition);
  }

  /** Every logical id and parameter that is mentioned anywhere below, whichever branch is taken. */
  references(tree: Tree | undefined): ReadonlySet<string> {
    void tree;
    return new Set();
  }
}
