import { isSurely, type Unknown } from '../value.ts';
import type { Action, Listener, ListenerRule, TargetGroup } from './load-balancing.ts';
import type { Parts } from './parts.ts';
import type { Gap, Reached, Route } from './subjects.ts';

/** Who forwards to a target group: a listener by its default action, or a rule. */
interface Forwarder {
  readonly from: Listener | ListenerRule;
  readonly action: Action;
}

/** The routes that end in a target group, and everything that forwards to it whether or not its load balancer is known. */
export interface Front extends Reached<Route> {
  readonly forwarders: readonly (Listener | ListenerRule)[];
}

/** Finds who forwards to a target group. */
export function frontOf(group: TargetGroup, parts: Parts): Front {
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
  const namers = [...parts.namersOf(parts.listeners, group), ...parts.namersOf(parts.listenerRules, group)];
  for (const { from, action } of namers.flatMap((namer) => forwardersIn(namer, group, gaps))) {
    forwarders.add(from);
    if (!('listener' in from)) add(action, from);
    else if (from.listener.kind === 'unknown') gaps.push({ from, to: 'listener', value: from.listener });
    else add(action, from.listener.value, from);
  }
  if (subjects.length === 0 && gaps.length === 0) gaps.push({ from: group, to: 'listener', value: nobody(group) });
  return { subjects, gaps, forwarders: [...forwarders] };
}

function forwardersIn(from: Listener | ListenerRule, group: TargetGroup, gaps: Gap[]): readonly Forwarder[] {
  if (!from.exists) return [];
  const actions = 'listener' in from ? from.actions : from.defaultActions;
  if (actions.kind === 'unknown') {
    gaps.push({ from, to: 'actions', value: actions });
    return [];
  }
  return actions.value
    .filter(
      ({ forwardsTo }) =>
        forwardsTo.kind !== 'unknown' && forwardsTo.value.some((forward) => isSurely(forward.targetGroup, group)),
    )
    .map((action) => ({ from, action }));
}

const nobody = (group: TargetGroup): Unknown => ({
  kind: 'unknown',
  reason: { kind: 'runtime', name: `listener of ${group.id}` },
  symbol: `listener(${group.id})`,
  span: group.span,
  via: [],
});
