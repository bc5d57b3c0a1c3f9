import type { AutoScalingGroup } from '../../../graph/compute.ts';
import type { Evaluated } from '../evaluated.ts';
import { type Properties, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';

const docs = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html';

/** Whether the launch template that an Auto Scaling group names has security groups beside network interfaces. */
export function groupsBesideInterfaces(group: Properties, stack: Stack): AutoScalingGroup['groupsBesideInterfaces'] {
  const data = launchTemplateData(group, stack);
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

/** The data of a launch template of the same stack; nothing where the group launches by something else. */
function launchTemplateData(group: Properties, stack: Stack): Properties | undefined {
  const own = group.in('LaunchTemplate');
  const named = own.written
    ? own
    : group.in('MixedInstancesPolicy').in('LaunchTemplate').in('LaunchTemplateSpecification');
  const id = named.get('LaunchTemplateId') ?? named.get('LaunchTemplateName');
  const template = id?.kind === 'reference' ? stack.evaluator.template.resources.get(id.logicalId) : undefined;
  return template?.type === 'AWS::EC2::LaunchTemplate'
    ? stack.properties(template).in('LaunchTemplateData')
    : undefined;
}
