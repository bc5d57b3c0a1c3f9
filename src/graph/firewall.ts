import type { Value } from '../value.ts';
import type { Resource } from './entities.ts';
import type { LoadBalancer } from './load-balancing.ts';

/** Ties a web ACL to a load balancer. */
export interface WebAclAssociation extends Resource {
  /** Unknown where it is none of the sources, or another kind of resource. */
  readonly loadBalancer: Value<LoadBalancer>;
  readonly webAcl: Value<WebAcl>;
}

export interface WebAcl extends Resource {
  /** What becomes of a request that no rule decides: `allow` or `block`. */
  readonly defaultAction: Value<string>;
  /** Whether a rule of it may let a request pass; unknown where it may hold rules made elsewhere. */
  readonly allows: Value<boolean>;
}
