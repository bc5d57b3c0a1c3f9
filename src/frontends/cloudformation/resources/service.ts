import type { AutoScalingGroup } from '../../../graph/compute.ts';
import type { Attachment, CapacityProvider, NetworkConfiguration, Service } from '../../../graph/ecs.ts';
import { lazy } from '../../../lazy.ts';
import { entryOf } from '../../../source/tree.ts';
import { derived, givenThat, isSurely, map, type Unknown, type Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { Properties, unknown, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';
import { advancedOf, trafficShiftOf } from './bluegreen.ts';
import { launchTypes } from './compute.ts';
import { required, securityGroups, subnets } from './load-balancer.ts';
import { scalingOf } from './scaling.ts';

const create = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';
const deployment = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html';
const vpcDocs = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html';
const strategyDocs = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html';
const loadBalancerDocs = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html';

const connectDocs = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectConfiguration.html';
const absent = { value: undefined, docs: create } as const;

/** An `AWS::ECS::Service` or `AWS::ECS::TaskSet`. */
export function readService(declaration: ResourceDeclaration, stack: Stack): Service {
  const properties = () => stack.properties(declaration);
  const deploy = () => properties().in('DeploymentConfiguration');
  const daemon = () => isSurely(service.schedulingStrategy, 'DAEMON');
  const service: Service = lazy(stack.scenarios, stack.base(declaration), {
    taskDefinition: () => {
      const written = required(properties(), 'TaskDefinition', stack, 'AWS::ECS::TaskDefinition');
      const isMissing = properties().get('TaskDefinition') === undefined;
      return isMissing && isSurely(service.deploymentController, 'EXTERNAL') ? ofTaskSets(service) : written;
    },
    followsTaskDefinition: () => stack.application.referenceOf(properties().get('TaskDefinition')) !== undefined,
    attachments: () =>
      properties().list('LoadBalancers', (item) => attachment(new Properties(item, item.span), stack), {
        value: [],
        docs: create,
      }),
    connects: () => connects(properties()),
    launchType: () => properties().text<undefined>('LaunchType', absent),
    capacityProviders: () => capacityProviders(service, properties(), stack),
    fargate: () => fargate(service),
    network: () => network(properties(), stack),
    gracePeriod: () => properties().number('HealthCheckGracePeriodSeconds', { value: 0, docs: create }),
    desiredCount: () => properties().number('DesiredCount', { value: 1, docs: create }),
    minimumHealthyPercent: () =>
      deploy().number('MinimumHealthyPercent', { value: daemon() ? 0 : 100, docs: deployment }),
    maximumPercent: () => deploy().number('MaximumPercent', { value: 200, docs: deployment }),
    deploymentController: () => properties().in('DeploymentController').text('Type', { value: 'ECS', docs: create }),
    deploymentStrategy: () => deploy().text('Strategy', { value: 'ROLLING', docs: deployment }),
    deployedByHook: () => stack.evaluator.template.transforms.includes('AWS::CodeDeployBlueGreen'),
    trafficShift: () => trafficShiftOf(deploy()),
    schedulingStrategy: () => properties().text('SchedulingStrategy', { value: 'REPLICA', docs: create }),
    instances: () => instancesOf(declaration, properties(), stack),
    circuitBreaker: () => deploy().in('DeploymentCircuitBreaker').boolean('Enable', { value: false, docs: deployment }),
    deploymentAlarms: () => deploy().in('Alarms').boolean('Enable', { value: false, docs: deployment }),
    zoneRebalancing: () => properties().text('AvailabilityZoneRebalancing', { value: 'ENABLED', docs: create }),
    scaling: () => scalingOf(service, properties(), stack),
  });
  return service;
}

/**
 * Where something else than AWS deploys, each task set has a task definition, and the service none.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-external.html
 */
const ofTaskSets = ({ id, span }: Service): Unknown =>
  unknown({ kind: 'runtime', name: `the task sets of ${id}` }, `taskSets(${id})`, span);

/**
 * Whether Service Connect offers a port of the containers under its own number: its proxy listens there unless another
 * port is written. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html
 */
function connects(properties: Properties): Value<boolean> {
  const configuration = properties.in('ServiceConnectConfiguration');
  const enabled = configuration.boolean('Enabled', { value: false, docs: connectDocs });
  if (enabled.kind === 'unknown' || !enabled.value) return enabled;
  const offered = configuration.list<boolean, never>(
    'Services',
    (item) => new Properties(item, item.span).get('IngressPortOverride') === undefined,
    { value: [], docs: connectDocs },
  );
  return givenThat(
    map(offered, (own) => own.includes(true)),
    enabled,
  );
}

function attachment(properties: Properties, stack: Stack): Attachment {
  const advanced = properties.in('AdvancedConfiguration');
  const alternate = advanced.get('AlternateTargetGroupArn');
  return {
    span: properties.span,
    targetGroup: required(properties, 'TargetGroupArn', stack, 'AWS::ElasticLoadBalancingV2::TargetGroup'),
    alternateTargetGroup: alternate
      ? stack.link(alternate, 'AWS::ElasticLoadBalancingV2::TargetGroup')
      : { kind: 'defaulted', value: undefined, docs: loadBalancerDocs, span: advanced.span, via: [] },
    advanced: advancedOf(properties, stack),
    loadBalancerName: properties.text<undefined>('LoadBalancerName', absent),
    containerName: properties.requiredText('ContainerName'),
    containerPort: properties.requiredNumber('ContainerPort'),
  };
}

const capacityProvider = (properties: Properties, stack: Stack): CapacityProvider => ({
  span: properties.span,
  name: properties.requiredText('CapacityProvider'),
  predefined: predefined(properties, stack),
  weight: properties.number('Weight', { value: 0, docs: strategyDocs }),
  base: properties.number('Base', { value: 0, docs: strategyDocs }),
});

/** A task set spells `AwsVpcConfiguration` with a capital V. */
function network(properties: Properties, stack: Stack): Value<NetworkConfiguration | undefined> {
  const outer = properties.in('NetworkConfiguration');
  const key = outer.get('AwsVpcConfiguration') ? 'AwsVpcConfiguration' : 'AwsvpcConfiguration';
  const written = outer.get(key);
  if (!written) return { kind: 'defaulted', value: undefined, docs: create, span: outer.span, via: [] };
  if (written.kind !== 'map') return unknownOf(written);
  const inner = outer.in(key);
  const configuration: NetworkConfiguration = {
    span: inner.span,
    securityGroups: securityGroups(inner, 'SecurityGroups', stack, vpcDocs),
    subnets: subnets(inner, 'Subnets', stack, vpcDocs),
    assignPublicIp: inner.text('AssignPublicIp', { value: 'DISABLED', docs: vpcDocs }),
  };
  return { kind: 'known', value: configuration, span: inner.span, via: written.via };
}

/**
 * What is created may have no name that begins with `fargate`, so a provider of the template is none of the predefined:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html
 */
function predefined(properties: Properties, stack: Stack): Value<string | undefined> {
  const provider = properties.get('CapacityProvider');
  if (provider && stack.application.found(provider)?.declaration.type === 'AWS::ECS::CapacityProvider')
    return { kind: 'known', value: undefined, span: provider.span, via: provider.via };
  return map(properties.requiredText('CapacityProvider'), (name) =>
    ['FARGATE', 'FARGATE_SPOT'].includes(name) ? name : undefined,
  );
}

/** From the launch type, then the capacity providers, then the cluster's default ones, then what the task requires. */
function fargate(service: Service): Value<boolean> {
  const { launchType, capacityProviders } = service;
  if (launchType.kind === 'unknown') return launchType;
  if (launchType.value !== undefined) return derived(launchType.value === 'FARGATE', launchType.span, [launchType]);
  if (capacityProviders.kind === 'unknown') return capacityProviders;
  const providers = capacityProviders.value.map((provider) => map(provider.predefined, (name) => name !== undefined));
  if (providers.length > 0) return anyFargate(providers);
  return byCompatibilities(service) ?? derived(false, service.span, []);
}

function anyFargate(providers: readonly Value<boolean>[]): Value<boolean> {
  const first = providers.find((provider) => isSurely(provider, true)) ?? providers[0];
  if (first && isSurely(first, true)) return derived(true, first.span, [first]);
  const hidden = providers.find(({ kind }) => kind === 'unknown');
  return hidden ?? derived(false, (first as Value<boolean>).span, providers);
}

type Strategy = Service['capacityProviders'];

const strategy = (properties: Properties, key: string, stack: Stack): Strategy =>
  properties.list(key, (item) => capacityProvider(new Properties(item, item.span), stack), { value: [], docs: create });

/** The service's own strategy, or its cluster's default one when it names neither a strategy nor a launch type. */
function capacityProviders({ launchType }: Service, properties: Properties, stack: Stack): Strategy {
  const own = strategy(properties, 'CapacityProviderStrategy', stack);
  if (own.kind !== 'defaulted' || launchType.kind !== 'defaulted') return own;
  const cluster = stack.application.found(properties.get('Cluster'));
  if (cluster?.declaration.type !== 'AWS::ECS::Cluster') return own;
  const { stack: home, declaration } = cluster;
  const associations = home
    .declarations('AWS::ECS::ClusterCapacityProviderAssociations')
    .filter((other) => home.evaluator.references(other.properties).has(declaration.logicalId));
  return strategy(home.properties(associations[0] ?? declaration), 'DefaultCapacityProviderStrategy', home);
}

function byCompatibilities({ taskDefinition }: Service): Value<boolean> | undefined {
  if (taskDefinition.kind === 'unknown') return taskDefinition;
  const { compatibilities } = taskDefinition.value;
  if (compatibilities.kind === 'unknown') return undefined;
  const [only, ...more] = compatibilities.value;
  return only && more.length === 0 && isSurely(only, 'FARGATE') ? derived(true, only.span, [only]) : undefined;
}

/** The Auto Scaling group whose launch configuration or template names the service's cluster, if there is exactly one. */
function instancesOf(declaration: ResourceDeclaration, properties: Properties, stack: Stack): Value<AutoScalingGroup> {
  const names = clusterNames(declaration, properties.get('Cluster'), stack);
  const groups = stack
    .all('AWS::AutoScaling::AutoScalingGroup')
    .filter((group) => names.length > 0 && names.every((name) => joins(group, name, stack)));
  const [only, ...more] = groups;
  if (only?.exists && more.length === 0) return { kind: 'known', value: only, span: only.span, via: [] };
  const reason = { kind: 'runtime', name: `container instances of ${declaration.logicalId}` } as const;
  return unknown(reason, `instances(${stack.name}/${declaration.logicalId})`, properties.keySpan('Cluster'));
}

/** The resource of the template that a service takes its cluster from, or the parameters. */
function clusterNames({ properties }: ResourceDeclaration, cluster: Evaluated | undefined, stack: Stack) {
  if (cluster?.kind === 'reference' && cluster.stack === stack.name) return [cluster.logicalId];
  return [...stack.evaluator.references(entryOf(properties, 'Cluster')?.value).keys()];
}

/** The ECS agent joins the cluster that the instance's user data names, in the launch configuration or template. */
function joins(group: AutoScalingGroup, cluster: string, stack: Stack): boolean {
  const { resources } = stack.evaluator.template;
  if (stack.mentions(group, cluster)) return true;
  const named = stack.evaluator.references(stack.declarationOf(group)?.properties);
  return [...named.keys()].some((id) => {
    const declaration = resources.get(id);
    if (!declaration || !launchTypes.includes(declaration.type)) return false;
    return stack.evaluator.references(declaration.tree).has(cluster);
  });
}
