import type {
  Container,
  ContainerDependency,
  ContainerHealthCheck,
  PortMapping,
  PortSpan,
  TaskDefinition,
} from '../../../graph/ecs.ts';
import { lazy } from '../../../lazy.ts';
import { givenThat, type Unknown, type Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { Properties, text, unknown, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';
import { written } from '../text.ts';
import { factsOf } from './stated.ts';

const register = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html';
const definition = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html';
const mappingDocs = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html';
const checkDocs = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html';

const restartDocs = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html';

const absent = (docs: string) => ({ value: undefined, docs }) as const;

export function readTaskDefinition(declaration: ResourceDeclaration, stack: Stack): TaskDefinition {
  const properties = () => stack.properties(declaration);
  const task: TaskDefinition = lazy(stack.scenarios, stack.base(declaration), {
    networkMode: () => properties().parsed('NetworkMode', networkModeOf, { value: 'bridge', docs: register }),
    compatibilities: () => properties().list('RequiresCompatibilities', text, { value: [], docs: register }),
    containers: () =>
      notTooMany(
        properties().list('ContainerDefinitions', (item, index) => container(item, index, task, declaration, stack), {
          value: [],
          docs: register,
        }),
      ),
    proxied: (): Value<boolean> => {
      const proxy = properties().get('ProxyConfiguration');
      if (!proxy) return { kind: 'defaulted', value: false, docs: register, span: declaration.key, via: [] };
      if (proxy.kind !== 'map') return unknownOf(proxy);
      return { kind: 'known', value: true, span: proxy.span, via: proxy.via };
    },
  });
  return task;
}

/** ECS takes ten. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const mostContainers = 100;

/** What nobody can deploy is not looked at: rules hold every container against every other. */
function notTooMany(containers: Value<readonly Container[]>): Value<readonly Container[]> {
  if (containers.kind === 'unknown' || containers.value.length <= mostContainers) return containers;
  const { span, via } = containers;
  const name = `more than ${mostContainers} containers`;
  return unknown({ kind: 'unsupported', name }, `containers@${span.file.path}:${span.start}`, span, via);
}

/** Docker's default network, which some task definitions name as such, is the bridge. */
const networkModeOf = (text: string): string => (text === 'default' ? 'bridge' : text);

function container(
  item: Evaluated,
  index: number,
  task: TaskDefinition,
  declaration: ResourceDeclaration,
  stack: Stack,
): Container {
  const properties = new Properties(item, item.span);
  const name = properties.requiredText('Name');
  const id = name.kind === 'unknown' ? (calledBy(name) ?? `${declaration.logicalId}[${index}]`) : name.value;
  const words = (key: string) => properties.list(key, text, { value: [], docs: definition });
  return lazy(
    stack.scenarios,
    { id, type: 'container', span: name.kind === 'unknown' ? item.span : name.span, name },
    {
      image: () => properties.requiredText('Image'),
      mountPoints: () =>
        properties.list('MountPoints', (mount) => new Properties(mount, mount.span).requiredText('ContainerPath'), {
          value: [],
          docs: definition,
        }),
      restarts: () => properties.in('RestartPolicy').boolean('Enabled', { value: false, docs: restartDocs }),
      essential: () => properties.boolean('Essential', { value: true, docs: definition }),
      entryPoint: () => words('EntryPoint'),
      command: () => words('Command'),
      environment: () => environment(properties),
      ports: () =>
        properties.list('PortMappings', (mapping) => portMapping(new Properties(mapping, mapping.span), task), {
          value: [],
          docs: definition,
        }),
      stopTimeout: () => properties.number('StopTimeout', { value: 30, docs: definition }),
      dockerLabels: () => labels(properties),
      healthCheck: () => healthCheck(properties),
      dependencies: () =>
        properties.list('DependsOn', (d) => dependency(new Properties(d, d.span)), { value: [], docs: definition }),
      startTimeout: () => properties.number<undefined>('StartTimeout', absent(definition)),
      links: () => words('Links'),
      stated: () => stated(stack, declaration, id),
    },
  );
}

/** A container named by a parameter goes by the parameter's name, one whose name is put together by what is put together. */
function calledBy({ parts, reason }: Unknown): string | undefined {
  if (parts) return written(parts);
  return reason.kind === 'parameter' ? reason.name : undefined;
}

/** Environment files hide names, so an absent name is only known to be absent without them. */
function environment(properties: Properties): Container['environment'] {
  const listed = properties.list('Environment', (item) => new Properties(item, item.span), {
    value: [],
    docs: definition,
  });
  if (listed.kind === 'unknown') return listed;
  const files = properties.get('EnvironmentFiles');
  if (files)
    return unknown({ kind: 'runtime', name: 'EnvironmentFiles' }, `environment@${files.span.start}`, files.span);
  const variables = new Map<string, Value<string>>();
  for (const pair of listed.value) {
    const name = pair.get('Name');
    if (name?.kind !== 'literal')
      return name
        ? unknownOf(name)
        : unknown({ kind: 'unsupported', name: 'Environment' }, `environment@${pair.span.start}`, pair.span);
    variables.set(name.text, givenThat(pair.text('Value', { value: '', docs: definition }), name));
  }
  const secrets = properties.list('Secrets', (item) => new Properties(item, item.span), {
    value: [],
    docs: definition,
  });
  if (secrets.kind === 'unknown') return secrets;
  for (const secret of secrets.value) {
    const name = secret.get('Name');
    if (name?.kind === 'unknown') return name;
    if (name?.kind === 'literal')
      variables.set(
        name.text,
        unknown({ kind: 'runtime', name: `secret ${name.text}` }, `secret@${name.span.start}`, name.span),
      );
  }
  return { ...listed, value: variables };
}

function labels(properties: Properties): Container['dockerLabels'] {
  const written = properties.in('DockerLabels');
  const value = properties.get('DockerLabels');
  if (value && value.kind !== 'map') return unknownOf(value);
  const pairs = written.keys.map((key) => [key, written.text(key, { value: '', docs: definition })] as const);
  return { kind: value ? 'known' : 'defaulted', value: new Map(pairs), span: written.span, via: [], docs: definition };
}

/** Bridge mode without a host port, or with 0, lets ECS pick one from the ephemeral range; other modes repeat the container port. */
function portMapping(properties: Properties, task: TaskDefinition): PortMapping {
  const range = properties.parsed<PortSpan, undefined>('ContainerPortRange', parseRange, absent(mappingDocs));
  const isRange = !properties.get('ContainerPort') && range.kind === 'unknown';
  const containerPort = isRange ? range : properties.requiredNumber('ContainerPort');
  return {
    span: properties.span,
    containerPort,
    hostPort: hostPort(properties, containerPort, task),
    writtenHostPort: properties.number<undefined>('HostPort', absent(mappingDocs)),
    range,
    protocol: properties.text('Protocol', { value: 'tcp', docs: mappingDocs }),
    appProtocol: properties.text<undefined>('AppProtocol', absent(mappingDocs)),
  };
}

function hostPort(properties: Properties, containerPort: Value<number>, task: TaskDefinition): PortMapping['hostPort'] {
  const mode = effectiveNetworkMode(task);
  if (mode.kind === 'unknown') return mode;
  const written = properties.number<undefined>('HostPort', absent(mappingDocs));
  if (written.kind === 'unknown') return written;
  if (mode.value !== 'bridge') return containerPort;
  if (written.value) return { ...written, value: written.value };
  return { ...written, value: 'dynamic' };
}

/** Fargate accepts `awsvpc` only, so a task that must run there has it, or is never registered. */
function effectiveNetworkMode({ networkMode, compatibilities }: TaskDefinition): Value<string> {
  if (networkMode.kind !== 'defaulted' || compatibilities.kind === 'unknown') return networkMode;
  const [only, ...others] = compatibilities.value;
  const fargate = only?.kind === 'known' && only.value === 'FARGATE' && others.length === 0;
  return fargate ? { ...networkMode, value: 'awsvpc' } : networkMode;
}

function parseRange(written: string): PortSpan | undefined {
  const [from = Number.NaN, to = Number.NaN] = written.split('-').map(Number);
  return from <= to ? { from, to } : undefined;
}

function healthCheck(properties: Properties): Container['healthCheck'] {
  const written = properties.get('HealthCheck');
  if (!written) return { kind: 'defaulted', value: undefined, docs: definition, span: properties.span, via: [] };
  if (written.kind !== 'map') return unknownOf(written);
  const inner = properties.in('HealthCheck');
  const number = (key: string, value: number) => inner.number(key, { value, docs: checkDocs });
  const check: ContainerHealthCheck = {
    span: inner.span,
    command: inner.list('Command', text, { value: [], docs: checkDocs }),
    interval: number('Interval', 30),
    timeout: number('Timeout', 5),
    retries: number('Retries', 3),
    startPeriod: number('StartPeriod', 0),
  };
  return { kind: 'known', value: check, span: inner.span, via: written.via };
}

const dependency = (properties: Properties): ContainerDependency => ({
  span: properties.span,
  containerName: properties.requiredText('ContainerName'),
  condition: properties.requiredText('Condition'),
});

/** `Metadata: { alb-lint: { keepAliveSeconds: 65 } }`, for every container or below `containers: { name: … }`. */
function stated(stack: Stack, declaration: ResourceDeclaration, name: string): ReadonlyMap<string, Value<number>> {
  const metadata = stack.stated(declaration);
  return factsOf(stack.assumptions?.containers.get(name), metadata, metadata.in('containers').in(name));
}
