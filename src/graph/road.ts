import type { Spanned } from '../source/file.ts';
import type { Value } from '../value.ts';
import type { Entity, Resource } from './entities.ts';
import { nameOf } from './lambda.ts';
import type { Route, Subjects, Target } from './subjects.ts';

/** One stop of a traffic path: its id, how the path line shows it (`HTTPS:443`, `/api/*`, `api:8080`), and where it is declared. */
export interface Stop extends Spanned {
  readonly id: string;
  /** Tells it from what has the same id in another stack. */
  readonly key: string;
  readonly show: string;
}

/** An entity on the road, and how the path line shows it; by its id where nothing is said. */
interface Passed {
  readonly entity: Entity;
  readonly show?: () => string;
}

const stop = (entity: Entity, show?: () => string): Passed => (show ? { entity, show } : { entity });

/** Tells an entity from every other one of the application. */
export const keyOf = (entity: Entity & Partial<Pick<Resource, 'key'>>): string => entity.key ?? entity.id;

const shown = (value: Value<unknown>, otherwise: string): string =>
  value.kind === 'unknown' ? otherwise : String(value.value);

function front({ loadBalancer, listener, rule }: Route): readonly Passed[] {
  const stops = [
    stop(loadBalancer),
    stop(listener, () => `${shown(listener.protocol, listener.id)}:${shown(listener.port, '?')}`),
  ];
  return rule ? [...stops, stop(rule, () => conditionsOf(rule.conditions, rule.id))] : stops;
}

function conditionsOf(conditions: NonNullable<Route['rule']>['conditions'], otherwise: string): string {
  if (conditions.kind === 'unknown') return otherwise;
  const values = conditions.value.flatMap(({ values }) =>
    values.kind === 'unknown' ? [] : values.value.map((value) => shown(value, '')),
  );
  const known = values.filter((value) => value !== '');
  return known.length > 0 ? known.slice(0, 2).join(', ') + (known.length > 2 ? ', …' : '') : otherwise;
}

function back(target: Target): readonly Passed[] {
  const group = stop(target.targetGroup);
  switch (target.kind) {
    case 'task': {
      const { container, service, taskDefinition, trafficPort } = target;
      const port = () =>
        trafficPort.kind !== 'unknown' && trafficPort.value === 'dynamic' ? 'dynamic port' : shown(trafficPort, '?');
      const serving = stop(container, () => `${container.id}:${port()}`);
      return [group, stop(service), stop(taskDefinition, () => ''), serving];
    }
    case 'auto-scaling-group':
      return [group, stop(target.group, () => `${target.group.id}:${shown(target.trafficPort, '?')}`)];
    case 'instance':
      return [group, stop(target.instance, () => `${target.instance.id}:${shown(target.trafficPort, '?')}`)];
    case 'lambda':
      return target.function ? [group, stop(target.function)] : [group];
    case 'address':
      return [group];
  }
}

function invoked({ targetGroup, target: { invocation } }: Subjects['lambdaTarget']): readonly Passed[] {
  const named = invocation.kind === 'unknown' ? undefined : invocation.value;
  return named ? [stop(targetGroup), stop(named.function, () => nameOf(named))] : [stop(targetGroup)];
}

/** The road of a request as far as a subject knows it, from the load balancer to what serves it. */
export const roadOf = (subject: Subjects[keyof Subjects]): readonly Stop[] =>
  passedBy(subject).map(({ entity, show }) => {
    const { id, span } = entity;
    return { id, key: keyOf(entity), show: show ? show() : id, span };
  });

/** The keys of the stops of {@link roadOf}: nothing is looked at that only the path line shows. */
export const roadKeysOf = (subject: Subjects[keyof Subjects]): readonly string[] =>
  passedBy(subject).map(({ entity }) => keyOf(entity));

function passedBy(subject: Subjects[keyof Subjects]): readonly Passed[] {
  if ('route' in subject) return [...front(subject.route), ...back(subject.target)];
  if ('permissions' in subject) return invoked(subject);
  if ('delivery' in subject) return [stop(subject.loadBalancer)];
  if ('holder' in subject) return [stop(subject.holder)];
  if ('autoScalingGroup' in subject) return [stop(subject.autoScalingGroup)];
  if ('certificate' in subject) return [stop(subject.certificate)];
  if ('listeners' in subject) return [stop(subject.loadBalancer)];
  if ('distribution' in subject) return [stop(subject.distribution)];
  if ('siblings' in subject) return [stop('rule' in subject ? subject.rule : subject.listener)];
  if ('listener' in subject && 'action' in subject) return [...front(subject), stop(subject.targetGroup)];
  if ('healthCheckPort' in subject) return back(subject);
  if ('targets' in subject && 'routes' in subject) return [stop(subject.targetGroup)];
  return [stop(subject)];
}
