import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'lambda-target-count',
  title: 'a target group for functions has more than one',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A target group of type \`lambda\` takes one function. Registering another one is rejected, so creating the target
    group fails and the stack rolls back.
  `,
  remedy: `
    Make a target group for each function, and share requests between them with weights in the forward action.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#register-lambda-function',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const targets = need(targetGroup.targets);
    const [first, second] = targets;
    if (!first || !second) return;
    if (need(targetGroup.targetType) !== 'lambda') return;
    return {
      message: `\`${targetGroup.id}\` registers ${targets.length} functions, but a target group of type ${show(targetGroup.targetType)} takes one`,
      at: [second, 'one too many'],
      because: [[targetGroup.targetType, 'takes one function']],
    };
  },
});
