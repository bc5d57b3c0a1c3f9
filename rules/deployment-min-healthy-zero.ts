import { defineRule, holdsHostPorts, httpGroupOf, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'deployment-min-healthy-zero',
  title: 'a deployment may stop every running task before a new one is healthy',
  status: ['503'],
  during: 'deploy',
  severity: 'error',
  why: `
    With a minimum healthy percent of 0, ECS need not keep any task while it deploys. It deregisters and stops all the
    old ones, often before a single new one has passed its health check. Until then the target group has no target that
    takes requests, and the load balancer answers every one of them with 503.
  `,
  remedy: `
    Set \`MinimumHealthyPercent\` to 100 and \`MaximumPercent\` to 200, so that new tasks are healthy before old ones are
    stopped; with a fixed \`HostPort\`, leave that out as well, or have an instance to spare. Where two versions may never
    run at once, suppress this with that reason.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-503-issues',
  ],

  over: 'service',
  check(service, { need }) {
    if (service.type.endsWith('TaskSet')) return;
    if (need(service.deploymentController) !== 'ECS' || need(service.deploymentStrategy) !== 'ROLLING') return;
    if (need(service.schedulingStrategy) !== 'REPLICA' || need(service.minimumHealthyPercent) > 0) return;
    if (!need(httpGroupOf(service)) || need(service.desiredCount) < 1) return;

    const before = need(service.maximumPercent) <= 100;
    const minimum = show(service.minimumHealthyPercent, ' %');
    return {
      message: before
        ? `deployments of \`${service.id}\` stop every task before they start a new one: ${minimum} must stay healthy and at most ${show(service.maximumPercent, ' %')} may run`
        : `deployments of \`${service.id}\` may stop every task before a new one is healthy: ${minimum} must stay healthy`,
      severity: before ? 'error' : 'warning',
      at: [service.minimumHealthyPercent, 'no task has to stay while a deployment runs'],
      because: [
        [service.maximumPercent, before ? 'no new task fits beside the old ones' : 'new tasks may start later'],
      ],
      // A fixed port of an instance holds one task, so a new one may have no place while the old one stays.
      ...(!holdsHostPorts(service) && {
        fix: {
          title: 'keep the old tasks until new ones are healthy',
          safety: 'review' as const,
          set: [set(service.minimumHealthyPercent, 100), set(service.maximumPercent, 200)],
        },
      }),
    };
  },
});
