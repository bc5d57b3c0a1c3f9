import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'external-launch-type-with-load-balancer',
  title: 'a service on external instances names a load balancer',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    External instances (ECS Anywhere) stand outside the VPC, where a load balancer cannot register them. ECS does not
    support load balancing for services of launch type \`EXTERNAL\` and rejects them when they are created.
  `,
  remedy: `
    Leave \`LoadBalancers\` out and reach the external instances in another way, or run the service on Fargate or EC2.
  `,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-anywhere.html'],

  over: 'service',
  check({ id, launchType, attachments }, { need }) {
    const [first] = need(attachments);
    if (!first || need(launchType) !== 'EXTERNAL') return;
    return {
      message: `\`${id}\` runs on external instances, but is to be registered with a load balancer`,
      at: [launchType, 'ECS balances no load here'],
      because: [[first.targetGroup, 'nothing outside the VPC can be registered']],
    };
  },
});
