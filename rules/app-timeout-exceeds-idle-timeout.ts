import { defineRule, requestTimeout, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'app-timeout-exceeds-idle-timeout',
  title: 'the server may take longer to answer than the load balancer waits',
  status: ['504'],
  during: 'load',
  severity: 'warning',
  why: `
    The load balancer waits for the first byte of an answer, and for each byte after it, as long as its idle timeout says.
    Then it answers 504 by itself. The server is set up to work on a request for longer: the worker goes on with an answer
    that nobody will get, and clients that try again start a second one.
  `,
  remedy: `
    Raise \`idle_timeout.timeout_seconds\` above the server's time-out, and the server's keep-alive time with it, or lower
    the server's time-out below it. Requests that take minutes belong in a queue.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-504-issues',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout',
    'https://docs.gunicorn.org/en/stable/settings.html#timeout',
  ],

  over: 'path',
  check({ route: { loadBalancer }, target }, { need, peek }) {
    if (target.kind !== 'task' || need(loadBalancer.kind) !== 'application') return;
    const allowed = requestTimeout(target.container);
    const longest = peek(allowed);
    if (longest === undefined || longest <= need(loadBalancer.idleTimeout)) return;

    const { idleTimeout } = loadBalancer;
    return {
      message: `the server in \`${target.container.id}\` may take ${show(allowed, ' s')} to answer, but \`${loadBalancer.id}\` gives up after ${show(idleTimeout, ' s')}`,
      confidence: 'likely',
      at: [allowed, 'a request may take this long'],
      because: [[idleTimeout, 'the load balancer answers 504 after this']],
      ...(longest + 5 <= 4000 && {
        fix: {
          title: 'wait as long as the server may take',
          safety: 'review' as const,
          set: [set(idleTimeout, Math.ceil(longest) + 5)],
        },
      }),
    };
  },
});
