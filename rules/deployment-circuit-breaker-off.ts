import { defineRule, httpGroupOf, set } from '../src/rule.ts';

export default defineRule({
  id: 'deployment-circuit-breaker-off',
  title: 'a deployment whose tasks never become healthy goes on until CloudFormation gives up',
  status: ['deploy'],
  during: 'deploy',
  severity: 'info',
  profile: 'strict',
  why: `
    Tasks of a faulty version fail the target group's health checks; ECS stops them and starts others, again and again.
    Without the deployment circuit breaker, and without alarms that end a deployment, nothing declares it failed: the
    stack hangs in \`UPDATE_IN_PROGRESS\` until CloudFormation's own limit, hours later. With the circuit breaker, ECS
    gives up after a few failed tasks and rolls back to the last version that worked.
  `,
  remedy: `
    Set \`DeploymentCircuitBreaker: { Enable: true, Rollback: true }\` in \`DeploymentConfiguration\`.
  `,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html'],

  over: 'service',
  check(service, { need }) {
    if (service.type.endsWith('TaskSet')) return;
    if (need(service.deploymentController) !== 'ECS' || need(service.deploymentStrategy) !== 'ROLLING') return;
    if (need(service.circuitBreaker) || need(service.deploymentAlarms) || !need(httpGroupOf(service))) return;

    const statement = 'no circuit breaker and no alarm ends a deployment whose tasks never become healthy';
    return {
      message: `\`${service.id}\`: ${statement}`,
      statement,
      at: [service.circuitBreaker, 'the circuit breaker is off'],
      fix: { title: 'switch the circuit breaker on', safety: 'review', set: [set(service.circuitBreaker, true)] },
    };
  },
});
