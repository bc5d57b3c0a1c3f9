import type { Value } from '../value.ts';
import type { DeploymentGroup } from './bluegreen.ts';
import type { Service } from './ecs.ts';
import type { Entity } from './entities.ts';
import type { TargetGroup } from './load-balancing.ts';
import type { Gap, Reached, Route, TargetGroupPairUse } from './subjects.ts';

/** The target groups between which ECS or CodeDeploy moves traffic. */
export function pairsOf(
  holder: Service | DeploymentGroup,
  routesTo: (group: TargetGroup) => Reached<Route>,
): Reached<TargetGroupPairUse> {
  const { pairs, gaps } = 'attachments' in holder ? ofService(holder) : ofDeploymentGroup(holder);
  const subjects: TargetGroupPairUse[] = [];
  for (const [first, second] of pairs) {
    if (first.kind === 'unknown' || second.kind === 'unknown') {
      for (const value of [first, second])
        if (value.kind === 'unknown') gaps.push({ from: holder, to: 'target group', value });
      continue;
    }
    const [blue, green] = [routesTo(first.value), routesTo(second.value)];
    gaps.push(...beyond(blue.gaps, first.value), ...beyond(green.gaps, second.value));
    subjects.push({
      holder,
      targetGroups: [first, second],
      blue: first.value,
      green: second.value,
      routes: { blue: blue.subjects, green: green.subjects },
    });
  }
  return { subjects, gaps };
}

type Pair = readonly [Value<TargetGroup>, Value<TargetGroup>];

interface Pairs {
  readonly pairs: readonly Pair[];
  readonly gaps: Gap[];
}

function ofService({ attachments }: Service): Pairs {
  // Reported where the service's targets are looked for.
  if (attachments.kind === 'unknown') return { pairs: [], gaps: [] };
  const pairs = attachments.value.flatMap(({ targetGroup, alternateTargetGroup: other }): readonly Pair[] =>
    other.kind === 'unknown' || other.value !== undefined ? [[targetGroup, other as Value<TargetGroup>]] : [],
  );
  return { pairs, gaps: [] };
}

function ofDeploymentGroup(group: DeploymentGroup): Pairs {
  const { pair } = group;
  const gap = (value: Gap['value']): Pairs => ({ pairs: [], gaps: [{ from: group, to: 'target groups', value }] });
  if (pair.kind === 'unknown') return gap(pair);
  if (!pair.value) return { pairs: [], gaps: [] };
  const { targetGroups } = pair.value;
  if (targetGroups.kind === 'unknown') return gap(targetGroups);
  const [first, second] = targetGroups.value;
  return { pairs: first && second ? [[first, second]] : [], gaps: [] };
}

/** That nobody forwards to the idle one of a pair is no gap. */
const beyond = (gaps: readonly Gap[], group: Entity): readonly Gap[] => gaps.filter(({ from }) => from !== group);
