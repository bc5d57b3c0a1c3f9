import { type Cell, isConstant, type Scenarios } from '../../scenario.ts';
import { InputError, type Span } from '../../source/file.ts';
import type { Limits } from '../../source/limits.ts';
import type { Call, Entry, List, Mapping, Scalar, Tree } from '../../source/tree.ts';
import type { Hop, Reason, Unknown } from '../../value.ts';
import { type Context, fetched, unsupported } from './context.ts';
import { cutForList } from './cut.ts';
import type { Evaluated, EvaluatedList, EvaluatedMap, Literal } from './evaluated.ts';
import { MappingValue } from './evaluated-map.ts';
import type { Links } from './evaluator.ts';
import { intrinsics } from './intrinsics.ts';
import { Copier, expanded, hasLoops, isCopy } from './language-extensions.ts';
import { sharedIn } from './mentions.ts';
import { itemsOf, type Parameter } from './parameters.ts';
import { slotOf } from './slots.ts';
import { type Choice, pseudoParameters, type Splits } from './splits.ts';
import type { ResourceDeclaration, Template } from './template.ts';
import { composed, dynamicReference, literal, opaque, opening, type Piece, textOfLiteral } from './text.ts';

/** What a reading of a template's expressions rests on. */
export interface Surroundings {
  readonly template: Template;
  readonly scenarios: Scenarios;
  readonly splits: Splits;
  readonly stack: string;
  readonly links: Links | undefined;
  readonly limits: Limits;
  condition(name: string): boolean;
  holds(tree: Tree): boolean;
  /** Told the value of each parameter that was read and could have been another. */
  witness(name: string, text: string): void;
}

const none: readonly never[] = [];

const vpcType = 'AWS::EC2::VPC';

/** Evaluates expressions, each at most once for each combination of the choices it consults. */
export class Reading implements Context {
  readonly #around: Surroundings;
  readonly #done = new Map<Tree, Evaluated>();
  readonly #cells = new Map<Tree, Cell<Evaluated | undefined>>();
  #shared: ReadonlySet<Tree> | undefined;
  #copier: Copier | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
    around.scenarios.whenForgetting(() => {
      this.#done.clear();
      this.#cells.clear();
    });
  }

  get mappings(): Template['mappings'] {
    return this.#around.template.mappings;
  }

  condition(name: string): boolean {
    return this.#around.condition(name);
  }

  holds(tree: Tree): boolean {
    return this.#around.holds(tree);
  }

  evaluate(tree: Tree): Evaluated | undefined {
    if (tree.kind === 'scalar') return this.#scalar(tree);
    const known = this.#done.get(tree);
    if (known) return known;
    if (tree.kind === 'call') return this.#call(tree);
    if (tree.kind === 'list' && tree.items.some(mayVary)) return this.#memo(tree, () => this.#list(tree));
    const value = tree.kind === 'list' ? this.#list(tree) : this.#map(tree);
    this.#done.set(tree, value);
    return value;
  }

  /** The texts of a list that is known entirely. */
  texts(tree: Tree): readonly string[] | undefined {
    const value = this.evaluate(tree);
    if (value?.kind !== 'list') return undefined;
    const literals = value.items.filter((item) => item.kind === 'literal');
    return literals.length === value.items.length ? literals.map(textOfLiteral) : undefined;
  }

  reference(name: string, span: Span): Evaluated | undefined {
    const { template, stack } = this.#around;
    if (name === 'AWS::NoValue') return undefined;
    const parameter = template.parameters.get(name);
    if (parameter) return this.#parameter(parameter, span);
    if (pseudoParameters.has(name)) return this.#pseudo(name, span);
    const symbol = `${stack}/${name}`;
    if (!template.resources.has(name)) return opaque(symbol, { kind: 'unsupported', name }, { span, via: [] });
    return { kind: 'reference', stack, logicalId: name, symbol, span, via: [] };
  }

  attribute(logicalId: string, attribute: string, span: Span): Evaluated {
    const { template, stack, links } = this.#around;
    const output = /^Outputs\.(.+)$/s.exec(attribute)?.[1];
    const value = output === undefined ? undefined : links?.output(logicalId, output);
    if (value) return fetched(value, { span, via: [] });
    const symbol = `${stack}/${logicalId}.${attribute}`;
    const resource = template.resources.get(logicalId);
    if (resource) {
      const written = resource.type === vpcType && attribute === 'CidrBlock' ? this.#range(resource) : undefined;
      if (written) return fetched(written, { span, via: [] });
      return { kind: 'reference', stack, logicalId, attribute, symbol, span, via: [] };
    }
    return opaque(symbol, { kind: 'unsupported', name: `${logicalId}.${attribute}` }, { span, via: [] });
  }

  /**
   * The primary range of a VPC, where it is known before anything is deployed: a pool of addresses picks one later.
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-vpc.html#aws-resource-ec2-vpc-return-values
   */
  #range({ properties }: ResourceDeclaration): Literal | undefined {
    const vpc = properties && this.evaluate(properties);
    if (vpc?.kind !== 'map' || vpc.get('Ipv4IpamPoolId') || vpc.get('Ipv4NetmaskLength')) return undefined;
    const range = vpc.get('CidrBlock');
    return range?.kind === 'literal' ? range : undefined;
  }

  #call(call: Call): Evaluated | undefined {
    const intrinsic = intrinsics.get(call.fn);
    return intrinsic ? this.#memo(call, () => intrinsic(call, this)) : unsupported(call);
  }

  #memo(tree: Tree, compute: () => Evaluated | undefined): Evaluated | undefined {
    const cell = this.#cells.get(tree) ?? {};
    this.#cells.set(tree, cell);
    const value = this.#around.scenarios.memo(cell, compute, () => unfounded(tree));
    if (value && isConstant(cell)) {
      this.#cells.delete(tree);
      this.#done.set(tree, value);
    }
    return value;
  }

  #list({ items, span }: List): EvaluatedList {
    const values: Evaluated[] = [];
    for (const item of items) {
      const value = this.evaluate(item);
      if (value) values.push(value);
    }
    return { kind: 'list', items: values, span, via: none };
  }

  #scalar(scalar: Scalar): Evaluated {
    const { value, text, span } = scalar;
    if (value === null) return refused(span);
    if (typeof value === 'string' && text.includes(opening)) {
      const known = this.#done.get(scalar);
      const resolved = known ?? this.#memo(scalar, () => composed([text], { span, via: [] }, this));
      if (resolved && resolved.kind !== 'literal') return resolved;
    }
    const slot = () => (this.isWrittenOnce(scalar) ? slotOf(scalar) : undefined);
    return { kind: 'literal', value, text, span, via: none, slot };
  }

  #map(mapping: Mapping): EvaluatedMap {
    if (!hasLoops(mapping)) return new MappingValue(this, mapping, undefined, mapping.span, none);
    const cell: Cell<ReadonlyMap<string, Entry>> = {};
    const { scenarios } = this.#around;
    const looped = () => scenarios.memo(cell, () => this.#carriedOut(mapping));
    return new MappingValue(this, mapping, looped, mapping.span, none);
  }

  /** Loops that ask for too many copies stay what they are, and nobody knows what they make. */
  #carriedOut(mapping: Mapping): ReadonlyMap<string, Entry> {
    this.#copier ??= new Copier(this.#around.limits.copies);
    try {
      return expanded(mapping, (tree) => this.texts(tree), this.#copier);
    } catch (error) {
      if (error instanceof InputError) return mapping.entries;
      throw error;
    }
  }

  imported(name: Evaluated, span: Span, region?: string): Evaluated | undefined {
    const value = this.#around.links?.imported(name, region);
    return value && fetched(value, { span, via: [] });
  }

  stored(name: string): Evaluated | undefined {
    return this.#around.links?.stored?.(name);
  }

  heldUp(name: readonly Piece[]): Reason['heldUpBy'] {
    return this.#around.links?.heldUp?.(name);
  }

  #parameter(parameter: Parameter, span: Span): Evaluated {
    const { splits, stack, links } = this.#around;
    const { name, isSystemsManager } = parameter;
    const bound = links?.bound(name);
    if (bound && bound.kind !== 'literal') return passed(parameter, bound, span);
    const given = splits.given(name);
    const declared = parameter.default?.span ?? parameter.key;
    const place = (kind: Hop['kind']) => ({ span, via: [{ kind, name, span: declared }] });
    if (given !== undefined) return valueFrom(parameter, given, place('parameter'));
    const choice = this.#choice(name);
    if (choice && 'text' in choice) return valueFrom(parameter, choice.text, place('parameter'));
    if (!choice && parameter.default && !isSystemsManager) {
      return valueFrom(parameter, parameter.default.text, place('parameter-default'));
    }
    const kind = isSystemsManager ? 'runtime' : 'parameter';
    const stored = isSystemsManager ? links?.storedName?.(name) : undefined;
    const heldUpBy = stored === undefined ? undefined : this.heldUp(dynamicReference([stored]));
    const reason: Reason = { kind, name, ...(heldUpBy && { heldUpBy }) };
    return { ...opaque(`${stack}/${name}`, reason, { span, via: [] }), ...shapeOf(parameter) };
  }

  #pseudo(name: string, span: Span): Evaluated {
    const { splits, stack } = this.#around;
    const place = { span, via: [] };
    const given = splits.given(name);
    if (given !== undefined) return literal(given, place);
    const choice = this.#choice(name);
    if (choice && 'text' in choice) return literal(choice.text, place);
    const isOfStack = name === 'AWS::StackName' || name === 'AWS::StackId';
    return opaque(isOfStack ? `${stack}/${name}` : name, { kind: 'parameter', name }, place);
  }

  #choice(name: string): Choice | undefined {
    const { splits, witness } = this.#around;
    const choice = splits.choice(name);
    if (choice && splits.varies(name)) witness(name, `${name} ${described(choice)}`);
    return choice;
  }

  /** Whether a tree stands in one place only, so that it can be rewritten there. */
  isWrittenOnce(tree: Tree): boolean {
    if (isCopy(tree)) return false;
    const { file, tree: root } = this.#around.template;
    this.#shared ??= /(?:^|[\s[{,])\*\w/m.test(file.text) ? sharedIn(root) : new Set();
    return !this.#shared.has(tree);
  }
}

/** The properties of a map are evaluated when they are asked for, the items of a list at once. */
const mayVary = (tree: Tree): boolean =>
  tree.kind === 'scalar' ? tree.text.includes(opening) : tree.kind === 'call' || tree.kind === 'list';

/** CloudFormation takes a template with a `null` in its properties for none. */
const refused = (span: Span): Evaluated =>
  opaque(`null@${span.file.path}:${span.start}`, { kind: 'unsupported', name: 'null' }, { span, via: [] });

/** What depends on itself, as exports that import each other do, or on more than anybody can follow. */
function unfounded({ kind, span }: Tree): Evaluated {
  const name = 'a value that depends on itself';
  return opaque(`${kind}@${span.file.path}:${span.start}`, { kind: 'unsupported', name }, { span, via: [] });
}

function valueFrom(
  { isList }: Parameter,
  text: string,
  place: { readonly span: Span; readonly via: readonly Hop[] },
): Evaluated {
  if (!isList) return composed([text], place);
  return { kind: 'list', items: itemsOf(text).map((item) => composed([item], place)), ...place };
}

/** CloudFormation looks up what has a type of AWS, so that nobody may write several into one; a text may be whatever it is taken for. */
function shapeOf({ isList, isSystemsManager, type }: Parameter): Pick<Unknown, 'shape'> {
  if (isList) return { shape: 'list' };
  if (/^(?:AWS::SSM::Parameter::Value<)?AWS::(?!SSM::)/.test(type)) return { shape: 'text' };
  return isSystemsManager ? { shape: 'either' } : {};
}

/** What a parent stack passes. A list arrives as one text with commas, in which references are still references. */
function passed({ isList }: Parameter, value: Evaluated, span: Span): Evaluated {
  if (!isList) return fetched(value, { span, via: [] });
  if (value.kind === 'reference') return { kind: 'list', items: [value], span, via: [] };
  const list = value.kind === 'unknown' ? cutForList(value, { span, via: value.via }) : undefined;
  return list ?? fetched(value, { span, via: [] });
}

function described(choice: Choice): string {
  if ('text' in choice) return choice.text === '' ? 'is empty' : `is ${choice.text}`;
  const names = choice.otherThan.map((text) => (text === '' ? 'empty' : text));
  return names.length === 1 ? `is not ${names[0]}` : `is none of ${names.join(', ')}`;
}
