import { defineRule, type Label } from '../src/rule.ts';

export default defineRule({
  id: 'target-group-not-attached',
  title: 'targets are registered in a target group that no listener forwards to',
  status: ['deploy', '503'],
  during: 'always',
  severity: 'error',
  why: `
    Nothing forwards to the target group, so it belongs to no load balancer. ECS rejects a service that names such a
    group: "The target group … does not have an associated load balancer". Instances are registered all the same, but
    stay \`unused\` (\`Target.NotInUse\`): they get neither health checks nor requests, and a listener that is pointed
    at the group later answers 503 until the first one has passed.
  `,
  remedy: `
    Forward to the target group from a listener or a listener rule, or register the targets in the group that is
    forwarded to.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html#target-health-states',
    'https://github.com/aws/aws-cdk/issues/1160',
  ],

  over: 'targetGroup',
  check({ targetGroup, forwarders, mayForward, attachments, targets }, { need }) {
    if (forwarders.length > 0) return;
    const [attached] = attachments;
    const others = targets.filter(({ kind }) => kind !== 'task');
    if (!attached && others.length === 0) return;
    for (const { value: what } of mayForward) need(what);

    const because: Label[] = attached
      ? [[attached.attachment.targetGroup, `\`${attached.service.id}\` registers its tasks here`]]
      : others.slice(0, 1).map((target): Label => [target, 'registered here']);
    return {
      message: attached
        ? `\`${attached.service.id}\` registers its tasks in \`${targetGroup.id}\`, but no listener or rule forwards there`
        : `targets are registered in \`${targetGroup.id}\`, but no listener or rule forwards there`,
      severity: attached ? 'error' : 'warning',
      status: attached ? ['deploy'] : ['503'],
      at: [targetGroup, 'no listener or rule names it'],
      because,
    };
  },
});
