import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'auth-deny-unauthenticated',
  title: 'requests without a session are answered 401, and nothing behind the load balancer starts one',
  status: ['401'],
  during: 'always',
  severity: 'info',
  profile: 'strict',
  why: `
    With \`OnUnauthenticatedRequest: deny\` the load balancer answers a request without a session 401 and sends nobody to
    the identity provider. That is meant for the calls of scripts beside a page whose own rule logs users in. Where no
    rule of the load balancer logs anybody in, nobody ever has a session, and every request is answered 401.
  `,
  remedy: `
    Let the rule that serves pages have \`OnUnauthenticatedRequest: authenticate\`, which is the default.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#configure-user-authentication',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-401-issues',
  ],

  over: 'loadBalancer',
  check({ loadBalancer, actionLists }, { need, peek }) {
    const logins = actionLists().flatMap(({ holder, actions }) =>
      (peek(actions) ?? []).flatMap(({ authentication: login }) =>
        login && login.kind !== 'jwt' ? [{ holder, login }] : [],
      ),
    );
    const said = logins.map(({ holder, login }) => ({ holder, login, what: need(login.onUnauthenticatedRequest) }));
    const denying = said.filter(({ what }) => what === 'deny');
    const [first] = denying;
    if (!first || denying.length < said.length) return;
    return {
      message: `\`${first.holder.id}\` answers requests without a session 401, and no rule of \`${loadBalancer.id}\` logs anybody in`,
      confidence: 'likely',
      at: [first.login.onUnauthenticatedRequest, 'answers 401 instead of starting a login'],
    };
  },
});
