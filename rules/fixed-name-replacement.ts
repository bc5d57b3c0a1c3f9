import { type Ask, defineRule, over, type Resource, show } from '../src/rule.ts';

export default defineRule({
  id: 'fixed-name-replacement',
  title: 'a load balancer or target group with a name of its own cannot be replaced by an update',
  status: ['deploy'],
  during: 'deploy',
  severity: 'info',
  profile: 'strict',
  why: `
    Some properties of a load balancer or target group, such as the port, the protocol or the target type, cannot be
    changed in place. CloudFormation makes a new one before it deletes the old one, and two of the same name cannot
    exist: "A target group with the same name … exists, but with different settings". The update fails, and goes on
    failing until somebody changes the name as well.
  `,
  remedy: `
    Leave \`Name\` out, so that CloudFormation makes up a new name for each replacement.
  `,
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-loadbalancer.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html',
  ],

  over: 'loadBalancer',
  check({ loadBalancer }, ask) {
    return ask.need(loadBalancer.kind) === 'application' ? judge(loadBalancer, ask) : undefined;
  },

  and: over('targetGroup', ({ targetGroup }, ask) => judge(targetGroup, ask)),
});

function judge(resource: Resource, { need }: Ask) {
  const name = resource.property('Name');
  // A name with holes may change with what fills them.
  if ((name.kind === 'unknown' && name.parts) || need(name) === undefined) return;
  const statement = 'a fixed name stands in the way of changes that replace the resource';
  return {
    message: `\`${resource.id}\` (${show(name)}): ${statement}`,
    statement,
    at: [name, 'two of the same name cannot exist'] as const,
  };
}
