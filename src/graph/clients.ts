import { derived, knownIn, type Unknown, type Value } from '../value.ts';
import { mayAddRules } from './added.ts';
import { type Admission, covers, coversTcp, isUnknown, type NearMiss, type Verdict } from './admission.ts';
import type { SecurityGroup, SecurityGroupRule } from './network.ts';

/** Whether a list of security groups admits TCP on a port from anybody at all, over whichever version of IP. */
export function admitsAnybody(groups: Value<readonly Value<SecurityGroup>[]>, port: Value<number>): Value<Admission> {
  if (groups.kind === 'unknown') return groups;
  const near: NearMiss[] = [];
  const from: Value<unknown>[] = [groups, port];
  let doubt: Unknown | undefined;
  for (const group of groups.value) {
    if (group.kind === 'unknown') {
      doubt ??= group;
      continue;
    }
    const { ingress, strayRules } = group.value;
    doubt ??= ingress.kind === 'unknown' ? ingress : (strayRules[0] ?? addedElsewhere(group.value));
    for (const rule of ingress.kind === 'unknown' ? [] : ingress.value) {
      const protocol = coversTcp(rule);
      const reach = covers(rule, port);
      from.push(rule.protocol, rule.fromPort, rule.toPort);
      const wrong = wrongIn(rule, protocol, reach.verdict);
      if (wrong && !isAmong(rule, groups)) near.push({ group: group.value, rule, wrong });
      if (rule.peer.kind === 'none' || protocol === 'no' || reach.verdict === 'no') continue;
      const hidden = [protocol, reach.verdict].find(isUnknown);
      if (!hidden) return derived({ extent: 'open', near: [] }, groups.span, from);
      doubt ??= hidden;
    }
  }
  return doubt ?? derived({ extent: 'closed', near }, groups.span, from);
}

/** Whether a rule is for members of these groups among themselves. */
const isAmong = ({ peer }: SecurityGroupRule, groups: Value<readonly Value<SecurityGroup>[]>): boolean =>
  peer.kind === 'group' && peer.group.kind !== 'unknown' && knownIn(groups).includes(peer.group.value);

/** What is the matter with a rule of which only one thing is. */
function wrongIn({ peer }: SecurityGroupRule, protocol: Verdict, port: Verdict): NearMiss['wrong'] | undefined {
  if (peer.kind === 'none') return protocol === 'no' || port === 'no' ? undefined : 'no-source';
  if (protocol === 'no') return port === 'no' ? undefined : 'protocol';
  return port === 'no' ? 'port' : undefined;
}

function addedElsewhere(group: SecurityGroup): Unknown | undefined {
  const adder = group.referrers.find(({ kind, type, identifies }) =>
    kind === 'output' ? identifies : mayAddRules.test(type),
  );
  return (
    adder && {
      kind: 'unknown',
      reason: {
        kind: 'runtime',
        name:
          adder.kind === 'output'
            ? `rules that other stacks add to ${group.id}, through output ${adder.id}`
            : `what ${adder.id} does with ${group.id}`,
      },
      symbol: `added(${group.id}, ${adder.id})`,
      span: group.span,
      via: [],
    }
  );
}
