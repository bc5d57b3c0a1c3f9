import type { Spanned } from '../source/file.ts';
import type { Value } from '../value.ts';
import type { Resource } from './entities.ts';

/** Who a load balancer has authenticate users, or verify tokens, before it answers a request. */
export interface Authentication extends Spanned {
  readonly kind: 'oidc' | 'cognito' | 'jwt';
  /** What is asked of the identity provider, separated as it likes: most use spaces. */
  readonly scope: Value<string>;
  /** `authenticate`, `allow` or `deny`. */
  readonly onUnauthenticatedRequest: Value<string>;
  /** The addresses of the identity provider that are written; none for Cognito, whose addresses AWS knows. */
  readonly endpoints: readonly IdentityEndpoint[];
  /** Unknown where it is none of the sources. */
  readonly client: Value<UserPoolClient>;
}

export interface IdentityEndpoint extends Spanned {
  /** As the API calls it: `TokenEndpoint`. */
  readonly name: string;
  readonly url: Value<string>;
  /** Whether the load balancer connects to it itself; to the authorization endpoint it sends the browser. */
  readonly contacted: boolean;
}

/** An application that a Cognito user pool knows. */
export interface UserPoolClient extends Resource {
  readonly generatesSecret: Value<boolean>;
  /** Whether it may use OAuth flows at all. */
  readonly usesOAuth: Value<boolean>;
  /** `code`, `implicit` or `client_credentials`. */
  readonly flows: Value<readonly Value<string>[]>;
  readonly scopes: Value<readonly Value<string>[]>;
  /** Where the user pool may send users back to. */
  readonly callbackUrls: Value<readonly Value<string>[]>;
}
