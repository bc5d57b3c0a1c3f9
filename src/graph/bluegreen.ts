import type { Spanned } from '../source/file.ts';
import type { Value } from '../value.ts';
import type { Percent, Resource } from './entities.ts';
import type { Listener, ListenerRule, TargetGroup } from './load-balancing.ts';

export type Minutes = number;

/** How a deployment moves traffic to the new tasks, beside its strategy. */
export interface TrafficShift extends Spanned {
  /** How long old and new tasks run after all traffic has moved. */
  readonly bakeTime: Value<Minutes | undefined>;
  readonly linear: Value<LinearShift | undefined>;
  readonly canary: Value<CanaryShift | undefined>;
}

/** Traffic moves in equal steps. */
export interface LinearShift extends Spanned {
  readonly stepPercent: Value<Percent>;
  readonly stepBakeTime: Value<Minutes>;
}

/** A part of the traffic moves first, the rest at once. */
export interface CanaryShift extends Spanned {
  readonly percent: Value<Percent>;
  readonly bakeTime: Value<Minutes>;
}

/** What ECS needs to move traffic between the two target groups of a load balancer entry. */
export interface AdvancedConfiguration extends Spanned {
  /** A rule of an Application Load Balancer, or a listener of a Network Load Balancer. */
  readonly production: Value<Listener | ListenerRule | undefined>;
  readonly test: Value<Listener | ListenerRule | undefined>;
  /** The role that lets ECS change listener rules. */
  readonly role: Value<string | undefined>;
}

/** An `AWS::CodeDeploy::DeploymentGroup`. */
export interface DeploymentGroup extends Resource {
  /** Whether it deploys ECS services, rather than instances or functions. */
  readonly deploysServices: Value<boolean>;
  /** `WITH_TRAFFIC_CONTROL`, without which CloudFormation passes no load balancer on. */
  readonly deploymentOption: Value<string | undefined>;
  readonly pair: Value<TargetGroupPair | undefined>;
}

/** The target groups that CodeDeploy fills in turn, and the listeners that it switches. */
export interface TargetGroupPair extends Spanned {
  readonly targetGroups: Value<readonly Value<TargetGroup>[]>;
  readonly production: Value<readonly Value<Listener>[]>;
  readonly test: Value<readonly Value<Listener>[]>;
}
