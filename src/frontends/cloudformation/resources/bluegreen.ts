import type {
  AdvancedConfiguration,
  DeploymentGroup,
  TargetGroupPair,
  TrafficShift,
} from '../../../graph/bluegreen.ts';
import type { TargetGroup } from '../../../graph/load-balancing.ts';
import { lazy } from '../../../lazy.ts';
import { map, same, type Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { Properties, text, unknown, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';

const deployment = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html';
const linearDocs = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html';
const canaryDocs = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html';
const advancedDocs = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AdvancedConfiguration.html';
const groupDocs = 'https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html';
const styleDocs = 'https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentStyle.html';
const pairDocs = 'https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TargetGroupPairInfo.html';

const absent = (docs: string) => ({ value: undefined, docs }) as const;

/** The traffic shift that a service's `DeploymentConfiguration` describes. */
export function trafficShiftOf(properties: Properties): TrafficShift {
  return {
    span: properties.span,
    bakeTime: properties.number<undefined>('BakeTimeInMinutes', absent(deployment)),
    linear: block(properties, 'LinearConfiguration', deployment, (linear) => ({
      span: linear.span,
      stepPercent: linear.number('StepPercent', { value: 10, docs: linearDocs }),
      stepBakeTime: linear.number('StepBakeTimeInMinutes', { value: 6, docs: linearDocs }),
    })),
    canary: block(properties, 'CanaryConfiguration', deployment, (canary) => ({
      span: canary.span,
      percent: canary.number('CanaryPercent', { value: 5, docs: canaryDocs }),
      bakeTime: canary.number('CanaryBakeTimeInMinutes', { value: 10, docs: canaryDocs }),
    })),
  };
}

/** The `AdvancedConfiguration` of an entry of a service's load balancers. */
export const advancedOf = (properties: Properties, stack: Stack): Value<AdvancedConfiguration | undefined> =>
  block(properties, 'AdvancedConfiguration', advancedDocs, (advanced) => {
    const end = (key: string): AdvancedConfiguration['production'] => {
      const written = advanced.get(key);
      if (!written) return { kind: 'defaulted', ...absent(advancedDocs), span: advanced.span, via: [] };
      return stack.link(written, 'AWS::ElasticLoadBalancingV2::ListenerRule', 'AWS::ElasticLoadBalancingV2::Listener');
    };
    return {
      span: advanced.span,
      production: end('ProductionListenerRule'),
      test: end('TestListenerRule'),
      role: advanced.text<undefined>('RoleArn', absent(advancedDocs)),
    };
  });

export function readDeploymentGroup(declaration: ResourceDeclaration, stack: Stack): DeploymentGroup {
  const properties = () => stack.properties(declaration);
  return lazy(stack.scenarios, stack.base(declaration), {
    deploysServices: () =>
      map(
        properties().list('ECSServices', (item) => item, { value: [], docs: groupDocs }),
        (services) => services.length > 0,
      ),
    deploymentOption: () => properties().in('DeploymentStyle').text<undefined>('DeploymentOption', absent(styleDocs)),
    pair: () =>
      map(
        properties()
          .in('LoadBalancerInfo')
          .list('TargetGroupPairInfoList', (item) => pairOf(new Properties(item, item.span), stack), {
            value: [],
            docs: groupDocs,
          }),
        ([pair]) => pair,
      ),
  });
}

function pairOf(properties: Properties, stack: Stack): TargetGroupPair {
  const listeners = (key: string): TargetGroupPair['production'] =>
    properties.in(key).list('ListenerArns', (item) => stack.link(item, 'AWS::ElasticLoadBalancingV2::Listener'), {
      value: [],
      docs: pairDocs,
    });
  return {
    span: properties.span,
    targetGroups: properties.list('TargetGroups', (item) => groupNamed(item, stack), { value: [], docs: pairDocs }),
    production: listeners('ProdTrafficRoute'),
    test: listeners('TestTrafficRoute'),
  };
}

/** The target group that CodeDeploy knows by its name. */
function groupNamed(item: Evaluated, stack: Stack): Value<TargetGroup> {
  const name = new Properties(item, item.span).get('Name');
  if (!name) return unknown({ kind: 'unsupported', name: 'target group without Name' }, '', item.span);
  if (name.kind === 'reference') return stack.link(name, 'AWS::ElasticLoadBalancingV2::TargetGroup');
  const wanted = text(name);
  const named = stack
    .all('AWS::ElasticLoadBalancingV2::TargetGroup')
    .filter((group) => group.exists && same(group.property('Name'), wanted) === true);
  const [only] = named;
  if (only && named.length === 1) return { kind: 'known', value: only, span: name.span, via: name.via };
  return name.kind === 'literal'
    ? unknown({ kind: 'runtime', name: name.text }, `literal(${name.text})`, name.span, name.via)
    : unknownOf(name);
}

/** A map of properties that may be left out as a whole. */
function block<T>(
  properties: Properties,
  key: string,
  docs: string,
  read: (inner: Properties) => T,
): Value<T | undefined> {
  const written = properties.get(key);
  const span = properties.keySpan(key);
  if (!written) return { kind: 'defaulted', value: undefined, docs, span, via: [] };
  if (written.kind !== 'map') return unknownOf(written);
  return { kind: 'known', value: read(properties.in(key)), span, via: written.via };
}
