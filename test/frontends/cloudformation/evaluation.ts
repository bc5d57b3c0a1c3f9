import type { Evaluated } from '../../../src/frontends/cloudformation/evaluated.ts';
import { Evaluator, type Given, type Links } from '../../../src/frontends/cloudformation/evaluator.ts';
import { readTemplate } from '../../../src/frontends/cloudformation/template.ts';
import { type Exploration, Scenarios } from '../../../src/scenario.ts';
import { read } from '../../../src/source/read.ts';
import { entryOf, type Tree } from '../../../src/source/tree.ts';

export interface Evaluation {
  readonly evaluator: Evaluator;
  readonly scenarios: Scenarios;
  /** The value of a property of resource `R`, in the scenario at hand. */
  get(property?: string): Evaluated | undefined;
  /** What that property comes to in each scenario. */
  explore(property?: string): Exploration<unknown>;
}

export const given = (parameters: Record<string, string> = {}, rest: Partial<Given> = {}): Given => ({
  parameters: new Map(Object.entries(parameters)),
  ...rest,
});

/** What other stacks say of a template: nothing but what is named here. */
export const links = (said: Partial<Links>): Links => ({
  binds: () => said.bound !== undefined,
  bound: () => undefined,
  shared: () => undefined,
  compared: () => undefined,
  imported: () => undefined,
  output: () => undefined,
  ...said,
});

export function evaluation(text: string, from: Given = given(), path = 'template.yaml'): Evaluation {
  const scenarios = new Scenarios();
  const evaluator = new Evaluator(readTemplate(read({ path, text })), scenarios, from);
  const tree = (property: string): Tree | undefined =>
    entryOf(evaluator.template.resources.get('R')?.properties, property)?.value;
  const get = (property = 'P') => evaluator.evaluate(tree(property));
  return { evaluator, scenarios, get, explore: (property) => scenarios.explore(() => data(get(property))) };
}

/** A template with one resource `R` whose property `P` is the expression, after other sections. */
export const around = (expression: string, sections = ''): string => `${sections.trim()}
Resources:
  Other:
    Type: AWS::SNS::Topic
  R:
    Type: AWS::SNS::Topic
    Properties:
      P:
        ${expression.trim().replaceAll('\n', '\n        ')}
`;

/** An evaluated value as plain data: unknowns and references by their symbols, or by name where a symbol is a place. */
export function data(value: Evaluated | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'literal':
      return value.value;
    case 'list':
      return value.items.map(data);
    case 'map':
      return Object.fromEntries(value.keys.map((key) => [key, data(value.get(key))]));
    case 'reference':
      return { reference: value.symbol };
    case 'unknown':
      return { [value.reason.kind]: value.reason.kind === 'unsupported' ? value.reason.name : value.symbol };
  }
}

/** What a property comes to in each scenario. */
export const results = (expression: string, sections: string, parameters: Record<string, string> = {}) =>
  evaluation(around(expression, sections), given(parameters))
    .explore()
    .outcomes.map(({ result }) => result);
