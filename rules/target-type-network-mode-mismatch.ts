import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'target-type-network-mode-mismatch',
  title: 'the target group registers another kind of target than the network mode of the tasks has',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    In \`awsvpc\` mode each task has a network interface of its own and is registered by its IP address; in \`bridge\` and
    \`host\` mode it is reached through its instance and is registered by the instance's id. A target group takes one
    kind only, \`instance\` unless it says otherwise. ECS compares the two when the service is created and rejects it:
    "The provided target group … has target type instance, which is incompatible with the awsvpc network mode".
  `,
  remedy: `
    Set \`TargetType: ip\` for tasks in \`awsvpc\` mode, and \`instance\` for \`bridge\` and \`host\`. The type is fixed at
    creation: CloudFormation replaces the target group, which fails where it has a \`Name\` of its own that stays.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
    'https://github.com/hashicorp/terraform/issues/24266',
  ],

  over: 'taskTarget',
  check({ targetGroup, taskDefinition, service }, { need, peek }) {
    const { networkMode } = taskDefinition;
    // Fargate has no other mode; where the task definition does not say so, that is a fault of its own.
    const fargate = networkMode.kind === 'defaulted' ? need(service.fargate) : peek(service.fargate);
    const mode = fargate ? 'awsvpc' : need(networkMode);
    const type = need(targetGroup.targetType);
    const wanted = mode === 'awsvpc' ? 'ip' : mode === 'bridge' || mode === 'host' ? 'instance' : type;
    if (type === wanted || (wanted === 'instance' && type !== 'ip')) return;

    const where = peek(service.fargate) ? 'on Fargate' : `in \`${mode}\` mode`;
    return {
      message: `\`${targetGroup.id}\` registers targets of type ${show(targetGroup.targetType)}, but tasks of \`${service.id}\` run ${where} and are registered by ${wanted === 'ip' ? 'IP address' : 'instance'}`,
      at: [
        targetGroup.targetType,
        type === 'ip' ? 'takes IP addresses only' : `takes targets of type \`${type}\` only`,
      ],
      because: [
        fargate
          ? [service.fargate, 'Fargate tasks have a network interface each']
          : [
              networkMode,
              wanted === 'ip' ? 'tasks have a network interface each' : 'tasks share the network of their instance',
            ],
      ],
      fix: {
        title: `register targets of type ${wanted}`,
        safety: 'review',
        set: [set(targetGroup.targetType, wanted)],
      },
    };
  },
});
