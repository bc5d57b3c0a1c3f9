import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'lambda-timeout-default',
  title: 'a function behind the load balancer has the default time-out of 3 seconds',
  status: ['502'],
  during: 'load',
  severity: 'info',
  why: `
    The load balancer waits until the function answers or times out, and Lambda stops a function after 3 seconds unless it
    says otherwise. A cold start counts, and so does a slow call to something else. Lambda then reports an error instead of
    an answer, and the load balancer makes it a 502.
  `,
  remedy: `
    Set \`Timeout\` of the function to what its slowest request takes, with room for a cold start.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
  ],

  over: 'target',
  check(target) {
    if (target.kind !== 'lambda' || target.function?.timeout.kind !== 'defaulted') return;
    const { id, timeout } = target.function;
    const statement = `the function is stopped after ${show(timeout, ' s')}, and clients get a 502`;
    return {
      message: `\`${id}\`: ${statement}`,
      statement,
      at: [timeout, 'no `Timeout` is set'],
      because: [[target.targetGroup, 'the load balancer waits for its answer']],
    };
  },
});
