import type { Assumptions } from '../../graph/assumptions.ts';
import type { Resource } from '../../graph/entities.ts';
import { append } from '../../multimap.ts';
import type { Phases } from '../../phases.ts';
import { Scenarios } from '../../scenario.ts';
import { InputError, type Span } from '../../source/file.ts';
import { type Limits, usualLimits } from '../../source/limits.ts';
import type { Shelves } from '../../source/shelf.ts';
import type { Reason, Unknown } from '../../value.ts';
import type { Evaluated, Reference } from './evaluated.ts';
import { Evaluator, type Given, type Links } from './evaluator.ts';
import { Exports, type Imported, importsOf } from './exports.ts';
import { linksOf } from './links.ts';
import { Names } from './names.ts';
import { Order } from './order.ts';
import type { Parameter } from './parameters.ts';
import { type Found, Registry } from './registry.ts';
import { isMeantBy, type StackSetting } from './settings.ts';
import { type Readers, Stack } from './stack.ts';
import { Stored } from './stored.ts';
import type { ResourceDeclaration, Template } from './template.ts';
import { childOf, type Files } from './template-url.ts';
import { identity, type Piece } from './text.ts';

/** What is said of a whole application. */
export interface Deployment {
  readonly parameters: ReadonlyMap<string, string>;
  readonly assume?: Assumptions;
  /** Account and region of a template's stack, as pseudo parameters, and its name. */
  readonly environmentOf?: (path: string) => ReadonlyMap<string, string> | undefined;
  /** The file that a template knows as an asset by the end of a URL. */
  readonly assetOf?: (template: string, url: string) => string | undefined;
  readonly stacks?: readonly StackSetting[];
  readonly limits?: Limits;
  /** How many stacks were nested so far, in all applications that are read together. */
  readonly tally?: { nested: number };
  /** What holds up an import of what a template given exports. */
  readonly heldUp?: (name: readonly Piece[], path: string) => Reason['heldUpBy'];
  /** Files of Amazon ECS, read as the templates that would create the same. */
  readonly registered?: readonly Template[];
  readonly phases?: Phases;
  /** Where what the templates hold is put back once they are read. */
  readonly shelves?: Shelves;
}

/** A stack that stands by itself. */
export interface Root {
  readonly template: Template;
  readonly setting?: StackSetting;
}

/** A nested stack whose template was not among those given. */
export interface MissingTemplate {
  readonly declaration: ResourceDeclaration;
  readonly stack: Stack;
  /** The file's name as far as it can be read. */
  readonly name: string;
  readonly span: Span;
}

/** A nested stack, and the resource of its parent that it is. */
interface Nested {
  readonly stack: Stack;
  readonly declaration: ResourceDeclaration;
}

const stackType = 'AWS::CloudFormation::Stack';
const deepest = 100;
const nothingStored = new Stored();
/** How many combinations of conditions are looked at for one in which a nested stack is deployed. */
const mostUrls = 64;

/** The templates of one application as stacks: nested ones below their parents, all linked by what they export and import. */
export class Application {
  readonly scenarios: Scenarios;
  readonly #limits: Limits;
  readonly #stacks = new Map<string, Stack>();
  readonly #parents = new Map<string, { readonly stack: Stack; readonly declaration: ResourceDeclaration }>();
  readonly #homes = new Map<Resource, Stack>();
  readonly #missing: MissingTemplate[] = [];
  /** How many resources the stacks hold that are nested below a template. */
  readonly #below = new Map<Template, number>();
  readonly order: Order;
  readonly registry = new Registry(this);
  readonly names: Names;
  readonly #roots: ReadonlyMap<string, Root>;
  readonly #templates: Files<Template>;
  readonly #readers: Readers;
  readonly #given: Deployment;
  #children: ReadonlyMap<string, readonly Nested[]> | undefined;
  readonly #links = new Map<string, Links>();
  #exports = new Exports(() => this.stacks);
  #stored: Stored | undefined;
  #isComplete = false;

  /**
   * `roots` with the names of their stacks, and `templates` that may be nested in them.
   * @throws InputError when stacks are nested in themselves, or beyond the limits.
   */
  constructor(roots: ReadonlyMap<string, Root>, templates: Files<Template>, readers: Readers, given: Deployment) {
    this.#limits = given.limits ?? usualLimits;
    this.scenarios = new Scenarios(this.#limits.scenarios, given.phases);
    this.order = new Order(this);
    this.#templates = templates;
    this.#readers = readers;
    this.#given = given;
    this.#roots = roots;
    for (const [name, { template }] of roots) this.#add(name, template, [template]);
    this.#isComplete = true;
    // What was asked for on the way, to find nested stacks, was not asked of all of them.
    this.#exports = new Exports(() => this.stacks);
    // Where nested stacks are, their parents could not know while they were looked for.
    if (this.#stacks.size > 1) this.scenarios.forget();
    this.names = new Names(this);
  }

  get roots(): ReadonlyMap<string, Root> {
    return this.#roots;
  }

  get stacks(): readonly Stack[] {
    return [...this.#stacks.values()];
  }

  get missing(): readonly MissingTemplate[] {
    return this.#missing;
  }

  /** The templates that are deployed as a nested stack. */
  get children(): ReadonlySet<Template['file']> {
    return new Set([...this.#parents.keys()].flatMap((name) => this.#stacks.get(name)?.evaluator.template.file ?? []));
  }

  /** Whether all its stacks are there: some are looked for with what others come to. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  stack(name: string): Stack | undefined {
    return this.#stacks.get(name);
  }

  /** The stack that a resource of type `AWS::CloudFormation::Stack` is. */
  nestedIn(stack: Stack, logicalId: string): Stack | undefined {
    return this.#stacks.get(keyOf(stack.name, logicalId));
  }

  /** The resource that a nested stack is; nothing for one that stands by itself. */
  parentOf(stack: Stack | undefined) {
    return stack && this.parentAt(stack.name);
  }

  /** The resource that the stack of a name is. */
  parentAt(name: string) {
    return this.#parents.get(name);
  }

  /** The stacks that are nested right below the stack of a name. */
  nestedBelow(name: string): readonly Nested[] {
    if (!this.#isComplete) return [];
    this.#children ??= this.#byParent();
    return this.#children.get(name) ?? [];
  }

  #byParent(): ReadonlyMap<string, readonly Nested[]> {
    const children = new Map<string, Nested[]>();
    for (const [name, { stack, declaration }] of this.#parents) {
      const child = this.#stacks.get(name);
      if (child) append(children, stack.name, { stack: child, declaration });
    }
    return children;
  }

  /** Remembers which stack an entity belongs to. */
  register(entity: Resource, stack: Stack): void {
    this.#homes.set(entity, stack);
  }

  homeOf(entity: Resource): Stack | undefined {
    return this.#homes.get(entity);
  }

  /** The resource that something names, in whichever stack it is. */
  referenceOf(evaluated: Evaluated | undefined): Reference | undefined {
    if (evaluated?.kind !== 'unknown') return evaluated?.kind === 'reference' ? evaluated : undefined;
    const { symbol, span, via } = evaluated;
    const [, stack = '', logicalId = '', attribute] = identity.exec(symbol) ?? [];
    if (!this.#stacks.get(stack)?.evaluator.template.resources.has(logicalId)) return undefined;
    const reference: Reference = { kind: 'reference', stack, logicalId, symbol, span, via };
    return attribute === undefined ? reference : { ...reference, attribute };
  }

  /** What declares the resource that something names. */
  found(evaluated: Evaluated | undefined): Found | undefined {
    const reference = this.referenceOf(evaluated);
    if (!reference) return undefined;
    const stack = this.#stacks.get(reference.stack);
    const declaration = stack?.evaluator.template.resources.get(reference.logicalId);
    return stack && declaration && { stack, declaration };
  }

  /** The parameter, of any stack, whose value an unknown is. */
  parameterOf({ symbol }: Unknown): Parameter | undefined {
    const [, stack = '', name = '', attribute] = identity.exec(symbol) ?? [];
    if (attribute !== undefined) return undefined;
    return this.#stacks.get(stack)?.evaluator.template.parameters.get(name);
  }

  /** Account, region and name of a stack, as far as they are known. */
  environmentOf({ name, evaluator }: Stack): ReadonlyMap<string, string> | undefined {
    return this.#environmentOf(name, evaluator.template);
  }

  #environmentOf(name: string, { file }: Template): ReadonlyMap<string, string> | undefined {
    const environment = this.#given.environmentOf?.(file.path);
    const { setting } = this.#roots.get(name) ?? {};
    // What is called by its template has a name that nobody told.
    if (!setting || setting.name === setting.template) return environment;
    return new Map([...(environment ?? []), ['AWS::StackName', setting.name]]);
  }

  get exports(): Exports {
    return this.#exports;
  }

  /** What Systems Manager holds that its stacks write; nothing until all of them are there. */
  get stored(): Stored {
    if (this.#isComplete) this.#stored ??= new Stored(this);
    return this.#stored ?? nothingStored;
  }

  /** The name that a parameter of a stack gives of what Systems Manager holds, where it is known. */
  storedName({ name }: Stack, parameter: string): string | undefined {
    return this.#links.get(name)?.storedName?.(parameter);
  }

  /** The names that are imported, as far as they can be read. */
  get imports(): readonly Imported[] {
    return this.stacks.flatMap(importsOf);
  }

  #add(name: string, template: Template, line: readonly Template[]): void {
    const { parameters } = this.#given;
    const pseudo = this.#environmentOf(name, template);
    const isRoot = line.length === 1;
    const links: Links = {
      ...linksOf(name, template, this, isRoot ? parameters : new Map()),
      heldUp: (wanted) => this.#given.heldUp?.(wanted, template.file.path),
    };
    this.#links.set(name, links);
    const given: Given = {
      parameters: isRoot ? parameters : new Map(),
      stack: name,
      links,
      limits: this.#limits,
      ...(pseudo && { pseudo }),
    };
    const evaluator = new Evaluator(template, this.scenarios, given);
    refuseTooMany(evaluator.template, this.#limits);
    if (!isRoot) this.#refuseTooManyBelow(line[0] ?? template, evaluator.template);
    const stack = new Stack(evaluator, this.scenarios, name, this.#readers, this, this.#given.assume);
    this.#stacks.set(name, stack);
    for (const declaration of stack.declarations(stackType)) this.#nest(stack, declaration, line);
  }

  #nest(stack: Stack, declaration: ResourceDeclaration, line: readonly Template[]): void {
    const { outcomes, explored, combinations } = this.scenarios.explore(
      () => stack.evaluator.exists(declaration) && { url: stack.properties(declaration).get('TemplateURL') },
      mostUrls,
    );
    const first = outcomes.find(({ result }) => result)?.result;
    if (!first && explored === combinations) return;
    const url = first ? first.url : undefined;
    const { file } = stack.evaluator.template;
    const asset = (tail: string) => this.#given.assetOf?.(file.path, tail);
    const found = childOf(url, declaration, file, this.#templates, line, asset);
    if (found.kind === 'missing') {
      this.#missing.push({ declaration, stack, name: found.name, span: found.span });
      return;
    }
    if (line.includes(found.template))
      throw new InputError(
        `the stacks are nested in a circle: ${found.template.file.path} is deployed inside itself`,
        found.span,
      );
    const { stacks } = this.#limits;
    if (line.length > deepest) throw new InputError(`stacks are nested more than ${deepest} levels deep`, found.span);
    const { tally = { nested: 0 } } = this.#given;
    // Each template is tried as a root, so that those which nest each other in rows add up.
    const most = tally.nested++ < 10 * stacks ? stacks : Math.min(stacks, 10);
    if (this.#stacks.size > most)
      throw new InputError(
        `more than ${most} stacks are nested in ${this.#rootFile}; raise \`--max-stacks\` to lint them`,
        found.span,
      );
    const name = keyOf(stack.name, declaration.logicalId);
    this.#parents.set(name, { stack, declaration });
    this.#add(name, found.template, [...line, found.template]);
  }

  #refuseTooManyBelow(root: Template, { resources }: Template): void {
    const count = (this.#below.get(root) ?? 0) + resources.size;
    const most = 10 * this.#limits.resources;
    if (count > most)
      throw new InputError(
        `the stacks nested in it have more than ${most} resources; raise \`--max-resources\` to lint them`,
        { path: root.file.path },
      );
    this.#below.set(root, count);
  }

  get #rootFile(): string {
    const [first] = this.#roots.values();
    return first === undefined ? 'one' : `\`${first.template.file.path}\``;
  }

  /** The only stack that a name, or the path of a template, means. */
  rootMeantBy(name: string): Stack | undefined {
    const meant = [...this.#roots].filter(
      ([key, { template, setting }]) => (setting?.name ?? key) === name || isMeantBy(template.file.path, name),
    );
    return meant.length === 1 ? this.#stacks.get(meant[0]?.[0] ?? '') : undefined;
  }

  /** What the user passes to the stacks that stand by themselves. */
  get settings(): readonly StackSetting[] {
    return [...this.#roots.values()].flatMap(({ setting }) => setting ?? []);
  }
}

/** @throws InputError when a template has more resources, parameters or conditions than the limits allow. */
function refuseTooMany(template: Template, { resources: most }: Limits): void {
  for (const section of ['resources', 'parameters', 'conditions'] as const) {
    const { size } = template[section];
    if (size <= most) continue;
    const { path } = template.file;
    throw new InputError(`${size} ${section} are more than ${most}; raise \`--max-resources\` to lint them`, { path });
  }
}

/** The identity of a resource of a stack; also the name of a stack that is nested as this resource. */
export const keyOf = (stack: string, logicalId: string): string => `${stack}/${logicalId}`;
