import { type Ask, defineRule, type Spanned, type TargetGroup, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'bluegreen-same-target-group',
  title: 'a blue/green deployment is given one target group twice',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A blue/green deployment keeps the old tasks in one target group and starts the new ones in another, so that it can
    move traffic between them by weights. With one group in both places there is nothing to move between, and ECS
    refuses the service: "Duplicate targetGroupArn found". It looks at all load balancer entries of the service together.
  `,
  remedy: `
    Create a second target group with the same settings and name it as \`AlternateTargetGroupArn\`; every entry needs two
    groups of its own.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html',
  ],

  over: 'service',
  check(service, { need, peek, same }) {
    const entries = need(service.attachments).filter(({ alternateTargetGroup: { kind } }) => kind !== 'defaulted');
    if (entries.length === 0 || need(service.deploymentStrategy) === 'ROLLING') return;
    const named: readonly Value<TargetGroup | undefined>[] = entries.flatMap((entry) => [
      entry.targetGroup,
      entry.alternateTargetGroup,
    ]);
    const repeated = named.flatMap((group, i) => {
      const earlier = named.slice(0, i).find((other) => same(other, group) === true);
      return earlier ? [{ group, earlier }] : [];
    });
    if (repeated.length === 0) for (const group of named) need(group);
    return repeated.map(({ group, earlier }) => ({
      message: `\`${service.id}\` names ${nameOf(group, peek)} twice among the target groups of its blue/green deployment, which moves traffic from one group to another`,
      at: [group as Spanned, 'the same target group once more'],
      because: [[earlier as Spanned, 'named here already']],
    }));
  },
});

function nameOf(group: Value<TargetGroup | undefined>, peek: Ask['peek']): string {
  const known = peek(group);
  return known ? `\`${known.id}\`` : group.kind === 'unknown' ? `\`${group.reason.name}\`` : 'one target group';
}
