import { InputError, position, type SourceFile, type Span } from '../../source/file.ts';
import { type Entry, entryOf, longName, type Mapping, type Tree } from '../../source/tree.ts';
import { locationOf } from './include.ts';
import { type Parameter, readParameter, textsOf } from './parameters.ts';

/** A template as it is written: sections told apart, nothing evaluated. */
export interface Template {
  readonly file: SourceFile;
  readonly tree: Mapping;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  /** Condition expressions by name. */
  readonly conditions: ReadonlyMap<string, Entry>;
  /** Map name, first key, second key. */
  readonly mappings: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Tree>>>;
  readonly outputs: ReadonlyMap<string, Entry>;
  readonly rules: ReadonlyMap<string, Entry>;
  /** The names of the macros that CloudFormation runs over it. */
  readonly transforms: readonly string[];
  /** What may add resources that cannot be seen here: a macro, an include, a loop over an unknown list. */
  readonly hidden: readonly Hidden[];
  /** What a file of Amazon ECS, read as a template, is known by; absent for a template. */
  readonly registration?: Registration;
}

/** How templates and services may name what a file of Amazon ECS describes. */
export interface Registration {
  readonly kind: 'task definition' | 'service';
  /** Names that the user gave it: of a parameter, or of a family. */
  readonly names: readonly string[];
  readonly family?: string;
  readonly revision?: string;
}

export interface Hidden {
  readonly name: string;
  readonly span: Span;
  /** Of a file that is included, and was not given. */
  readonly location: string | undefined;
}

/** Whether a document is a CloudFormation template, and not a Kubernetes manifest or a package.json. */
export function isTemplate(tree: Tree): boolean {
  const entry = entryOf(tree, 'Resources');
  if (entry?.lost) return true; // what is lost may well have been resources
  const resources = entry?.value;
  if (resources?.kind === 'call') return isGenerator(longName(resources.fn));
  if (resources?.kind !== 'map') return false;
  if (entryOf(tree, 'AWSTemplateFormatVersion')) return true;
  const declared = [...resources.entries].filter(([key]) => !isGenerator(key));
  return resources.entries.size > 0 && declared.every(([, { value }]) => typeOf(value)?.includes('::'));
}

/** The sections of which CloudFormation makes what is deployed. */
const sections = ['Parameters', 'Mappings', 'Conditions', 'Rules', 'Transform', 'Globals', 'Resources', 'Outputs'];

/**
 * A template, no section of which is written twice: "Although CloudFormation might accept the template, it will have an
 * undefined behavior when processing the template".
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 * @throws InputError at a section that stands there already.
 */
export function withSectionsOnce(tree: Tree): Tree {
  for (const name of sections) {
    const twice = entryOf(tree, name);
    if (twice?.lost)
      throw new InputError(
        `\`${name}\` is a section of this template already, on line ${position(twice.lost.file, twice.lost.start).line}, and what CloudFormation makes of two is undefined: keep one of them`,
        twice.key,
      );
  }
  return tree;
}

/** @throws InputError at the section or entry that CloudFormation could not read either. */
export function readTemplate(tree: Tree): Template {
  if (tree.kind !== 'map') throw new InputError('the document is not a template: it has no `Resources`', tree.span);
  const hidden: Hidden[] = [];
  const section = (name: string) => sectionOf(tree, name, hidden);
  const parameters = new Map<string, Parameter>();
  for (const [name, { key, value }] of section('Parameters')) parameters.set(name, readParameter(name, key, value));
  const resources = new Map<string, ResourceDeclaration>();
  const types = new Map<string, string>();
  for (const [name, entry] of section('Resources')) resources.set(name, readResource(name, entry, types));
  const transforms = transformsOf(tree);
  return {
    file: tree.span.file,
    tree,
    parameters,
    resources,
    conditions: section('Conditions'),
    mappings: new Map([...section('Mappings')].map(([name, { value }]) => [name, readMapping(name, value)])),
    outputs: section('Outputs'),
    rules: section('Rules'),
    transforms,
    hidden,
  };
}

/** A key that CloudFormation replaces by other entries before it reads the section. */
export const isGenerator = (key: string): boolean => key === 'Fn::Transform' || key.startsWith('Fn::ForEach::');

function sectionOf(tree: Mapping, name: string, hidden: Hidden[]): ReadonlyMap<string, Entry> {
  const section = entryOf(tree, name)?.value;
  if (!section || (section.kind === 'scalar' && section.value === null)) return new Map();
  if (section.kind === 'call' && isGenerator(longName(section.fn))) {
    hidden.push(hiddenBy(longName(section.fn), section.args, section.span));
    return new Map();
  }
  if (section.kind !== 'map') throw new InputError(`\`${name}\` is not a mapping`, section.span);
  const { entries } = section;
  const made = [...entries.keys()].filter(isGenerator);
  if (made.length === 0) return entries;
  for (const [key, entry] of entries) if (isGenerator(key)) hidden.push(hiddenBy(key, entry.value, entry.key));
  return new Map([...entries].filter(([key]) => !isGenerator(key)));
}

/** A macro goes by its own name rather than by that of the function that calls it. */
function hiddenBy(key: string, value: Tree, span: Span): Hidden {
  const [macro] = key === 'Fn::Transform' ? transformName(value) : [];
  return { name: macro ?? key, span, location: locationOf(value) };
}

/** Resources of one type share its name in `types`. */
function readResource(logicalId: string, { key, value: tree }: Entry, types: Map<string, string>): ResourceDeclaration {
  if (tree.kind !== 'map') throw new InputError(`resource \`${logicalId}\` is not a mapping`, tree.span);
  const type = typeOf(tree);
  if (type === undefined) throw new InputError(`resource \`${logicalId}\` has no \`Type\``, key);
  const shared = types.get(type) ?? type;
  types.set(type, shared);
  return new ResourceDeclaration(logicalId, key, shared, tree);
}

/**
 * One entry of a template's `Resources`. Holds on to as little of the tree as it can, since large applications declare a
 * hundred thousand.
 */
export class ResourceDeclaration {
  readonly logicalId: string;
  readonly key: Span;
  readonly type: string;
  readonly tree: Mapping;
  readonly properties: Tree | undefined;
  readonly condition: string | undefined;
  readonly dependsOn: readonly string[];
  /** The path of the construct that CDK synthesised it from. */
  readonly constructPath: string | undefined;

  constructor(logicalId: string, key: Span, type: string, tree: Mapping) {
    const condition = entryOf(tree, 'Condition')?.value;
    const path = entryOf(entryOf(tree, 'Metadata')?.value, 'aws:cdk:path')?.value;
    this.logicalId = logicalId;
    this.key = key;
    this.type = type;
    this.tree = tree;
    this.properties = entryOf(tree, 'Properties')?.value;
    this.condition = condition?.kind === 'scalar' && condition.value !== null ? condition.text : undefined;
    this.dependsOn = namesIn(entryOf(tree, 'DependsOn')?.value);
    this.constructPath = path?.kind === 'scalar' ? path.text : undefined;
  }

  get metadata(): Tree | undefined {
    return entryOf(this.tree, 'Metadata')?.value;
  }
}

function typeOf(tree: Tree): string | undefined {
  const type = entryOf(tree, 'Type')?.value;
  return type?.kind === 'scalar' && typeof type.value === 'string' ? type.value : undefined;
}

const none: readonly never[] = [];

const namesIn = (tree: Tree | undefined): readonly string[] =>
  tree?.kind === 'scalar' && tree.value !== null ? [tree.text] : (textsOf(tree) ?? none);

function readMapping(name: string, tree: Tree): ReadonlyMap<string, ReadonlyMap<string, Tree>> {
  if (tree.kind === 'call') return new Map();
  if (tree.kind !== 'map') throw new InputError(`mapping \`${name}\` is not a mapping`, tree.span);
  const first = [...tree.entries].filter(([key]) => !isGenerator(key));
  return new Map(first.map(([key, { value }]) => [key, secondLevel(name, key, value)]));
}

function secondLevel(name: string, key: string, tree: Tree): ReadonlyMap<string, Tree> {
  if (tree.kind === 'call') return new Map();
  if (tree.kind !== 'map') throw new InputError(`key \`${key}\` of mapping \`${name}\` is not a mapping`, tree.span);
  return new Map([...tree.entries].map(([second, { value }]) => [second, value]));
}

function transformsOf(tree: Mapping): readonly string[] {
  const written = [entryOf(tree, 'Transform')?.value, entryOf(tree, 'Fn::Transform')?.value];
  return written
    .flatMap((value) => (value?.kind === 'list' ? value.items : value ? [value] : []))
    .flatMap(transformName);
}

function transformName(tree: Tree): readonly string[] {
  if (tree.kind === 'scalar') return [tree.text];
  const name = entryOf(tree.kind === 'call' ? tree.args : tree, 'Name')?.value;
  return name?.kind === 'scalar' ? [name.text] : [];
}
