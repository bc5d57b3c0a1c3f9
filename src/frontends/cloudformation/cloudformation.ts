import type { Assumptions } from '../../graph/assumptions.ts';
import { connect, type Parts } from '../../graph/connect.ts';
import type { Entity, Resource } from '../../graph/entities.ts';
import type { Graph } from '../../graph/graph.ts';
import { Scenarios } from '../../scenario.ts';
import type { Span } from '../../source/file.ts';
import type { Tree } from '../../source/tree.ts';
import type { Unknown } from '../../value.ts';
import { Evaluator, type Given } from './evaluator.ts';
import { unknown } from './properties.ts';
import { readCertificate, readListenerCertificate } from './resources/certificates.ts';
import { readAutoScalingGroup, readInstance } from './resources/compute.ts';
import { readWebAcl, readWebAclAssociation } from './resources/firewall.ts';
import { readDistribution, readDnsRecords } from './resources/front-door.ts';
import { readLambdaFunction, readLambdaPermission } from './resources/lambda.ts';
import { readListener, readListenerRule, readLoadBalancer } from './resources/load-balancer.ts';
import { readBucket, readBucketPolicy } from './resources/logging.ts';
import { readSecurityGroup, readSubnet, readVpc } from './resources/network.ts';
import { readService } from './resources/service.ts';
import { readTargetGroup } from './resources/target-group.ts';
import { readTaskDefinition } from './resources/task-definition.ts';
import { type Readers, Stack } from './stack.ts';
import { readTemplate, type Template } from './template.ts';

const readers: Readers = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': readLoadBalancer,
  'AWS::ElasticLoadBalancingV2::Listener': readListener,
  'AWS::ElasticLoadBalancingV2::ListenerRule': readListenerRule,
  'AWS::ElasticLoadBalancingV2::TargetGroup': readTargetGroup,
  'AWS::ECS::Service': readService,
  'AWS::ECS::TaskSet': readService,
  'AWS::ECS::TaskDefinition': readTaskDefinition,
  'AWS::AutoScaling::AutoScalingGroup': readAutoScalingGroup,
  'AWS::EC2::Instance': readInstance,
  'AWS::Lambda::Function': readLambdaFunction,
  'AWS::EC2::SecurityGroup': readSecurityGroup,
  'AWS::EC2::Subnet': readSubnet,
  'AWS::EC2::VPC': readVpc,
  'AWS::CertificateManager::Certificate': readCertificate,
  'AWS::ElasticLoadBalancingV2::ListenerCertificate': readListenerCertificate,
  'AWS::Route53::RecordSet': readDnsRecords,
  'AWS::Route53::RecordSetGroup': readDnsRecords,
  'AWS::CloudFront::Distribution': readDistribution,
  'AWS::Lambda::Permission': readLambdaPermission,
  'AWS::S3::Bucket': readBucket,
  'AWS::S3::BucketPolicy': readBucketPolicy,
  'AWS::WAFv2::WebACL': readWebAcl,
  'AWS::WAFRegional::WebACL': readWebAcl,
  'AWS::WAFv2::WebACLAssociation': readWebAclAssociation,
  'AWS::WAFRegional::WebACLAssociation': readWebAclAssociation,
};

/** The deployment that a template describes. @throws InputError where a section of it cannot be read. */
export function readDeployment(tree: Tree, given: Given & { readonly assume?: Assumptions }): Graph {
  const scenarios = new Scenarios();
  const evaluator = new Evaluator(readTemplate(tree), scenarios, given);
  const stack = new Stack(evaluator, scenarios, given.stack ?? '', readers, given.assume);
  return connect(partsOf(stack), scenarios);
}

function partsOf(stack: Stack): Parts {
  const owners = new Owners(stack);
  return {
    loadBalancers: stack.all('AWS::ElasticLoadBalancingV2::LoadBalancer'),
    listeners: stack.all('AWS::ElasticLoadBalancingV2::Listener'),
    listenerRules: stack.all('AWS::ElasticLoadBalancingV2::ListenerRule'),
    targetGroups: stack.all('AWS::ElasticLoadBalancingV2::TargetGroup'),
    services: [...stack.all('AWS::ECS::Service'), ...stack.all('AWS::ECS::TaskSet')],
    taskDefinitions: stack.all('AWS::ECS::TaskDefinition'),
    autoScalingGroups: stack.all('AWS::AutoScaling::AutoScalingGroup'),
    securityGroups: stack.all('AWS::EC2::SecurityGroup'),
    listenerCertificates: stack.all('AWS::ElasticLoadBalancingV2::ListenerCertificate'),
    certificates: stack.all('AWS::CertificateManager::Certificate'),
    dnsRecords: [...stack.all('AWS::Route53::RecordSet'), ...stack.all('AWS::Route53::RecordSetGroup')],
    distributions: stack.all('AWS::CloudFront::Distribution'),
    lambdaPermissions: stack.all('AWS::Lambda::Permission'),
    bucketPolicies: stack.all('AWS::S3::BucketPolicy'),
    webAclAssociations: [
      ...stack.all('AWS::WAFv2::WebACLAssociation'),
      ...stack.all('AWS::WAFRegional::WebACLAssociation'),
    ],
    mayName: (from: Resource, to: Resource) => stack.mentions(from, to.id),
    ownerOf: (span) => owners.of(span),
    unseen: unseenIn(stack.evaluator.template),
  };
}

/** Transforms of AWS that add nothing between a load balancer and its targets. */
const harmless = /^AWS::(Serverless-2016-10-31|LanguageExtensions|CodeDeployBlueGreen|SecretsManager-.+)$/;

function unseenIn({ hidden, transforms, tree }: Template): readonly Unknown[] {
  const macros = transforms.filter((name) => !harmless.test(name)).map((name) => ({ name, span: tree.span }));
  return [...hidden, ...macros].map(({ name, span }) =>
    unknown({ kind: 'unsupported', name: `resources that ${name} adds` }, `unseen(${name})`, span),
  );
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly entity: Entity;
}

/** Finds the resource that a place of the template belongs to. */
class Owners {
  readonly #ranges: readonly Range[];

  constructor({ evaluator }: Stack) {
    this.#ranges = [...evaluator.template.resources.values()].map(({ logicalId, type, key, tree }) => ({
      start: key.start,
      end: tree.span.end,
      entity: { id: logicalId, type, span: key },
    }));
  }

  of({ start, end }: Span): Entity | undefined {
    return this.#ranges.find((range) => range.start <= start && end <= range.end)?.entity;
  }
}
