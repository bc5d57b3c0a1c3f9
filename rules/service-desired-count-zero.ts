import { defineRule, httpGroupOf, show } from '../src/rule.ts';

export default defineRule({
  id: 'service-desired-count-zero',
  title: 'the service behind the load balancer runs no task',
  status: ['503'],
  during: 'always',
  severity: 'warning',
  why: `
    A service with a desired count of 0 starts no task, so nothing is registered in its target group, and the load
    balancer answers every request for it with 503. That is fine for the first deployment of a pipeline that raises the
    count later; but each later update of the stack that changes the count sets it back to 0.
  `,
  remedy: `
    Set \`DesiredCount\` to what should run, leave it out so that updates keep the present count, or let a scalable
    target with a \`MinCapacity\` of 1 or more raise it.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-503-issues',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html',
  ],

  over: 'service',
  check(service, { need }) {
    if (service.type.endsWith('TaskSet') || service.desiredCount.kind === 'defaulted') return;
    if (need(service.schedulingStrategy) !== 'REPLICA' || need(service.desiredCount) > 0) return;
    const group = need(httpGroupOf(service));
    if (!group) return;
    const scaling = need(service.scaling);
    if (scaling && need(scaling.minCapacity) > 0) return;

    // A parameter that is 0 unless somebody says otherwise is there to be raised.
    const bootstrap = service.desiredCount.via.length > 0;
    const statement = `${show(service.desiredCount, ' tasks')} run until something raises the count, and the load balancer answers 503`;
    return {
      message: `\`${service.id}\` registers no target in \`${group.id}\`: ${statement}`,
      statement,
      severity: bootstrap ? 'info' : 'warning',
      at: [service.desiredCount, 'no task is started'],
    };
  },
});
