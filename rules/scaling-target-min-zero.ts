import { defineRule, httpGroupOf, show } from '../src/rule.ts';

export default defineRule({
  id: 'scaling-target-min-zero',
  title: 'automatic scaling may take away the last task behind the load balancer',
  status: ['503'],
  during: 'scale-in',
  severity: 'info',
  profile: 'strict',
  why: `
    Application Auto Scaling lowers the desired count down to its minimum capacity. At 0 the last task is deregistered,
    the target group is empty, and the load balancer answers 503. Nothing brings a task back by itself: a policy on CPU
    or on requests for each target has no metric left to react to.
  `,
  remedy: `
    Set \`MinCapacity\` to 1 or more, or keep 0 for hours in which a scheduled action says that nobody calls.
  `,
  references: [
    'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-503-issues',
  ],

  over: 'service',
  check(service, { need }) {
    const scaling = need(service.scaling);
    if (!scaling || need(scaling.minCapacity) > 0 || !need(httpGroupOf(service))) return;

    const statement = `the service may be scaled down to ${show(scaling.minCapacity, ' tasks')}, and the load balancer answers 503 then`;
    return {
      message: `\`${service.id}\`: ${statement}`,
      statement,
      at: [scaling.minCapacity, 'the last task may be taken away'],
    };
  },
});
