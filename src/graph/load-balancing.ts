import type { Spanned } from '../source/file.ts';
import type { Value } from '../value.ts';
import type { Authentication } from './authentication.ts';
import type { Instance, LambdaFunction } from './compute.ts';
import type { Resource, Seconds } from './entities.ts';
import type { Certificate, FixedResponse, GroupStickiness, MutualAuthentication } from './front.ts';
import type { Invocation } from './lambda.ts';
import type { LogDelivery } from './logs.ts';
import type { SecurityGroup, Subnet } from './network.ts';

export interface LoadBalancer extends Resource {
  readonly kind: Value<string>;
  readonly scheme: Value<string>;
  /** `ipv4`, `dualstack` or `dualstack-without-public-ipv4`. */
  readonly ipAddressType: Value<string>;
  /** Defaulted to the VPC's default security group where none is named. */
  readonly securityGroups: Value<readonly Value<SecurityGroup>[]>;
  readonly subnets: Value<readonly Value<Subnet>[]>;
  readonly idleTimeout: Value<Seconds>;
  /** One for each kind of logs, turned on or not. */
  readonly logs: readonly LogDelivery[];
  readonly attributes: Attributes;
}

/** The key and value pairs of a load balancer or target group, as the API takes them. */
export interface Attributes extends Spanned {
  /** Absent keys are `undefined`; with an unknown list of attributes every key is unknown. */
  get(key: string): Value<string | undefined>;
  readonly keys: Value<readonly Value<string>[]>;
  /** In source order, keys that are written twice included. */
  readonly pairs: Value<readonly AttributePair[]>;
}

export interface AttributePair {
  readonly key: Value<string>;
  readonly setting: Value<string>;
}

export interface Listener extends Resource {
  readonly loadBalancer: Value<LoadBalancer>;
  readonly port: Value<number>;
  readonly protocol: Value<string>;
  readonly certificates: Value<readonly Value<Certificate>[]>;
  readonly sslPolicy: Value<string | undefined>;
  readonly mutualAuthentication: MutualAuthentication;
  readonly defaultActions: Value<readonly Action[]>;
}

export interface ListenerRule extends Resource {
  readonly listener: Value<Listener>;
  readonly priority: Value<number>;
  readonly conditions: Value<readonly RuleCondition[]>;
  readonly actions: Value<readonly Action[]>;
}

/** One condition of a listener rule; the values it admits, whichever way they were spelled. */
export interface RuleCondition extends Spanned {
  readonly field: Value<string>;
  /** Of a query string `key=value`. */
  readonly values: Value<readonly Value<string>[]>;
  readonly regexValues: Value<readonly Value<string>[]>;
  /** The name of the header that an `http-header` condition looks at. */
  readonly header: Value<string | undefined>;
}

export interface Action extends Spanned {
  readonly type: Value<string>;
  /** Empty for an action that does not forward. */
  readonly forwardsTo: Value<readonly Forward[]>;
  readonly redirect?: Redirect;
  readonly fixedResponse?: FixedResponse;
  readonly authentication?: Authentication;
  readonly groupStickiness: GroupStickiness;
  readonly order: Value<number | undefined>;
}

export interface Forward extends Spanned {
  readonly targetGroup: Value<TargetGroup>;
  readonly weight: Value<number>;
}

/** Components that are left out keep the value of the request. */
export interface Redirect extends Spanned {
  readonly protocol: Value<string>;
  readonly host: Value<string>;
  readonly port: Value<string>;
  readonly path: Value<string>;
  readonly query: Value<string>;
}

export interface TargetGroup extends Resource {
  readonly targetType: Value<string>;
  /** `ipv4` or `ipv6`. */
  readonly ipAddressType: Value<string>;
  /** Absent for Lambda target groups. */
  readonly protocol: Value<string | undefined>;
  readonly port: Value<number | undefined>;
  readonly protocolVersion: Value<string>;
  /** `ipv4` or `ipv6`: what the load balancer speaks to the targets. Absent where a front-end does not say. */
  readonly addressType?: Value<string>;
  readonly vpc: Value<string | undefined>;
  /** Its VPC, by logical id or by the id AWS gave it: two that differ are different VPCs. */
  readonly network?: Value<string>;
  readonly healthCheck: HealthCheck;
  /** Where the agent of the target optimizer listens beside each target; `undefined` where there is none. Absent where a front-end does not say. */
  readonly controlPort?: Value<number | undefined>;
  readonly deregistrationDelay: Value<Seconds>;
  readonly slowStart: Value<Seconds>;
  readonly algorithm: Value<string>;
  readonly stickiness: Value<boolean>;
  readonly crossZone: Value<string>;
  readonly attributes: Attributes;
  /** The targets that the template itself registers. */
  readonly targets: Value<readonly StaticTarget[]>;
}

export interface HealthCheck {
  readonly enabled: Value<boolean>;
  readonly protocol: Value<string>;
  readonly port: Value<number | 'traffic-port'>;
  readonly path: Value<string>;
  readonly interval: Value<Seconds>;
  readonly timeout: Value<Seconds>;
  readonly healthyThreshold: Value<number>;
  readonly unhealthyThreshold: Value<number>;
  /** The HTTP codes that count as healthy, as written: `200`, `200-299,302`. */
  readonly httpCodes: Value<string>;
  readonly grpcCodes: Value<string>;
}

export interface StaticTarget extends Spanned {
  /** An instance id, an IP address or a Lambda function's ARN. */
  readonly target: Value<Instance | LambdaFunction | string>;
  /** What is invoked, where the target is a function of the sources; `undefined` where it is surely none of them. */
  readonly invocation: Value<Invocation | undefined>;
  readonly port: Value<number | undefined>;
  readonly availabilityZone: Value<string | undefined>;
}
