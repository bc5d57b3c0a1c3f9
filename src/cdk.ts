import { append } from './multimap.ts';
import type { Finding } from './report.ts';

/** How a construct of aws-cdk-lib takes what a resource type takes. */
interface Construct {
  readonly name: string;
  /** The interface of its properties: `aws_ecs.FargateServiceProps`. */
  readonly props: string;
  /** CloudFormation's property, or a load balancer's or target group's attribute, to the construct's. */
  readonly properties: Readonly<Record<string, string>>;
}

const service = {
  HealthCheckGracePeriodSeconds: 'healthCheckGracePeriod',
  DesiredCount: 'desiredCount',
  MinimumHealthyPercent: 'minHealthyPercent',
  MaximumPercent: 'maxHealthyPercent',
  DeploymentCircuitBreaker: 'circuitBreaker',
  AvailabilityZoneRebalancing: 'availabilityZoneRebalancing',
  AssignPublicIp: 'assignPublicIp',
  SecurityGroups: 'securityGroups',
};

/** By resource type. A test holds every name against the type declarations of aws-cdk-lib. */
export const constructs: Readonly<Record<string, Construct>> = {
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    name: 'ApplicationTargetGroup',
    props: 'aws_elasticloadbalancingv2.ApplicationTargetGroupProps',
    properties: {
      HealthCheckPath: 'healthCheck.path',
      HealthCheckPort: 'healthCheck.port',
      HealthCheckProtocol: 'healthCheck.protocol',
      HealthCheckIntervalSeconds: 'healthCheck.interval',
      HealthCheckTimeoutSeconds: 'healthCheck.timeout',
      HealthCheckEnabled: 'healthCheck.enabled',
      HealthyThresholdCount: 'healthCheck.healthyThresholdCount',
      UnhealthyThresholdCount: 'healthCheck.unhealthyThresholdCount',
      Matcher: 'healthCheck.healthyHttpCodes',
      GrpcCode: 'healthCheck.healthyGrpcCodes',
      TargetType: 'targetType',
      Port: 'port',
      Protocol: 'protocol',
      ProtocolVersion: 'protocolVersion',
      VpcId: 'vpc',
      'deregistration_delay.timeout_seconds': 'deregistrationDelay',
      'slow_start.duration_seconds': 'slowStart',
      'stickiness.lb_cookie.duration_seconds': 'stickinessCookieDuration',
      'load_balancing.algorithm.type': 'loadBalancingAlgorithmType',
      'load_balancing.cross_zone.enabled': 'crossZoneEnabled',
    },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    name: 'ApplicationLoadBalancer',
    props: 'aws_elasticloadbalancingv2.ApplicationLoadBalancerProps',
    properties: {
      'idle_timeout.timeout_seconds': 'idleTimeout',
      'client_keep_alive.seconds': 'clientKeepAlive',
      'routing.http2.enabled': 'http2Enabled',
      'routing.http.desync_mitigation_mode': 'desyncMitigationMode',
      'waf.fail_open.enabled': 'wafFailOpen',
      Scheme: 'internetFacing',
      IpAddressType: 'ipAddressType',
      Subnets: 'vpcSubnets',
    },
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    name: 'ApplicationListener',
    props: 'aws_elasticloadbalancingv2.ApplicationListenerProps',
    properties: {
      Port: 'port',
      Protocol: 'protocol',
      Certificates: 'certificates',
      SslPolicy: 'sslPolicy',
      MutualAuthentication: 'mutualAuthentication',
      DefaultActions: 'defaultAction',
    },
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': {
    name: 'ApplicationListenerRule',
    props: 'aws_elasticloadbalancingv2.ApplicationListenerRuleProps',
    properties: { Priority: 'priority', Conditions: 'conditions' },
  },
  'AWS::ECS::Service': { name: 'FargateService', props: 'aws_ecs.FargateServiceProps', properties: service },
  'AWS::ECS::TaskDefinition': {
    name: 'ContainerDefinition',
    props: 'aws_ecs.ContainerDefinitionProps',
    properties: {
      StopTimeout: 'stopTimeout',
      StartTimeout: 'startTimeout',
      Essential: 'essential',
      HealthCheck: 'healthCheck',
    },
  },
  'AWS::AutoScaling::AutoScalingGroup': {
    name: 'AutoScalingGroup',
    props: 'aws_autoscaling.AutoScalingGroupProps',
    properties: {
      HealthCheckType: 'healthChecks',
      HealthCheckGracePeriod: 'healthChecks',
      MinSize: 'minCapacity',
      DesiredCapacity: 'desiredCapacity',
      VPCZoneIdentifier: 'vpcSubnets',
    },
  },
  'AWS::Lambda::Function': {
    name: 'Function',
    props: 'aws_lambda.FunctionProps',
    properties: { ReservedConcurrentExecutions: 'reservedConcurrentExecutions' },
  },
};

interface Named {
  readonly type: string;
  readonly text: string;
}

const byName = new Map<string, Named[]>();
for (const [type, { name: construct, properties }] of Object.entries(constructs))
  for (const [name, property] of Object.entries(properties))
    append(byName, name, { type, text: `\`${name}\` is \`${property}\` of ${construct}` });

/**
 * What the properties that a remedy names are called in CDK; nothing for a resource that CDK did not make. A name that
 * resources of several types have is told only where one of them takes part in the finding.
 */
export function inCdk({ rule, resource, related }: Finding): readonly string[] {
  if (resource.constructPath === undefined) return [];
  const types = new Set([resource.type, ...related.flatMap((other) => other.resource?.type ?? [])]);
  const names = [...rule.remedy.matchAll(/`([^`:\s]+)(?::[^`]*)?`/g)].flatMap(([, name]) => name ?? []);
  return [...new Set(names)].flatMap((name) => {
    const all = byName.get(name) ?? [];
    const meant = all.length > 1 ? all.filter(({ type }) => types.has(type)) : all;
    return meant.length === 1 ? meant.map(({ text }) => text) : [];
  });
}
