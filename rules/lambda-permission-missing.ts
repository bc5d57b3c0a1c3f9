import { defineRule, nameOf, obstacleOf } from '../src/rule.ts';

export default defineRule({
  id: 'lambda-permission-missing',
  title: 'a function is registered in a target group, and nothing permits the load balancer to invoke it',
  status: ['deploy', '502'],
  during: 'always',
  severity: 'error',
  why: `
    A load balancer does not connect to a function, it invokes it, as the service \`elasticloadbalancing.amazonaws.com\`,
    and Lambda asks the function's own policy whether it may. Registering a function without such a permission fails:
    "elasticloadbalancing principal does not have permission to invoke … from target group …", and the stack rolls back.
    Where the permission disappears later, each request is answered with 502 (\`LambdaAccessDenied\` in the access log).
  `,
  remedy: `
    Add an \`AWS::Lambda::Permission\` with the principal \`elasticloadbalancing.amazonaws.com\` and the action
    \`lambda:InvokeFunction\`, and let the target group depend on it.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#prepare-lambda-function',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-targetgroup.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  ],

  over: 'lambdaTarget',
  check({ targetGroup, target, permissions, mayPermit }, { need }) {
    const invoked = need(target.invocation);
    if (!invoked?.function.exists) return;
    for (const permission of permissions) {
      const obstacle = need(obstacleOf(permission, invoked, targetGroup));
      if (obstacle?.kind !== 'principal' && obstacle?.kind !== 'function') return;
    }
    for (const granter of mayPermit) need(granter);

    const name = nameOf(invoked);
    return {
      message: `\`${targetGroup.id}\` sends requests to \`${name}\`, but no permission lets a load balancer invoke it`,
      at: [target, 'registered as a target'],
      because: [[invoked.function, 'its policy does not name Elastic Load Balancing']],
    };
  },
});
