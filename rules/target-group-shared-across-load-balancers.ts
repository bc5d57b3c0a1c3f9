import { defineRule, type LoadBalancer, type Route } from '../src/rule.ts';

export default defineRule({
  id: 'target-group-shared-across-load-balancers',
  title: 'two load balancers forward to one target group',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A target group belongs to one load balancer. The first listener that forwards to it decides which; the next one, of
    another load balancer, is rejected: "The following target groups cannot be associated with more than one load
    balancer". Which of the two fails depends on which CloudFormation creates first, and the stack rolls back.
  `,
  remedy: `
    Give each load balancer a target group of its own and register the service in both: a service may name up to five.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html',
  ],

  over: 'targetGroup',
  check({ targetGroup, routes }) {
    const byOwner = new Map<LoadBalancer, Route>();
    for (const route of routes) if (!byOwner.has(route.loadBalancer)) byOwner.set(route.loadBalancer, route);
    const [first, second] = [...byOwner.values()].sort((a, b) => (a.loadBalancer.id < b.loadBalancer.id ? -1 : 1));
    if (!first || !second) return;
    return {
      message: `\`${first.loadBalancer.id}\` and \`${second.loadBalancer.id}\` both forward to \`${targetGroup.id}\`, which can belong to one of them only`,
      at: [targetGroup, 'belongs to one load balancer'],
      because: [first, second].map(
        ({ loadBalancer, action }) => [action, `\`${loadBalancer.id}\` forwards to it here`] as const,
      ),
    };
  },
});
