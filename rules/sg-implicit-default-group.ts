import { admitsInbound, defineRule, namesOf, over, type Target } from '../src/rule.ts';

export default defineRule({
  id: 'sg-implicit-default-group',
  title: 'no security group is named, so the default one of the VPC applies, which admits its own members only',
  status: ['504', 'no answer'],
  during: 'always',
  severity: 'error',
  why: `
    Where no security group is named, AWS attaches the default group of the VPC. It admits only its own members. A load
    balancer with groups of its own is not a member: its packets to the target are dropped, and it answers 504 after 10
    seconds. A load balancer that is itself left in the default group admits no client at all, who wait for an answer
    that never comes.
  `,
  remedy: `
    Name the security groups on both sides, and admit the load balancer's group in the target's.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html',
  ],

  over: 'path',
  check({ route: { loadBalancer }, target }, { need }) {
    if (target.kind === 'lambda' || need(loadBalancer.kind) !== 'application') return;
    const alb = loadBalancer.securityGroups;
    if (target.securityGroups.kind !== 'defaulted' || alb.kind === 'defaulted') return;
    if (need(admitsInbound(target, loadBalancer, target.trafficPort)).extent === 'open') return;

    return {
      message: `${nameOf(target)} names no security group, and the VPC's default one does not admit the load balancer's ${namesOf(alb)}`,
      // Outside the template somebody may have opened the default group.
      confidence: 'likely',
      status: ['504'],
      at: [target.securityGroups, 'no security group is named here'],
      because: [[alb, `the load balancer connects as ${namesOf(alb)}`]],
    };
  },

  and: over('loadBalancer', ({ loadBalancer }, { need }) => {
    if (loadBalancer.securityGroups.kind !== 'defaulted') return;
    if (need(loadBalancer.kind) !== 'application' || need(loadBalancer.scheme) !== 'internet-facing') return;
    // Rules elsewhere in the template may open the default group.
    for (const group of need(loadBalancer.securityGroups)) need(need(group).ingress);

    return {
      message: `\`${loadBalancer.id}\` faces the internet, but names no security group: the VPC's default one admits no client`,
      severity: 'warning',
      confidence: 'likely',
      status: ['no answer'],
      at: [loadBalancer.securityGroups, 'no security group is named here'],
    };
  }),
});

function nameOf(target: Target): string {
  switch (target.kind) {
    case 'task':
      return `\`${target.service.id}\``;
    case 'auto-scaling-group':
      return `\`${target.group.id}\``;
    case 'instance':
      return `\`${target.instance.id}\``;
    default:
      return 'the target';
  }
}
