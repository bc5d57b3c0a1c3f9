import type { AutoScalingGroup } from '../../../graph/compute.ts';
import type { ScalableTarget, Service } from '../../../graph/ecs.ts';
import type { Hop, Unknown, Value } from '../../../value.ts';
import { type Application, keyOf } from '../application.ts';
import type { Evaluated } from '../evaluated.ts';
import { Properties, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';
import { handedOn } from './routing.ts';

const targetType = 'AWS::ApplicationAutoScaling::ScalableTarget';
const targetDocs = 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html';
const hookDocs = 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html';

/** What moves a service's desired count. Unknown where a scalable target may or may not be this service's. */
export function scalingOf(service: Service, properties: Properties, stack: Stack): Service['scaling'] {
  let doubt: Evaluated | undefined;
  for (const declaration of stack.declarations(targetType)) {
    const owner = ownerOf(declaration, service, stack);
    if (owner === false || !stack.evaluator.exists(declaration)) continue;
    const target = stack.properties(declaration);
    if (scalesOther(target)) continue;
    const id = target.get('ResourceId');
    const name = properties.get('ServiceName');
    const named = owner ?? (id && isNamed(id, name));
    if (named === true) {
      const via = owner ? [] : hopsApart(id?.via ?? [], name?.via ?? []);
      return { kind: 'known', value: scalableTarget(target), span: declaration.key, via };
    }
    if (named === undefined) doubt ??= id;
  }
  for (const other of stack.application.stacks.filter((one) => one !== stack)) {
    const found = scalingIn(other, service, properties.get('ServiceName'), stack);
    if (found?.kind === 'known') return found;
    doubt ??= found;
  }
  if (doubt) return unknownOf(doubt);
  const elsewhere = handedOn([service], stack);
  if (elsewhere) return elsewhere;
  return { kind: 'defaulted', value: undefined, docs: targetDocs, span: service.span, via: [] };
}

/** The scalable target of another stack that refers to a service of this one; unknown where one may mean it by name. */
function scalingIn(other: Stack, service: Service, name: Evaluated | undefined, stack: Stack) {
  let doubt: Unknown | undefined;
  for (const declaration of other.declarations(targetType)) {
    const target = other.properties(declaration);
    const id = target.get('ResourceId');
    if (!id || scalesOther(target)) continue;
    const named = servicesIn(id, stack.application);
    const isElsewhere = named.length > 0 ? !named.includes(service.key) : isNamed(id, name) === false;
    if (isElsewhere || !other.evaluator.exists(declaration)) continue;
    if (named.length > 0)
      return { kind: 'known', value: scalableTarget(target), span: declaration.key, via: id.via } as const;
    doubt ??= unknownOf(id);
  }
  return doubt;
}

/** The services that a text refers to, in whichever stack they are. */
function servicesIn(id: Evaluated, application: Application): readonly string[] {
  const parts = (id.kind === 'unknown' && id.parts) || [id];
  return parts
    .flatMap((part) => (typeof part === 'string' ? [] : (application.found(part) ?? [])))
    .filter(({ declaration }) => declaration.type === 'AWS::ECS::Service')
    .map(({ stack, declaration }) => keyOf(stack.name, declaration.logicalId));
}

/** Whether a scalable target names a service by its resource; `undefined` where it names no service of the template. */
function ownerOf(declaration: ResourceDeclaration, { id }: Service, stack: Stack): boolean | undefined {
  const mentioned = stack.evaluator.references(declaration.properties);
  if (mentioned.has(id)) return true;
  const services = stack.declarations('AWS::ECS::Service');
  return services.some(({ logicalId }) => mentioned.has(logicalId)) ? false : undefined;
}

/** Whether `service/cluster/name` ends in the name of a service; `undefined` where nobody can tell. */
function isNamed(id: Evaluated, name: Evaluated | undefined): boolean | undefined {
  if (id.kind === 'literal') {
    if (!id.text.startsWith('service/')) return false;
    return name?.kind === 'literal' ? id.text.split('/').pop() === name.text : undefined;
  }
  if (id.kind !== 'unknown' || !id.parts) return undefined;
  const [first] = id.parts;
  if (typeof first === 'string' && !first.startsWith('service/')) return false;
  const last = id.parts.at(-1);
  if (typeof last === 'string')
    return name?.kind === 'literal' && last.includes('/') ? last.split('/').pop() === name.text : undefined;
  return last && name?.kind === 'unknown' && last.symbol === name.symbol ? true : undefined;
}

/** What two names that are the same rest on: nothing where all of the one is in the other. */
const hopsApart = (whole: readonly Hop[], part: readonly Hop[]): readonly Hop[] =>
  part.length > 0 && part.every(({ name }) => whole.some((hop) => hop.name === name)) ? [] : [...whole, ...part];

/** Whether a scalable target surely moves something else than the desired count of a service. */
function scalesOther(target: Properties): boolean {
  const dimension = target.get('ScalableDimension');
  return dimension?.kind === 'literal' && dimension.text !== 'ecs:service:DesiredCount';
}

const scalableTarget = (target: Properties): ScalableTarget => ({
  span: target.span,
  minCapacity: target.requiredNumber('MinCapacity'),
  maxCapacity: target.requiredNumber('MaxCapacity'),
});

/** A hook that launching instances wait for, inside the group or beside it, or a warm pool. */
export function preparesInstances(
  declaration: ResourceDeclaration,
  properties: Properties,
  stack: Stack,
): AutoScalingGroup['preparesInstances'] {
  const inline = properties.list('LifecycleHookSpecificationList', (item) => new Properties(item, item.span), {
    value: [],
    docs: hookDocs,
  });
  if (inline.kind === 'unknown') return inline;
  const beside = ['AWS::AutoScaling::LifecycleHook', 'AWS::AutoScaling::WarmPool']
    .flatMap((type) => stack.declarations(type))
    .filter((other) => stack.evaluator.references(other.properties).has(declaration.logicalId))
    .filter((other) => stack.evaluator.exists(other));
  const hooks = beside.filter(({ type }) => type.endsWith('Hook')).map((hook) => stack.properties(hook));
  const transitions = [...inline.value, ...hooks].map((hook) => hook.get('LifecycleTransition'));
  const prepares = (value: boolean): Value<boolean> => ({ kind: 'known', value, span: declaration.key, via: [] });
  if (beside.length > hooks.length) return prepares(true);
  if (transitions.some((t) => t?.kind === 'literal' && t.text.endsWith('INSTANCE_LAUNCHING'))) return prepares(true);
  const hidden = transitions.find((transition) => transition && transition.kind !== 'literal');
  if (hidden) return unknownOf(hidden);
  const group = { id: declaration.logicalId, span: declaration.key };
  return handedOn([group], stack) ?? prepares(false);
}
