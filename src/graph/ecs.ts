import type { Spanned } from '../source/file.ts';
import type { Value } from '../value.ts';
import type { AdvancedConfiguration, TrafficShift } from './bluegreen.ts';
import type { AutoScalingGroup } from './compute.ts';
import type { Entity, Percent, Resource, Seconds } from './entities.ts';
import type { TargetGroup } from './load-balancing.ts';
import type { SecurityGroup, Subnet } from './network.ts';

/** An ECS service, or a task set of one: both register tasks in target groups. */
export interface Service extends Resource {
  readonly taskDefinition: Value<TaskDefinition>;
  /** Whether it is given each new revision of it: it refers to the resource, and does not just name the family. */
  readonly followsTaskDefinition?: boolean;
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
  /** Whether the proxy of Service Connect listens where its containers do. Absent where a front-end does not say. */
  readonly connects?: Value<boolean>;
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
  /** Which of those it is that AWS made, `FARGATE` and `FARGATE_SPOT`; nothing for one that somebody created. */
  readonly predefined: Value<string | undefined>;
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
