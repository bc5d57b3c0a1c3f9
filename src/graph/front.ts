import type { Spanned } from '../source/file.ts';
import type { Value } from '../value.ts';
import type { Resource, Seconds } from './entities.ts';
import type { Listener, LoadBalancer } from './load-balancing.ts';

/** A certificate that ACM issues or imports for this deployment. */
export interface Certificate extends Resource {
  readonly domainName: Value<string>;
  readonly alternativeNames: Value<readonly Value<string>[]>;
  /** `EMAIL`, `DNS` or `HTTP`. */
  readonly validationMethod: Value<string>;
  readonly validations: Value<readonly DomainValidation[]>;
  /** The private authority that signs it without any validation. */
  readonly authority: Value<string | undefined>;
}

export interface DomainValidation extends Spanned {
  readonly domainName: Value<string>;
  /** Where CloudFormation writes the record that proves ownership. */
  readonly hostedZone: Value<string | undefined>;
}

/** More certificates for a listener, which it chooses from by the name that a client asks for. */
export interface ListenerCertificate extends Resource {
  readonly listener: Value<Listener>;
  readonly certificates: Value<readonly Value<Certificate>[]>;
}

/** How a listener treats certificates of clients. */
export interface MutualAuthentication extends Spanned {
  /** `off`, `passthrough` or `verify`. */
  readonly mode: Value<string>;
  readonly trustStore: Value<string | undefined>;
}

/** Keeps a client with one target group of a forward action; not to be confused with the stickiness of a target group. */
export interface GroupStickiness extends Spanned {
  readonly enabled: Value<boolean>;
  readonly duration: Value<Seconds | undefined>;
}

export interface FixedResponse extends Spanned {
  readonly statusCode: Value<string>;
}

/** A Route 53 record set, or a group of them. */
export interface DnsRecords extends Resource {
  readonly records: Value<readonly DnsRecord[]>;
}

export interface DnsRecord extends Spanned {
  readonly name: Value<string>;
  /** The zone that the record is written in. */
  readonly hostedZone: Value<string>;
  /** Absent for a record that is no alias. */
  readonly alias?: Alias;
}

export interface Alias extends Spanned {
  readonly dnsName: Value<AliasEnd>;
  /** The zone of the resource that the alias leads to. */
  readonly hostedZone: Value<AliasEnd>;
}

/** Whose name or zone it is: a load balancer's, another resource's, or written out. */
export type AliasEnd =
  | { readonly kind: 'load-balancer'; readonly loadBalancer: LoadBalancer }
  | { readonly kind: 'resource'; readonly id: string; readonly type: string }
  | { readonly kind: 'literal'; readonly text: string };

/** A CloudFront distribution. */
export interface Distribution extends Resource {
  readonly origins: Value<readonly Origin[]>;
  /** The default cache behaviour, then the others. */
  readonly behaviors: Value<readonly CacheBehavior[]>;
}

export interface Origin extends Spanned {
  readonly id: Value<string>;
  /** Unknown where it is not a load balancer of the sources. */
  readonly loadBalancer: Value<LoadBalancer>;
  /** `http-only`, `https-only` or `match-viewer`. */
  readonly protocolPolicy: Value<string>;
  readonly httpPort: Value<number>;
  readonly httpsPort: Value<number>;
  /** How long it waits for an answer of the origin. */
  readonly readTimeout: Value<Seconds>;
}

export interface CacheBehavior extends Spanned {
  /** `*` for the default one. */
  readonly pathPattern: Value<string>;
  readonly originId: Value<string>;
  /** Whether it passes gRPC on over HTTP/2; every other request reaches the origin over HTTP/1.1. */
  readonly grpc: Value<boolean>;
}
