import type { Authentication, IdentityEndpoint, UserPoolClient } from '../../../graph/authentication.ts';
import { lazy } from '../../../lazy.ts';
import type { Value } from '../../../value.ts';
import { type Properties, text, unknown } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';

const oidcDocs =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html';
const cognitoDocs =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateCognitoActionConfig.html';
const clientDocs =
  'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html';

interface Kind {
  readonly kind: Authentication['kind'];
  /** The property of an action that configures it, and in it the one that names the client. */
  readonly config: string;
  readonly client?: string;
  readonly docs: string;
  readonly endpoints: readonly string[];
}

const kinds: readonly Kind[] = [
  {
    kind: 'oidc',
    config: 'AuthenticateOidcConfig',
    client: 'ClientId',
    docs: oidcDocs,
    endpoints: ['Issuer', 'AuthorizationEndpoint', 'TokenEndpoint', 'UserInfoEndpoint'],
  },
  {
    kind: 'cognito',
    config: 'AuthenticateCognitoConfig',
    client: 'UserPoolClientId',
    docs: cognitoDocs,
    endpoints: [],
  },
  { kind: 'jwt', config: 'JwtValidationConfig', docs: oidcDocs, endpoints: ['JwksEndpoint'] },
];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html */
const contacted = new Set(['TokenEndpoint', 'UserInfoEndpoint', 'JwksEndpoint']);

/** How an action authenticates, where it says so. */
export function authenticationOf(action: Properties, stack: Stack): Authentication | undefined {
  // An action that nobody knows may say all of them, and says none.
  const found = kinds.find(({ config }) => action.keys.includes(config) && action.in(config).written);
  if (!found) return undefined;
  const config = action.in(found.config);
  const { docs } = found;
  return {
    span: action.keySpan(found.config),
    kind: found.kind,
    scope: config.text('Scope', { value: 'openid', docs }),
    onUnauthenticatedRequest: config.text('OnUnauthenticatedRequest', { value: 'authenticate', docs }),
    endpoints: found.endpoints.flatMap((name) => endpointOf(config, name)),
    client: clientOf(config, found.client, stack),
  };
}

function endpointOf(config: Properties, name: string): readonly IdentityEndpoint[] {
  const url = config.get(name);
  return url ? [{ span: url.span, name, url: text(url), contacted: contacted.has(name) }] : [];
}

function clientOf(config: Properties, key: string | undefined, stack: Stack): Value<UserPoolClient> {
  const id = key === undefined ? undefined : config.get(key);
  if (id) return stack.link(id, 'AWS::Cognito::UserPoolClient');
  return unknown({ kind: 'unsupported', name: 'no client' }, `client@${config.span.start}`, config.span);
}

export function readUserPoolClient(declaration: ResourceDeclaration, stack: Stack): UserPoolClient {
  const properties = () => stack.properties(declaration);
  const list = (key: string) => properties().list(key, text, { value: [], docs: clientDocs });
  return lazy(stack.scenarios, stack.base(declaration), {
    generatesSecret: () => properties().boolean('GenerateSecret', { value: false, docs: clientDocs }),
    usesOAuth: () => properties().boolean('AllowedOAuthFlowsUserPoolClient', { value: false, docs: clientDocs }),
    flows: () => list('AllowedOAuthFlows'),
    scopes: () => list('AllowedOAuthScopes'),
    callbackUrls: () => list('CallbackURLs'),
  });
}
