import { givenThat, map, same, sameness, type Unknown, type Value } from '../value.ts';
import { isClassic } from './behind.ts';
import type { AutoScalingGroup } from './compute.ts';
import type { Attachment, Container, PortMapping, Service, TaskDefinition } from './ecs.ts';
import type { StaticTarget, TargetGroup } from './load-balancing.ts';
import { mappingOf, matches } from './mappings.ts';
import type { SecurityGroup, Subnet } from './network.ts';
import type { DeadEnd, Gap, Reached, Subjects, Target, TaskTarget } from './subjects.ts';

/** Where health checks arrive: the traffic port unless the target group names another one. */
function healthCheckPort(group: TargetGroup, traffic: Value<number | 'dynamic'>): Value<number | 'dynamic'> {
  const { port } = group.healthCheck;
  if (port.kind === 'unknown') return port;
  return port.value === 'traffic-port' ? traffic : { ...port, value: port.value };
}

const addressType = ({ addressType: type }: TargetGroup) => (type ? { addressType: type } : {});

/** The containers that an ECS service, or a task set, registers. */
export function taskTargets(service: Service): Reached<TaskTarget> {
  const subjects: TaskTarget[] = [];
  const gaps: Gap[] = [];
  const deadEnds: DeadEnd[] = [];
  const { attachments } = service;
  if (attachments.kind === 'unknown')
    return { subjects, gaps: [{ from: service, to: 'load balancers', value: attachments }] };
  for (const attachment of attachments.value) {
    const gap = (to: string, value: Unknown) => gaps.push({ from: service, to, value });
    const { targetGroup } = attachment;
    if (targetGroup.kind === 'unknown') {
      if (!isClassic(attachment)) gap('target group', targetGroup);
      continue;
    }
    if (service.taskDefinition.kind === 'unknown') {
      gap('task definition', service.taskDefinition);
      continue;
    }
    const taskDefinition = service.taskDefinition.value;
    const served = containerOf(taskDefinition, attachment);
    if (served?.kind === 'unknown') {
      gap('container', served);
      continue;
    }
    for (const group of [targetGroup.value, ...alternates(attachment)])
      if (served) subjects.push(taskTarget(service, attachment, taskDefinition, served.value, group));
      else deadEnds.push({ service, attachment, targetGroup: group });
  }
  return { subjects, gaps, deadEnds };
}

/** A blue/green deployment registers the same tasks in the other target group. */
function alternates({ alternateTargetGroup: other }: Attachment): readonly TargetGroup[] {
  return other.kind === 'unknown' || other.value === undefined ? [] : [other.value];
}

interface Served {
  readonly container: Container;
  readonly port: PortMapping;
}

/**
 * The container and port mapping that an attachment names: the only one it can be. Nothing where no container can be
 * meant, which is a fault of its own.
 */
function containerOf(task: TaskDefinition, attachment: Attachment): Value<Served> | undefined {
  const { containers } = task;
  if (containers.kind === 'unknown') return containers;
  const named = containers.value.map((container) => ({
    container,
    match: same(container.name, attachment.containerName),
  }));
  const certain = named.filter(({ match }) => match === true);
  const candidates = certain.length > 0 ? certain : named.filter(({ match }) => match !== false);
  const served: { readonly pair: Served; readonly sure: boolean }[] = [];
  let doubt: Unknown | undefined;
  for (const { container } of candidates) {
    if (container.ports.kind === 'unknown') {
      doubt = container.ports;
      continue;
    }
    for (const port of container.ports.value) {
      const match = matches(port, attachment.containerPort);
      const pair = { container, port: mappingOf(port, attachment.containerPort) };
      if (match !== false) served.push({ pair, sure: match === true });
    }
  }
  const sure = served.filter(({ sure }) => sure);
  const [only, other] = sure.length > 0 ? sure : served;
  if (only && !other) return { kind: 'known', value: only.pair, span: attachment.span, via: [] };
  if (doubt) return doubt;
  if (!only) return undefined;
  const { containerName, containerPort } = attachment;
  if (containerName.kind === 'unknown') return containerName;
  if (containerPort.kind === 'unknown') return containerPort;
  return only.pair.port.containerPort.kind === 'unknown'
    ? only.pair.port.containerPort
    : { kind: 'known', value: only.pair, span: attachment.span, via: [] };
}

/** What tells that a subject is about this container of a task, where there are others and a default decides. */
export function chosenBy(subject: Subjects[keyof Subjects]): readonly Value<unknown>[] {
  const target = 'route' in subject ? subject.target : subject;
  if (!('healthCheckPort' in target) || target.kind !== 'task') return [];
  const { attachment, container, taskDefinition } = target;
  return areSeveral(taskDefinition.containers) ? sameness(container.name, attachment.containerName) : [];
}

const areSeveral = (list: Value<readonly unknown[]>): boolean => list.kind !== 'unknown' && list.value.length > 1;

function taskTarget(
  service: Service,
  attachment: Attachment,
  taskDefinition: TaskDefinition,
  { container, port }: Served,
  targetGroup: TargetGroup,
): TaskTarget {
  const mode = taskDefinition.networkMode;
  const chosen = areSeveral(container.ports) ? sameness(port.containerPort, attachment.containerPort) : [];
  const trafficPort = givenThat(arrival(port, service), ...chosen);
  return {
    kind: 'task',
    span: attachment.span,
    service,
    attachment,
    taskDefinition,
    container,
    port,
    targetGroup,
    trafficPort,
    healthCheckPort: healthCheckPort(targetGroup, trafficPort),
    ...addressType(targetGroup),
    ...surroundings(service, mode),
  };
}

/** On Fargate nothing is mapped, whatever the task definition says; which range a dynamic port comes from is for the instances to say. */
function arrival({ hostPort, containerPort }: PortMapping, { fargate, instances }: Service): PortMapping['hostPort'] {
  if (hostPort.kind === 'unknown' || hostPort.value !== 'dynamic') return hostPort;
  if (fargate.kind !== 'unknown' && fargate.value) return containerPort;
  if (instances.kind === 'unknown') return hostPort;
  const range = instances.value.dynamicPorts;
  return range?.kind === 'unknown' ? range : hostPort;
}

/** A task with its own network interface has its own groups; otherwise those of the instance it runs on count. */
function surroundings(
  { network, instances, id }: Service,
  mode: Value<string>,
): {
  readonly securityGroups: Value<readonly Value<SecurityGroup>[]>;
  readonly subnets: Value<readonly Value<Subnet>[]>;
} {
  if (network.kind === 'unknown') return { securityGroups: network, subnets: network };
  if (network.value) return { securityGroups: network.value.securityGroups, subnets: network.value.subnets };
  if (mode.kind === 'unknown') return { securityGroups: mode, subnets: mode };
  if (mode.value === 'awsvpc') {
    const reason = { kind: 'unsupported', name: 'missing NetworkConfiguration' } as const;
    const missing: Unknown = { kind: 'unknown', reason, symbol: `network(${id})`, span: network.span, via: [] };
    return { securityGroups: missing, subnets: missing };
  }
  if (instances.kind === 'unknown') return { securityGroups: instances, subnets: instances };
  const { securityGroups, subnets } = instances.value;
  return { securityGroups: givenThat(securityGroups, mode), subnets: givenThat(subnets, mode) };
}

/** The target groups that an Auto Scaling group registers its instances in. */
export function groupTargets(group: AutoScalingGroup): Reached<Target> {
  const { targetGroups } = group;
  if (targetGroups.kind === 'unknown')
    return { subjects: [], gaps: [{ from: group, to: 'target groups', value: targetGroups }] };
  const subjects: Target[] = [];
  const gaps: Gap[] = [];
  for (const targetGroup of targetGroups.value) {
    if (targetGroup.kind === 'unknown') gaps.push({ from: group, to: 'target group', value: targetGroup });
    else {
      const trafficPort = groupPort(targetGroup.value);
      subjects.push({
        kind: 'auto-scaling-group',
        span: targetGroup.span,
        group,
        targetGroup: targetGroup.value,
        trafficPort,
        healthCheckPort: healthCheckPort(targetGroup.value, trafficPort),
        ...addressType(targetGroup.value),
        securityGroups: group.securityGroups,
        subnets: group.subnets,
      });
    }
  }
  return { subjects, gaps };
}

/** An instance is reached on the target group's port. */
function groupPort({ port, id, span }: TargetGroup): Value<number> {
  if (port.kind === 'unknown') return port;
  if (port.value !== undefined) return { ...port, value: port.value };
  return {
    kind: 'unknown',
    reason: { kind: 'unsupported', name: 'missing Port' },
    symbol: `port(${id})`,
    span,
    via: [],
  };
}

/** The targets that a target group lists itself. */
export function staticTargets(targetGroup: TargetGroup): Reached<Target> {
  const { targets } = targetGroup;
  if (targets.kind === 'unknown') return { subjects: [], gaps: [{ from: targetGroup, to: 'targets', value: targets }] };
  return { subjects: targets.value.map((target) => staticTarget(targetGroup, target)), gaps: [] };
}

function staticTarget(targetGroup: TargetGroup, target: StaticTarget): Target {
  const trafficPort =
    target.port.kind !== 'unknown' && target.port.value === undefined
      ? groupPort(targetGroup)
      : map(target.port, (port) => port ?? 0);
  const nowhere: Unknown = {
    kind: 'unknown',
    reason: { kind: 'runtime', name: 'what stands behind the target' },
    symbol: `target@${target.span.start}`,
    span: target.span,
    via: [],
  };
  const base = {
    span: target.span,
    targetGroup,
    target,
    trafficPort,
    healthCheckPort: healthCheckPort(targetGroup, trafficPort),
    ...addressType(targetGroup),
  };
  const { targetType } = targetGroup;
  const { value } = target.target.kind === 'unknown' ? { value: undefined } : target.target;
  if (targetType.kind !== 'unknown' && targetType.value === 'lambda')
    return {
      ...base,
      kind: 'lambda',
      function: target.invocation.kind === 'unknown' ? undefined : target.invocation.value?.function,
      securityGroups: nowhere,
      subnets: nowhere,
    };
  if (typeof value === 'object' && 'securityGroups' in value)
    return {
      ...base,
      kind: 'instance',
      instance: value,
      securityGroups: value.securityGroups,
      subnets: value.subnet.kind === 'unknown' ? value.subnet : subnetList(value.subnet.value, target),
    };
  // What an import leads to may be an instance of another template.
  const named = target.target;
  const beyond = named.kind === 'unknown' && named.reason.kind === 'import' ? named : nowhere;
  return { ...base, kind: 'address', securityGroups: beyond, subnets: beyond };
}

const subnetList = (subnet: Subnet | undefined, target: StaticTarget): Value<readonly Value<Subnet>[]> => ({
  kind: 'known',
  value: subnet ? [{ kind: 'known', value: subnet, span: target.span, via: [] }] : [],
  span: target.span,
  via: [],
});
