import type { Spanned } from '../source/file.ts';
import type { Unknown, Value } from '../value.ts';
import type { NetworkAcl } from './acl.ts';
import type { Authentication } from './authentication.ts';
import type { AdvancedConfiguration, TrafficShift } from './bluegreen.ts';
import type { Certificate, FixedResponse, GroupStickiness, MutualAuthentication } from './front.ts';
import type { Invocation } from './lambda.ts';
import type { LogDelivery } from './logs.ts';
import type { DefaultRoute, Zone } from './placement.ts';

export type Seconds = number;
export type Percent = number;

/** Something AWS runs. Fields are those of the scenario at hand. */
export interface Entity extends Spanned {
  /** The user's name for it: the logical id, or a container's name. */
  readonly id: string;
  /** `AWS::ECS::Service`, or `container`. */
  readonly type: string;
  /** The construct path of an entity that CDK synthesised. */
  readonly constructPath?: string;
  /** Where the CDK app creates it: `lib/api-stack.ts:42`. */
  readonly constructSource?: string;
}

/** A resource that may be left out of a deployment by its `Condition`. */
export interface Resource extends Entity {
  readonly exists: boolean;
  /** Tells it from every other resource of the application, also from one with the same logical id in another stack. */
  readonly key: string;
  /** Whether AWS is sure to create the other first: this one names it or depends on it, or on something that does. */
  comesAfter(other: { readonly key: string }): boolean;
  /** What `DependsOn` names, where that is one resource; absent is `undefined`. */
  readonly dependsOn: Value<string | undefined>;
  /** Who names this resource, in any scenario. */
  readonly referrers: readonly Referrer[];
  /** A property by its name in AWS's API, such as `Matcher.HttpCode`, as the text that is written; absent is `undefined`. */
  property(path: string): Value<string | undefined>;
}

/** An output, or another resource, that names a resource. */
export interface Referrer {
  readonly kind: 'output' | 'resource';
  readonly id: string;
  /** The resource's type; `Output` for an output. */
  readonly type: string;
  /** Whether it can pass on which resource this is, so that others may add to it; an attribute such as `DNSName` cannot. */
  readonly identifies: boolean;
}

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

/** An ECS service, or a task set of one: both register tasks in target groups. */
export interface Service extends Resource {
  readonly taskDefinition: Value<TaskDefinition>;
  readonly attachments: Value<readonly Attachment[]>;
  readonly launchType: Value<string | undefined>;
  /** Whether its tasks run on Fargate, from the launch type, the capacity providers and the task definition. */
  readonly fargate: Value<boolean>;
  readonly capacityProviders: Value<readonly CapacityProvider[]>;
  readonly network: Value<NetworkConfiguration | undefined>;
  readonly gracePeriod: Value<Seconds>;
  readonly desiredCount: Value<number>;
  readonly minimumHealthyPercent: Value<Percent>;
  readonly maximumPercent: Value<Percent>;
  /** `ECS`, `CODE_DEPLOY` or `EXTERNAL`. */
  readonly deploymentController: Value<string>;
  /** `ROLLING`, `BLUE_GREEN`, `LINEAR` or `CANARY`. */
  readonly deploymentStrategy: Value<string>;
  /** Absent where a front-end does not say. */
  readonly trafficShift?: TrafficShift;
  /** Whether the `AWS::CodeDeployBlueGreen` transform of its template carries out its deployments. */
  readonly deployedByHook?: boolean;
  /** `REPLICA` or `DAEMON`. */
  readonly schedulingStrategy: Value<string>;
  /** The instances that tasks run on, where they are not Fargate's and the template shows them. */
  readonly instances: Value<AutoScalingGroup>;
  /** Whether the deployment circuit breaker is on. */
  readonly circuitBreaker: Value<boolean>;
  /** Whether CloudWatch alarms can end a deployment. */
  readonly deploymentAlarms: Value<boolean>;
  /** `ENABLED` or `DISABLED`. */
  readonly zoneRebalancing: Value<string>;
  /** The bounds between which Application Auto Scaling moves the desired count; `undefined` where nothing does. */
  readonly scaling: Value<ScalableTarget | undefined>;
}

/** An `AWS::ApplicationAutoScaling::ScalableTarget` of a service. Both bounds belong to the range. */
export interface ScalableTarget extends Spanned {
  readonly minCapacity: Value<number>;
  readonly maxCapacity: Value<number>;
}

export interface CapacityProvider extends Spanned {
  readonly name: Value<string>;
  readonly weight: Value<number>;
  readonly base: Value<number>;
}

export interface NetworkConfiguration extends Spanned {
  readonly securityGroups: Value<readonly Value<SecurityGroup>[]>;
  readonly subnets: Value<readonly Value<Subnet>[]>;
  readonly assignPublicIp: Value<string>;
}

/** One entry of a service's `LoadBalancers`. */
export interface Attachment extends Spanned {
  readonly targetGroup: Value<TargetGroup>;
  readonly alternateTargetGroup: Value<TargetGroup | undefined>;
  /** Absent where a front-end does not say. */
  readonly advanced?: Value<AdvancedConfiguration | undefined>;
  /** The name of a Classic Load Balancer, which excludes a target group. */
  readonly loadBalancerName: Value<string | undefined>;
  readonly containerName: Value<string>;
  readonly containerPort: Value<number>;
}

export interface TaskDefinition extends Resource {
  /** `bridge` where nothing is said; Fargate accepts `awsvpc` only. */
  readonly networkMode: Value<string>;
  readonly compatibilities: Value<readonly Value<string>[]>;
  readonly containers: Value<readonly Container[]>;
  /** Whether a proxy (`ProxyConfiguration`) owns the connections that reach the task. */
  readonly proxied: Value<boolean>;
}

export interface Container extends Entity {
  readonly name: Value<string>;
  readonly image: Value<string>;
  readonly essential: Value<boolean>;
  readonly entryPoint: Value<readonly Value<string>[]>;
  readonly command: Value<readonly Value<string>[]>;
  /** Unknown as a whole when a name may be anything; names are unique. */
  readonly environment: Value<ReadonlyMap<string, Value<string>>>;
  readonly ports: Value<readonly PortMapping[]>;
  readonly stopTimeout: Value<Seconds>;
  readonly dockerLabels: Value<ReadonlyMap<string, Value<string>>>;
  /** What its health check runs; `undefined` where it has none. */
  readonly healthCheck: Value<ContainerHealthCheck | undefined>;
  readonly dependencies: Value<readonly ContainerDependency[]>;
  /** How long others wait for it to be complete or healthy before the task is stopped; for ever where nothing is written. */
  readonly startTimeout: Value<Seconds | undefined>;
  /** The containers it links to, as `name` or `name:alias`. */
  readonly links: Value<readonly Value<string>[]>;
  /** Whether ECS starts it again when it exits, without stopping the task. */
  readonly restarts?: Value<boolean>;
  /** Where volumes lie over the image's files. Absent where a front-end does not say. */
  readonly mountPoints?: Value<readonly Value<string>[]>;
  /** What the user states about the application, by key: `keepAliveSeconds`, `startupSeconds`. */
  readonly stated: ReadonlyMap<string, Value<number>>;
}

export interface ContainerHealthCheck extends Spanned {
  readonly command: Value<readonly Value<string>[]>;
  readonly interval: Value<Seconds>;
  readonly timeout: Value<Seconds>;
  readonly retries: Value<number>;
  readonly startPeriod: Value<Seconds>;
}

export interface ContainerDependency extends Spanned {
  readonly containerName: Value<string>;
  readonly condition: Value<string>;
}

export interface PortMapping extends Spanned {
  /** Unknown where a `containerPortRange` stands in its place. */
  readonly containerPort: Value<number>;
  /** Already interpreted: bridge mode with 0 or nothing is `dynamic`; awsvpc and host repeat the container port. */
  readonly hostPort: Value<number | 'dynamic'>;
  /** The host port as it is written; absent is `undefined`. */
  readonly writtenHostPort: Value<number | undefined>;
  readonly range: Value<PortSpan | undefined>;
  readonly protocol: Value<string>;
  readonly appProtocol: Value<string | undefined>;
}

/** Both ends belong to it. */
export interface PortSpan {
  readonly from: number;
  readonly to: number;
}

export interface AutoScalingGroup extends Resource {
  readonly targetGroups: Value<readonly Value<TargetGroup>[]>;
  readonly securityGroups: Value<readonly Value<SecurityGroup>[]>;
  readonly subnets: Value<readonly Value<Subnet>[]>;
  readonly healthCheckType: Value<string>;
  readonly healthCheckGracePeriod: Value<Seconds>;
  readonly minSize: Value<number>;
  readonly maxSize: Value<number>;
  readonly desiredCapacity: Value<number | undefined>;
  /** Whether new instances wait for a lifecycle hook, or come from a warm pool, before they are in service. */
  readonly preparesInstances: Value<boolean>;
  /** Whether its launch template names security groups beside network interfaces, which have their own. */
  readonly groupsBesideInterfaces: Value<boolean>;
  /** When the ECS agent on its instances kills a container that says nothing: unknown where user data changes it. */
  readonly agentStopTimeout?: Value<'usual'>;
  /** Where its instances take dynamic host ports from: unknown where user data changes it, or on Windows. */
  readonly dynamicPorts?: Value<'usual'>;
}

export interface Instance extends Resource {
  readonly securityGroups: Value<readonly Value<SecurityGroup>[]>;
  readonly subnet: Value<Subnet | undefined>;
}

export interface LambdaFunction extends Resource {
  readonly timeout: Value<Seconds>;
  /** How many invocations may run at once; the account's limit where absent. */
  readonly reservedConcurrency: Value<number | undefined>;
}

/** A security group of the sources, or one known only by its id; the latter's rules are unknown. */
export interface SecurityGroup extends Resource {
  /** Its VPC, by logical id or by the id AWS gave it. Absent for a group known only by its id. */
  readonly network?: Value<string>;
  /** Inline rules and every standalone `AWS::EC2::SecurityGroupIngress` that names the group. */
  readonly ingress: Value<readonly SecurityGroupRule[]>;
  /** Where nothing is written, everything is allowed: {@link allowAll}. */
  readonly egress: Value<readonly SecurityGroupRule[] | 'all'>;
  /** Rules that may or may not be this group's, since the group they name is unknown. */
  readonly strayRules: readonly Unknown[];
  /** Its inline rules, as far as their lists can be read. Absent for a group known only by its id. */
  readonly writtenRules?: readonly WrittenRule[];
}

/** A security group rule that is a resource of its own. */
export interface StandaloneRule extends Resource {
  readonly writtenRules: readonly WrittenRule[];
}

/** A rule where it is written: inline in a security group, or as a resource of its own. */
export interface WrittenRule extends Spanned {
  readonly holder: Resource;
  /** Whose rule it is. */
  readonly group: Value<SecurityGroup>;
  readonly direction: 'ingress' | 'egress';
  readonly rule: SecurityGroupRule;
}

export interface SecurityGroupRule extends Spanned {
  /** `tcp`, `udp`, `icmp`, `icmpv6` or a number; `-1` is every protocol on every port. */
  readonly protocol: Value<string>;
  /** -1 stands for every port. */
  readonly fromPort: Value<number>;
  readonly toPort: Value<number>;
  /** The source of an ingress rule, the destination of an egress rule. */
  readonly peer: Peer;
}

export type Peer =
  | { readonly kind: 'group'; readonly group: Value<SecurityGroup> }
  | { readonly kind: 'cidr'; readonly cidr: Value<string> }
  | { readonly kind: 'cidr-ipv6'; readonly cidr: Value<string> }
  | { readonly kind: 'prefix-list'; readonly list: Value<string> }
  /** Named by a group name, or by nothing that can be read. */
  | { readonly kind: 'unknown'; readonly value: Unknown }
  /** CloudFormation accepts a rule without a source and adds nothing. */
  | { readonly kind: 'none' };

export interface Subnet extends Resource {
  readonly vpc: Value<Vpc>;
  /** Its VPC, by logical id or by the id AWS gave it: two that differ are different VPCs. */
  readonly network?: Value<string>;
  readonly cidr: Value<string>;
  readonly availabilityZone: Value<string | undefined>;
  /** Unknown where AWS picks it. */
  readonly zone: Value<Zone>;
  /** Whether it lies on an Outpost or in a Local Zone, to which rules of their own apply. */
  readonly outsideRegion: Value<boolean>;
  /** Unknown where the route table, or a route of it, may be made elsewhere. */
  readonly defaultRoute: Value<DefaultRoute>;
  /** `default` where none is associated: it lets everything through. Absent where a front-end does not say. */
  readonly networkAcl?: Value<NetworkAcl | 'default'>;
}

export interface Vpc extends Resource {
  readonly cidr: Value<string>;
  /** The services that its VPC endpoints lead to, without region: `ecr.dkr`, `s3`. */
  readonly endpoints: Value<readonly Value<string>[]>;
}
