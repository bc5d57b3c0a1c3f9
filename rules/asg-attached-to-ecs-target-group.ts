import { defineRule, type Problem, show } from '../src/rule.ts';

export default defineRule({
  id: 'asg-attached-to-ecs-target-group',
  title: 'the instances that tasks run on are registered beside the tasks themselves',
  status: ['502', '503'],
  during: 'sporadic',
  severity: 'error',
  why: `
    ECS registers each task with its instance and host port. The Auto Scaling group registers every instance once more, on
    the target group's own port, where nothing listens: a twin of each target that is never healthy. With health check
    type \`ELB\` the Auto Scaling group takes that for a broken instance, terminates it with all its tasks, and starts
    another one, without end. When the load balancer fails open, requests to the twins are answered 502.
  `,
  remedy: `
    Remove the target group from the Auto Scaling group: ECS registers the tasks, and nothing else has to.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
    'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html',
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html',
  ],

  over: 'targetGroup',
  check({ targetGroup, attachments, targets }, { need }) {
    const scaled = targets.filter((target) => target.kind === 'auto-scaling-group');
    if (scaled.length === 0 || attachments.length === 0 || need(targetGroup.targetType) !== 'instance') return;
    return scaled.flatMap((twin) =>
      attachments.flatMap(({ service, attachment }): readonly Problem[] => {
        const { group } = twin;
        if (need(service.instances) !== group) return [];
        const task = targets.find((target) => target.kind === 'task' && target.service === service);
        const served = task && need(task.trafficPort);
        const redundant = served !== undefined && served === need(twin.trafficPort);
        const terminates = need(group.healthCheckType).split(',').includes('ELB');
        const port = show(targetGroup.port);
        return [
          {
            message: redundant
              ? `\`${group.id}\` and \`${service.id}\` both register port ${port} of the same instances in \`${targetGroup.id}\``
              : `\`${group.id}\` registers port ${port} of the instances that tasks of \`${service.id}\` run on, where no task listens`,
            severity: redundant ? 'info' : terminates ? 'error' : 'warning',
            confidence: 'likely',
            at: [twin, 'every instance is registered once more'],
            because: [
              [attachment.targetGroup, 'ECS registers the tasks here'],
              ...(terminates && !redundant
                ? [[group.healthCheckType, 'an instance that fails health checks is terminated'] as const]
                : []),
            ],
          },
        ];
      }),
    );
  },
});
