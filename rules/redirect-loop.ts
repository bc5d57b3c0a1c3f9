import { type ActionList, type Ask, defineRule, type Redirect, type RuleCondition, type Value } from '../src/rule.ts';

export default defineRule({
  id: 'redirect-loop',
  title: 'a redirect leads to the URL that it came from',
  status: ['deploy', 'no answer'],
  during: 'always',
  severity: 'error',
  why: `
    A component that a redirect leaves out keeps the value of the request, so a redirect to HTTPS on port 443 from the
    HTTPS listener on port 443 changes nothing: the client asks for the same URL, meets the same rule and is sent there
    again, until it gives up with ERR_TOO_MANY_REDIRECTS. Changing only the query does not help, for the new URL meets
    the rule as well. What Elastic Load Balancing recognises, it refuses to create: "The redirect configuration is not
    valid because it creates a loop".
  `,
  remedy: `
    Change the protocol, the host, the port or the path; a redirect to HTTPS belongs on the HTTP listener.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#redirect-actions',
  ],

  over: 'actionList',
  check(list, ask) {
    const { holder, listener, actions } = list;
    return ask.need(actions).flatMap(({ redirect }) => {
      if (!redirect || !staysPut(redirect, list, ask)) return [];
      const from = ask.need(listener);
      return {
        message: `\`${holder.id}\` redirects to the protocol, host, port and path of the request itself, so clients meet it again without end`,
        at: [redirect, 'leads back to the same URL'],
        because: holder === from ? [] : [[from, 'requests arrive here, and arrive here again']],
      };
    });
  },
});

/** Whether every request that is redirected meets the same redirect again. */
function staysPut(redirect: Redirect, { listener, conditions }: ActionList, { need }: Ask): boolean {
  const { protocol, port, host, path, query } = redirect;
  const given = need(conditions);
  if (need(host) !== '#{host}' && !isOnly(host, 'host-header', given, need)) return false;
  if (need(path) !== '/#{path}' && !isOnly(path, 'path-pattern', given, need)) return false;
  if (need(protocol) !== '#{protocol}' && need(protocol) !== need(need(listener).protocol)) return false;
  if (need(port) !== '#{port}' && Number(need(port)) !== need(need(listener).port)) return false;
  const asks = (field: string) => given.some((condition) => need(condition.field) === field);
  // A redirect turns POST into GET, and a new query may no longer meet the rule.
  return !asks('http-request-method') && (need(query) === '#{query}' || !asks('query-string'));
}

/** Whether a condition admits this text and nothing else. */
function isOnly(text: Value<string>, field: string, conditions: readonly RuleCondition[], need: Ask['need']): boolean {
  const wanted = need(text);
  if (/[*?#]/.test(wanted)) return false;
  return conditions.some((condition) => {
    if (need(condition.field) !== field || need(condition.regexValues).length > 0) return false;
    const values = need(condition.values).map((value) => need(value));
    return values.length > 0 && values.every((value) => value === wanted);
  });
}
