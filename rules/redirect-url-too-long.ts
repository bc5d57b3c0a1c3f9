import { type ActionList, type Ask, covers, defineRule, type Label, type Redirect, show } from '../src/rule.ts';

export default defineRule({
  id: 'redirect-url-too-long',
  title: 'a redirect makes the URL longer each time it is met',
  status: ['507', 'no answer'],
  during: 'always',
  severity: 'error',
  why: `
    A redirect that puts something before or behind \`#{path}\` leads to a longer URL of the same host and port. When the
    new URL meets the same redirect, the client is sent on with a longer one still, until it gives up with
    ERR_TOO_MANY_REDIRECTS or the load balancer answers 507, "the redirect URL is too long". A default action is met by
    every path, its own result included. A single component may have 128 characters; more are refused when the listener
    or rule is created.
  `,
  remedy: `
    Give the redirect a rule whose path pattern does not match its result, such as \`/\`, or let a rule with a lower
    priority take the new path.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html',
  ],

  over: 'actionList',
  check(list, ask) {
    const { peek, need } = ask;
    const { holder } = list;
    return need(list.actions).flatMap(({ redirect }) => {
      if (!redirect) return [];
      const long = [redirect.host, redirect.path, redirect.query].find((part) => (peek(part) ?? '').length > 128);
      if (long)
        return {
          message: `a component of the redirect of \`${holder.id}\` has ${(peek(long) ?? '').length} characters, and AWS takes up to 128`,
          status: ['deploy'] as const,
          at: [long, 'longer than 128 characters'] as Label,
        };
      if (!grows(redirect, list, ask)) return [];
      return {
        message: `the redirect of \`${holder.id}\` leads to ${show(redirect.path)}, meets itself there and adds to the path again`,
        confidence: 'likely' as const,
        at: [redirect.path, 'longer than the path of the request, each time'] as Label,
      };
    });
  },
});

function grows(redirect: Redirect, { holder, listener, conditions }: ActionList, { need }: Ask): boolean {
  const path = need(redirect.path);
  if (path.split('#{path}').length < 2 || path === '/#{path}') return false;
  if (need(redirect.host) !== '#{host}') return false;
  const protocol = need(redirect.protocol);
  if (protocol !== '#{protocol}' && protocol !== need(need(listener).protocol)) return false;
  const port = need(redirect.port);
  if (port !== '#{port}' && Number(port) !== need(need(listener).port)) return false;
  const fields = need(conditions).map((condition) => need(condition.field));
  if (fields.some((field) => field !== 'path-pattern' && field !== 'host-header')) return false;
  // Rules that may come first, here or in another stack, may take the new path.
  const { referrers } = need(listener);
  if (
    referrers.some(
      ({ kind, id, type }) => kind === 'output' || (id !== holder.id && !/ListenerCertificate$/.test(type)),
    )
  )
    return false;
  const result = path.replaceAll(/#\{[a-z]+\}/g, '*');
  return need(conditions)
    .filter((condition) => need(condition.field) === 'path-pattern')
    .every(({ values }) => need(values).some((value) => covers(need(value), result)));
}
