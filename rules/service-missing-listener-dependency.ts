import { defineRule, type Service, type TargetGroupUse } from '../src/rule.ts';

export default defineRule({
  id: 'service-missing-listener-dependency',
  title: 'the service may be created before the listener that ties its target group to a load balancer',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A target group belongs to a load balancer only once a listener or rule forwards to it. The service names the target
    group and not the listener, so CloudFormation creates both at the same time. When the service comes first, ECS
    rejects it: "The target group … does not have an associated load balancer", and the stack rolls back. When the
    listener wins the race nothing is seen, until the next new environment.
  `,
  remedy: `
    Add \`DependsOn\` with the listener, or the listener rule, that forwards to the target group. Depending on the load
    balancer, or on a listener that forwards elsewhere, does not help. Between a stack and one nested in it, the nested
    stack's resource in the parent is what waits or is waited for.
  `,
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html#aws-resource-ecs-service--examples',
    'https://github.com/aws/aws-cdk/issues/1160',
  ],

  over: 'targetGroup',
  check(use, { peek }) {
    const { targetGroup, forwarders, attachments } = use;
    const [first] = forwarders;
    if (!first) return;
    return (
      attachments
        // AWS's own sample of blue/green deployments leaves the order of its task set open.
        .filter(({ service }) => service.type !== 'AWS::ECS::TaskSet' && races(service, use))
        .map(({ service, attachment }) => {
          const waits = peek(service.dependsOn);
          // A listener that itself waits for the service cannot be waited for.
          const free = forwarders.find((forwarder) => !forwarder.comesAfter(service));
          // One is enough to wait for: named alone, it is the same in whatever conditions there are others.
          const forwarder = free ?? first;
          // What another template creates is nothing that this one can name.
          const isNear = forwarder.span.file === service.span.file;
          const later = `may be created later${isNear ? '' : ', in another template'}`;
          return {
            message: `\`${service.id}\` ${waits ? `waits for \`${waits}\`, not` : 'does not wait'} for \`${forwarder.id}\`, which ties \`${targetGroup.id}\` to a load balancer`,
            at: [attachment.targetGroup, 'ECS rejects it while no listener forwards to it'] as const,
            because: [[forwarder, `forwards to \`${targetGroup.id}\`, and ${later}`] as const],
            ...(free &&
              isNear &&
              waits === undefined && {
                fix: {
                  title: `create \`${free.id}\` first`,
                  safety: 'safe' as const,
                  set: [{ value: service.dependsOn, to: free.id }],
                },
              }),
          };
        })
    );
  },
});

const races = (service: Service, { forwarders, mayForward }: TargetGroupUse): boolean =>
  ![...forwarders, ...mayForward].some((forwarder) => service.comesAfter(forwarder));
