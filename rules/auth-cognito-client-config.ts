import {
  type Ask,
  type Authentication,
  defineRule,
  type Problem,
  set,
  show,
  type UserPoolClient,
} from '../src/rule.ts';

export default defineRule({
  id: 'auth-cognito-client-config',
  title: 'the client of the user pool does not allow what the load balancer asks of it',
  status: ['deploy', '561'],
  during: 'always',
  severity: 'error',
  why: `
    The load balancer logs users in with the code grant: Cognito gives the browser a code, and the load balancer changes
    it for tokens with the client's secret. Elastic Load Balancing refuses a client that has none ("The user pool client
    must have a client secret"), and the stack rolls back. A client that may not use OAuth, the code grant or a scope
    that is asked for makes Cognito send the browser back with an error, which the load balancer answers with 561.
  `,
  remedy: `
    Give the client \`GenerateSecret: true\`, \`AllowedOAuthFlowsUserPoolClient: true\`, \`AllowedOAuthFlows: [code]\` and
    every scope of the action in \`AllowedOAuthScopes\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#cognito-requirements',
    'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html',
    'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1553',
  ],

  over: 'actionList',
  check({ holder, actions }, ask) {
    const { peek } = ask;
    for (const { authentication } of peek(actions) ?? []) {
      const client = authentication?.kind === 'cognito' ? peek(authentication.client) : undefined;
      const problem = client && authentication && problemOf(client, authentication, holder.id, ask);
      if (problem) return problem;
    }
    return;
  },
});

function problemOf(
  client: UserPoolClient,
  authentication: Authentication,
  holder: string,
  { need }: Ask,
): Problem | undefined {
  const because = [[authentication, `\`${holder}\` logs users in as this client`]] as const;
  if (!need(client.generatesSecret))
    return {
      message: `\`${holder}\` logs users in as \`${client.id}\`, but \`${client.id}\` has no secret, and the load balancer takes no client without one`,
      status: ['deploy'],
      at: [client.generatesSecret, 'no secret is made for this client'],
      because,
      fix: {
        title: 'make a secret, which replaces the client',
        safety: 'review',
        set: [set(client.generatesSecret, true)],
      },
    };
  if (!need(client.usesOAuth))
    return {
      message: `\`${holder}\` logs users in as \`${client.id}\`, but \`${client.id}\` may not use OAuth flows`,
      status: ['561', 'deploy'],
      confidence: 'likely',
      at: [client.usesOAuth, 'OAuth is off for this client'],
      because,
      fix: { title: 'let the client use OAuth', safety: 'review', set: [set(client.usesOAuth, true)] },
    };
  const flows = need(client.flows);
  if (!flows.some((flow) => need(flow) === 'code'))
    return {
      message: `the load balancer logs users in with the code grant, but \`${client.id}\`, which \`${holder}\` names, allows ${flows.length === 0 ? 'no grant' : `only ${flows.map((flow) => show(flow)).join(' and ')}`}`,
      status: ['561', 'deploy'],
      at: [client.flows, '`code` is not among the grants'],
      because,
    };
  return missingScope(client, authentication, holder, { need });
}

function missingScope(
  client: UserPoolClient,
  { scope, span }: Authentication,
  holder: string,
  { need }: Pick<Ask, 'need'>,
): Problem | undefined {
  const asked = need(scope)
    .split(/[\s,+]|%20/)
    .filter((word) => word !== '');
  const known = need(client.scopes);
  const missing = asked.find((word) => !known.some((allowed) => allowed.kind !== 'unknown' && need(allowed) === word));
  if (missing === undefined) return;
  const allowed = known.map((each) => need(each));
  return {
    message: `\`${holder}\` asks Cognito for the scope \`${missing}\`, but \`${client.id}\` may ask for ${allowed.length === 0 ? 'none' : `${allowed.map((each) => `\`${each}\``).join(' and ')} only`}`,
    status: ['561'],
    at: [client.scopes, `\`${missing}\` is not among the scopes`],
    because: [[scope.kind === 'defaulted' ? { span } : scope, `asks for \`${missing}\``]],
  };
}
