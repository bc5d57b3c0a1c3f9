import type { Span } from '../source/file.ts';
import type { Unknown } from '../value.ts';
import type { DeploymentGroup } from './bluegreen.ts';
import type { AutoScalingGroup } from './compute.ts';
import type { Service, TaskDefinition } from './ecs.ts';
import type { Entity, Resource } from './entities.ts';
import type { WebAclAssociation } from './firewall.ts';
import type { Certificate, Distribution, DnsRecords, ListenerCertificate } from './front.ts';
import type { LambdaPermission } from './lambda.ts';
import type { Listener, ListenerRule, LoadBalancer, TargetGroup } from './load-balancing.ts';
import type { BucketPolicy } from './logs.ts';
import type { SecurityGroup, StandaloneRule } from './network.ts';
import type { Gap } from './subjects.ts';

/** What a front end reads: every entity, in every scenario, before anything is joined. */
export interface Parts {
  readonly loadBalancers: readonly LoadBalancer[];
  readonly listeners: readonly Listener[];
  readonly listenerRules: readonly ListenerRule[];
  readonly targetGroups: readonly TargetGroup[];
  readonly services: readonly Service[];
  readonly taskDefinitions: readonly TaskDefinition[];
  readonly autoScalingGroups: readonly AutoScalingGroup[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly standaloneRules: readonly StandaloneRule[];
  readonly listenerCertificates: readonly ListenerCertificate[];
  readonly certificates: readonly Certificate[];
  readonly dnsRecords: readonly DnsRecords[];
  readonly distributions: readonly Distribution[];
  readonly lambdaPermissions: readonly LambdaPermission[];
  readonly bucketPolicies: readonly BucketPolicy[];
  readonly deploymentGroups: readonly DeploymentGroup[];
  readonly webAclAssociations: readonly WebAclAssociation[];
  /** Those of some parts that may name a resource, in any scenario: the others need not be evaluated. */
  namersOf<E extends Resource>(all: readonly E[], named: Resource): readonly E[];
  ownerOf(span: Span): Entity | undefined;
  /** What may add resources that nobody can see here: a macro, an include, a loop over an unknown list. */
  readonly unseen: readonly Unknown[];
  /** Links out of what was given that belong to no traffic path: templates of nested stacks. */
  readonly gaps: readonly Gap[];
}
