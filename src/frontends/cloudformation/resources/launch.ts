import type { AutoScalingGroup } from '../../../graph/compute.ts';
import type { Evaluated } from '../evaluated.ts';
import { type Properties, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';

const docs = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html';

/** Whether the launch template that an Auto Scaling group names has security groups beside network interfaces. */
export function groupsBesideInterfaces(group: Properties, stack: Stack): AutoScalingGroup['groupsBesideInterfaces'] {
  const data = launchTemplateIn(launchTemplateIdOf(group), stack)?.data;
  if (!data) return none(group);
  const interfaces = data.get('NetworkInterfaces');
  const groups = data.get('SecurityGroupIds') ?? data.get('SecurityGroups');
  const key = data.get('SecurityGroupIds') ? 'SecurityGroupIds' : 'SecurityGroups';
  if (!interfaces || !groups || isEmpty(interfaces) || isEmpty(groups)) return none(data);
  if (interfaces.kind !== 'list') return unknownOf(interfaces);
  if (groups.kind !== 'list') return unknownOf(groups);
  return { kind: 'known', value: true, span: data.keySpan(key), via: groups.via };
}

const isEmpty = (value: Evaluated): boolean => value.kind === 'list' && value.items.length === 0;

const none = ({ span }: Properties): AutoScalingGroup['groupsBesideInterfaces'] => ({
  kind: 'defaulted',
  value: false,
  docs,
  span,
  via: [],
});

/** What names the launch template of an Auto Scaling group. */
export function launchTemplateIdOf(group: Properties): Evaluated | undefined {
  const own = group.in('LaunchTemplate');
  const named = own.written
    ? own
    : group.in('MixedInstancesPolicy').in('LaunchTemplate').in('LaunchTemplateSpecification');
  return named.get('LaunchTemplateId') ?? named.get('LaunchTemplateName');
}

/** The data of the launch template that is named, with the stack it is of; nothing where it is of no template. */
export function launchTemplateIn(id: Evaluated | undefined, stack: Stack) {
  const found = stack.application.found(id);
  if (found?.declaration.type !== 'AWS::EC2::LaunchTemplate') return undefined;
  return { data: found.stack.properties(found.declaration).in('LaunchTemplateData'), home: found.stack };
}
