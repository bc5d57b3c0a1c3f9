import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'lambda-reserved-concurrency-zero',
  title: 'the function that requests are sent to may not run at all',
  status: ['502'],
  during: 'always',
  severity: 'error',
  why: `
    Reserved concurrency is the number of invocations that may run at once. With 0 Lambda throttles each of them, and the
    load balancer answers a throttled invocation with 502 (\`LambdaThrottling\` in the access log). Lambda's
    documentation recommends 0 to stop a function in an emergency; in a template it outlives the emergency.
  `,
  remedy: `
    Raise \`ReservedConcurrentExecutions\`, or leave it out to share the account's limit. To take a page down, let the
    listener answer with a fixed response.
  `,
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  ],

  over: 'lambdaTarget',
  check({ targetGroup, target }, { need }) {
    const invoked = need(target.invocation);
    if (!invoked?.function.exists) return;
    const { reservedConcurrency } = invoked.function;
    // A condition or a parameter is a switch that somebody means to use.
    if (reservedConcurrency.via.length > 0 || need(reservedConcurrency) !== 0) return;
    return {
      message: `\`${targetGroup.id}\` sends requests to \`${invoked.function.id}\`, whose reserved concurrency is ${show(reservedConcurrency)}`,
      at: [reservedConcurrency, 'throttles each invocation'],
      because: [[target, 'requests are sent to it']],
    };
  },
});
