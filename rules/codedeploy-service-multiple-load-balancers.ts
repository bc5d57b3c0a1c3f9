import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'codedeploy-service-multiple-load-balancers',
  title: 'a service that CodeDeploy deploys names several target groups',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    CodeDeploy moves a service between the two target groups of its deployment group; the service itself names the one
    that serves first. Several target groups in a service are taken with the deployment controller \`ECS\` only: with
    \`CODE_DEPLOY\` the service is not created, and the stack rolls back.
  `,
  remedy: `
    Leave one entry in \`LoadBalancers\` and name the second target group in the deployment group of CodeDeploy, or change
    the deployment controller to \`ECS\` and its strategy to \`BLUE_GREEN\`, which takes several.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
  ],

  over: 'service',
  check({ id, attachments, deploymentController }, { need, peek }) {
    if (deploymentController.kind === 'defaulted') return;
    const entries = need(attachments);
    const [, second] = entries;
    if (!second || need(deploymentController) !== 'CODE_DEPLOY') return;
    const names = entries.map(({ targetGroup }) => peek(targetGroup)?.id).filter((name) => name !== undefined);
    const listed = names.length === entries.length ? ` (${names.map((name) => `\`${name}\``).join(', ')})` : '';
    return {
      message: `\`${id}\` names ${entries.length} target groups${listed}, but a service with the deployment controller ${show(deploymentController)} takes one`,
      at: [second, 'one more than CodeDeploy moves'],
      because: [[deploymentController, 'controls the deployments of this service']],
    };
  },
});
