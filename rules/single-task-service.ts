import { defineRule, httpGroupOf, show } from '../src/rule.ts';

export default defineRule({
  id: 'single-task-service',
  title: 'one task serves all requests, so its loss is an outage',
  status: ['502', '503'],
  during: 'interruption',
  severity: 'info',
  profile: 'strict',
  why: `
    When the only task of a service dies, is retired by AWS or fails its health checks, no other target is there.
    Requests in flight end in 502, and until a new task has started and passed its first health check the load balancer
    answers 503.
  `,
  remedy: `
    Run at least two tasks, in subnets of two Availability Zones.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-503-issues',
  ],

  over: 'service',
  check(service, { need }) {
    if (service.type.endsWith('TaskSet') || need(service.schedulingStrategy) !== 'REPLICA') return;
    if (need(service.desiredCount) !== 1 || !need(httpGroupOf(service))) return;
    if (need(service.scaling)) return;

    const statement = `${show(service.desiredCount, ' task')} serves all requests, so none are served while it is replaced`;
    return {
      message: `\`${service.id}\`: ${statement}`,
      statement,
      at: [service.desiredCount, 'no second task'],
    };
  },
});
