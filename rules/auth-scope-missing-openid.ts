import { defineRule, set, show } from '../src/rule.ts';

export default defineRule({
  id: 'auth-scope-missing-openid',
  title: 'the load balancer asks the identity provider for a scope that brings no ID token',
  status: ['401'],
  during: 'always',
  severity: 'error',
  why: `
    After the login the load balancer exchanges the code that the browser brings back for tokens, and makes a session
    from the ID token. An identity provider sends one only where \`openid\` is among the scopes that it was asked for.
    Without an ID token there is no session: the load balancer answers 401 to everybody who has just logged in.
  `,
  remedy: `
    Add \`openid\` to \`Scope\`, and to the scopes that the client of the user pool may ask for.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#cognito-requirements',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-401-issues',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html',
  ],

  over: 'actionList',
  check({ holder, actions }, { need, peek }) {
    return (peek(actions) ?? []).flatMap(({ authentication }) => {
      if (!authentication || authentication.kind === 'jwt') return [];
      const { scope, kind } = authentication;
      // Part of an unknown text may be known.
      if (scope.kind === 'unknown' && scope.parts?.some((piece) => typeof piece === 'string' && asks(piece))) return [];
      const written = need(scope);
      if (asks(written)) return [];
      const cognito = kind === 'cognito';
      return {
        message: `\`${holder.id}\` asks ${cognito ? 'Cognito' : 'the identity provider'} for ${written.trim() === '' ? 'no scope at all' : `the scope ${show(scope)}`}, but only \`openid\` brings the ID token that a session is made of`,
        // Some identity providers send an ID token for scopes of their own.
        ...(!cognito && { severity: 'warning', confidence: 'likely' }),
        at: [scope, 'no `openid` among what is asked for'] as const,
        fix: {
          title: 'ask for `openid` as well',
          safety: 'review' as const,
          set: [set(scope, `openid ${written.trim()}`.trim())],
        },
      };
    });
  },
});

const asks = (scope: string): boolean => /(^|[\s,+]|%20)openid($|[\s,+]|%20)/.test(scope);
