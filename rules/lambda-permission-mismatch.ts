import { defineRule, nameOf, type Obstacle, obstacleOf, type TargetGroup } from '../src/rule.ts';

export default defineRule({
  id: 'lambda-permission-mismatch',
  title: 'the permission for load balancers is for another version, action or target group than the one that invokes',
  status: ['deploy', '502'],
  during: 'always',
  severity: 'error',
  why: `
    Lambda compares an invocation with each permission as it stands: the function with its version or alias, the action,
    and the ARN of the target group on whose behalf the load balancer calls. A permission for the function itself does
    not cover its aliases, nor the other way round, and the ARN of a load balancer or listener never matches, since the
    caller is the target group. Registering the target fails ("elasticloadbalancing principal does not have permission
    to invoke …"); where it succeeded once, each request is answered with 502.
  `,
  remedy: `
    Let \`FunctionName\` of the permission be the very ARN that the target group registers, \`Action\`
    \`lambda:InvokeFunction\`, and \`SourceArn\`, if there is one, match the target group.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#prepare-lambda-function',
    'https://docs.aws.amazon.com/lambda/latest/dg/using-aliases.html',
    'https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html',
  ],

  over: 'lambdaTarget',
  check({ targetGroup, target, permissions, mayPermit }, { need }) {
    const invoked = need(target.invocation);
    if (!invoked?.function.exists) return;
    const meant: { readonly id: string; readonly obstacle: Obstacle }[] = [];
    for (const permission of permissions) {
      const obstacle = need(obstacleOf(permission, invoked, targetGroup));
      if (!obstacle) return;
      if (obstacle.kind !== 'principal' && obstacle.kind !== 'function') meant.push({ id: permission.id, obstacle });
    }
    const [first] = meant;
    if (!first) return;
    for (const granter of mayPermit) need(granter);

    const name = nameOf(invoked);
    const { says, does } = contradiction(first.obstacle, name, targetGroup);
    return {
      message: `\`${first.id}\` ${says}, but ${does}`,
      // That a permission for the function itself stops short of its aliases is nowhere said in so many words.
      ...(first.obstacle.says === invoked.function.id && { confidence: 'likely' as const }),
      at: [first.obstacle, labels[first.obstacle.kind]],
      because: [[target, `what \`${targetGroup.id}\` invokes`]],
    };
  },
});

const labels: Readonly<Record<Obstacle['kind'], string>> = {
  principal: 'who may call',
  function: 'what may be called',
  action: 'the only thing it permits',
  qualifier: 'what may be invoked',
  source: 'on whose behalf it may be invoked',
};

function contradiction({ kind, says }: Obstacle, name: string, group: TargetGroup) {
  switch (kind) {
    case 'action':
      return { says: `permits \`${says}\``, does: `a load balancer needs \`lambda:InvokeFunction\` of \`${name}\`` };
    case 'source':
      return {
        says: `lets ${says} invoke \`${name}\``,
        does: `it is invoked on behalf of target group \`${group.id}\``,
      };
    default:
      return { says: `lets load balancers invoke \`${says}\``, does: `\`${group.id}\` invokes \`${name}\`` };
  }
}
