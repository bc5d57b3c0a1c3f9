import type { Cell, Scenarios } from '../scenario.ts';
import { isSurely, knownIn, same, type Value } from '../value.ts';
import type { AutoScalingGroup } from './compute.ts';
import type { Service } from './ecs.ts';
import type { Entity, Resource } from './entities.ts';
import { possibleForwarders } from './forwarders.ts';
import type { Certificate, Distribution } from './front.ts';
import { lambdaTargets, logDeliveries } from './grants.ts';
import type { Graph } from './graph.ts';
import { ListenerRules } from './listener-rules.ts';
import type { Listener, ListenerRule, LoadBalancer, TargetGroup } from './load-balancing.ts';
import { pairsOf } from './pairs.ts';
import type { Parts } from './parts.ts';
import { type Front, frontOf } from './routes.ts';
import type {
  ActionList,
  DistributionUse,
  Reached,
  ServiceAttachment,
  Subjects,
  Target,
  TargetGroupUse,
  TrafficPath,
} from './subjects.ts';
import { groupTargets, staticTargets, taskTargets } from './targets.ts';

/** What registers targets: an ECS service, an Auto Scaling group, or the target group that lists its own. */
type Registrar = Service | AutoScalingGroup | TargetGroup;

/** The only place that joins: finds who forwards to a target group, and what is registered in it. */
export function connect(parts: Parts, scenarios: Scenarios): Graph {
  const running = [...parts.services, ...parts.autoScalingGroups];
  const registrars: readonly Registrar[] = [...running, ...parts.targetGroups];
  let existing: Cell<readonly (Service | AutoScalingGroup)[]> = {};
  const fronts = new Map<TargetGroup, Cell<Front>>();

  function routes(group: TargetGroup): Front {
    const cell = fronts.get(group) ?? {};
    fronts.set(group, cell);
    return scenarios.memo(cell, () => frontOf(group, parts));
  }

  function targets(registrar: Registrar): Reached<Target> {
    if (!registrar.exists) return nothing;
    if ('attachments' in registrar) return taskTargets(registrar);
    return 'targetGroups' in registrar ? groupTargets(registrar) : staticTargets(registrar);
  }

  function paths(anchor: Registrar): Reached<TrafficPath> {
    const { subjects, gaps, deadEnds = [] } = targets(anchor);
    const serving = subjects.filter((target) => !isTwin(target));
    const gapsBefore = (ends: readonly { readonly targetGroup: TargetGroup }[]) =>
      ends.flatMap(({ targetGroup }) => routes(targetGroup).gaps);
    return {
      subjects: serving.flatMap((target) => routes(target.targetGroup).subjects.map((route) => ({ route, target }))),
      gaps: [...gaps, ...gapsBefore([...serving, ...deadEnds])],
      deadEnds: deadEnds.flatMap((end) => routes(end.targetGroup).subjects.map((route) => ({ ...end, route }))),
    };
  }

  /** Whether it is an instance beside the tasks that run on it: nothing listens there, or it is the very port of a task. */
  const isTwin = (target: Target): boolean =>
    target.kind === 'auto-scaling-group' &&
    attachmentsOf(target.targetGroup).some(
      ({ service: { instances } }) => instances.kind === 'unknown' || instances.value === target.group,
    );

  const rules = new ListenerRules(parts, scenarios);

  /** Those of some parts that may be of the same as one of them: who names it, where that is known. */
  const alike = <E extends Resource>(all: readonly E[], shared: Value<Resource>): readonly E[] =>
    shared.kind === 'unknown' ? all : parts.namersOf(all, shared.value);

  const listenersOf = (loadBalancer: LoadBalancer): readonly Listener[] =>
    parts
      .namersOf(parts.listeners, loadBalancer)
      .filter((listener) => listener.exists && isSurely(listener.loadBalancer, loadBalancer));

  function use(targetGroup: TargetGroup): Reached<TargetGroupUse> {
    const front = routes(targetGroup);
    const others = parts.namersOf(registrars, targetGroup).filter((registrar) => registrar !== targetGroup);
    const back = [...others, targetGroup].map((registrar) => targets(registrar));
    const listeners = new Set(front.subjects.map(({ listener }) => listener));
    const registered = back.flatMap((r) => r.subjects).filter((target) => target.targetGroup === targetGroup);
    return {
      subjects: [
        {
          targetGroup,
          forwarders: front.forwarders,
          routes: front.subjects,
          rules: [...listeners].flatMap((listener) => rules.of(listener)),
          targets: registered,
          registrars: scenarios.memo(existing, () => running.filter(({ exists }) => exists)),
          attachments: attachmentsOf(targetGroup),
          mayForward: possibleForwarders(targetGroup, front.gaps, parts.unseen),
        },
      ],
      gaps: [...front.gaps, ...back.flatMap((r) => r.gaps)],
    };
  }

  const attachmentsOf = (targetGroup: TargetGroup): readonly ServiceAttachment[] =>
    parts
      .namersOf(parts.services, targetGroup)
      .filter(({ exists }) => exists)
      .flatMap((service) =>
        service.attachments.kind === 'unknown'
          ? []
          : service.attachments.value
              .filter((attachment) => isSurely(attachment.targetGroup, targetGroup))
              .map((attachment) => ({ service, attachment })),
      );

  function actionList(holder: Listener | ListenerRule): ActionList {
    const listener = 'listener' in holder ? holder.listener : known(holder);
    const mine = listener.kind === 'unknown' ? undefined : listener.value;
    return {
      holder,
      listener,
      conditions: 'listener' in holder ? holder.conditions : { kind: 'known', value: [], span: holder.span, via: [] },
      actions: 'listener' in holder ? holder.actions : holder.defaultActions,
      listeners: mine
        ? alike(parts.listeners, mine.loadBalancer).filter(
            (l) => l === mine || (l.exists && same(l.loadBalancer, mine.loadBalancer) === true),
          )
        : [],
    };
  }

  /** What a distribution sends to: every target group that a load balancer among its origins forwards to. */
  function distributionUse(distribution: Distribution): DistributionUse {
    const { origins } = distribution;
    const behind = (origins.kind === 'unknown' ? [] : origins.value).flatMap(({ loadBalancer }) =>
      loadBalancer.kind === 'unknown' ? [] : [loadBalancer.value],
    );
    const found = parts.targetGroups.flatMap((group) => routes(group).subjects);
    return { distribution, routes: found.filter(({ loadBalancer }) => behind.includes(loadBalancer)) };
  }

  const readers: { readonly [S in keyof Subjects]: Reader<Subjects[S]> } = {
    loadBalancer: oneFor(parts.loadBalancers, (loadBalancer) => ({
      loadBalancer,
      listeners: listenersOf(loadBalancer),
      actionLists: () =>
        listenersOf(loadBalancer).flatMap((listener) => [listener, ...rules.of(listener)].map(actionList)),
      webAcls: parts
        .namersOf(parts.webAclAssociations, loadBalancer)
        .filter((association) => association.exists && isSurely(association.loadBalancer, loadBalancer)),
    })),
    listener: oneFor(parts.listeners, (listener) => ({
      listener,
      rules: rules.of(listener),
      certificates: parts.listenerCertificates.filter(
        (more) => more.exists && same(more.listener, known(listener)) !== false,
      ),
      siblings: alike(parts.listeners, listener.loadBalancer).filter(
        (l) => l !== listener && l.exists && same(l.loadBalancer, listener.loadBalancer) === true,
      ),
    })),
    listenerRule: oneFor(parts.listenerRules, (rule) => rules.use(rule)),
    targetGroup: hangingOn(parts.targetGroups, use),
    service: each(parts.services),
    taskDefinition: each(parts.taskDefinitions),
    autoScalingGroup: oneFor(parts.autoScalingGroups, (autoScalingGroup) => ({
      autoScalingGroup,
      attachments: () => knownIn(autoScalingGroup.targetGroups).flatMap(attachmentsOf),
    })),
    securityGroup: each(parts.securityGroups),
    deploymentGroup: each(parts.deploymentGroups),
    targetGroupPair: hangingOn([...parts.services, ...parts.deploymentGroups], (anchor) => pairsOf(anchor, routes)),
    securityGroupRule: hangingOn([...parts.securityGroups, ...parts.standaloneRules], ({ writtenRules = [] }) => ({
      subjects: writtenRules,
      gaps: [],
    })),
    actionList: oneFor([...parts.listeners, ...parts.listenerRules], actionList),
    certificate: oneFor(parts.certificates, (certificate) => ({
      certificate,
      listeners: parts.listeners.filter((l) => l.exists && serves(l, certificate)),
    })),
    dnsRecords: each(parts.dnsRecords),
    distribution: oneFor(parts.distributions, distributionUse),
    route: hangingOn(parts.targetGroups, routes),
    target: hangingOn(registrars, targets),
    taskTarget: hangingOn(parts.services, taskTargets),
    lambdaTarget: hangingOn(parts.targetGroups, (group) => lambdaTargets(group, parts.lambdaPermissions, parts.unseen)),
    logDelivery: hangingOn(parts.loadBalancers, (lb) => logDeliveries(lb, parts.bucketPolicies, parts.unseen)),
    path: hangingOn(registrars, paths),
  };

  const seen = new Map<string, Map<Entity, Cell<Reached<unknown>>>>();
  scenarios.whenForgetting(() => {
    for (const cells of [fronts, seen]) cells.clear();
    existing = {};
  });

  /** Many rules ask for the same subjects: they are joined once for each combination that matters to them. */
  function subjects<S extends keyof Subjects>(kind: S, anchor: Entity): Reached<Subjects[S]> {
    const cells: Map<Entity, Cell<Reached<Subjects[S]>>> = seen.get(kind) ?? new Map();
    seen.set(kind, cells);
    const cell = cells.get(anchor) ?? {};
    cells.set(anchor, cell);
    const { phases } = scenarios;
    const join = () => readers[kind].of(anchor);
    return scenarios.memo(cell, phases ? () => phases.during('link', join) : join);
  }

  return {
    anchors: (kind) => readers[kind].anchors,
    subjects,
    explore: (run, most) => scenarios.explore(run, most),
    forget: () => scenarios.forget(),
    gaps: parts.gaps,
    ownerOf: (span) => parts.ownerOf(span),
  };
}

const serves = ({ certificates }: Listener, certificate: Certificate): boolean =>
  certificates.kind !== 'unknown' && certificates.value.some((each) => isSurely(each, certificate));

/** The listener as something that names it would see it. */
const known = <E extends Entity>(entity: E): Value<E> => ({ kind: 'known', value: entity, span: entity.span, via: [] });

interface Reader<S> {
  readonly anchors: readonly Entity[];
  /** For an anchor that exists in the scenario at hand. */
  of(anchor: Entity): Reached<S>;
}

/** Subjects that hang on resources; what a scenario leaves out has none. */
const hangingOn = <E extends Resource, S>(anchors: readonly E[], of: (anchor: E) => Reached<S>): Reader<S> => ({
  anchors,
  of: (anchor) => ((anchor as E).exists ? of(anchor as E) : nothing),
});

/** One subject for each resource. */
const oneFor = <E extends Resource, S>(anchors: readonly E[], use: (anchor: E) => S): Reader<S> =>
  hangingOn(anchors, (anchor) => ({ subjects: [use(anchor)], gaps: [] }));

/** The resources themselves as subjects. */
const each = <E extends Resource>(anchors: readonly E[]): Reader<E> => oneFor(anchors, (anchor) => anchor);

const nothing = { subjects: [], gaps: [] } as const;
