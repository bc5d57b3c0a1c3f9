import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'grace-period-without-load-balancer',
  title: 'a service has a health check grace period and no health check that it could apply to',
  status: ['deploy'],
  during: 'deploy',
  severity: 'warning',
  why: `
    The grace period says how long ECS ignores failing health checks of a load balancer, of VPC Lattice or of the task's
    containers after a task has started. A service with none of them has nothing to ignore: the value is unused, and for
    years ECS rejected it (\`Health check grace period is only valid for services configured to use load balancers\`).
    Often the load balancer was left out or removed by mistake, and its target group has no targets then: 503.
  `,
  remedy: `
    Remove \`HealthCheckGracePeriodSeconds\`, or add the \`LoadBalancers\` that it was meant for.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
    'https://github.com/hashicorp/terraform-provider-aws/issues/31104',
  ],

  over: 'service',
  check(service, { need }) {
    if (service.type !== 'AWS::ECS::Service' || service.gracePeriod.kind === 'defaulted') return;
    // With other controllers the load balancers are written at task sets.
    if (need(service.deploymentController) === 'EXTERNAL') return;
    if (service.property('VpcLatticeConfigurations').kind !== 'defaulted') return;
    if (need(service.attachments).length > 0 || need(service.gracePeriod) === 0) return;
    const task = need(service.taskDefinition);
    if (need(task.containers).some(({ healthCheck }) => need(healthCheck))) return;
    return {
      message: `\`${service.id}\` ignores failing health checks for ${show(service.gracePeriod, ' s')}, but neither a load balancer nor a container of \`${task.id}\` checks its health`,
      at: [service.gracePeriod, 'nothing to ignore'],
      because: [[task, 'no container has a health check']],
    };
  },
});
