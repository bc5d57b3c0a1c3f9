import type { Spanned } from '../source/file.ts';
import type { Unknown, Value } from '../value.ts';
import type { NetworkAcl } from './acl.ts';
import type { Resource } from './entities.ts';
import type { DefaultRoute, Zone } from './placement.ts';

/** A security group of the sources, or one known only by its id; the latter's rules are unknown. */
export interface SecurityGroup extends Resource {
  /** Its VPC, by logical id or by the id AWS gave it. Absent for a group known only by its id. */
  readonly network?: Value<string>;
  /** How it is known where no source writes it: one that is known by its id may be the default one of the VPC. */
  readonly unwritten?: 'by id' | 'as default';
  /** Inline rules and every standalone `AWS::EC2::SecurityGroupIngress` that names the group. */
  readonly ingress: Value<readonly SecurityGroupRule[]>;
  /** Whether ingress rules are written for it, but conditions leave all of them out. Absent where none can. */
  readonly shutByConditions?: boolean;
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
  /** CloudFormation accepts a rule without a source and adds nothing; `misnamed` is the property of the other direction that it has. */
  | { readonly kind: 'none'; readonly misnamed?: string };

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
