import type { InputError, SourceFile, Span } from '../../source/file.ts';
import type { Entry, Mapping, Tree } from '../../source/tree.ts';
import { type Registration, readTemplate, type Template } from '../cloudformation/template.ts';
import type { EcsDocument } from './recognise.ts';
import { scalarAt, Translation, textAt } from './translate.ts';
import { faultsOf, type Validators } from './validate.ts';

/** What is said of such a file beside it. */
export interface EcsGiven {
  /** Further names under which templates and services know the task definition. */
  readonly names: readonly string[];
  /** Without them the shape of a document is taken at its word. */
  readonly validators?: Validators;
}

export interface EcsReading {
  readonly templates: readonly Template[];
  readonly errors: readonly InputError[];
}

/** A document as the template that would create the same; `file` as the user wrote it. */
export function readEcs(file: SourceFile, root: Tree, document: EcsDocument, given: EcsGiven): EcsReading {
  const translation = new Translation(file, root);
  const errors = given.validators ? faults(document, given.validators, file, translation) : [];
  if (errors.length > 0) return { templates: [], errors };
  switch (document.kind) {
    case 'task definition':
    case 'containers': {
      const [id, resource] = taskDefinition(document.tree, file, translation);
      const family = document.kind === 'containers' ? undefined : scalarAt(document.tree, 'family');
      const isSaid = family !== undefined && !translation.isOpen(family);
      const revision = scalarAt(document.tree, 'revision')?.text;
      const registration: Registration = {
        kind: 'task definition',
        ...(isSaid && { family: family.text }),
        ...(revision !== undefined && { revision }),
        names: given.names,
      };
      return { templates: [template(root, new Map([[id, resource]]), translation, registration)], errors };
    }
    case 'services': {
      const resources = new Map<string, Entry>();
      for (const tree of document.trees) {
        if (scalarAt(tree, 'status')?.text === 'INACTIVE') continue;
        const [id, resource] = service(tree, file, translation);
        resources.set(resources.has(id) ? `${id} (${resources.size + 1})` : id, resource);
      }
      return { templates: [template(root, resources, translation, { kind: 'service', names: [] })], errors };
    }
    default:
      return { templates: [], errors };
  }
}

function faults(document: EcsDocument, validators: Validators, file: SourceFile, translation: Translation) {
  const isOpen = (tree: Tree) => translation.isOpen(tree);
  const of = (tree: Tree, what: keyof Validators) => faultsOf(tree, what, validators, file, isOpen);
  switch (document.kind) {
    case 'task definition':
      return of(document.tree, 'taskDefinition');
    case 'containers': {
      const { span } = document.tree;
      const entries = new Map([['containerDefinitions', { key: span, value: document.tree }]]);
      return of({ kind: 'map', entries, span }, 'taskDefinition');
    }
    case 'services':
      return document.trees.flatMap((tree) => of(tree, 'service'));
    default:
      return [];
  }
}

function template(
  root: Tree,
  resources: ReadonlyMap<string, Entry>,
  translation: Translation,
  registration: Registration,
): Template {
  const span = translation.at(root.span);
  const section = (entries: ReadonlyMap<string, Entry>): Entry => ({
    key: span,
    value: { kind: 'map', entries, span },
  });
  const sections = new Map([
    ['Parameters', section(translation.parameters)],
    ['Resources', section(resources)],
  ]);
  return { ...readTemplate({ kind: 'map', entries: sections, span }), registration };
}

function resource(key: Span, type: string, properties: Tree, whole: Span): Entry {
  const entries = new Map([
    ['Type', { key, value: textAt(type, key) }],
    ['Properties', { key, value: properties }],
  ]);
  return { key, value: { kind: 'map', entries, span: whole } };
}

/** What surrounds a list of containers, and is written elsewhere. */
const besideContainers = ['NetworkMode', 'RequiresCompatibilities', 'ProxyConfiguration'];

function taskDefinition(tree: Mapping | Extract<Tree, { kind: 'list' }>, file: SourceFile, translation: Translation) {
  const whole = translation.at(tree.span);
  const key = nameSpan(tree, ['family'], translation);
  const type = 'AWS::ECS::TaskDefinition';
  if (tree.kind === 'map') {
    const family = scalarAt(tree, 'family');
    const id = family ? translation.written(family) : baseName(file);
    return [id, resource(key, type, translation.tree(tree), whole)] as const;
  }
  const id = baseName(file);
  const entries = new Map([
    ['ContainerDefinitions', { key: whole, value: translation.tree(tree) }],
    ...unsaid(besideContainers, `of the task definition around ${id}`, key, translation),
  ]);
  // Its span is empty, so that nobody takes it for a block to write into.
  const properties: Mapping = { kind: 'map', entries, span: { ...whole, end: whole.start } };
  return [id, resource(key, type, properties, whole)] as const;
}

/** What `update-service` leaves as it is where it is not written. */
const keptByUpdates = [
  'TaskDefinition',
  'LoadBalancers',
  'LaunchType',
  'CapacityProviderStrategy',
  'NetworkConfiguration',
  'HealthCheckGracePeriodSeconds',
  'DesiredCount',
  'DeploymentConfiguration',
  'DeploymentController',
  'SchedulingStrategy',
  'AvailabilityZoneRebalancing',
];

function service(tree: Mapping, file: SourceFile, translation: Translation) {
  const whole = translation.at(tree.span);
  const key = nameSpan(tree, ['serviceName', 'service'], translation);
  const name = scalarAt(tree, 'serviceName') ?? scalarAt(tree, 'service');
  const id = name ? translation.written(name) : baseName(file);
  const type = 'AWS::ECS::Service';
  const isUpdate = scalarAt(tree, 'service') !== undefined && !scalarAt(tree, 'serviceName');
  if (!isUpdate) return [id, resource(key, type, translation.tree(tree), whole)] as const;
  const written = translation.entries(tree);
  const kept = keptByUpdates.filter((name) => !written.has(name));
  const entries = new Map([...written, ...unsaid(kept, `of ${id}`, key, translation)]);
  return [id, resource(key, type, { kind: 'map', entries, span: whole }, whole)] as const;
}

/** Properties that have a value, which this file does not say. */
const unsaid = (names: readonly string[], whose: string, span: Span, translation: Translation) =>
  names.map((name): [string, Entry] => [
    name,
    { key: span, value: translation.parameter(`${name} ${whose}`, span, 'AWS::SSM::Parameter::Value<String>') },
  ]);

/** Where a document is named; where it begins, if it is not. */
function nameSpan(tree: Tree, keys: readonly string[], translation: Translation): Span {
  for (const key of keys) {
    const name = scalarAt(tree, key);
    if (name) return translation.at(name.span);
  }
  const { start } = tree.span;
  return translation.at({ ...tree.span, end: start + 1 });
}

const baseName = ({ path }: SourceFile): string => path.replace(/^.*\//, '').replace(/\.\w+$/, '');
