import { describe, expect, test } from 'vitest';
import { readers } from '../../../../src/frontends/cloudformation/cloudformation.ts';
import type { EntityTypes } from '../../../../src/frontends/cloudformation/stack.ts';
import { entity, stackOf } from './reading.ts';

// Whatever AWS decides where a template is silent is a fact, with the page that says so.

/** Resources that say just enough for what lies below to be read. */
const brief: Partial<Record<keyof EntityTypes, string>> = {
  'AWS::ElasticLoadBalancingV2::Listener':
    'DefaultActions: [{ FixedResponseConfig: {}, RedirectConfig: {}, AuthenticateOidcConfig: {} }, { TargetGroupArn: x }, { ForwardConfig: { TargetGroups: [{}] }, AuthenticateCognitoConfig: {} }]',
  'AWS::ElasticLoadBalancingV2::ListenerRule': 'Conditions: [{ QueryStringConfig: { Values: [{}] } }], Actions: [{}]',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'Targets: [{ Id: x }]',
  'AWS::ECS::Service':
    'LoadBalancers: [{ AdvancedConfiguration: {} }], CapacityProviderStrategy: [{}], NetworkConfiguration: { AwsvpcConfiguration: {} }, DeploymentConfiguration: { LinearConfiguration: {}, CanaryConfiguration: {} }',
  'AWS::ECS::TaskDefinition':
    'ContainerDefinitions: [{ Environment: [{ Name: A }], DockerLabels: {}, MountPoints: [{}], PortMappings: [{}], HealthCheck: {}, DependsOn: [{}], RestartPolicy: {} }]',
  'AWS::AutoScaling::AutoScalingGroup': 'LaunchConfigurationName: x',
  'AWS::EC2::SecurityGroup': 'SecurityGroupIngress: [{}]',
  'AWS::EC2::SecurityGroupIngress': 'GroupId: sg-1',
  'AWS::EC2::SecurityGroupEgress': 'GroupId: sg-1',
  'AWS::CertificateManager::Certificate': 'DomainValidationOptions: [{}]',
  'AWS::Route53::RecordSet': 'AliasTarget: {}',
  'AWS::Route53::RecordSetGroup': 'RecordSets: [{}]',
  'AWS::CloudFront::Distribution':
    'DistributionConfig: { Origins: [{}], CacheBehaviors: [{}], DefaultCacheBehavior: {} }',
  'AWS::S3::BucketPolicy': 'PolicyDocument: { Statement: [{}] }',
  'AWS::CodeDeploy::DeploymentGroup': 'LoadBalancerInfo: { TargetGroupPairInfoList: [{}] }',
};

/** What belongs to a resource and stands beside it. */
const beside: Partial<Record<keyof EntityTypes, string>> = {
  'AWS::EC2::NetworkAcl': '{ Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref R } }',
};

/** The pages of all defaults below an object, by the fields that lead there. */
function pages(below: unknown, path: string, seen = new Set<unknown>()): readonly (readonly [string, unknown])[] {
  if (typeof below !== 'object' || below === null || seen.has(below)) return [];
  seen.add(below);
  const isDefaulted = 'kind' in below && below.kind === 'defaulted';
  const own = isDefaulted ? [[path, 'docs' in below ? below.docs : 'no page'] as const] : [];
  const fields: [string, unknown][] = [];
  // Fields that are computed when they are read stand in the prototype.
  for (const name in below)
    if (!['span', 'via', 'slot', 'docs'].includes(name)) fields.push([name, (below as Record<string, unknown>)[name]]);
  return [...own, ...fields.flatMap(([name, value]) => pages(value, `${path}.${name}`, seen))];
}

const types = Object.keys(readers) as (keyof EntityTypes)[];

describe.each(types)('%s', (type) => {
  test.each(['', brief[type] ?? 'Tags: []'])('with { %s }', (properties) => {
    const more = beside[type];
    const stack = stackOf(
      `  R: { Type: ${type}, Properties: { ${properties} } }\n${more ? `  Beside: ${more}\n` : ''}`,
    );
    for (const [path, page] of pages(entity(stack, type), 'R')) {
      // What a load balancer's and a target group's attributes are by default is known where they are read as values.
      if (/\.(attributes\.(keys|pairs|list)|logs\.\d\.(bucketName|prefix))$/.test(path)) continue;
      expect(page, path).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\w/);
    }
  });
});
