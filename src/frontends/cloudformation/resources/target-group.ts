import type { Instance, LambdaFunction } from '../../../graph/compute.ts';
import type { HealthCheck, StaticTarget, TargetGroup } from '../../../graph/load-balancing.ts';
import { lazy } from '../../../lazy.ts';
import { isSurely, type Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { type Default, Properties, parseBoolean, parseNumber, text, unknown } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';
import { attribute, attributesOf } from './attributes.ts';
import { invocationOf } from './lambda.ts';
import { networkOf } from './vpc-identity.ts';

const create = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html';
const attributeDocs =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html';
const matcherDocs = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html';
const checks = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html';
const registered = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html';

const absent = (docs: string): Default<undefined> => ({ value: undefined, docs });

export function readTargetGroup(declaration: ResourceDeclaration, stack: Stack): TargetGroup {
  const properties = () => stack.properties(declaration);
  const attributes = attributesOf(properties, 'TargetGroupAttributes', declaration.key, stack);
  const seconds = (key: string, value: number) =>
    attribute(attributes, key, parseNumber, { value, docs: attributeDocs });
  const group: TargetGroup = lazy(
    stack.scenarios,
    Object.assign(stack.base(declaration), { attributes, healthCheck: healthCheckOf(properties, stack, () => group) }),
    {
      targetType: () => properties().text('TargetType', { value: 'instance', docs: create }),
      ipAddressType: () => properties().text('IpAddressType', { value: 'ipv4', docs: create }),
      protocol: () => properties().parsed<string, undefined>('Protocol', upper, absent(create)),
      port: () => properties().number<undefined>('Port', absent(create)),
      protocolVersion: () => properties().parsed('ProtocolVersion', upper, { value: 'HTTP1', docs: create }),
      addressType: () => properties().text('IpAddressType', { value: 'ipv4', docs: create }),
      vpc: () => properties().text<undefined>('VpcId', absent(create)),
      network: () => networkOf(properties(), stack),
      controlPort: () => properties().number<undefined>('TargetControlPort', absent(create)),
      deregistrationDelay: () => seconds('deregistration_delay.timeout_seconds', 300),
      slowStart: () => seconds('slow_start.duration_seconds', 0),
      algorithm: () =>
        attribute(attributes, 'load_balancing.algorithm.type', (s) => s, { value: 'round_robin', docs: attributeDocs }),
      stickiness: () =>
        attribute(attributes, 'stickiness.enabled', parseBoolean, { value: false, docs: attributeDocs }),
      crossZone: () =>
        attribute(attributes, 'load_balancing.cross_zone.enabled', (s) => s, {
          value: 'use_load_balancer_configuration',
          docs: attributeDocs,
        }),
      targets: () => properties().list('Targets', (item) => staticTarget(item, stack), { value: [], docs: create }),
    },
  );
  return group;
}

const upper = (s: string): string => s.toUpperCase();

function healthCheckOf(properties: () => Properties, stack: Stack, group: () => TargetGroup): HealthCheck {
  const lambda = () => isSurely(group().targetType, 'lambda');
  const grpc = () => isSurely(group().protocolVersion, 'GRPC');
  const whole = (key: string, value: number) => properties().number(key, { value, docs: checks });
  return lazy(
    stack.scenarios,
    {},
    {
      enabled: () => properties().boolean('HealthCheckEnabled', { value: !lambda(), docs: create }),
      // The documented default is HTTP even for an HTTPS target group.
      protocol: () => properties().parsed('HealthCheckProtocol', upper, { value: 'HTTP', docs: checks }),
      port: () =>
        properties().parsed<number | 'traffic-port'>(
          'HealthCheckPort',
          (s) => (s === 'traffic-port' ? s : parseNumber(s)),
          { value: 'traffic-port', docs: create },
        ),
      path: () => properties().text('HealthCheckPath', { value: grpc() ? '/AWS.ALB/healthcheck' : '/', docs: checks }),
      interval: () => whole('HealthCheckIntervalSeconds', lambda() ? 35 : 30),
      timeout: () => whole('HealthCheckTimeoutSeconds', lambda() ? 30 : 5),
      healthyThreshold: () => whole('HealthyThresholdCount', 5),
      unhealthyThreshold: () => whole('UnhealthyThresholdCount', lambda() ? 5 : 2),
      httpCodes: () => properties().in('Matcher').text('HttpCode', { value: '200', docs: matcherDocs }),
      grpcCodes: () => properties().in('Matcher').text('GrpcCode', { value: '12', docs: matcherDocs }),
    },
  );
}

function staticTarget(item: Evaluated, stack: Stack): StaticTarget {
  const properties = new Properties(item, item.span);
  return {
    span: item.span,
    target: targetOf(properties, stack),
    invocation: invoked(properties, stack),
    port: properties.number<undefined>('Port', absent(registered)),
    availabilityZone: properties.text<undefined>('AvailabilityZone', absent(registered)),
  };
}

/** Read when asked for: instances and addresses invoke nothing. */
function invoked(properties: Properties, stack: Stack): StaticTarget['invocation'] {
  const id = properties.get('Id');
  return id
    ? invocationOf(id, stack)
    : unknown({ kind: 'unsupported', name: 'target without Id' }, '', properties.span);
}

function targetOf(properties: Properties, stack: Stack): Value<Instance | LambdaFunction | string> {
  const id = properties.get('Id');
  if (!id) return unknown({ kind: 'unsupported', name: 'target without Id' }, '', properties.span);
  if (id.kind === 'literal') return text(id);
  return stack.link(id, 'AWS::EC2::Instance', 'AWS::Lambda::Function');
}
