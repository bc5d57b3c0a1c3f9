import type { Spanned } from '../source/file.ts';
import type { Unknown, Value } from '../value.ts';
import type { DeploymentGroup } from './bluegreen.ts';
import type { AutoScalingGroup, Instance, LambdaFunction } from './compute.ts';
import type { Attachment, Container, PortMapping, Service, TaskDefinition } from './ecs.ts';
import type { Entity } from './entities.ts';
import type { WebAclAssociation } from './firewall.ts';
import type { Certificate, Distribution, DnsRecords, ListenerCertificate } from './front.ts';
import type { LambdaPermission } from './lambda.ts';
import type {
  Action,
  Listener,
  ListenerRule,
  LoadBalancer,
  RuleCondition,
  StaticTarget,
  TargetGroup,
} from './load-balancing.ts';
import type { BucketPolicy, LogDelivery } from './logs.ts';
import type { SecurityGroup, Subnet, WrittenRule } from './network.ts';

/** The front half of the road: who receives the request and where it is sent. */
export interface Route {
  readonly loadBalancer: LoadBalancer;
  readonly listener: Listener;
  /** Absent for the listener's default action. */
  readonly rule?: ListenerRule;
  readonly action: Action;
  readonly targetGroup: TargetGroup;
}

/** The back half: what is registered in a target group. */
export type Target = TaskTarget | GroupTarget | InstanceTarget | AddressTarget | LambdaTarget;

interface Registered extends Spanned {
  readonly targetGroup: TargetGroup;
  /** Where requests arrive: the host port of a task, the target group's port of an instance. */
  readonly trafficPort: Value<number | 'dynamic'>;
  /** Where health checks arrive: the traffic port unless the target group names another one. */
  readonly healthCheckPort: Value<number | 'dynamic'>;
  /** The security groups around the target. */
  readonly securityGroups: Value<readonly Value<SecurityGroup>[]>;
  readonly subnets: Value<readonly Value<Subnet>[]>;
  /** Which of its addresses the load balancer connects to: `ipv4` or `ipv6`. */
  readonly addressType?: Value<string>;
}

/** A container of an ECS service's tasks. */
export interface TaskTarget extends Registered {
  readonly kind: 'task';
  readonly service: Service;
  readonly attachment: Attachment;
  readonly taskDefinition: TaskDefinition;
  readonly container: Container;
  readonly port: PortMapping;
}

export interface GroupTarget extends Registered {
  readonly kind: 'auto-scaling-group';
  readonly group: AutoScalingGroup;
}

export interface InstanceTarget extends Registered {
  readonly kind: 'instance';
  readonly instance: Instance;
  readonly target: StaticTarget;
}

/** An IP address, or an instance id of which nothing else is known. */
export interface AddressTarget extends Registered {
  readonly kind: 'address';
  readonly target: StaticTarget;
}

export interface LambdaTarget extends Registered {
  readonly kind: 'lambda';
  readonly function: LambdaFunction | undefined;
  readonly target: StaticTarget;
}

/** The whole road of one request. */
export interface TrafficPath {
  readonly route: Route;
  readonly target: Target;
}

/** A load balancer with the listeners that are known to be its own. */
export interface LoadBalancerUse {
  readonly loadBalancer: LoadBalancer;
  readonly listeners: readonly Listener[];
  /** The web ACLs that are known to be associated with it. */
  readonly webAcls: readonly WebAclAssociation[];
  /** What is done with its requests, by the listeners and by their rules. Asked for, since it consults every rule. */
  actionLists(): readonly ActionList[];
}

/** Logs of a load balancer with the policies that may be those of their bucket. */
export interface LogDeliveryUse {
  readonly loadBalancer: LoadBalancer;
  readonly delivery: LogDelivery;
  readonly policies: readonly BucketPolicy[];
  /** What may give the bucket another policy unseen. */
  readonly mayGrant: readonly Unknown[];
}

/** A Lambda target with every permission of the sources. */
export interface LambdaTargetUse {
  readonly targetGroup: TargetGroup;
  readonly target: StaticTarget;
  readonly permissions: readonly LambdaPermission[];
  /** What may permit the invocation unseen. */
  readonly mayPermit: readonly Unknown[];
}

/** A listener with the rules that are known to be its own, and the other listeners of its load balancer. */
export interface ListenerUse {
  readonly listener: Listener;
  readonly rules: readonly ListenerRule[];
  /** What adds certificates to it, and what may do so. */
  readonly certificates: readonly ListenerCertificate[];
  readonly siblings: readonly Listener[];
}

/** A distribution with the routes that lie behind the load balancers among its origins. */
export interface DistributionUse {
  readonly distribution: Distribution;
  readonly routes: readonly Route[];
}

/** What is done with a request: a listener's default actions, or the actions of a rule. */
export interface ActionList {
  readonly holder: Listener | ListenerRule;
  readonly listener: Value<Listener>;
  /** None for the default actions. */
  readonly conditions: Value<readonly RuleCondition[]>;
  readonly actions: Value<readonly Action[]>;
  /** Every listener that is known to be of the same load balancer, the list's own one included. */
  readonly listeners: readonly Listener[];
}

/** A certificate with the listeners that serve it. */
export interface CertificateUse {
  readonly certificate: Certificate;
  readonly listeners: readonly Listener[];
}

/** A listener rule with the other rules of its listener, which need not be known for that. Asked for: they are many. */
export interface ListenerRuleUse {
  readonly rule: ListenerRule;
  siblings(): readonly ListenerRule[];
  /** Those whose priority is the same, or may be. */
  sharingPriority(): readonly ListenerRule[];
  /** Those that may admit every request that this one waits for. */
  sharingRequests(): readonly ListenerRule[];
}

/** A target group with what forwards to it and what is registered in it, as far as the sources show. */
export interface TargetGroupUse {
  readonly targetGroup: TargetGroup;
  /** Every listener and rule that forwards to it, also those whose load balancer is not in the sources. */
  readonly forwarders: readonly (Listener | ListenerRule)[];
  readonly routes: readonly Route[];
  /** Every rule of the listeners it is reached through. */
  readonly rules: readonly ListenerRule[];
  readonly targets: readonly Target[];
  /** Every service and Auto Scaling group of the sources: what could register targets, in whichever group. */
  readonly registrars: readonly (Service | AutoScalingGroup)[];
  /** The entries of services' load balancers that name it, also those whose task definition is not in the sources. */
  readonly attachments: readonly ServiceAttachment[];
  /** What may attach it to a load balancer unseen: an output that exports it, a nested stack, a macro. */
  readonly mayForward: readonly PossibleForwarder[];
}

/** An Auto Scaling group with the entries of services' load balancers that name one of its target groups, too. Asked for. */
export interface AutoScalingGroupUse {
  readonly autoScalingGroup: AutoScalingGroup;
  attachments(): readonly ServiceAttachment[];
}

/** An entry of a service's load balancers. */
export interface ServiceAttachment {
  readonly service: Service;
  readonly attachment: Attachment;
}

/** Two target groups that take turns: a deployment fills the one and empties the other. */
export interface TargetGroupPairUse {
  readonly holder: Service | DeploymentGroup;
  /** The first serves when the stack is created. */
  readonly targetGroups: readonly [Value<TargetGroup>, Value<TargetGroup>];
  readonly blue: TargetGroup;
  readonly green: TargetGroup;
  /** What forwards to each of them, as far as the sources show. */
  readonly routes: { readonly blue: readonly Route[]; readonly green: readonly Route[] };
}

/** Something that is given a target group, and may forward to it where nobody can look. */
export interface PossibleForwarder {
  readonly key: string;
  /** What it does with the target group. */
  readonly value: Unknown;
}

/** Everything a rule may be written over. */
export interface Subjects {
  readonly loadBalancer: LoadBalancerUse;
  readonly listener: ListenerUse;
  readonly listenerRule: ListenerRuleUse;
  readonly targetGroup: TargetGroupUse;
  readonly service: Service;
  readonly taskDefinition: TaskDefinition;
  readonly autoScalingGroup: AutoScalingGroupUse;
  readonly securityGroup: SecurityGroup;
  readonly securityGroupRule: WrittenRule;
  readonly deploymentGroup: DeploymentGroup;
  readonly targetGroupPair: TargetGroupPairUse;
  readonly actionList: ActionList;
  readonly certificate: CertificateUse;
  readonly dnsRecords: DnsRecords;
  readonly distribution: DistributionUse;
  readonly route: Route;
  readonly target: Target;
  /** Only those targets that are ECS tasks. */
  readonly taskTarget: TaskTarget;
  readonly lambdaTarget: LambdaTargetUse;
  readonly logDelivery: LogDeliveryUse;
  readonly path: TrafficPath;
}

/** The subjects that hang on one resource, in the scenario at hand. */
export interface Reached<S> {
  readonly subjects: readonly S[];
  /** Links nobody could follow. Rules about what lies beyond them did not run, and the report says so. */
  readonly gaps: readonly Gap[];
  /** Roads that lead to nothing, since the sources show that it is not there: no subjects, and no unknowns either. */
  readonly deadEnds?: readonly DeadEnd[];
}

/** A target group whose requests go to a container, or a port of it, that the task definition does not have. */
export interface DeadEnd extends ServiceAttachment {
  readonly targetGroup: TargetGroup;
  /** How requests get there, where a whole road is asked for. */
  readonly route?: Route;
}

/** A link that leads out of what was given. */
export interface Gap {
  /** The resource whose link it is. */
  readonly from: Entity;
  /** What it leads to, in AWS's words: `load balancer`, `task definition`. */
  readonly to: string;
  readonly value: Unknown;
}
