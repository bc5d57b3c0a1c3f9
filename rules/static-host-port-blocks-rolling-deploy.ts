import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'static-host-port-blocks-rolling-deploy',
  title: 'new tasks need a host port that the old ones hold on every instance',
  status: ['deploy'],
  during: 'deploy',
  severity: 'warning',
  why: `
    A fixed host port can be used by one task on each instance. The deployment keeps all old tasks until new ones are
    healthy, but there are never more instances than tasks, so no instance is left where the port is free. ECS places
    nothing ("the closest matching container-instance is already using a port required by your task") and the deployment
    waits until it times out.
  `,
  remedy: `
    Leave \`HostPort\` out, or set it to 0, so that two tasks fit on one instance; or let \`MinimumHealthyPercent\` be
    below 100, or the Auto Scaling group grow beyond the desired count.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html',
  ],

  over: 'taskTarget',
  check({ service, taskDefinition, container, port }, { need }) {
    if (need(service.fargate)) return;
    const mode = need(taskDefinition.networkMode);
    if ((mode !== 'bridge' && mode !== 'host') || need(port.hostPort) === 'dynamic') return;
    if (need(service.schedulingStrategy) !== 'REPLICA' || need(service.deploymentController) !== 'ECS') return;
    if (need(service.deploymentStrategy) !== 'ROLLING') return;
    const desired = need(service.desiredCount);
    const kept = Math.ceil((desired * need(service.minimumHealthyPercent)) / 100);
    const allowed = Math.floor((desired * need(service.maximumPercent)) / 100);
    // Without room for a single new task the deployment is stuck whatever the port.
    if (desired === 0 || kept < desired || allowed <= desired) return;
    const group = need(service.instances);
    if (need(group.maxSize) > desired) return;
    return {
      message: `a deployment keeps ${kept === 1 ? 'the old task' : `all ${kept} old tasks`} of \`${service.id}\`, and ${kept === 1 ? 'it' : 'each'} holds host port ${show(port.hostPort)} of ${need(group.maxSize) === 1 ? 'the only instance' : `one of at most ${show(group.maxSize)} instances`}`,
      confidence: 'likely',
      at: [port.hostPort, `one \`${container.id}\` on each instance`],
      because: [
        [group.maxSize, 'never more instances than this'],
        [service.minimumHealthyPercent, `${kept} of ${desired} tasks stay until new ones are healthy`],
      ],
    };
  },
});
