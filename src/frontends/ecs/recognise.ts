import { entryOf, type List, type Mapping, type Tree } from '../../source/tree.ts';
import { isEmptyText } from './translate.ts';

/** What Amazon ECS, or a tool around it, keeps in files. */
export type EcsDocument = { /** What to tell the user. */ readonly taken: string } & (
  | { readonly kind: 'task definition'; readonly tree: Mapping }
  | { readonly kind: 'containers'; readonly tree: List }
  | { readonly kind: 'services'; readonly trees: readonly Mapping[] }
  /** Recognised so that nobody takes it for a broken template. */
  | { readonly kind: 'nothing to check' }
);

const nothingToCheck = (what: string): EcsDocument => ({
  kind: 'nothing to check',
  taken: `${what}, in which there is nothing to check`,
});

/** A document of Amazon ECS by its shape; nothing for any other document. */
export function recognise(tree: Tree): EcsDocument | undefined {
  if (tree.kind === 'list') return recogniseList(tree);
  if (tree.kind !== 'map') return undefined;
  const described = entryOf(tree, 'taskDefinition')?.value;
  for (const candidate of [tree, described])
    if (candidate?.kind === 'map' && isCollection(entryOf(candidate, 'containerDefinitions')?.value))
      return isSkeleton(candidate)
        ? nothingToCheck('the skeleton of a task definition')
        : { kind: 'task definition', tree: candidate, taken: 'a task definition' };
  const services = servicesIn(tree);
  if (services)
    return {
      kind: 'services',
      trees: services,
      taken: services.length === 1 ? 'a service' : `${services.length} services`,
    };
  if (isText(tree, 'ImageURI')) return nothingToCheck('image details');
  return isSpecification(tree) ? nothingToCheck('an application specification of CodeDeploy') : undefined;
}

/** What `register-task-definition --generate-cli-skeleton` prints, with nothing filled in. */
function isSkeleton(tree: Mapping): boolean {
  const containers = entryOf(tree, 'containerDefinitions')?.value;
  return (
    isEmpty(tree, 'family') &&
    containers?.kind === 'list' &&
    containers.items.length > 0 &&
    containers.items.every((container) => isEmpty(container, 'name'))
  );
}

const isEmpty = (tree: Tree, key: string): boolean => {
  const value = entryOf(tree, key)?.value;
  return value !== undefined && isEmptyText(value);
};

/** A list that is written, or a placeholder for one. */
const isCollection = (tree: Tree | undefined): boolean => tree?.kind === 'list' || tree?.kind === 'scalar';

const isText = (tree: Tree, key: string): boolean => {
  const value = entryOf(tree, key)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string';
};

/** What containers have besides a name and an image, unlike the articles of a shop. */
const ofContainers = [
  'portMappings',
  'essential',
  'memoryReservation',
  'logConfiguration',
  'mountPoints',
  'entryPoint',
];

function recogniseList(tree: List): EcsDocument | undefined {
  const { items } = tree;
  const all = (...keys: readonly string[]) =>
    items.length > 0 && items.every((item) => keys.every((key) => isText(item, key)));
  if (all('name', 'imageUri')) return nothingToCheck('image definitions');
  const isContainers = all('name', 'image') && items.some((item) => ofContainers.some((key) => entryOf(item, key)));
  return isContainers ? { kind: 'containers', tree, taken: 'the containers of a task definition' } : undefined;
}

/** The input of `create-service` or `update-service`, or what they and `describe-services` print. */
function servicesIn(tree: Mapping): readonly Mapping[] | undefined {
  if (isService(tree)) return [tree];
  const one = entryOf(tree, 'service')?.value;
  if (one?.kind === 'map' && isService(one)) return [one];
  const list = entryOf(tree, 'services')?.value;
  if (list?.kind !== 'list') return undefined;
  const services = list.items.flatMap((item) => (item.kind === 'map' && isService(item) ? [item] : []));
  return services.length > 0 && services.length === list.items.length ? services : undefined;
}

const isService = (tree: Mapping): boolean =>
  ['serviceName', 'service', 'cluster'].some((key) => isText(tree, key)) &&
  (isText(tree, 'taskDefinition') || entryOf(tree, 'loadBalancers')?.value.kind === 'list');

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure.html */
function isSpecification(tree: Mapping): boolean {
  if (!entryOf(tree, 'version')) return false;
  if (entryOf(tree, 'os')) return ['files', 'hooks'].some((key) => entryOf(tree, key));
  return ['Resources', 'resources'].some((key) => entryOf(tree, key)?.value.kind === 'list');
}

/** A cheap look: whether a text could be one of these documents, whatever its syntax. */
export const mayBeEcs = ({ text }: { readonly text: string }): boolean =>
  /containerDefinitions|portMappings|imageUri|ImageURI|loadBalancers|TargetService|\btaskDefinition\b/.test(text);
