import { defineRule, isProxied, keepAlive, show } from '../src/rule.ts';

export default defineRule({
  id: 'idle-timeout-raised-past-keep-alive',
  title: 'the raised idle timeout is longer than the server keeps idle connections',
  status: ['502'],
  during: 'sporadic',
  severity: 'warning',
  why: `
    The server keeps idle connections longer than the 60 seconds that a load balancer uses them by default, and all was
    well. Somebody raised the idle timeout, often to get rid of 504. Now the server is the first to close: the load balancer
    sends a request on a connection that is being closed, gets a reset instead of an answer, and answers 502, now and then
    and most under light load. The target's own logs show nothing.
  `,
  remedy: `
    Raise the server's keep-alive time above the idle timeout as well, by 5 seconds or more: \`keepalive_timeout\` in
    nginx.conf, \`KeepAliveTimeout\` of Kestrel's limits. State it for this tool under \`keepAliveSeconds\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
    'https://github.com/nginx/nginx/blob/master/conf/nginx.conf',
  ],

  over: 'path',
  check({ route: { loadBalancer }, target }, { need, peek }) {
    if (target.kind !== 'task' || need(loadBalancer.kind) !== 'application') return;
    const { idleTimeout } = loadBalancer;
    if (idleTimeout.kind === 'defaulted' || need(idleTimeout) <= 60) return;
    if (need(target.targetGroup.protocolVersion) !== 'HTTP1' || need(isProxied(target))) return;
    const alive = keepAlive(target.container);
    const { seconds, server, basis } = peek(alive) ?? {};
    // What somebody wrote, and defaults below 60 s, are for `keep-alive-below-idle-timeout`.
    if (basis !== 'image-default' && basis !== 'runtime-default') return;
    if (typeof seconds !== 'number' || seconds <= 60 || seconds > need(idleTimeout)) return;

    return {
      message: `${server} in \`${target.container.id}\` keeps idle connections for ${seconds} s (its default), but \`${loadBalancer.id}\` was raised to use them for ${show(idleTimeout, ' s')}`,
      confidence: 'likely',
      at: [idleTimeout, 'raised past what the server keeps'],
      because: [[alive, `closed after ${seconds} s without a request`]],
    };
  },
});
