import type { DefaultRoute } from '../../../graph/placement.ts';
import type { Spanned } from '../../../source/file.ts';
import { map, type Unknown, type Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { text, unknown, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';

const tablesDocs = 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html';
const endpointDocs = 'https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html';

interface Named extends Spanned {
  readonly id: string;
}

/**
 * The first of some resources that is handed to something whose doings cannot be seen: a nested stack, a custom
 * resource, a macro. What belongs to the resource may be made there.
 */
export function handedOn(resources: readonly Named[], stack: Stack): Unknown | undefined {
  const [hidden] = stack.evaluator.template.hidden;
  if (hidden) return unknown({ kind: 'unsupported', name: hidden.name }, `hidden(${hidden.name})`, hidden.span);
  const opaque = [...stack.evaluator.template.resources.values()].filter(({ type }) => isOpaque(type));
  for (const { logicalId, properties, key } of opaque) {
    const mentioned = stack.evaluator.references(properties);
    if (resources.some(({ id }) => mentioned.has(id)))
      return unknown({ kind: 'runtime', name: `what ${logicalId} makes` }, `made(${logicalId})`, key);
  }
  return undefined;
}

const isOpaque = (type: string): boolean =>
  /^(AWS::CloudFormation::(Stack|CustomResource)|Custom::)/.test(type) || type.endsWith('::MODULE');

/** Like {@link handedOn}, also where an output lets other stacks add to the resource. */
export function reachable(resources: readonly Named[], stack: Stack): Unknown | undefined {
  for (const [name, { key, value }] of stack.evaluator.template.outputs) {
    const mentioned = stack.evaluator.references(value);
    if (resources.some(({ id }) => mentioned.has(id)))
      return unknown({ kind: 'runtime', name: `who uses output ${name}` }, `output(${name})`, key);
  }
  return handedOn(resources, stack);
}

/** Where a subnet's packets for the internet go, by the route table that it is associated with. */
export function defaultRouteOf(subnet: ResourceDeclaration, stack: Stack): Value<DefaultRoute> {
  const associations = naming(subnet, 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId', stack);
  const [association, second] = associations;
  if (second) return unclear(subnet, second);
  if (!association)
    return unclearIn('AWS::EC2::SubnetRouteTableAssociation', 'SubnetId', stack) ?? byMainTable(subnet, stack);
  const table = stack.properties(association).get('RouteTableId');
  const declaration = resourceOf(table, 'AWS::EC2::RouteTable', stack);
  if (!declaration) return table ? unknownOf(table) : unclear(subnet, association);
  return byTable(declaration, stack);
}

/**
 * A subnet without an association uses the VPC's main route table, which knows the VPC only until somebody adds to it.
 * A template without route tables leaves routing to somebody else.
 */
function byMainTable(subnet: ResourceDeclaration, stack: Stack): Value<DefaultRoute> {
  const id = stack.properties(subnet).get('VpcId');
  const vpc = resourceOf(id, 'AWS::EC2::VPC', stack);
  if (!vpc) return id ? unknownOf(id) : unclear(subnet, subnet);
  if (naming(vpc, 'AWS::EC2::RouteTable', 'VpcId', stack).length === 0) return unclear(subnet, vpc);
  const added = reachable([named(subnet), named(vpc)], stack);
  return added ?? { kind: 'defaulted', value: 'none', docs: tablesDocs, span: subnet.key, via: [] };
}

function byTable(table: ResourceDeclaration, stack: Stack): Value<DefaultRoute> {
  let doubt = unclearIn('AWS::EC2::Route', 'RouteTableId', stack);
  for (const route of naming(table, 'AWS::EC2::Route', 'RouteTableId', stack)) {
    const properties = stack.properties(route);
    const destination = properties.get('DestinationCidrBlock');
    if (destination?.kind === 'literal' && destination.text.trim() === '0.0.0.0/0') return byRoute(route, stack);
    const list = properties.get('DestinationPrefixListId');
    const hidden = list ?? (destination && destination.kind !== 'literal' ? destination : undefined);
    if (hidden) doubt = unknownOf(hidden);
  }
  if (doubt) return doubt;
  const propagation = stack
    .declarations('AWS::EC2::VPNGatewayRoutePropagation')
    .find((other) => stack.evaluator.references(other.properties).has(table.logicalId));
  if (propagation) return unclear(table, propagation);
  return reachable([named(table)], stack) ?? { kind: 'known', value: 'none', span: table.key, via: [] };
}

function byRoute(route: ResourceDeclaration, stack: Stack): Value<DefaultRoute> {
  const properties = stack.properties(route);
  const known = (value: DefaultRoute): Value<DefaultRoute> => ({ kind: 'known', value, span: route.key, via: [] });
  if (properties.get('NatGatewayId')) return known('nat');
  const gateway = properties.get('GatewayId');
  if (!gateway) return known('other');
  if (gateway.kind === 'literal') return known(gateway.text.startsWith('igw-') ? 'internet-gateway' : 'other');
  const found = stack.application.found(gateway);
  if (!found || isOpaque(found.declaration.type)) return unknownOf(gateway);
  const { declaration, stack: home } = found;
  const attached = home.properties(declaration).get('InternetGatewayId');
  return known(attached || declaration.type === 'AWS::EC2::InternetGateway' ? 'internet-gateway' : 'other');
}

/** The services of a VPC's endpoints, as far as the template makes them. */
export function endpointsOf(vpc: ResourceDeclaration, stack: Stack): Value<readonly Value<string>[]> {
  const elsewhere = handedOn([named(vpc)], stack);
  if (elsewhere) return elsewhere;
  const made = stack.declarations('AWS::EC2::VPCEndpoint').filter((endpoint) => {
    const owner = resourceOf(stack.properties(endpoint).get('VpcId'), 'AWS::EC2::VPC', stack);
    return (!owner || owner === vpc) && stack.evaluator.exists(endpoint);
  });
  const value = made.map((endpoint) => serviceOf(stack.properties(endpoint).get('ServiceName'), endpoint));
  if (value.length === 0) return { kind: 'defaulted', value, docs: endpointDocs, span: vpc.key, via: [] };
  return { kind: 'known', value, span: vpc.key, via: [] };
}

/** `com.amazonaws.us-east-1.ecr.dkr` without what comes before `ecr.dkr`. */
function serviceOf(name: Evaluated | undefined, endpoint: ResourceDeclaration): Value<string> {
  if (!name) return unclear(endpoint, endpoint);
  if (name.kind === 'literal')
    return map(text(name), (written) => written.replace(/^(cn\.)?com\.amazonaws\.[a-z0-9-]+\./, ''));
  const last = name.kind === 'unknown' ? name.parts?.at(-1) : undefined;
  if (typeof last === 'string' && last.startsWith('.'))
    return { kind: 'known', value: last.slice(1), span: name.span, via: name.via };
  return unknownOf(name);
}

/** The resources of a type whose property names a resource. */
export function naming(wanted: ResourceDeclaration, type: string, property: string, stack: Stack) {
  return stack
    .declarations(type)
    .filter((other) => stack.evaluator.references(other.properties).has(wanted.logicalId))
    .filter((other) => stack.evaluator.exists(other))
    .filter((other) => resourceOf(stack.properties(other).get(property), wanted.type, stack) === wanted);
}

/** What the first resource of a type names that may name one of its stack unseen. What is given from outside cannot. */
function unclearIn(type: string, property: string, stack: Stack): Unknown | undefined {
  for (const other of stack.declarations(type)) {
    const id = stack.evaluator.exists(other) ? stack.properties(other).get(property) : undefined;
    if (id?.kind === 'unknown' && !['parameter', 'import'].includes(id.reason.kind)) return id;
    const from = stack.application.found(id);
    if (id && from && isOpaque(from.declaration.type)) return unknownOf(id);
  }
  return undefined;
}

/** The resource of this stack that is named, if it is of the type. */
function resourceOf(id: Evaluated | undefined, type: string, stack: Stack): ResourceDeclaration | undefined {
  const found = stack.application.found(id);
  return found?.stack === stack && found.declaration.type === type ? found.declaration : undefined;
}

const named = ({ logicalId: id, key: span }: ResourceDeclaration): Named => ({ id, span });

const unclear = ({ logicalId, key }: ResourceDeclaration, from: ResourceDeclaration): Unknown =>
  unknown({ kind: 'runtime', name: `the route table of ${logicalId}` }, `unclear(${logicalId},${from.logicalId})`, key);
