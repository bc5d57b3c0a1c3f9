import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'circuit-breaker-unsupported',
  title: 'the deployment circuit breaker is on for a service whose deployments ECS does not control',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    The circuit breaker watches deployments that ECS itself runs. With the controller \`CODE_DEPLOY\` or \`EXTERNAL\`
    somebody else runs them, and ECS refuses the combination: "Deployment circuit breaker feature is only supported with
    ECS deployment controller". The service is not created, or not updated.
  `,
  remedy: `
    Take \`DeploymentCircuitBreaker\` out, and let CodeDeploy roll back by alarms, or change the deployment controller to
    \`ECS\`.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-deployment-controller-migration.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html',
  ],

  over: 'service',
  check(service, { need }) {
    if (service.circuitBreaker.kind === 'defaulted' || !need(service.circuitBreaker)) return;
    if (need(service.deploymentController) === 'ECS') return;

    return {
      message: `the circuit breaker of \`${service.id}\` is on, but its deployments are controlled by ${show(service.deploymentController)}, not by ECS`,
      confidence: 'likely',
      at: [service.circuitBreaker, 'watches deployments that ECS controls'],
      because: [[service.deploymentController, 'controls the deployments of this service']],
      fix: { title: 'switch the circuit breaker off', safety: 'review', set: [set(service.circuitBreaker, false)] },
    };
  },
});
