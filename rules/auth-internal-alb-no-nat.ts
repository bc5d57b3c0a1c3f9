import { defineRule, knownIn, providerOf, show } from '../src/rule.ts';

export default defineRule({
  id: 'auth-internal-alb-no-nat',
  title: 'an internal load balancer has users log in, but its subnets have no way to the identity provider',
  status: ['500'],
  during: 'always',
  severity: 'warning',
  why: `
    To log users in, the load balancer connects to the identity provider's token and user info endpoints itself. The
    nodes of an internal load balancer have private addresses only, so for that they need a NAT gateway: an internet
    gateway drops their packets. Their connections are never answered, and the load balancer answers 500 to everybody
    who has just logged in at the provider.
  `,
  remedy: `
    Send \`0.0.0.0/0\` of the load balancer's subnets to a NAT gateway.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#configure-user-authentication',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-500-issues',
  ],

  over: 'loadBalancer',
  check({ loadBalancer, actionLists }, { need, peek }) {
    const logins = actionLists().flatMap(({ holder, actions }) =>
      (peek(actions) ?? []).flatMap(({ authentication: login }) =>
        login && login.kind !== 'jwt' ? [{ holder, login }] : [],
      ),
    );
    if (logins.length === 0 || need(loadBalancer.scheme) !== 'internal') return;
    const subnets = knownIn(loadBalancer.subnets);
    for (const { holder, login } of logins) {
      // A provider with a private address may be in reach of every subnet.
      if (!need(providerOf(login)).every(({ isPublic }) => isPublic)) continue;
      const [first, ...others] = subnets.filter(({ defaultRoute }) =>
        /^(none|internet-gateway)$/.test(peek(defaultRoute) ?? ''),
      );
      if (!first) {
        for (const { defaultRoute } of subnets) need(defaultRoute);
        return;
      }
      const which = [first, ...others].map(({ id }) => `\`${id}\``).join(' and ');
      const gateway = need(first.defaultRoute) === 'internet-gateway';
      const leads = gateway
        ? 'leads to an internet gateway, which private addresses cannot use'
        : 'has no route for `0.0.0.0/0`';
      return {
        message: `\`${holder.id}\` has users log in at a public identity provider, but \`${loadBalancer.id}\` is ${show(loadBalancer.scheme)}, and the route table of ${which} ${leads}`,
        at: [login, 'the load balancer connects to the identity provider'],
        because: [
          [first.defaultRoute, gateway ? 'no NAT gateway on the way to the internet' : 'no route to the internet'],
          [loadBalancer.scheme, 'every node has a private address only'],
        ],
      };
    }
    return;
  },
});
