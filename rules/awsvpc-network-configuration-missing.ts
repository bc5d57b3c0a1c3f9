import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'awsvpc-network-configuration-missing',
  title: 'the network configuration of a service and the network mode of its tasks exclude each other',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    In \`awsvpc\` mode ECS makes a network interface for every task and has to be told in which subnets; in every other
    mode there is no interface to make. ECS therefore rejects a service for \`awsvpc\` tasks without a network
    configuration, and one with it for other tasks: "Network Configuration is not valid for the given networkMode of this
    task definition". The stack rolls back and no task is started.
  `,
  remedy: `
    Give the service \`NetworkConfiguration.AwsvpcConfiguration\` with subnets and security groups where its tasks run in
    \`awsvpc\` mode; leave it out in every other mode.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
    'https://github.com/cloudposse/terraform-aws-ecs-alb-service-task/issues/22',
  ],
  also: ['cfn-lint E3052'],

  over: 'service',
  check(service, { need, peek }) {
    if (need(service.deploymentController) === 'EXTERNAL' && service.type === 'AWS::ECS::Service') return;
    const task = need(service.taskDefinition);
    const { networkMode } = task;
    const fargate = peek(service.fargate) === true;
    const mode = fargate ? 'awsvpc' : need(networkMode);
    if (mode !== 'awsvpc') need(service.fargate);
    const configured = need(service.network) !== undefined;
    if (configured === (mode === 'awsvpc')) return;

    return {
      message: configured
        ? `\`${service.id}\` has a network configuration, but tasks of \`${task.id}\` run in mode ${show(networkMode)} and have no network interface`
        : `\`${service.id}\` has no network configuration, but tasks of \`${task.id}\` run in \`awsvpc\` mode and need subnets`,
      at: [
        configured ? service.network : service,
        configured ? 'for tasks in `awsvpc` mode only' : 'no NetworkConfiguration',
      ],
      because: [
        [
          fargate ? service.fargate : networkMode,
          fargate ? 'Fargate tasks run in `awsvpc` mode' : 'the mode of its tasks',
        ],
      ],
    };
  },
});
