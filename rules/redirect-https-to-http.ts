import { defineRule, show } from '../src/rule.ts';

export default defineRule({
  id: 'redirect-https-to-http',
  title: 'an HTTPS listener redirects to plain HTTP',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    A load balancer redirects HTTP to HTTP, HTTP to HTTPS and HTTPS to HTTPS. It does not lead a client out of TLS:
    Elastic Load Balancing refuses such an action when the listener or the rule is created, and the stack rolls back.
  `,
  remedy: `
    Redirect to \`HTTPS\`, or leave \`Protocol\` out to keep the protocol of the request. Where clients are to end up on
    plain HTTP, let the application answer with that redirect.
  `,
  references: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html'],

  over: 'actionList',
  check({ holder, listener, actions }, { need }) {
    return need(actions).flatMap(({ redirect }) => {
      if (redirect === undefined || need(redirect.protocol) !== 'HTTP') return [];
      const from = need(listener);
      if (need(from.protocol) !== 'HTTPS') return [];
      return {
        message: `\`${holder.id}\` redirects HTTPS requests to ${show(redirect.protocol)}, and a load balancer redirects HTTPS to HTTPS only`,
        at: [redirect.protocol, 'leads out of TLS'],
        because: [[from.protocol, 'requests arrive over HTTPS']],
      };
    });
  },
});
