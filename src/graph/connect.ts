import { type Cell, type Scenarios, scenarioBudget } from '../scenario.ts';
import type { Span } from '../source/file.ts';
import type { Unknown } from '../value.ts';
import type {
  AutoScalingGroup,
  Entity,
  Listener,
  ListenerRule,
  LoadBalancer,
  Resource,
  SecurityGroup,
  Service,
  TargetGroup,
  TaskDefinition,
} from './entities.ts';
import type { Graph } from './graph.ts';
import type { Gap, Reached, Route, Subjects, Target, TargetGroupUse, TrafficPath } from './subjects.ts';
import { groupTargets, staticTargets, taskTargets } from './targets.ts';

/** What a front end reads: every entity, in every scenario, before anything is joined. */
export interface Parts {
  readonly loadBalancers: readonly LoadBalancer[];
  readonly listeners: readonly Listener[];
  readonly listenerRules: readonly ListenerRule[];
  readonly targetGroups: readonly TargetGroup[];
  readonly services: readonly Service[];
  readonly taskDefinitions: readonly TaskDefinition[];
  readonly autoScalingGroups: readonly AutoScalingGroup[];
  readonly securityGroups: readonly SecurityGroup[];
  /** Whether one resource may name the other, in any scenario: what cannot, need not be evaluated. */
  mayName(from: Resource, to: Resource): boolean;
  ownerOf(span: Span): Entity | undefined;
}

/** The only place that joins: finds who forwards to a target group, and what is registered in it. */
export function connect(parts: Parts, scenarios: Scenarios): Graph {
  const routeCells = new Map<TargetGroup, Cell<Reached<Route>>>();

  function routes(group: TargetGroup): Reached<Route> {
    const cell = routeCells.get(group) ?? {};
    routeCells.set(group, cell);
    return scenarios.memo(cell, () => routesTo(group, parts));
  }

  function targets(anchor: Entity): Reached<Target> {
    const resource = anchor as Resource;
    if (!resource.exists) return nothing;
    if (parts.services.includes(anchor as Service)) return taskTargets(anchor as Service);
    if (parts.autoScalingGroups.includes(anchor as AutoScalingGroup)) return groupTargets(anchor as AutoScalingGroup);
    return staticTargets(anchor as TargetGroup);
  }

  function paths(anchor: Entity): Reached<TrafficPath> {
    const { subjects, gaps } = targets(anchor);
    const reached = subjects.map((target) => {
      const front = routes(target.targetGroup);
      return { subjects: front.subjects.map((route) => ({ route, target })), gaps: front.gaps };
    });
    return { subjects: reached.flatMap((r) => r.subjects), gaps: [...gaps, ...reached.flatMap((r) => r.gaps)] };
  }

  function use(targetGroup: TargetGroup): Reached<TargetGroupUse> {
    if (!targetGroup.exists) return nothing;
    const front = routes(targetGroup);
    const back = registrars
      .filter((anchor) => anchor === targetGroup || parts.mayName(anchor, targetGroup))
      .map((anchor) => targets(anchor));
    const registered = back.flatMap((r) => r.subjects).filter((target) => target.targetGroup === targetGroup);
    return {
      subjects: [{ targetGroup, routes: front.subjects, targets: registered }],
      gaps: [...front.gaps, ...back.flatMap((r) => r.gaps)],
    };
  }

  const registrars: readonly Resource[] = [...parts.services, ...parts.autoScalingGroups, ...parts.targetGroups];
  const present = <E extends Resource>(entity: E): Reached<E> => ({
    subjects: entity.exists ? [entity] : [],
    gaps: [],
  });

  type Readers = {
    readonly [S in keyof Subjects]: { readonly anchors: readonly Entity[]; of(anchor: Entity): Reached<Subjects[S]> };
  };
  const entities = <E extends Resource>(anchors: readonly E[]) => ({
    anchors,
    of: (anchor: Entity): Reached<E> => present(anchor as E),
  });
  const readers: Readers = {
    loadBalancer: entities(parts.loadBalancers),
    listener: entities(parts.listeners),
    listenerRule: entities(parts.listenerRules),
    targetGroup: { anchors: parts.targetGroups, of: (anchor) => use(anchor as TargetGroup) },
    service: entities(parts.services),
    taskDefinition: entities(parts.taskDefinitions),
    autoScalingGroup: entities(parts.autoScalingGroups),
    securityGroup: entities(parts.securityGroups),
    route: {
      anchors: parts.targetGroups,
      of: (anchor) => ((anchor as TargetGroup).exists ? routes(anchor as TargetGroup) : nothing),
    },
    target: { anchors: registrars, of: targets },
    taskTarget: {
      anchors: parts.services,
      of: (anchor) => ((anchor as Service).exists ? taskTargets(anchor as Service) : nothing),
    },
    path: { anchors: registrars, of: paths },
  };

  return {
    anchors: (kind) => readers[kind].anchors,
    subjects: (kind, anchor) => readers[kind].of(anchor),
    explore: (run) => scenarios.explore(run, scenarioBudget),
    ownerOf: (span) => parts.ownerOf(span),
  };
}

const nothing = { subjects: [], gaps: [] } as const;

function routesTo(group: TargetGroup, parts: Parts): Reached<Route> {
  const subjects: Route[] = [];
  const gaps: Gap[] = [];
  const add = (from: Listener | ListenerRule, listener: Listener, rule?: ListenerRule) => {
    const actions = rule ? rule.actions : listener.defaultActions;
    if (actions.kind === 'unknown') {
      gaps.push({ from, to: 'actions', value: actions });
      return;
    }
    for (const action of actions.value) {
      if (action.forwardsTo.kind === 'unknown') continue;
      if (
        !action.forwardsTo.value.some(
          ({ targetGroup }) => targetGroup.kind !== 'unknown' && targetGroup.value === group,
        )
      )
        continue;
      const { loadBalancer } = listener;
      if (loadBalancer.kind === 'unknown') gaps.push({ from: listener, to: 'load balancer', value: loadBalancer });
      else {
        const route = { loadBalancer: loadBalancer.value, listener, action, targetGroup: group };
        subjects.push(rule ? { ...route, rule } : route);
      }
    }
  };
  for (const listener of parts.listeners)
    if (parts.mayName(listener, group) && listener.exists) add(listener, listener);
  for (const rule of parts.listenerRules) {
    if (!parts.mayName(rule, group) || !rule.exists) continue;
    if (rule.listener.kind === 'unknown') gaps.push({ from: rule, to: 'listener', value: rule.listener });
    else add(rule, rule.listener.value, rule);
  }
  if (subjects.length === 0 && gaps.length === 0) gaps.push({ from: group, to: 'listener', value: nobody(group) });
  return { subjects, gaps };
}

const nobody = (group: TargetGroup): Unknown => ({
  kind: 'unknown',
  reason: { kind: 'runtime', name: `listener of ${group.id}` },
  symbol: `listener(${group.id})`,
  span: group.span,
  via: [],
});
