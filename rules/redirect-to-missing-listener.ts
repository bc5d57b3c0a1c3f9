import {
  type ActionList,
  type Ask,
  defineRule,
  type Listener,
  type LoadBalancer,
  map,
  type Problem,
  type Redirect,
  show,
} from '../src/rule.ts';

export default defineRule({
  id: 'redirect-to-missing-listener',
  title: 'a redirect leads to a port of the load balancer where nothing answers it',
  status: ['no answer'],
  during: 'always',
  severity: 'error',
  why: `
    The client follows the redirect to the same host on another port, or with another protocol. Where the load balancer
    has no listener on that port, the connection is refused or dropped and the browser shows an error page without any
    code; where the listener speaks plain HTTP, the TLS handshake fails. The usual way there: \`Protocol: HTTPS\` without
    a \`Port\`, which keeps port 80 of the request, or a redirect to 443 that was written before the HTTPS listener.
  `,
  remedy: `
    Add a listener with the protocol and port that the redirect names; where it names no port, write \`Port: "443"\`
    beside \`Protocol: HTTPS\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html',
  ],

  over: 'actionList',
  check(list, ask) {
    return ask.need(list.actions).flatMap(({ redirect }) => {
      if (!redirect || ask.need(redirect.host) !== '#{host}') return [];
      return problemOf(redirect, list, ask) ?? [];
    });
  },
});

function problemOf(
  redirect: Redirect,
  { holder, listener, listeners }: ActionList,
  { need, same }: Ask,
): Problem | undefined {
  const [wantedProtocol, wantedPort] = [need(redirect.protocol), need(redirect.port)];
  // What keeps both arrives where it came from.
  if (wantedProtocol === '#{protocol}' && wantedPort === '#{port}') return;
  const from = need(listener);
  const protocol = wantedProtocol === '#{protocol}' ? need(from.protocol) : wantedProtocol;
  const target = wantedPort === '#{port}' ? from.port : map(redirect.port, Number);
  const port = need(target);
  const answering = listeners.find((each) => same(each.port, target) === true);
  if (answering) {
    const spoken = need(answering.protocol);
    need(answering.port);
    if (protocol !== 'HTTPS' || spoken !== 'HTTP') return;
    const kept = wantedPort === '#{port}' ? ', the port of the request' : '';
    return {
      message: `\`${holder.id}\` redirects to ${protocol} on port ${port}${kept}, where \`${answering.id}\` speaks plain HTTP`,
      at: [redirect.protocol, `sends clients to ${protocol} on port ${port}`],
      because: [[answering.protocol, `but this is what port ${port} speaks`]],
    };
  }
  for (const each of listeners) need(each.port);
  const loadBalancer = need(from.loadBalancer);
  if (!isComplete(loadBalancer)) return;
  return {
    message: `\`${holder.id}\` redirects to ${protocol} on port ${show(redirect.port)}, but \`${loadBalancer.id}\` has no listener on it, only on ${portsOf(listeners)}`,
    severity: 'warning',
    confidence: 'likely',
    at: [redirect.port, 'sends clients to this port'],
    because: listeners.map(({ port }) => [port, 'a listener of the load balancer'] as const),
  };
}

/** Whether no other stack can add listeners, and clients reach the load balancer itself, not another front before it. */
const isComplete = ({ referrers }: LoadBalancer): boolean =>
  referrers.every(({ kind, type, identifies }) =>
    kind === 'output'
      ? !identifies
      : /^AWS::(ElasticLoadBalancingV2::Listener|Route53::RecordSet(Group)?|WAF(v2|Regional)::WebACLAssociation|CloudWatch::(Alarm|Dashboard)|ApplicationAutoScaling::Scal\w+|AutoScaling::ScalingPolicy|ECS::Service)$/i.test(
          type,
        ),
  );

function portsOf(listeners: readonly Listener[]): string {
  const ports = listeners.map(({ port }) => show(port));
  return ports.length < 2 ? ports.join('') : `${ports.slice(0, -1).join(', ')} and ${ports.at(-1)}`;
}
