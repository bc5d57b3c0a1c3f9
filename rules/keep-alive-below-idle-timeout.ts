import {
  defineRule,
  isProxied,
  type KeepAlive,
  keepAlive,
  keepAliveOfInstances,
  set,
  show,
  type Target,
  type Value,
} from '../src/rule.ts';

export default defineRule({
  id: 'keep-alive-below-idle-timeout',
  title: 'the application closes idle connections before the load balancer does',
  status: ['502'],
  during: 'sporadic',
  severity: 'warning',
  why: `
    The load balancer keeps connections to its targets open and uses them again for later requests, until they have been
    idle for its idle timeout. An application that closes them earlier, or at the same moment, races it: the load
    balancer sends a request while the close is on its way, gets a reset instead of an answer, and answers 502. It
    happens now and then, most under light load, and the application's own logs show nothing.
  `,
  remedy: `
    Raise the server's keep-alive time above the load balancer's idle timeout, by 5 seconds or more. Lowering the idle
    timeout below it works too, but cuts off slow responses with 504.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues',
  ],

  over: 'path',
  check({ route: { loadBalancer }, target }, { need }) {
    const server = serverOf(target);
    if (!server || need(loadBalancer.kind) !== 'application') return;
    // Over HTTP/2 the load balancer keeps a connection of its own kind, with other rules.
    if (need(target.targetGroup.protocolVersion) !== 'HTTP1') return;
    if (target.kind === 'task' && need(isProxied(target))) return;
    const idle = need(loadBalancer.idleTimeout);
    const { id, alive } = server;
    const { seconds, server: name, basis, setting } = need(alive);
    if (typeof seconds !== 'number' || seconds > idle) return;

    const sure = basis === 'stated' || basis === 'option' || basis === 'environment' || basis === 'server-default';
    // A default that is long enough for the usual idle timeout: `idle-timeout-raised-past-keep-alive`.
    if (!sure && seconds > 60) return;
    const length =
      basis === 'stated' || basis === 'option' || basis === 'environment'
        ? `${seconds} s`
        : `${seconds} s (its default)`;
    const statement = `${name} keeps idle connections for ${length}, but the load balancer uses them again for up to ${show(loadBalancer.idleTimeout, ' s')}`;
    return {
      message: `\`${id}\`: ${statement}`,
      statement,
      severity: sure ? 'warning' : 'info',
      ...(basis === 'server-default'
        ? { confidence: 'likely' as const }
        : sure
          ? {}
          : { confidence: 'possible' as const }),
      at: [alive, `closed after ${seconds} s without a request`],
      because: [[loadBalancer.idleTimeout, `used again for up to ${idle} s`]],
      // What the user states is a fact of the application: writing another number there changes nothing.
      ...(setting &&
        basis !== 'stated' && {
          fix: {
            title: `keep idle connections for ${idle + 5} s`,
            safety: 'review' as const,
            set: [set(setting, idle + 5)],
          },
        }),
    };
  },
});

/** What answers behind a target, as far as anybody can say how it treats connections. */
function serverOf(target: Target): { readonly id: string; readonly alive: Value<KeepAlive> } | undefined {
  switch (target.kind) {
    case 'task':
      return { id: target.container.id, alive: keepAlive(target.container) };
    case 'auto-scaling-group':
      return { id: target.group.id, alive: keepAliveOfInstances(target.group) };
    case 'instance':
      return { id: target.instance.id, alive: keepAliveOfInstances(target.instance) };
    // What has an address only is somebody else's, and Lambda functions keep no connections.
    case 'address':
    case 'lambda':
      return undefined;
  }
}
