import type { Resource } from '../../../graph/entities.ts';
import type {
  Peer,
  SecurityGroup,
  SecurityGroupRule,
  StandaloneRule,
  Subnet,
  Vpc,
  WrittenRule,
} from '../../../graph/network.ts';
import { lazy } from '../../../lazy.ts';
import { entryOf } from '../../../source/tree.ts';
import { same, type Unknown, type Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { Properties, text, unknown, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';
import { networkAclOf } from './acl.ts';
import { required } from './load-balancer.ts';
import { defaultRouteOf, endpointsOf } from './routing.ts';
import { networkOf } from './vpc-identity.ts';
import { outsideRegion, zoneOf } from './zones.ts';

const ruleDocs = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html';
const egressDocs =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html#aws-resource-ec2-securitygroup--examples';
const subnetDocs = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html';

export function readVpc(declaration: ResourceDeclaration, stack: Stack): Vpc {
  return lazy(stack.scenarios, stack.base(declaration), {
    cidr: () => stack.properties(declaration).requiredText('CidrBlock'),
    endpoints: () => endpointsOf(declaration, stack),
  });
}

export function readSubnet(declaration: ResourceDeclaration, stack: Stack): Subnet {
  const properties = () => stack.properties(declaration);
  return lazy(stack.scenarios, stack.base(declaration), {
    vpc: () => required(properties(), 'VpcId', stack, 'AWS::EC2::VPC'),
    network: () => networkOf(properties(), stack),
    cidr: () => properties().requiredText('CidrBlock'),
    availabilityZone: () => properties().text<undefined>('AvailabilityZone', { value: undefined, docs: subnetDocs }),
    zone: () => zoneOf(properties()),
    outsideRegion: () => outsideRegion(properties()),
    defaultRoute: () => defaultRouteOf(declaration, stack),
    networkAcl: () => networkAclOf(declaration, stack),
  });
}

const ingressType = 'AWS::EC2::SecurityGroupIngress';
const egressType = 'AWS::EC2::SecurityGroupEgress';

export function readSecurityGroup(declaration: ResourceDeclaration, stack: Stack): SecurityGroup {
  const properties = () => stack.properties(declaration);
  const group: SecurityGroup = lazy(stack.scenarios, stack.base(declaration), {
    network: () => networkOf(properties(), stack),
    ingress: () =>
      withStandalone(inlineRules(properties(), ingress, stack), standalone(group, ingressType, stack).rules),
    shutByConditions: () => {
      const { ingress: open } = group;
      const isShut = open.kind !== 'unknown' && open.value.length === 0;
      return isShut && (mayHold(declaration, ingress.list) || isNamedInVain(group, stack));
    },
    egress: (): SecurityGroup['egress'] => {
      const inline = inlineRules(properties(), egress, stack);
      if (inline.kind === 'unknown') return inline;
      // AWS keeps its allow-all rule until at least one egress rule is written inline.
      if (inline.value.length === 0)
        return { kind: 'defaulted', value: 'all', docs: egressDocs, span: inline.span, via: [] };
      return withStandalone(inline, standalone(group, egressType, stack).rules);
    },
    strayRules: () => [...standalone(group, ingressType, stack).stray, ...standalone(group, egressType, stack).stray],
    writtenRules: (): readonly WrittenRule[] => {
      const own: Value<SecurityGroup> = { kind: 'known', value: group, span: group.span, via: [] };
      return [ingress, egress].flatMap((direction) => {
        const rules = inlineRules(properties(), direction, stack);
        const { name } = direction;
        return (rules.kind === 'unknown' ? [] : rules.value).map((rule) => written(rule, name, own, group));
      });
    },
  });
  return group;
}

const written = (
  rule: SecurityGroupRule,
  direction: WrittenRule['direction'],
  group: Value<SecurityGroup>,
  holder: Resource,
): WrittenRule => ({ span: rule.span, holder, group, direction, rule });

const inlineRules = (properties: Properties, direction: Direction, stack: Stack) =>
  properties.list(direction.list, (item) => ruleOf(item, direction, stack), { value: [], docs: ruleDocs });

export function readStandaloneRule(declaration: ResourceDeclaration, stack: Stack): StandaloneRule {
  const direction = declaration.type === ingressType ? ingress : egress;
  const holder: StandaloneRule = lazy(stack.scenarios, stack.base(declaration), {
    writtenRules: (): readonly WrittenRule[] => {
      const id = stack.properties(declaration).get('GroupId');
      const group = id ? stack.securityGroup(id) : unknownRule(declaration);
      const whole = stack.evaluator.evaluate(declaration.properties);
      return whole ? [written(ruleOf(whole, direction, stack, declaration), direction.name, group, holder)] : [];
    },
  });
  return holder;
}

const withStandalone = (
  inline: Value<readonly SecurityGroupRule[]>,
  more: readonly SecurityGroupRule[],
): Value<readonly SecurityGroupRule[]> =>
  inline.kind === 'unknown' ? inline : { ...inline, value: [...inline.value, ...more] };

/** Whether a list is written that has items under other conditions. */
function mayHold({ properties }: ResourceDeclaration, list: string): boolean {
  const written = entryOf(properties, list)?.value;
  return written?.kind === 'list' ? written.items.length > 0 : written !== undefined;
}

/** Whether a rule that is a resource of its own may name the group, and is left out. */
const isNamedInVain = (group: SecurityGroup, stack: Stack): boolean =>
  stack
    .declarations(ingressType)
    .some((declaration) => mayName(declaration, group, stack) && !stack.evaluator.exists(declaration));

/** The rules declared as resources of their own that name a group, in its stack or another one, and those that may name it. */
function standalone(group: SecurityGroup, type: string, home: Stack) {
  const rules: SecurityGroupRule[] = [];
  const stray: Unknown[] = [];
  const target = { kind: 'known', value: group, span: group.span, via: [] } as const;
  const ours = home.declarations(type).filter((declaration) => mayName(declaration, group, home));
  const others = home.application.stacks.flatMap((stack) => (stack === home ? [] : leadOut(stack, type)));
  for (const { declaration, stack } of [...ours.map((declaration) => ({ declaration, stack: home })), ...others]) {
    if (!stack.evaluator.exists(declaration)) continue;
    const properties = stack.properties(declaration);
    const id = properties.get('GroupId');
    const named = id ? stack.securityGroup(id) : undefined;
    const verdict = named ? same<SecurityGroup>(named, target) : 'undecided';
    const whole = stack.evaluator.evaluate(declaration.properties);
    if (verdict === true && whole)
      rules.push(ruleOf(whole, type === ingressType ? ingress : egress, stack, declaration));
    else if (verdict === 'undecided') stray.push(named?.kind === 'unknown' ? named : unknownRule(declaration));
  }
  return { rules, stray };
}

/** The resources of its template that the group of a rule is one of. */
const namedBy = ({ properties }: ResourceDeclaration, { evaluator }: Stack): readonly string[] =>
  [...evaluator.references(entryOf(properties, 'GroupId')?.value).keys()].filter((id) =>
    evaluator.template.resources.has(id),
  );

/** A rule whose group is a resource of its template cannot be another group's, so its conditions need not be consulted. */
function mayName(declaration: ResourceDeclaration, group: SecurityGroup, stack: Stack): boolean {
  const named = namedBy(declaration, stack);
  return named.length === 0 || named.includes(group.id);
}

interface Rule {
  readonly declaration: ResourceDeclaration;
  readonly stack: Stack;
}

/** Worked out once, and not for each group of all other stacks. */
const leadingOut = new WeakMap<Stack, Map<string, readonly Rule[]>>();

/** The rules of a stack whose group is none of its own resources. */
function leadOut(stack: Stack, type: string): readonly Rule[] {
  const byType = leadingOut.get(stack) ?? new Map<string, readonly Rule[]>();
  leadingOut.set(stack, byType);
  const known = byType.get(type);
  if (known) return known;
  const rules = stack.declarations(type).filter((declaration) => namedBy(declaration, stack).length === 0);
  const found = rules.map((declaration) => ({ declaration, stack }));
  byType.set(type, found);
  return found;
}

const unknownRule = (declaration: ResourceDeclaration): Unknown =>
  unknown(
    { kind: 'runtime', name: `group of ${declaration.logicalId}` },
    `group(${declaration.logicalId})`,
    declaration.key,
  );

interface Direction {
  readonly name: WrittenRule['direction'];
  /** The property that lists the inline rules of a group. */
  readonly list: string;
  readonly group: string;
  readonly prefixList: string;
}

const ingress: Direction = {
  name: 'ingress',
  list: 'SecurityGroupIngress',
  group: 'SourceSecurityGroupId',
  prefixList: 'SourcePrefixListId',
};
const egress: Direction = {
  name: 'egress',
  list: 'SecurityGroupEgress',
  group: 'DestinationSecurityGroupId',
  prefixList: 'DestinationPrefixListId',
};

function ruleOf(
  item: Evaluated,
  direction: Direction,
  stack: Stack,
  declaration?: ResourceDeclaration,
): SecurityGroupRule {
  const properties = new Properties(item, declaration?.key ?? item.span);
  // Left out, every port of the protocol is meant: EC2 stores -1.
  const port = (key: string) => properties.number(key, { value: -1, docs: ruleDocs });
  return {
    span: declaration?.key ?? item.span,
    protocol: properties.text('IpProtocol', { value: '-1', docs: ruleDocs }),
    fromPort: port('FromPort'),
    toPort: port('ToPort'),
    peer: peerOf(properties, direction, stack, item, declaration !== undefined),
  };
}

function peerOf(
  properties: Properties,
  direction: Direction,
  stack: Stack,
  item: Evaluated,
  isResource: boolean,
): Peer {
  if (item.kind === 'unknown') return { kind: 'unknown', value: item };
  const group = properties.get(direction.group);
  if (group) return { kind: 'group', group: stack.securityGroup(group) };
  const cidr = properties.get('CidrIp');
  if (cidr) return { kind: 'cidr', cidr: text(cidr) };
  const ipv6 = properties.get('CidrIpv6');
  if (ipv6) return { kind: 'cidr-ipv6', cidr: text(ipv6) };
  const list = properties.get(direction.prefixList);
  if (list) return { kind: 'prefix-list', list: text(list) };
  const misnamed = othersOf(direction).find((key) => properties.get(key));
  if (misnamed === deprecated && !isResource) return { kind: 'unknown', value: deprecatedPeer(item) };
  const name = properties.get('SourceSecurityGroupName');
  if (name) return { kind: 'unknown', value: unknownOf(name) };
  return misnamed ? { kind: 'none', misnamed } : { kind: 'none' };
}

/** The properties by which a rule of the other direction names its peer. */
const othersOf = (direction: Direction): readonly string[] => {
  const { group, prefixList } = direction === egress ? ingress : egress;
  return [group, prefixList];
};

/**
 * The provider's schema of `AWS::EC2::SecurityGroup` calls it deprecated in `SecurityGroupEgress`, and no page says what
 * becomes of it; `AWS::EC2::SecurityGroupEgress` has no such property.
 */
const deprecated = ingress.group;

const deprecatedPeer = ({ span }: Evaluated): Unknown =>
  unknown(
    { kind: 'unsupported', name: `${deprecated} of an egress rule` },
    `deprecated@${span.file.path}:${span.start}`,
    span,
  );
