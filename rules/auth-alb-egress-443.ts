import {
  type Action,
  type Address,
  type Ask,
  type Authentication,
  type Barrier,
  barrierPlaces,
  crossesToProvider,
  defineRule,
  ephemeralPorts,
  hasNetworkAcl,
  milderFor,
  namePorts,
  nameSubnets,
  namesOf,
  over,
  providerOf,
  reachesProvider,
  type SecurityGroup,
  type Spanned,
  stoppedBy,
  type Value,
} from '../src/rule.ts';

export default defineRule({
  id: 'auth-alb-egress-443',
  title: 'security groups or network ACLs cut the load balancer off from the identity provider',
  status: ['500'],
  during: 'always',
  severity: 'error',
  why: `
    The browser takes the user to the identity provider and brings back a code. The load balancer then connects to the
    provider itself, over IPv4, to exchange the code for tokens and to ask for the user's claims. Its security groups
    write egress rules, and none leads there: its packets never leave, and it answers 500 to everybody who has just
    logged in. CDK writes such a group for every load balancer, with egress to registered targets only. Network ACLs do
    the same: they keep no state, so around the load balancer's subnets they have to let it out to the provider's port,
    and the answers back in to wherever it connected from.
  `,
  remedy: `
    Let the load balancer out to the identity provider: an egress rule for TCP 443 to \`0.0.0.0/0\`, or to the addresses
    of the provider where they are known; in a network ACL also its answers in, to TCP 1024 to 65535.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-500-issues',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#configure-user-authentication',
    'https://repost.aws/knowledge-center/elb-configure-authentication-alb',
  ],

  over: 'loadBalancer',
  check({ loadBalancer, actionLists }, ask) {
    const { need } = ask;
    if (loadBalancer.securityGroups.kind === 'defaulted') return;
    const logins = actionLists().flatMap(({ holder, actions }) =>
      loginsIn(actions, ask).map((login) => ({ holder, login })),
    );
    if (logins.length === 0 || need(loadBalancer.kind) !== 'application') return;
    for (const { holder, login } of logins)
      for (const address of need(providerOf(login))) {
        const admission = need(reachesProvider(loadBalancer, address));
        if (admission.extent !== 'closed') continue;
        const alb = namesOf(loadBalancer.securityGroups);
        const where = placeOf(login, address);
        const [near] = admission.near;
        return {
          message: `\`${holder.id}\` has users log in, for which the load balancer connects to ${where}, but no egress rule of its ${alb} leads there`,
          at: near
            ? [near.rule, 'this is for IPv6 only, and the load balancer asks identity providers over IPv4']
            : [wayOut(need(loadBalancer.securityGroups), need), 'nothing here leads to the identity provider'],
          because: [[login, `the load balancer connects to ${where}`]],
        };
      }
    return;
  },

  and: over('loadBalancer', ({ loadBalancer, actionLists }, ask) => {
    const { need } = ask;
    if (!hasNetworkAcl(loadBalancer.subnets)) return;
    for (const { holder, actions } of actionLists())
      for (const login of loginsIn(actions, ask)) {
        if (need(loadBalancer.kind) !== 'application') return;
        for (const address of need(providerOf(login))) {
          const { barriers, everyPair } = need(crossesToProvider(loadBalancer, address));
          if (barriers.length === 0) continue;
          const where = placeOf(login, address);
          return barriers.map((barrier) => {
            const { at, because } = barrierPlaces(barrier);
            return {
              message: `\`${holder.id}\` has users log in, for which the load balancer connects to ${where}, but \`${barrier.acl.id}\` ${verdictOf(barrier)}`,
              ...milderFor(barrier, everyPair),
              at,
              because: [...because, [login, `the load balancer connects to ${where}`]],
            };
          });
        }
      }
    return;
  }),
});

function verdictOf(barrier: Barrier): string {
  const { direction, extent, open, to } = barrier;
  const subnets = nameSubnets(to);
  if (direction === 'out') return `does not let it out of ${subnets}`;
  const stopped = stoppedBy(barrier);
  if (stopped !== undefined) return `stops the answers to ${stopped} on their way into ${subnets}`;
  const answers = `the answers, which go to ${namePorts([ephemeralPorts])},`;
  return extent === 'closed'
    ? `lets none of ${answers} into ${subnets}`
    : `lets ${answers} into ${subnets} on ${namePorts(open)} only`;
}

/** The actions that log users in. Tokens are verified with keys that anybody may fetch. */
const loginsIn = (actions: Value<readonly Action[]>, { peek }: Ask): readonly Authentication[] =>
  (peek(actions) ?? []).flatMap(({ authentication: found }) => (found && found.kind !== 'jwt' ? [found] : []));

const placeOf = (login: Authentication, { port, host }: Address): string =>
  `port ${port} of ${host === undefined ? nameOf(login) : `\`${host}\``}`;

const nameOf = ({ kind }: Authentication): string => (kind === 'cognito' ? 'Cognito' : 'the identity provider');

/** The egress rules of the first group: a verdict needed all of them. */
function wayOut(groups: readonly Value<SecurityGroup>[], need: Ask['need']): Spanned {
  const [first] = groups.map(need);
  return first ? first.egress : { span: need(groups[0] as Value<SecurityGroup>).span };
}
