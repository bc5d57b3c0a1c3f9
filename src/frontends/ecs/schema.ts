/** A JSON Schema, as far as ours needs it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly properties?: { readonly [key: string]: Schema };
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const integer: Schema = { type: 'integer' };
const anything: Schema = {};
/** Text by name, where the names are the user's own. */
const texts: Schema = { type: 'object' };
const port: Schema = { type: 'integer', minimum: 0, maximum: 65535 };
const count: Schema = { type: 'integer', minimum: 0 };
const percent: Schema = { type: 'integer', minimum: 0 };

const oneOf = (...choices: readonly string[]): Schema => ({ type: 'string', enum: choices });
const list = (items: Schema): Schema => ({ type: 'array', items });
const object = (properties: { readonly [key: string]: Schema }): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties,
});
const named = list(object({ name: text, value: text }));
const tags = list(object({ key: text, value: text }));

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
const container = object({
  name: text,
  image: text,
  repositoryCredentials: object({ credentialsParameter: text }),
  cpu: count,
  memory: count,
  memoryReservation: count,
  links: list(text),
  portMappings: list(
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
    object({
      containerPort: port,
      hostPort: port,
      protocol: oneOf('tcp', 'udp'),
      name: text,
      appProtocol: oneOf('http', 'http2', 'grpc'),
      containerPortRange: text,
    }),
  ),
  essential: flag,
  restartPolicy: object({ enabled: flag, ignoredExitCodes: list(integer), restartAttemptPeriod: integer }),
  entryPoint: list(text),
  command: list(text),
  environment: named,
  environmentFiles: list(object({ value: text, type: text })),
  mountPoints: list(object({ sourceVolume: text, containerPath: text, readOnly: flag })),
  volumesFrom: list(object({ sourceContainer: text, readOnly: flag })),
  linuxParameters: object({
    capabilities: object({ add: list(text), drop: list(text) }),
    devices: list(object({ hostPath: text, containerPath: text, permissions: list(text) })),
    initProcessEnabled: flag,
    sharedMemorySize: integer,
    tmpfs: list(object({ containerPath: text, size: integer, mountOptions: list(text) })),
    maxSwap: integer,
    swappiness: integer,
  }),
  secrets: list(object({ name: text, valueFrom: text })),
  dependsOn: list(
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
    object({ containerName: text, condition: oneOf('START', 'COMPLETE', 'SUCCESS', 'HEALTHY') }),
  ),
  startTimeout: integer,
  stopTimeout: integer,
  versionConsistency: text,
  hostname: text,
  user: text,
  workingDirectory: text,
  disableNetworking: flag,
  privileged: flag,
  readonlyRootFilesystem: flag,
  dnsServers: list(text),
  dnsSearchDomains: list(text),
  extraHosts: list(object({ hostname: text, ipAddress: text })),
  dockerSecurityOptions: list(text),
  interactive: flag,
  pseudoTerminal: flag,
  dockerLabels: texts,
  ulimits: list(object({ name: text, softLimit: integer, hardLimit: integer })),
  logConfiguration: object({
    logDriver: text,
    options: texts,
    secretOptions: list(object({ name: text, valueFrom: text })),
  }),
  healthCheck: object({
    command: list(text),
    interval: integer,
    timeout: integer,
    retries: integer,
    startPeriod: integer,
  }),
  systemControls: list(object({ namespace: text, value: text })),
  resourceRequirements: list(object({ value: text, type: text })),
  firelensConfiguration: object({ type: text, options: texts }),
  credentialSpecs: list(text),
});

const volume = object({
  name: text,
  host: object({ sourcePath: text }),
  dockerVolumeConfiguration: object({
    scope: text,
    autoprovision: flag,
    driver: text,
    driverOpts: texts,
    labels: texts,
  }),
  efsVolumeConfiguration: anything,
  fsxWindowsFileServerVolumeConfiguration: anything,
  configuredAtLaunch: flag,
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html, and what AWS adds to it. */
const taskDefinition = object({
  family: text,
  taskRoleArn: text,
  executionRoleArn: text,
  // Tasks that were registered without a network mode are sometimes described as `default`.
  networkMode: oneOf('bridge', 'host', 'awsvpc', 'none', 'default'),
  containerDefinitions: list({ $ref: '#/$defs/container' }),
  volumes: list(volume),
  placementConstraints: list(object({ type: text, expression: text })),
  requiresCompatibilities: list(oneOf('EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES')),
  cpu: text,
  memory: text,
  tags,
  pidMode: oneOf('host', 'task'),
  ipcMode: oneOf('host', 'task', 'none'),
  proxyConfiguration: object({ type: text, containerName: text, properties: named }),
  inferenceAccelerators: list(object({ deviceName: text, deviceType: text })),
  ephemeralStorage: object({ sizeInGiB: integer }),
  runtimePlatform: object({ cpuArchitecture: text, operatingSystemFamily: text }),
  enableFaultInjection: flag,
  taskDefinitionArn: anything,
  revision: anything,
  status: anything,
  requiresAttributes: anything,
  compatibilities: anything,
  registeredAt: anything,
  registeredBy: anything,
  deregisteredAt: anything,
  deleteRequestedAt: anything,
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html, `UpdateService`, and what AWS adds. */
const service = object({
  cluster: text,
  service: text,
  serviceName: text,
  taskDefinition: text,
  loadBalancers: list(
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html
    object({
      targetGroupArn: text,
      loadBalancerName: text,
      containerName: text,
      containerPort: port,
      advancedConfiguration: object({
        alternateTargetGroupArn: text,
        productionListenerRule: text,
        testListenerRule: text,
        roleArn: text,
      }),
    }),
  ),
  serviceRegistries: list(object({ registryArn: text, port, containerName: text, containerPort: port })),
  desiredCount: count,
  clientToken: text,
  launchType: oneOf('EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'),
  capacityProviderStrategy: list(
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
    object({
      capacityProvider: text,
      weight: { type: 'integer', minimum: 0, maximum: 1000 },
      base: { type: 'integer', minimum: 0, maximum: 100000 },
    }),
  ),
  platformVersion: text,
  platformFamily: text,
  role: text,
  roleArn: text,
  deploymentConfiguration: object({
    deploymentCircuitBreaker: object({ enable: flag, rollback: flag }),
    maximumPercent: percent,
    minimumHealthyPercent: percent,
    alarms: object({ alarmNames: list(text), enable: flag, rollback: flag }),
    strategy: oneOf('ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'),
    bakeTimeInMinutes: count,
    lifecycleHooks: anything,
    linearConfiguration: anything,
    canaryConfiguration: anything,
  }),
  placementConstraints: list(object({ type: text, expression: text })),
  placementStrategy: list(object({ type: text, field: text })),
  networkConfiguration: object({
    awsvpcConfiguration: object({
      subnets: list(text),
      securityGroups: list(text),
      assignPublicIp: oneOf('ENABLED', 'DISABLED'),
    }),
  }),
  healthCheckGracePeriodSeconds: count,
  schedulingStrategy: oneOf('REPLICA', 'DAEMON'),
  deploymentController: object({ type: oneOf('ECS', 'CODE_DEPLOY', 'EXTERNAL') }),
  tags,
  enableECSManagedTags: flag,
  propagateTags: text,
  enableExecuteCommand: flag,
  availabilityZoneRebalancing: oneOf('ENABLED', 'DISABLED'),
  serviceConnectConfiguration: anything,
  volumeConfigurations: anything,
  vpcLatticeConfigurations: anything,
  forceNewDeployment: flag,
  serviceArn: anything,
  clusterArn: anything,
  status: anything,
  runningCount: anything,
  pendingCount: anything,
  deployments: anything,
  taskSets: anything,
  events: anything,
  createdAt: anything,
  createdBy: anything,
  currentServiceDeployment: anything,
  currentServiceRevisions: anything,
  resourceManagementType: anything,
});

/** Our own schema of what Amazon ECS takes as JSON; keys that nobody could have meant by another are let through. */
export const definitions = { container, taskDefinition, service } as const;
