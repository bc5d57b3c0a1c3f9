import { type Cell, type Scenarios, scenarioBudget } from '../scenario.ts';
import type { Span } from '../source/file.ts';
import { same, type Unknown, type Value } from '../value.ts';
import type { DeploymentGroup } from './bluegreen.ts';
import type {
  Action,
  AutoScalingGroup,
  Entity,
  Forward,
  Listener,
  ListenerRule,
  LoadBalancer,
  Resource,
  SecurityGroup,
  Service,
  StandaloneRule,
  TargetGroup,
  TaskDefinition,
} from './entities.ts';
import type { WebAclAssociation } from './firewall.ts';
import { possibleForwarders } from './forwarders.ts';
import type { Certificate, Distribution, DnsRecords, ListenerCertificate } from './front.ts';
import { lambdaTargets, logDeliveries } from './grants.ts';
import type { Graph } from './graph.ts';
import type { LambdaPermission } from './lambda.ts';
import type { BucketPolicy } from './logs.ts';
import { pairsOf } from './pairs.ts';
import type {
  ActionList,
  DistributionUse,
  Gap,
  Reached,
  Route,
  ServiceAttachment,
  Subjects,
  Target,
  TargetGroupUse,
  TrafficPath,
} from './subjects.ts';
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
  readonly standaloneRules: readonly StandaloneRule[];
  readonly listenerCertificates: readonly ListenerCertificate[];
  readonly certificates: readonly Certificate[];
  readonly dnsRecords: readonly DnsRecords[];
  readonly distributions: readonly Distribution[];
  readonly lambdaPermissions: readonly LambdaPermission[];
  readonly bucketPolicies: readonly BucketPolicy[];
  readonly deploymentGroups: readonly DeploymentGroup[];
  readonly webAclAssociations: readonly WebAclAssociation[];
  /** Whether one resource may name the other, in any scenario: what cannot, need not be evaluated. */
  mayName(from: Resource, to: Resource): boolean;
  ownerOf(span: Span): Entity | undefined;
  /** What may add resources that nobody can see here: a macro, an include, a loop over an unknown list. */
  readonly unseen: readonly Unknown[];
  /** Links out of what was given that belong to no traffic path: templates of nested stacks. */
  readonly gaps: readonly Gap[];
}

/** The only place that joins: finds who forwards to a target group, and what is registered in it. */
export function connect(parts: Parts, scenarios: Scenarios): Graph {
  const fronts = new Map<TargetGroup, Cell<Front>>();

  function routes(group: TargetGroup): Front {
    const cell = fronts.get(group) ?? {};
    fronts.set(group, cell);
    return scenarios.memo(cell, () => frontOf(group, parts));
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

  const rulesOf = (listener: Listener): readonly ListenerRule[] =>
    parts.listenerRules.filter(
      (rule) => parts.mayName(rule, listener) && rule.exists && isKnown(rule.listener, listener),
    );

  const listenersOf = (loadBalancer: LoadBalancer): readonly Listener[] =>
    parts.listeners.filter((l) => parts.mayName(l, loadBalancer) && l.exists && isKnown(l.loadBalancer, loadBalancer));

  function use(targetGroup: TargetGroup): Reached<TargetGroupUse> {
    if (!targetGroup.exists) return nothing;
    const front = routes(targetGroup);
    const back = registrars
      .filter((anchor) => anchor === targetGroup || parts.mayName(anchor, targetGroup))
      .map((anchor) => targets(anchor));
    const listeners = new Set(front.subjects.map(({ listener }) => listener));
    const rules = [...listeners].flatMap((listener) => rulesOf(listener));
    const registered = back.flatMap((r) => r.subjects).filter((target) => target.targetGroup === targetGroup);
    return {
      subjects: [
        {
          targetGroup,
          forwarders: front.forwarders,
          routes: front.subjects,
          rules,
          targets: registered,
          registrars: [...parts.services, ...parts.autoScalingGroups].filter(({ exists }) => exists),
          attachments: attachmentsOf(targetGroup),
          mayForward: possibleForwarders(targetGroup, front.gaps, parts.unseen),
        },
      ],
      gaps: [...front.gaps, ...back.flatMap((r) => r.gaps)],
    };
  }

  const attachmentsOf = (targetGroup: TargetGroup): readonly ServiceAttachment[] =>
    parts.services
      .filter((service) => parts.mayName(service, targetGroup) && service.exists)
      .flatMap((service) =>
        service.attachments.kind === 'unknown'
          ? []
          : service.attachments.value
              .filter((attachment) => isKnown(attachment.targetGroup, targetGroup))
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
      listeners: parts.listeners.filter(
        (l) => l === mine || (mine && l.exists && same(l.loadBalancer, mine.loadBalancer) === true),
      ),
    };
  }

  /** What a distribution sends to: every target group that a load balancer among its origins forwards to. */
  function distributionUse(distribution: Distribution): DistributionUse {
    const groups = parts.targetGroups.filter((group) => group.exists);
    const { origins } = distribution;
    const behind = (origins.kind === 'unknown' ? [] : origins.value).flatMap(({ loadBalancer }) =>
      loadBalancer.kind === 'unknown' ? [] : [loadBalancer.value],
    );
    const found = groups.flatMap((group) => routes(group).subjects);
    return { distribution, routes: found.filter(({ loadBalancer }) => behind.includes(loadBalancer)) };
  }

  const registrars: readonly Resource[] = [...parts.services, ...parts.autoScalingGroups, ...parts.targetGroups];
  const present = <E extends Resource>(entity: E): Reached<E> => ({
    subjects: entity.exists ? [entity] : [],
    gaps: [],
  });

  const only = <E extends Resource, S>(entity: E, use: (entity: E) => S): Reached<S> =>
    entity.exists ? { subjects: [use(entity)], gaps: [] } : nothing;

  type Readers = {
    readonly [S in keyof Subjects]: { readonly anchors: readonly Entity[]; of(anchor: Entity): Reached<Subjects[S]> };
  };
  const entities = <E extends Resource>(anchors: readonly E[]) => ({
    anchors,
    of: (anchor: Entity): Reached<E> => present(anchor as E),
  });
  const readers: Readers = {
    loadBalancer: {
      anchors: parts.loadBalancers,
      of: (anchor) =>
        only(anchor as LoadBalancer, (loadBalancer) => ({
          loadBalancer,
          listeners: listenersOf(loadBalancer),
          actionLists: () =>
            listenersOf(loadBalancer).flatMap((listener) => [listener, ...rulesOf(listener)].map(actionList)),
          webAcls: parts.webAclAssociations.filter(
            (a) => parts.mayName(a, loadBalancer) && a.exists && isKnown(a.loadBalancer, loadBalancer),
          ),
        })),
    },
    listener: {
      anchors: parts.listeners,
      of: (anchor) =>
        only(anchor as Listener, (listener) => ({
          listener,
          rules: rulesOf(listener),
          certificates: parts.listenerCertificates.filter(
            (more) => more.exists && same(more.listener, known(listener)) !== false,
          ),
          siblings: parts.listeners.filter(
            (l) => l !== listener && l.exists && same(l.loadBalancer, listener.loadBalancer) === true,
          ),
        })),
    },
    listenerRule: {
      anchors: parts.listenerRules,
      of: (anchor) =>
        only(anchor as ListenerRule, (rule) => ({
          rule,
          siblings: parts.listenerRules.filter(
            (r) => r !== rule && r.exists && same(r.listener, rule.listener) === true,
          ),
        })),
    },
    targetGroup: { anchors: parts.targetGroups, of: (anchor) => use(anchor as TargetGroup) },
    service: entities(parts.services),
    taskDefinition: entities(parts.taskDefinitions),
    autoScalingGroup: entities(parts.autoScalingGroups),
    securityGroup: entities(parts.securityGroups),
    deploymentGroup: entities(parts.deploymentGroups),
    targetGroupPair: {
      anchors: [...parts.services, ...parts.deploymentGroups],
      of: (anchor) => pairsOf(anchor as Service | DeploymentGroup, routes),
    },
    securityGroupRule: {
      anchors: [...parts.securityGroups, ...parts.standaloneRules],
      of: (anchor) => {
        const { exists, writtenRules = [] } = anchor as SecurityGroup | StandaloneRule;
        return exists ? { subjects: writtenRules, gaps: [] } : nothing;
      },
    },
    actionList: {
      anchors: [...parts.listeners, ...parts.listenerRules],
      of: (anchor) => only(anchor as Listener | ListenerRule, actionList),
    },
    certificate: {
      anchors: parts.certificates,
      of: (anchor) =>
        only(anchor as Certificate, (certificate) => ({
          certificate,
          listeners: parts.listeners.filter((l) => l.exists && serves(l, certificate)),
        })),
    },
    dnsRecords: entities(parts.dnsRecords),
    distribution: {
      anchors: parts.distributions,
      of: (anchor) => only(anchor as Distribution, (distribution) => distributionUse(distribution)),
    },
    route: {
      anchors: parts.targetGroups,
      of: (anchor) => ((anchor as TargetGroup).exists ? routes(anchor as TargetGroup) : nothing),
    },
    target: { anchors: registrars, of: targets },
    taskTarget: {
      anchors: parts.services,
      of: (anchor) => ((anchor as Service).exists ? taskTargets(anchor as Service) : nothing),
    },
    lambdaTarget: {
      anchors: parts.targetGroups,
      of: (anchor) => lambdaTargets(anchor as TargetGroup, parts.lambdaPermissions, parts.unseen),
    },
    logDelivery: {
      anchors: parts.loadBalancers,
      of: (anchor) => logDeliveries(anchor as LoadBalancer, parts.bucketPolicies, parts.unseen),
    },
    path: { anchors: registrars, of: paths },
  };

  const seen = new Map<string, Map<Entity, Cell<Reached<unknown>>>>();

  /** Many rules ask for the same subjects: they are joined once for each combination that matters to them. */
  function subjects<S extends keyof Subjects>(kind: S, anchor: Entity): Reached<Subjects[S]> {
    const cells: Map<Entity, Cell<Reached<Subjects[S]>>> = seen.get(kind) ?? new Map();
    seen.set(kind, cells);
    const cell = cells.get(anchor) ?? {};
    cells.set(anchor, cell);
    return scenarios.memo(cell, () => readers[kind].of(anchor));
  }

  return {
    anchors: (kind) => readers[kind].anchors,
    subjects,
    explore: (run) => scenarios.explore(run, scenarioBudget),
    gaps: parts.gaps,
    ownerOf: (span) => parts.ownerOf(span),
  };
}

const serves = ({ certificates }: Listener, certificate: Certificate): boolean =>
  certificates.kind !== 'unknown' && certificates.value.some((each) => isKnown(each, certificate));

/** The listener as something that names it would see it. */
const known = <E extends Entity>(entity: E): Value<E> => ({ kind: 'known', value: entity, span: entity.span, via: [] });

const isKnown = <T>(value: Value<T>, wanted: T): boolean => value.kind !== 'unknown' && value.value === wanted;

const nothing = { subjects: [], gaps: [] } as const;

/** Who forwards to a target group: a listener by its default action, or a rule. */
interface Forwarder {
  readonly from: Listener | ListenerRule;
  readonly action: Action;
}

interface Front extends Reached<Route> {
  readonly forwarders: readonly (Listener | ListenerRule)[];
}

function frontOf(group: TargetGroup, parts: Parts): Front {
  const subjects: Route[] = [];
  const gaps: Gap[] = [];
  const forwarders = new Set<Listener | ListenerRule>();
  const add = (action: Action, listener: Listener, rule?: ListenerRule) => {
    const { loadBalancer } = listener;
    if (loadBalancer.kind === 'unknown') {
      gaps.push({ from: listener, to: 'load balancer', value: loadBalancer });
      return;
    }
    const route = { loadBalancer: loadBalancer.value, listener, action, targetGroup: group };
    subjects.push(rule ? { ...route, rule } : route);
  };
  for (const { from, action } of [...parts.listeners, ...parts.listenerRules].flatMap((f) =>
    forwardersIn(f, group, parts, gaps),
  )) {
    forwarders.add(from);
    if (!('listener' in from)) add(action, from);
    else if (from.listener.kind === 'unknown') gaps.push({ from, to: 'listener', value: from.listener });
    else add(action, from.listener.value, from);
  }
  if (subjects.length === 0 && gaps.length === 0) gaps.push({ from: group, to: 'listener', value: nobody(group) });
  return { subjects, gaps, forwarders: [...forwarders] };
}

function forwardersIn(
  from: Listener | ListenerRule,
  group: TargetGroup,
  parts: Parts,
  gaps: Gap[],
): readonly Forwarder[] {
  if (!parts.mayName(from, group) || !from.exists) return [];
  const actions = 'listener' in from ? from.actions : from.defaultActions;
  if (actions.kind === 'unknown') {
    gaps.push({ from, to: 'actions', value: actions });
    return [];
  }
  return actions.value
    .filter(
      ({ forwardsTo }) => forwardsTo.kind !== 'unknown' && forwardsTo.value.some((forward) => isGroup(forward, group)),
    )
    .map((action) => ({ from, action }));
}

const isGroup = ({ targetGroup }: Forward, group: TargetGroup): boolean =>
  targetGroup.kind !== 'unknown' && targetGroup.value === group;

const nobody = (group: TargetGroup): Unknown => ({
  kind: 'unknown',
  reason: { kind: 'runtime', name: `listener of ${group.id}` },
  symbol: `listener(${group.id})`,
  span: group.span,
  via: [],
});
