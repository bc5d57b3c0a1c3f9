import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'codedeploy-controller-in-cloudformation',
  title: 'a stack update changes the task definition of a service that only CodeDeploy may deploy',
  status: ['deploy'],
  during: 'deploy',
  severity: 'info',
  why: `
    With the deployment controller \`CODE_DEPLOY\` a new task definition reaches the service through a deployment of
    CodeDeploy and in no other way. CloudFormation makes a new revision whenever the task definition of the template
    changes, and updates the service that refers to it. ECS refuses: "Unable to update task definition on services with
    a CODE_DEPLOY deployment controller", and the stack update is rolled back.
  `,
  remedy: `
    Name the family of the task definition, or a revision, as text in the service, and deploy new revisions with
    CodeDeploy. Or change the deployment controller to \`ECS\` with the strategy \`BLUE_GREEN\`, which stack updates carry
    out.
  `,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html',
  ],

  over: 'service',
  check({ id, deploymentController, taskDefinition, deployedByHook, followsTaskDefinition }, { need, peek }) {
    // Written as text it stays as it is.
    if (deploymentController.kind === 'defaulted' || deployedByHook || !followsTaskDefinition) return;
    if (need(deploymentController) !== 'CODE_DEPLOY') return;
    const task = peek(taskDefinition);
    if (!task) return;
    return {
      message: `a change of \`${task.id}\` makes the stack update \`${id}\`, whose task definition only CodeDeploy may change`,
      at: [taskDefinition, 'another revision after each change'],
      because: [[deploymentController, 'deployments are left to CodeDeploy']],
    };
  },
});
