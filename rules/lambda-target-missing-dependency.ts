import { defineRule, nameOf, obstacleOf } from '../src/rule.ts';

export default defineRule({
  id: 'lambda-target-missing-dependency',
  title: 'the target group may be created before the permission to invoke its function',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    CloudFormation registers a function while it creates the target group, and Elastic Load Balancing checks at that
    moment that it may invoke the function. Target group and permission both name the function, but not each other, so
    they are created at the same time. When the target group comes first: "elasticloadbalancing principal does not have
    permission to invoke …", and the stack rolls back; the next attempt may succeed.
  `,
  remedy: `
    Let the target group depend on the permission, and the permission not on the target group. Where \`SourceArn\` is the
    target group, replace it by a pattern with the group's \`Name\`, such as \`…:targetgroup/my-group/*\`.
  `,
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-targetgroup.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html',
    'https://github.com/aws/aws-cdk/issues/4663',
  ],

  over: 'lambdaTarget',
  check({ targetGroup, target, permissions, mayPermit }, { need, peek }) {
    const invoked = need(target.invocation);
    if (!invoked?.function.exists) return;
    const fitting = permissions.filter((permission) => !need(obstacleOf(permission, invoked, targetGroup)));
    const [first] = fitting;
    if (!first || fitting.some((permission) => targetGroup.comesAfter(permission))) return;
    for (const granter of mayPermit) need(granter);

    const name = nameOf(invoked);
    const free = fitting.find((permission) => !permission.comesAfter(targetGroup));
    const permission = free ?? first;
    const waits = peek(targetGroup.dependsOn);
    return {
      message: free
        ? `\`${targetGroup.id}\` registers \`${name}\` without waiting for \`${permission.id}\`, which permits it`
        : `\`${targetGroup.id}\` registers \`${name}\` as it is created, but \`${permission.id}\`, which permits it, is created after \`${targetGroup.id}\``,
      at: [target, 'registered as soon as the target group is there'],
      because: [
        [
          free ? permission : permission.caller,
          free ? 'may be created later' : `waits for \`${targetGroup.id}\`, which it names`,
        ],
      ],
      // What another template creates is nothing that this one can name.
      ...(free &&
        free.span.file === targetGroup.span.file &&
        waits === undefined && {
          fix: {
            title: `create \`${free.id}\` first`,
            safety: 'safe' as const,
            set: [{ value: targetGroup.dependsOn, to: free.id }],
          },
        }),
    };
  },
});
