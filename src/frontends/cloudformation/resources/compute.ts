import type { AutoScalingGroup, Instance } from '../../../graph/compute.ts';
import type { SecurityGroup } from '../../../graph/network.ts';
import { lazy } from '../../../lazy.ts';
import type { Tree } from '../../../source/tree.ts';
import type { Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { Properties, unknown, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';
import { groupsBesideInterfaces, launchTemplateIdOf, launchTemplateIn } from './launch.ts';
import { securityGroups, subnet, subnets } from './load-balancer.ts';
import { preparesInstances } from './scaling.ts';
import { factsOf } from './stated.ts';

const groupDocs = 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html';
const instanceDocs = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html';
const portDocs = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html';
const agentDocs = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html';

type Groups = Value<readonly Value<SecurityGroup>[]>;

export function readAutoScalingGroup(declaration: ResourceDeclaration, stack: Stack): AutoScalingGroup {
  const properties = () => stack.properties(declaration);
  return lazy(stack.scenarios, stack.base(declaration), {
    targetGroups: () => registeredIn(properties(), stack),
    securityGroups: () => launchSecurityGroups(declaration, properties(), stack),
    subnets: () => subnets(properties(), 'VPCZoneIdentifier', stack, groupDocs),
    healthCheckType: () => properties().text('HealthCheckType', { value: 'EC2', docs: groupDocs }),
    healthCheckGracePeriod: () => properties().number('HealthCheckGracePeriod', { value: 0, docs: groupDocs }),
    joinsCluster: () => launchesOf(declaration, stack).some(({ tree }) => says(tree, /ECS_CLUSTER/)),
    dynamicPorts: () => usual(declaration, stack, 'dynamic port range', /ip_local_port_range|<powershell>/i, portDocs),
    agentStopTimeout: () =>
      usual(declaration, stack, 'container stop timeout', /ECS_CONTAINER_STOP_TIMEOUT/, agentDocs),
    minSize: () => properties().requiredNumber('MinSize'),
    maxSize: () => properties().requiredNumber('MaxSize'),
    desiredCapacity: () => properties().number<undefined>('DesiredCapacity', { value: undefined, docs: groupDocs }),
    preparesInstances: () => preparesInstances(declaration, properties(), stack),
    groupsBesideInterfaces: () => groupsBesideInterfaces(properties(), stack),
    stated: () => stated(declaration, stack),
  });
}

/** `Metadata: { alb-lint: { keepAliveSeconds: 65 } }`, of the application on its instances. */
const stated = (declaration: ResourceDeclaration, stack: Stack): ReadonlyMap<string, Value<number>> =>
  factsOf(stack.assumptions?.instances.get(declaration.logicalId), stack.stated(declaration));

/** `TargetGroupARNs`, or the newer `TrafficSources`, which name target groups among other things. */
function registeredIn(properties: Properties, stack: Stack): AutoScalingGroup['targetGroups'] {
  const group = (item: Evaluated) => stack.link(item, 'AWS::ElasticLoadBalancingV2::TargetGroup');
  const named = properties.list('TargetGroupARNs', group, { value: [], docs: groupDocs });
  if (named.kind === 'unknown') return named;
  const sources = properties.list(
    'TrafficSources',
    (item) => {
      const source = new Properties(item, item.span);
      const type = source.get('Type');
      const other = type?.kind === 'literal' && type.text !== 'elbv2';
      return other ? [] : [group(source.get('Identifier') ?? item)];
    },
    { value: [], docs: groupDocs },
  );
  if (sources.kind === 'unknown') return sources;
  return { ...(named.kind === 'known' ? named : sources), value: [...named.value, ...sources.value.flat()] };
}

/** What user data, or Windows, may change on the instances: unknown where the template speaks of it. */
function usual(
  declaration: ResourceDeclaration,
  stack: Stack,
  what: string,
  words: RegExp,
  docs: string,
): Value<'usual'> {
  const { logicalId, key: span } = declaration;
  if (launchesOf(declaration, stack).some(({ tree }) => says(tree, words)))
    return unknown({ kind: 'runtime', name: `${what} of ${logicalId}` }, `${what}(${logicalId})`, span);
  return { kind: 'defaulted', value: 'usual', docs, span, via: [] };
}

export const launchTypes = ['AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration'];

/** An Auto Scaling group and what its instances are launched by, as far as templates write it. */
function launchesOf(declaration: ResourceDeclaration, stack: Stack): readonly ResourceDeclaration[] {
  const { resources } = stack.evaluator.template;
  const named = [...stack.evaluator.references(declaration.properties).keys()].flatMap((id) => resources.get(id) ?? []);
  const properties = stack.properties(declaration);
  const passed = [properties.get('LaunchConfigurationName'), launchTemplateIdOf(properties)].flatMap(
    (id) => stack.application.found(id)?.declaration ?? [],
  );
  return [declaration, ...[...named, ...passed].filter(({ type }) => launchTypes.includes(type))];
}

/** Whether a literal anywhere in the tree holds the words. */
function says(tree: Tree, words: RegExp): boolean {
  switch (tree.kind) {
    case 'scalar':
      return words.test(tree.text);
    case 'list':
      return tree.items.some((item) => says(item, words));
    case 'map':
      return [...tree.entries.values()].some(({ value }) => says(value, words));
    case 'call':
      return says(tree.args, words);
  }
}

/** The groups of the launch configuration, or of the launch template's data or its first network interface. */
function launchSecurityGroups(declaration: ResourceDeclaration, properties: Properties, stack: Stack): Groups {
  const configuration = properties.get('LaunchConfigurationName');
  if (configuration) {
    const found = stack.application.found(configuration);
    if (found?.declaration.type !== 'AWS::AutoScaling::LaunchConfiguration') return unknownOf(configuration);
    return securityGroups(found.stack.properties(found.declaration), 'SecurityGroups', found.stack, instanceDocs);
  }
  const id = launchTemplateIdOf(properties);
  const launch = launchTemplateIn(id, stack);
  if (launch) return instanceSecurityGroups(launch.data, launch.home);
  return id
    ? unknownOf(id)
    : unknown({ kind: 'unsupported', name: 'launch template' }, `launch(${declaration.logicalId})`, declaration.key);
}

/** An interface carries its own groups; EC2 rejects groups on both. */
function instanceSecurityGroups(properties: Properties, stack: Stack): Groups {
  const interfaces = properties.list('NetworkInterfaces', (item) => new Properties(item, item.span), {
    value: [],
    docs: instanceDocs,
  });
  if (interfaces.kind === 'unknown') return interfaces;
  const [first] = interfaces.value;
  if (first) return securityGroups(first, first.get('GroupSet') ? 'GroupSet' : 'Groups', stack, instanceDocs);
  const named = properties.get('SecurityGroups');
  if (named && !properties.get('SecurityGroupIds')) return unknownOf(named);
  return securityGroups(properties, 'SecurityGroupIds', stack, instanceDocs);
}

export function readInstance(declaration: ResourceDeclaration, stack: Stack): Instance {
  const properties = () => stack.properties(declaration);
  return lazy(stack.scenarios, stack.base(declaration), {
    securityGroups: () => instanceSecurityGroups(properties(), stack),
    stated: () => stated(declaration, stack),
    subnet: (): Instance['subnet'] => {
      const written = properties().get('SubnetId');
      if (written) return subnet(written, stack);
      return { kind: 'defaulted', value: undefined, docs: instanceDocs, span: declaration.key, via: [] };
    },
  });
}
