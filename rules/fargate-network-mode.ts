import { type Ask, defineRule, over, set, show, type TaskDefinition } from '../src/rule.ts';

export default defineRule({
  id: 'fargate-network-mode',
  title: 'a task for Fargate has a network mode other than awsvpc',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    On Fargate there is no instance whose network a task could share: each task has a network interface of its own, which
    is mode \`awsvpc\`. A task definition that says nothing has mode \`bridge\`. ECS rejects it when it is registered for
    Fargate ("Fargate only supports network mode 'awsvpc'"), or when a service is to start it there.
  `,
  remedy: `
    Set \`NetworkMode: awsvpc\` in the task definition, give the service a \`NetworkConfiguration\`, and let the target
    group register targets of type \`ip\`.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html',
    'https://github.com/aws/amazon-ecs-cli/issues/1145',
  ],
  also: ['cfn-lint E3048'],

  over: 'taskDefinition',
  check(task, { need }) {
    const required = requiresFargate(task, need);
    if (!required || need(task.networkMode) === 'awsvpc') return;
    return {
      message: `\`${task.id}\` is for Fargate, but its network mode is ${show(task.networkMode)}`,
      at: [task.networkMode, 'Fargate takes `awsvpc` only'],
      because: [[required, 'the task is to run on Fargate']],
      fix: fixOf(task),
    };
  },

  and: over('service', (service, { need }) => {
    if (service.taskDefinition.kind === 'unknown' || !need(service.fargate)) return;
    const task = need(service.taskDefinition);
    if (requiresFargate(task, need) || need(task.networkMode) === 'awsvpc') return;
    return {
      message: `\`${service.id}\` runs on Fargate, but the network mode of \`${task.id}\` is ${show(task.networkMode)}`,
      at: [task.networkMode, 'Fargate takes `awsvpc` only'],
      because: [[service.fargate, 'the service runs on Fargate']],
      fix: fixOf(task),
    };
  }),
});

const requiresFargate = ({ compatibilities }: TaskDefinition, need: Ask['need']) =>
  need(compatibilities).find((name) => need(name) === 'FARGATE');

const fixOf = ({ networkMode }: TaskDefinition) => ({
  title: 'give each task a network interface of its own',
  safety: 'review' as const,
  set: [set(networkMode, 'awsvpc')],
});
