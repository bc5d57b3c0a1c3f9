import { derived, map, same, type Value } from '../value.ts';
import type { Container } from './ecs.ts';
import type { Seconds } from './entities.ts';

/** How long a container may take from its start until it answers, and what says so. */
export interface Startup {
  readonly seconds: Seconds;
  readonly basis: 'stated' | 'start-period';
}

/**
 * How long a container may take from its start until it answers: what the user states, else the start period of its own
 * health check, which bounds it. `undefined` where nothing speaks of it.
 */
export function startupOf({ stated, healthCheck, span }: Container): Value<Startup | undefined> {
  const said = stated.get('startupSeconds');
  if (said) return map(said, (seconds) => ({ seconds, basis: 'stated' }));
  if (healthCheck.kind === 'unknown') return healthCheck;
  if (!healthCheck.value) return { ...healthCheck, value: undefined };
  const period = map(healthCheck.value.startPeriod, (seconds) =>
    seconds > 0 ? ({ seconds, basis: 'start-period' } as const) : undefined,
  );
  return period.kind === 'defaulted' ? derived(undefined, span, []) : period;
}

/** Containers that wait for each other to be healthy, the first to start first, and how long that may take at most. */
export interface Wait {
  readonly chain: readonly Container[];
  /** The sum of the start periods along the chain. */
  readonly seconds: Seconds;
}

/**
 * The longest chain of `dependsOn: HEALTHY` that a container waits for before it starts; empty where it waits for nobody.
 *
 * A task is `RUNNING` once its last container is, so this time passes while the task is still `PENDING`: before its target
 * is registered, before the first health check of the load balancer and before the grace period begins. It uses up no part
 * of either (https://github.com/aws/amazon-ecs-agent/blob/master/agent/api/task/task.go, "task known status is the minimum
 * of container known status"; https://github.com/aws/containers-roadmap/issues/2379). It ends a deployment only through
 * the start timeout of the container waited for.
 */
export function waitOf(container: Container, containers: readonly Container[]): Value<Wait> {
  return longest(container, containers, []);
}

function longest(container: Container, all: readonly Container[], above: readonly Container[]): Value<Wait> {
  const { dependencies } = container;
  if (dependencies.kind === 'unknown') return dependencies;
  let best: Wait = { chain: [], seconds: 0 };
  const from: Value<unknown>[] = [dependencies];
  for (const { containerName, condition } of dependencies.value) {
    if (condition.kind === 'unknown') return condition;
    if (condition.value !== 'HEALTHY') continue;
    const awaited = all.find(({ name }) => same(name, containerName) === true);
    if (!awaited) {
      if (containerName.kind === 'unknown') return containerName;
      continue;
    }
    // A task definition with a cycle is never registered.
    if (awaited === container || above.includes(awaited)) continue;
    const before = longest(awaited, all, [...above, container]);
    if (before.kind === 'unknown') return before;
    const { healthCheck } = awaited;
    if (healthCheck.kind === 'unknown') return healthCheck;
    const own = healthCheck.value?.startPeriod;
    if (own?.kind === 'unknown') return own;
    const seconds = before.value.seconds + (own?.value ?? 0);
    from.push(before, ...(own ? [own] : []));
    if (best.chain.length === 0 || seconds > best.seconds) best = { chain: [...before.value.chain, awaited], seconds };
  }
  return derived(best, container.span, from);
}

/**
 * Whether another container of the task waits for this one to be healthy: then the task is not `RUNNING`, and its target
 * not registered, before this one answers.
 */
export function isAwaited(container: Container, containers: readonly Container[]): Value<boolean> {
  for (const { dependencies } of containers) {
    if (dependencies.kind === 'unknown') return dependencies;
    for (const { containerName, condition } of dependencies.value) {
      const match = same(containerName, container.name);
      if (match === false) continue;
      if (condition.kind === 'unknown') return condition;
      if (condition.value !== 'HEALTHY') continue;
      if (match === true) return derived(true, condition.span, [condition, containerName]);
      if (containerName.kind === 'unknown') return containerName;
      if (container.name.kind === 'unknown') return container.name;
    }
  }
  return derived(false, container.span, []);
}
