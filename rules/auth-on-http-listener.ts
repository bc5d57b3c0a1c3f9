import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'auth-on-http-listener',
  title: 'a listener without TLS is to authenticate users',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    The load balancer keeps a login in a cookie that browsers send over TLS only, so it authenticates on HTTPS listeners
    alone. Elastic Load Balancing refuses the action on an HTTP listener ("Actions of type 'authenticate-cognito' are
    supported only on HTTPS listeners"), and the stack rolls back.
  `,
  remedy: `
    Move the action to an HTTPS listener, and let the HTTP listener redirect to it.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#configure-user-authentication',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html',
  ],

  over: 'actionList',
  check({ holder, listener, actions }, { need, peek }) {
    const action = (peek(actions) ?? []).find(({ authentication }) => authentication !== undefined);
    if (!action?.authentication) return;
    need(action.type);
    const on = need(listener);
    if (need(on.protocol) !== 'HTTP') return;
    return {
      message: `\`${holder.id}\` has an action of type ${show(action.type)}, but ${on === holder ? 'it' : `its listener \`${on.id}\``} speaks plain HTTP`,
      at: [action.type, 'needs TLS between the browser and the load balancer'],
      because: [[on.protocol, 'plain HTTP']],
    };
  },
});
