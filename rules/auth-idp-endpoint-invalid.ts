import { type Ask, addressOf, defineRule, type IdentityEndpoint, type Problem, show } from '../src/rule.ts';

export default defineRule({
  id: 'auth-idp-endpoint-invalid',
  title: 'an endpoint of the identity provider is no address that the load balancer can ask',
  status: ['deploy', '500'],
  during: 'always',
  severity: 'error',
  why: `
    Endpoints of an identity provider are whole URLs with \`https://\`: Elastic Load Balancing refuses the action for
    anything else, and the stack rolls back. Their names have to resolve in public DNS, even where they lead to private
    addresses: a name that only the VPC knows is not found, the load balancer cannot ask for tokens, and answers 500.
  `,
  remedy: `
    Copy the endpoints from the provider's \`.well-known/openid-configuration\`, scheme included, and give a private
    provider a name in a public hosted zone.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_JwtValidationActionConfig.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-500-issues',
  ],

  over: 'actionList',
  check({ holder, actions }, ask) {
    const { need, peek } = ask;
    const endpoints = (peek(actions) ?? []).flatMap(({ authentication }) => authentication?.endpoints ?? []);
    for (const endpoint of endpoints) {
      const problem = problemOf(endpoint, holder.id, ask);
      if (problem) return problem;
    }
    for (const { url } of endpoints) need(addressOf(url));
    return;
  },
});

function problemOf(endpoint: IdentityEndpoint, id: string, { need, peek }: Ask): Problem | undefined {
  const { name, url, contacted } = endpoint;
  const address = addressOf(url);
  if (address.kind === 'unknown') return;
  if (peek(address) === undefined)
    return {
      message: `the \`${name}\` of \`${id}\` ${url.kind === 'unknown' ? 'has another scheme' : `is ${show(url)}`}, but AWS takes only a URL that begins with \`https://\``,
      status: ['deploy'],
      at: [url, 'does not begin with `https://`'],
    };
  const host = peek(address)?.host ?? '';
  if (!contacted || !privateName.test(host)) return;
  need(url);
  return {
    message: `the load balancer asks ${show(url)}, the \`${name}\` of \`${id}\`, but public DNS has no names ${host.includes('.') ? `that end in \`${host.slice(host.lastIndexOf('.'))}\`` : 'of one word'}`,
    severity: 'warning',
    status: ['500'],
    at: [url, 'a name that only a private network knows'],
  };
}

/** Names that are never in public DNS: https://datatracker.ietf.org/doc/html/rfc6762#appendix-G and single words. */
const privateName = /(^|\.)(local|localhost|internal|intranet|corp|home|lan)$|^[^.]+$/i;
