import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'instance-sg-unresolvable',
  title: 'a launch template names security groups beside network interfaces, and EC2 takes only one of the two',
  status: ['503', 'deploy'],
  during: 'always',
  severity: 'error',
  why: `
    A network interface carries its own security groups. A launch template that describes interfaces and names security
    groups beside them is refused when it is used: "Invalid launch template: When a network interface is provided, the
    security groups must be a part of it". No instance starts, nothing is registered in the target group, and the load
    balancer answers 503.
  `,
  remedy: `
    Move the security groups into \`Groups\` of the network interface, or take \`NetworkInterfaces\` out.
  `,
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html',
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-launch-template.html',
  ],

  over: 'autoScalingGroup',
  check({ autoScalingGroup: group }, { need }) {
    const { groupsBesideInterfaces: both } = group;
    if (need(group.targetGroups).length === 0 || !need(both)) return;

    return {
      message: `the launch template of \`${group.id}\` names security groups beside network interfaces, so no instance is started`,
      at: [both, 'belongs into the network interface'],
      because: [[group, 'starts its instances from this launch template']],
    };
  },
});
