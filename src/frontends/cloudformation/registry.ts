import type { Span } from '../../source/file.ts';
import type { Hop } from '../../value.ts';
import { type Application, keyOf } from './application.ts';
import type { Evaluated, Reference } from './evaluated.ts';
import type { Stack } from './stack.ts';
import type { ResourceDeclaration, Template } from './template.ts';

const taskDefinitionType = 'AWS::ECS::TaskDefinition';
const targetGroupType = 'AWS::ElasticLoadBalancingV2::TargetGroup';

/**
 * What files of Amazon ECS and templates know of each other by AWS's own names: task definitions by their family,
 * revision and ARN, target groups by the name in their ARN. A name that two have says nothing.
 */
export class Registry {
  readonly #application: Application;
  #definitions: readonly Found[] | undefined;
  #groups: ReadonlyMap<string | undefined, Found | undefined> | undefined;

  constructor(application: Application) {
    this.#application = application;
  }

  /** The resource of another stack that a value names; nothing where none does, or several do. */
  find(value: Evaluated, types: readonly string[], from: Stack): Reference | undefined {
    const found =
      (types.includes(taskDefinitionType) ? (this.#taskDefinition(value) ?? ofFamily(value, from)) : undefined) ??
      (types.includes(targetGroupType) && isService(from) ? this.#targetGroup(value) : undefined);
    return found && referenceTo(found, value);
  }

  /** The files of task definitions that no service of the application is known to run. */
  get unused(): readonly Found[] {
    const definitions = this.#allDefinitions();
    if (definitions.length === 0) return [];
    const named = this.#application.stacks.flatMap(servicesIn).flatMap(({ definition }) => definition ?? []);
    const used = new Set(named.map((value) => namedAmong(definitions, value)));
    return definitions.filter((found) => !used.has(found));
  }

  #allDefinitions(): readonly Found[] {
    this.#definitions ??= definitionsIn(this.#application);
    return this.#definitions;
  }

  #taskDefinition(value: Evaluated): Found | undefined {
    return namedAmong(this.#allDefinitions(), value);
  }

  #targetGroup(value: Evaluated): Found | undefined {
    this.#groups ??= targetGroupsIn(this.#application);
    return this.#groups.get(targetGroupName(value));
  }
}

/** A resource, wherever it is. */
export interface Found {
  readonly stack: Stack;
  readonly declaration: ResourceDeclaration;
}

/** The applications that name what may be another's, each with whoever owns it. */
export function* namings(
  applications: readonly Application[],
): Generator<readonly [Application, Application | undefined]> {
  const owners = new Map(applications.flatMap((owner) => definitionsIn(owner).map((found) => [found, owner] as const)));
  const definitions = [...owners.keys()];
  let groups: ReadonlyMap<string | undefined, Application | undefined> | undefined;
  for (const application of applications)
    for (const stack of application.stacks)
      for (const { definition, targetGroups } of servicesIn(stack)) {
        const named = definition && namedAmong(definitions, definition);
        yield [application, named && owners.get(named)];
        for (const group of isService(stack) ? targetGroups : []) {
          groups ??= groupOwners(applications);
          yield [application, groups.get(targetGroupName(group))];
        }
      }
}

/** Who has the target group of a name; nobody where several do. */
function groupOwners(applications: readonly Application[]): ReadonlyMap<string, Application | undefined> {
  const groups = new Map<string, Application | undefined>();
  for (const owner of applications)
    for (const name of targetGroupsIn(owner).keys()) groups.set(name, groups.has(name) ? undefined : owner);
  return groups;
}

/** The services of a stack with what they name, as it is without any choice. */
function servicesIn(stack: Stack) {
  const declarations = [...stack.declarations('AWS::ECS::Service'), ...stack.declarations('AWS::ECS::TaskSet')];
  return declarations
    .map((declaration) =>
      once(stack, () => {
        const properties = stack.properties(declaration);
        const attachments = properties.get('LoadBalancers');
        const items = attachments?.kind === 'list' ? attachments.items : [];
        return {
          definition: properties.get('TaskDefinition'),
          targetGroups: items.flatMap((item) => (item.kind === 'map' ? (item.get('TargetGroupArn') ?? []) : [])),
        };
      }),
    )
    .filter((service) => service !== undefined);
}

const isService = ({ evaluator }: Stack): boolean => evaluator.template.registration?.kind === 'service';

const definitionsIn = ({ stacks }: Application): readonly Found[] =>
  stacks
    .filter(({ evaluator }) => evaluator.template.registration?.kind === 'task definition')
    .flatMap((stack) => stack.declarations(taskDefinitionType).map((declaration) => ({ stack, declaration })));

/** The target groups of templates whose names are written. */
function targetGroupsIn({ stacks }: Application) {
  const groups = new Map<string, Found | undefined>();
  for (const stack of stacks)
    for (const declaration of stack.declarations(targetGroupType)) {
      const name = once(stack, () => stack.properties(declaration).get('Name'));
      if (name?.kind === 'literal') groups.set(name.text, groups.has(name.text) ? undefined : { stack, declaration });
    }
  return groups;
}

const once = <T>(stack: Stack, run: () => T): T | undefined => stack.scenarios.explore(run, 1).outcomes[0]?.result;

/** The task definition that a value names: by what the user called it, else by its family or ARN. */
function namedAmong(definitions: readonly Found[], value: Evaluated): Found | undefined {
  const said = familyIn(value);
  const called = definitions.filter(({ stack }) =>
    stack.evaluator.template.registration?.names.some((name) => name === said?.family || goesBy(value, name)),
  );
  if (called.length > 0 || !said) return only(called);
  return only(definitions.filter(({ stack }) => isOf(stack.evaluator.template, said)));
}

/**
 * The task definition of a template that registers the family which a service of the template names. A service that
 * CodeDeploy deploys has CDK name it so: https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-ecs/lib/base/base-service.ts
 */
function ofFamily(value: Evaluated, stack: Stack): Found | undefined {
  const said = value.kind === 'literal' ? familyIn(value) : undefined;
  if (said === undefined || said.revision !== undefined) return undefined;
  const registered = stack.declarations(taskDefinitionType).filter((declaration) => {
    const family = once(stack, () => stack.properties(declaration).get('Family'));
    return family?.kind === 'literal' && family.text === said.family;
  });
  const declaration = only(registered);
  return declaration && { stack, declaration };
}

/** What was registered since a revision may be something else. */
const isOf = ({ registration }: Template, { family, revision }: Said): boolean =>
  registration?.family === family &&
  (revision === undefined || registration.revision === undefined || revision === registration.revision);

/** Whether a value comes from a parameter of this name, or is one that nobody gave. */
function goesBy(value: Evaluated, name: string): boolean {
  if (value.via.some((hop) => hop.kind.startsWith('parameter') && hop.name === name)) return true;
  if (value.kind !== 'unknown') return false;
  return value.reason.name === name || (value.parts ?? []).some((p) => typeof p === 'object' && p.reason.name === name);
}

interface Said {
  readonly family: string;
  readonly revision: string | undefined;
}

/**
 * `family`, `family:revision`, or an ARN that ends so; also where only the ends of a text are known.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html#ECS-CreateService-request-taskDefinition
 */
function familyIn(value: Evaluated): Said | undefined {
  const pieces = value.kind === 'literal' ? [value.text] : value.kind === 'unknown' ? (value.parts ?? []) : [];
  const text = pieces.map((piece) => (typeof piece === 'string' ? piece : '\u0000')).join('');
  const [, family, revision] = /^(?:arn:.*:task-definition\/)?([\w-]+)(?::(\d+|\u0000))?$/s.exec(text) ?? [];
  return family === undefined ? undefined : { family, revision: revision === '\u0000' ? undefined : revision };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html */
const targetGroupName = (value: Evaluated): string | undefined =>
  value.kind === 'literal' ? /:targetgroup\/([^/]+)\//.exec(value.text)?.[1] : undefined;

const only = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

function referenceTo(
  { stack, declaration }: Found,
  { span, via }: { readonly span: Span; readonly via: readonly Hop[] },
): Reference {
  const { logicalId } = declaration;
  return { kind: 'reference', stack: stack.name, logicalId, symbol: keyOf(stack.name, logicalId), span, via };
}
