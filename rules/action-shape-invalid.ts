import { type Action, type Ask, defineRule, map, type Problem, set, show } from '../src/rule.ts';

const routing = new Set(['forward', 'redirect', 'fixed-response']);
const authentication = new Set(['authenticate-oidc', 'authenticate-cognito', 'jwt-validation']);

export default defineRule({
  id: 'action-shape-invalid',
  title: 'the actions of a listener or a rule do not make one answer',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    Each list of actions ends in exactly one that answers the request: forward, redirect or fixed-response. Actions that
    authenticate come before it, and several actions need an \`Order\`, for the list itself has none. A forward action
    takes up to five target groups, each with a weight from 0 to 999 when there is more than one. Elastic Load Balancing
    refuses anything else when the listener or the rule is created, and the stack rolls back.
  `,
  remedy: `
    Keep one action that answers, give it the highest \`Order\`, and write a \`Weight\` beside each of several target
    groups.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html',
    'https://github.com/aws/aws-cdk/issues/24805',
  ],

  over: 'actionList',
  check({ holder, actions }, ask) {
    const { need } = ask;
    const list = need(actions);
    const types = list.map(({ type }) => need(type));
    // A type of another name is for those who check names.
    if (types.some((type) => !routing.has(type) && !authentication.has(type))) return;
    const answering = list.filter((_, index) => routing.has(types[index] ?? ''));
    const [last] = answering;
    if (!last || answering.length > 1)
      return {
        message: last
          ? `\`${holder.id}\` has ${answering.length} actions that answer a request, and AWS takes exactly one`
          : `\`${holder.id}\` has no action that answers a request`,
        at: last ? [actions, 'one of these has to go'] : [actions, 'none of these forwards, redirects or responds'],
        because: answering.map(({ type }) => [type, 'answers the request'] as const),
      };
    return orderOf(holder.id, list, last, ask) ?? contentsOf(holder.id, last, ask);
  },
});

function orderOf(id: string, list: readonly Action[], last: Action, { need }: Ask): Problem | undefined {
  if (list.length < 2) return;
  const orders = list.map(({ order }) => need(order));
  const unordered = list.find((_, index) => orders[index] === undefined);
  if (unordered)
    return {
      message: `\`${id}\` has ${list.length} actions, but not every one says which place it takes`,
      at: [unordered.type, 'has no Order'],
      ...(list.at(-1) === last &&
        orders.every((order) => order === undefined) && {
          fix: {
            title: 'number the actions as they are listed',
            safety: 'safe' as const,
            set: list.map(({ order }, index) =>
              set(
                map(order, (place) => place ?? 0),
                index + 1,
              ),
            ),
          },
        }),
    };
  const late = list.find((action) => action !== last && (need(action.order) ?? 0) >= (need(last.order) ?? 0));
  if (!late) return;
  return {
    message: `\`${id}\` answers the request in place ${show(last.order)}, but ${show(late.type)} comes in place ${show(late.order)}`,
    at: [last.order, 'the action that answers has to be the last one'],
    because: [[late.order, 'comes with it, or after it']],
  };
}

function contentsOf(id: string, action: Action, { need }: Ask): Problem | undefined {
  const type = need(action.type);
  if (type === 'redirect' && !action.redirect) return withoutConfig(id, action, 'RedirectConfig');
  if (type === 'fixed-response' && !action.fixedResponse) return withoutConfig(id, action, 'FixedResponseConfig');
  if (type !== 'forward') return;
  const groups = need(action.forwardsTo);
  if (groups.length === 0) return withoutConfig(id, action, 'a target group');
  if (groups.length > 5)
    return {
      message: `\`${id}\` forwards to ${groups.length} target groups, and AWS takes up to 5`,
      at: [action.forwardsTo, 'more than five target groups'],
    };
  const heavy = groups.find(({ weight }) => need(weight) < 0 || need(weight) > 999);
  if (heavy)
    return {
      message: `\`${id}\` forwards with a weight of ${show(heavy.weight)}, and weights go from 0 to 999`,
      at: [heavy.weight, 'outside 0 to 999'],
    };
  const light = groups.find(({ weight }) => weight.kind === 'defaulted');
  if (!light || groups.length < 2) return;
  return {
    message: `\`${id}\` forwards to ${groups.length} target groups, but not every one has a weight`,
    at: [light, 'has no Weight'],
    fix: {
      title: 'give them equal weights',
      safety: 'review',
      set: groups.filter(({ weight }) => weight.kind === 'defaulted').map(({ weight }) => set(weight, 1)),
    },
  };
}

const withoutConfig = (id: string, { type }: Action, config: string): Problem => ({
  message: `\`${id}\` has an action of type ${show(type)}, but no ${config.replace(/^a /, '')} to go with it`,
  at: [type, `needs ${config}`],
});
