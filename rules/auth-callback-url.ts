import { type Ask, callbackPath, defineRule, leadsBack, type RuleCondition, show, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'auth-callback-url',
  title: 'the user pool may not send users back to the load balancer',
  status: ['400'],
  during: 'always',
  severity: 'warning',
  why: `
    After the login Cognito sends the browser back to \`https://<host>/oauth2/idpresponse\`, with the host that the user
    asked for, and the load balancer takes it from there. Cognito compares this address letter by letter with the
    client's \`CallbackURLs\`. When it is none of them, Cognito shows \`redirect_mismatch\` (400) instead of a login page,
    and the request never comes back.
  `,
  remedy: `
    Add \`https://<host>/oauth2/idpresponse\` to \`CallbackURLs\` for every host name that users type, in lower case.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#cognito-requirements',
    'https://repost.aws/knowledge-center/elb-configure-authentication-alb',
  ],

  over: 'actionList',
  check({ holder, conditions, actions }, ask) {
    const { need, peek } = ask;
    for (const { authentication } of peek(actions) ?? []) {
      const client = authentication && authentication.kind !== 'jwt' ? peek(authentication.client) : undefined;
      if (!client || !authentication) continue;
      const { callbackUrls } = client;
      // A client without any is for those who check what it allows.
      if (need(callbackUrls).length === 0) continue;
      const because = [[authentication, `\`${holder.id}\` logs users in as this client`]] as const;
      if (!need(leadsBack(callbackUrls)))
        return {
          message: `\`${client.id}\` sends users back ${listOf(need(callbackUrls), ask)}, but the load balancer of \`${holder.id}\` waits for them at \`https://<host>${callbackPath}\``,
          at: [callbackUrls, `no address ends in \`${callbackPath}\``],
          because,
        };
      for (const host of hostsOf(conditions, ask)) {
        if (/[*?]/.test(peek(host) ?? '') || need(leadsBack(callbackUrls, host))) continue;
        const name = need(host).toLowerCase();
        return {
          message: `\`${holder.id}\` logs users of ${show(host)} in, but \`${client.id}\` may not send them back to \`https://${name}${callbackPath}\``,
          at: [callbackUrls, `no address of \`${name}\``],
          because: [[host, 'users ask for this host'], ...because],
        };
      }
    }
    return;
  },
});

/** The hosts that a rule is for. */
const hostsOf = (conditions: Value<readonly RuleCondition[]>, { need }: Ask): readonly Value<string>[] =>
  need(conditions)
    .filter(({ field }) => need(field) === 'host-header')
    .flatMap(({ values }) => need(values));

/** `to A and B`, or `elsewhere` where no address is known as a whole. */
function listOf(urls: readonly Value<string>[], { peek }: Ask): string {
  const known = urls.flatMap((url) => peek(url) ?? []).map((url) => `\`${url}\``);
  const more = known.length > 2 || known.length < urls.length ? ['elsewhere'] : [];
  return [...known.slice(0, 2).map((url) => `to ${url}`), ...more].join(' and ');
}
