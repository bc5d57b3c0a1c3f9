import type { Value } from '../value.ts';
import type { Resource, Seconds } from './entities.ts';
import type { TargetGroup } from './load-balancing.ts';
import type { SecurityGroup, Subnet } from './network.ts';

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
  /** Whether its instances are told of a cluster, to run ECS tasks. Absent where a front-end does not say. */
  readonly joinsCluster?: boolean;
  /** When the ECS agent on its instances kills a container that says nothing: unknown where user data changes it. */
  readonly agentStopTimeout?: Value<'usual'>;
  /** Where its instances take dynamic host ports from: unknown where user data changes it, or on Windows. */
  readonly dynamicPorts?: Value<'usual'>;
  /** What the user states about the application on its instances, by key: `keepAliveSeconds`. */
  readonly stated?: ReadonlyMap<string, Value<number>>;
}

export interface Instance extends Resource {
  readonly securityGroups: Value<readonly Value<SecurityGroup>[]>;
  readonly subnet: Value<Subnet | undefined>;
  /** What the user states about the application on it, by key: `keepAliveSeconds`. */
  readonly stated?: ReadonlyMap<string, Value<number>>;
}

export interface LambdaFunction extends Resource {
  readonly timeout: Value<Seconds>;
  /** How many invocations may run at once; the account's limit where absent. */
  readonly reservedConcurrency: Value<number | undefined>;
}
