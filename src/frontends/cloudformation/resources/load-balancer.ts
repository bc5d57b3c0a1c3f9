import type { FixedResponse, GroupStickiness } from '../../../graph/front.ts';
import type {
  Action,
  Forward,
  Listener,
  ListenerRule,
  LoadBalancer,
  Redirect,
  RuleCondition,
} from '../../../graph/load-balancing.ts';
import type { SecurityGroup } from '../../../graph/network.ts';
import { lazy } from '../../../lazy.ts';
import { map, type Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { Properties, parseNumber, text, unknown } from '../properties.ts';
import type { EntityTypes, Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';
import { attribute, attributesOf } from './attributes.ts';
import { authenticationOf } from './authentication.ts';
import { certificatesOf, mutualAuthenticationOf } from './certificates.ts';
import { logDeliveriesOf } from './logging.ts';

const create = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html';
const attributeDocs =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html';
const actionDocs = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html';
const redirectDocs =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html';
const tupleDocs = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html';
const stickinessDocs =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupStickinessConfig.html';
const conditionDocs = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html';

export function readLoadBalancer(declaration: ResourceDeclaration, stack: Stack): LoadBalancer {
  const properties = () => stack.properties(declaration);
  const attributes = attributesOf(properties, 'LoadBalancerAttributes', declaration.key, stack);
  return lazy(stack.scenarios, Object.assign(stack.base(declaration), { attributes }), {
    kind: () => properties().text('Type', { value: 'application', docs: create }),
    scheme: () => properties().text('Scheme', { value: 'internet-facing', docs: create }),
    ipAddressType: () => properties().text('IpAddressType', { value: 'ipv4', docs: create }),
    securityGroups: () => securityGroups(properties(), 'SecurityGroups', stack, create),
    subnets: () => {
      const key = properties().get('SubnetMappings') ? 'SubnetMappings' : 'Subnets';
      return subnets(properties(), key, stack, create);
    },
    idleTimeout: () =>
      attribute(attributes, 'idle_timeout.timeout_seconds', parseNumber, { value: 60, docs: attributeDocs }),
    logs: () => logDeliveriesOf(attributes, stack),
  });
}

/** A list of security groups; where it is absent, AWS attaches the VPC's default one. What an empty one does, no page says. */
export function securityGroups(
  properties: Properties,
  key: string,
  stack: Stack,
  docs: string,
): Value<readonly Value<SecurityGroup>[]> {
  const groups = properties.list(key, (item) => stack.securityGroup(item), { value: [], docs });
  if (groups.kind === 'defaulted')
    return { ...groups, value: [{ ...groups, value: stack.unwritten.ofVpc(groups.span) }] };
  if (groups.kind === 'unknown' || groups.value.length > 0) return groups;
  const { file, start } = groups.span;
  return unknown(
    { kind: 'unsupported', name: `an empty ${key}` },
    `empty@${file.path}:${start}`,
    groups.span,
    groups.via,
  );
}

/** By itself or in a mapping. */
export const subnet = (item: Evaluated, stack: Stack) =>
  stack.link((item.kind === 'map' && item.get('SubnetId')) || item, 'AWS::EC2::Subnet');

export const subnets = (properties: Properties, key: string, stack: Stack, docs: string) =>
  properties.list(key, (item) => subnet(item, stack), { value: [], docs });

export function readListener(declaration: ResourceDeclaration, stack: Stack): Listener {
  const properties = () => stack.properties(declaration);
  return lazy(stack.scenarios, stack.base(declaration), {
    loadBalancer: () => required(properties(), 'LoadBalancerArn', stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
    port: () => properties().requiredNumber('Port'),
    protocol: () => properties().required('Protocol', (s) => s.toUpperCase()),
    certificates: () => certificatesOf(properties(), stack),
    sslPolicy: () => properties().text<undefined>('SslPolicy', { value: undefined, docs: create }),
    mutualAuthentication: () => mutualAuthenticationOf(properties()),
    defaultActions: () => actions(properties(), 'DefaultActions', stack),
  });
}

export function readListenerRule(declaration: ResourceDeclaration, stack: Stack): ListenerRule {
  const properties = () => stack.properties(declaration);
  return lazy(stack.scenarios, stack.base(declaration), {
    listener: () => required(properties(), 'ListenerArn', stack, 'AWS::ElasticLoadBalancingV2::Listener'),
    priority: () => properties().requiredNumber('Priority'),
    conditions: () => properties().list('Conditions', condition, { value: [], docs: conditionDocs }),
    actions: () => actions(properties(), 'Actions', stack),
  });
}

/** What a property that AWS requires names. */
export function required<T extends keyof EntityTypes>(
  properties: Properties,
  key: string,
  stack: Stack,
  type: T,
): Value<EntityTypes[T]> {
  const evaluated = properties.get(key);
  if (evaluated) return stack.link(evaluated, type);
  return properties.missing(key);
}

function condition(item: Evaluated): RuleCondition {
  const properties = new Properties(item, item.span);
  // `Values` is the short spelling; every field has its own configuration with values of the same name.
  const config = properties.keys.find((key) => key.endsWith('Config') && properties.get(key));
  const source = config ? properties.in(config) : properties;
  return {
    span: item.span,
    field: properties.requiredText('Field'),
    values: source.list('Values', conditionValue, { value: [], docs: conditionDocs }),
    regexValues: (source.get('RegexValues') ? source : properties).list('RegexValues', text, {
      value: [],
      docs: conditionDocs,
    }),
    header: source.text<undefined>('HttpHeaderName', { value: undefined, docs: conditionDocs }),
  };
}

/** A value of a query string has a key beside it, or stands for every key. */
function conditionValue(item: Evaluated): Value<string> {
  if (item.kind !== 'map') return text(item);
  const pair = new Properties(item, item.span);
  const value = pair.requiredText('Value');
  const written = pair.get('Key');
  if (!written) return value;
  const key = text(written);
  return key.kind === 'unknown' ? key : map(value, (text) => `${key.value}=${text}`);
}

const actions = (properties: Properties, key: string, stack: Stack): Value<readonly Action[]> =>
  properties.list(key, (item) => action(new Properties(item, item.span), stack), { value: [], docs: actionDocs });

function action(properties: Properties, stack: Stack): Action {
  const redirect = properties.in('RedirectConfig');
  const fixed = properties.in('FixedResponseConfig');
  const authentication = authenticationOf(properties, stack);
  const base = {
    span: properties.span,
    type: properties.requiredText('Type'),
    forwardsTo: forwards(properties, stack),
    order: properties.number<undefined>('Order', { value: undefined, docs: actionDocs }),
    groupStickiness: groupStickinessOf(properties.in('ForwardConfig').in('TargetGroupStickinessConfig')),
    ...(fixed.written && { fixedResponse: fixedResponseOf(fixed) }),
    ...(authentication && { authentication }),
  };
  return redirect.written ? { ...base, redirect: redirectOf(redirect) } : base;
}

const fixedResponseOf = (properties: Properties): FixedResponse => ({
  span: properties.span,
  statusCode: properties.requiredText('StatusCode'),
});

const groupStickinessOf = (properties: Properties): GroupStickiness => ({
  span: properties.span,
  enabled: properties.boolean('Enabled', { value: false, docs: stickinessDocs }),
  duration: properties.number<undefined>('DurationSeconds', { value: undefined, docs: stickinessDocs }),
});

function forwards(properties: Properties, stack: Stack): Value<readonly Forward[]> {
  const config = properties.in('ForwardConfig');
  if (config.written)
    return config.list(
      'TargetGroups',
      (item) => {
        const tuple = new Properties(item, item.span);
        return {
          span: item.span,
          targetGroup: required(tuple, 'TargetGroupArn', stack, 'AWS::ElasticLoadBalancingV2::TargetGroup'),
          weight: tuple.number('Weight', { value: 1, docs: tupleDocs }),
        };
      },
      { value: [], docs: actionDocs },
    );
  return properties.list(
    'TargetGroupArn',
    (item) => ({
      span: item.span,
      targetGroup: stack.link(item, 'AWS::ElasticLoadBalancingV2::TargetGroup'),
      weight: { kind: 'defaulted', value: 1, docs: tupleDocs, span: item.span, via: [] } as const,
    }),
    { value: [], docs: actionDocs },
  );
}

/** What a redirect leaves out keeps the value of the request. */
function redirectOf(properties: Properties): Redirect {
  const part = (key: string, value: string) => properties.text(key, { value, docs: redirectDocs });
  return {
    span: properties.span,
    protocol: part('Protocol', '#{protocol}'),
    host: part('Host', '#{host}'),
    port: part('Port', '#{port}'),
    path: part('Path', '/#{path}'),
    query: part('Query', '#{query}'),
  };
}
