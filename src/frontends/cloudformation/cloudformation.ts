import { connect } from '../../graph/connect.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Parts } from '../../graph/parts.ts';
import type { Gap } from '../../graph/subjects.ts';
import { append } from '../../multimap.ts';
import { failure, type InputError, type SourceFile } from '../../source/file.ts';
import type { Tree } from '../../source/tree.ts';
import type { Unknown } from '../../value.ts';
import { Application, type Deployment, type MissingTemplate, type Root } from './application.ts';
import { onlySeenFrom } from './exports.ts';
import { Offers } from './offers.ts';
import { Owners } from './owners.ts';
import { unknown } from './properties.ts';
import { namings } from './registry.ts';
import { readNetworkAcl } from './resources/acl.ts';
import { readUserPoolClient } from './resources/authentication.ts';
import { readDeploymentGroup } from './resources/bluegreen.ts';
import { readCertificate, readListenerCertificate } from './resources/certificates.ts';
import { readAutoScalingGroup, readInstance } from './resources/compute.ts';
import { readWebAcl, readWebAclAssociation } from './resources/firewall.ts';
import { readDistribution, readDnsRecords } from './resources/front-door.ts';
import { readLambdaFunction, readLambdaPermission } from './resources/lambda.ts';
import { readListener, readListenerRule, readLoadBalancer } from './resources/load-balancer.ts';
import { readBucket, readBucketPolicy } from './resources/logging.ts';
import { readSecurityGroup, readStandaloneRule, readSubnet, readVpc } from './resources/network.ts';
import { readService } from './resources/service.ts';
import { readTargetGroup } from './resources/target-group.ts';
import { readTaskDefinition } from './resources/task-definition.ts';
import { isMeantBy } from './settings.ts';
import type { EntityTypes, Readers } from './stack.ts';
import { readsOf } from './stored.ts';
import { type Hidden, readTemplate, type Template } from './template.ts';
import { Files } from './template-url.ts';

/** What makes entities of the types of resources that the graph knows. */
export const readers: Readers = {
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
  'AWS::Serverless::Function': readLambdaFunction,
  'AWS::EC2::SecurityGroup': readSecurityGroup,
  'AWS::EC2::SecurityGroupIngress': readStandaloneRule,
  'AWS::EC2::SecurityGroupEgress': readStandaloneRule,
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
  'AWS::EC2::NetworkAcl': readNetworkAcl,
  'AWS::Cognito::UserPoolClient': readUserPoolClient,
  'AWS::CodeDeploy::DeploymentGroup': readDeploymentGroup,
  'AWS::WAFv2::WebACL': readWebAcl,
  'AWS::WAFRegional::WebACL': readWebAcl,
  'AWS::WAFv2::WebACLAssociation': readWebAclAssociation,
  'AWS::WAFRegional::WebACLAssociation': readWebAclAssociation,
};

/** Templates that were read as deployments, and those that could not be. */
export interface Deployments {
  /** Each with the path of its first template. */
  readonly deployments: readonly { readonly path: string; readonly graph: Graph }[];
  readonly errors: readonly InputError[];
}

/**
 * The deployments that templates given together describe. A template that another one nests is part of that one's; those
 * that import what others export are one deployment with them.
 */
export function readDeployments(trees: readonly Tree[], said: Deployment): Deployments {
  const offers = new Offers();
  const given: Deployment = {
    ...said,
    tally: { nested: 0 },
    heldUp: (name, path) => offers.heldUp(name, path),
  };
  const errors: InputError[] = [];
  const attempt = <T>({ path }: { readonly path: string }, make: () => T): readonly T[] => {
    try {
      return [make()];
    } catch (error) {
      errors.push(failure(error, path));
      return [];
    }
  };
  const templates = trees.flatMap((tree) => attempt(tree.span.file, () => readTemplate(tree)));
  given.shelves?.resources.putBack();
  const files = new Files(templates);
  const alone = [...templates, ...(given.registered ?? [])]
    .flatMap((template) => rootsOf(template, given))
    .flatMap((root) =>
      attempt(root.template.file, () => new Application(new Map([['', root]]), files, readers, given)),
    );
  const nested = new Set<SourceFile | undefined>(alone.flatMap(({ children }) => [...children]));
  const roots = alone.filter((application) => application.settings.length > 0 || !nested.has(fileOf(application)));
  for (const { exports, stored } of roots) offers.add([...exports.offers, ...stored.offers]);
  const deployments = linked(roots).flatMap((group) => {
    const [first] = group;
    const file = first && fileOf(first);
    if (!file) return [];
    const { path } = file;
    return attempt(file, () => ({
      path,
      graph: graphOf(group.length === 1 ? first : together(group, files, given)),
    }));
  });
  return { deployments, errors };
}

/** The stacks that are deployed from a template: those the user tells of, or one. */
function rootsOf(template: Template, { stacks = [] }: Deployment): readonly Root[] {
  const told = stacks.filter((setting) => isMeantBy(template.file.path, setting.template));
  return told.length > 0 ? told.map((setting) => ({ template, setting })) : [{ template }];
}

/** The file of the template that is not nested in another one. */
const fileOf = ({ stacks }: Application): SourceFile | undefined => stacks[0]?.evaluator.template.file;

/** Stacks that are deployed side by side go by the names they were given, or by their files. */
function together(group: readonly Application[], files: Files<Template>, given: Deployment): Application {
  const roots = group.flatMap(({ roots }) => [...roots.values()]);
  const named = roots.map((root) => [root.setting?.name ?? root.template.file.path, root] as const);
  return new Application(new Map(named), files, readers, given);
}

/** The deployments that import from each other, or are passed what another puts out, in groups. */
function linked(applications: readonly Application[]): readonly (readonly Application[])[] {
  const groups = new Map(applications.map((application) => [application, new Set([application])]));
  const join = (a: Application, b: Application | undefined) => {
    const [one, other] = [groups.get(a), b && groups.get(b)];
    if (!one || !other || one === other) return;
    for (const member of other) {
      one.add(member);
      groups.set(member, one);
    }
  };
  const owners = exporters(applications);
  if (applications.some(isRegistered)) for (const [one, other] of namings(applications)) join(one, other);
  const writers = storers(applications);
  for (const application of writers.size > 0 ? applications : [])
    for (const { name, environment } of application.stacks.flatMap(readsOf))
      join(application, onlySeenFrom(environment, writers.get(name))?.application);
  for (const application of applications) {
    for (const { name, environment } of application.imports)
      join(application, onlySeenFrom(environment, owners.get(name))?.application);
    for (const passed of application.settings.flatMap(({ parameters }) => [...parameters.values()]))
      if (passed.kind === 'output') join(application, onlyMeantBy(passed.stack, applications));
  }
  return [...new Set(groups.values())].map((group) => [...group]);
}

const isRegistered = ({ stacks }: Application): boolean =>
  stacks.some(({ evaluator }) => evaluator.template.registration !== undefined);

/** Who exports a name, and in which account and region. */
function exporters(applications: readonly Application[]) {
  const owners = new Map<string, { readonly application: Application; readonly environment: string | undefined }[]>();
  for (const application of applications)
    for (const [name, all] of application.exports.named)
      for (const { environment } of all) append(owners, name, { application, environment });
  return owners;
}

/** Who writes what Systems Manager holds under a name, each once: in one stack conditions may tell which resource does. */
function storers(applications: readonly Application[]) {
  const owners = new Map<string, { readonly application: Application; readonly environment: string | undefined }[]>();
  for (const application of applications)
    for (const [name, all] of application.stored.named)
      for (const environment of new Set(all.map((one) => one.environment)))
        append(owners, name, { application, environment });
  return owners;
}

function onlyMeantBy(name: string, applications: readonly Application[]): Application | undefined {
  const meant = applications.filter((application) => application.rootMeantBy(name));
  return meant.length === 1 ? meant[0] : undefined;
}

const graphOf = (application: Application): Graph => connect(partsOf(application), application.scenarios);

function partsOf(application: Application): Parts {
  const { stacks } = application;
  const owners = new Owners(stacks);
  const all = <T extends keyof EntityTypes>(...types: readonly T[]): readonly EntityTypes[T][] =>
    types.flatMap((type) => stacks.flatMap((stack) => stack.all(type)));
  return {
    loadBalancers: all('AWS::ElasticLoadBalancingV2::LoadBalancer'),
    listeners: all('AWS::ElasticLoadBalancingV2::Listener'),
    listenerRules: all('AWS::ElasticLoadBalancingV2::ListenerRule'),
    targetGroups: all('AWS::ElasticLoadBalancingV2::TargetGroup'),
    services: all('AWS::ECS::Service', 'AWS::ECS::TaskSet'),
    taskDefinitions: all('AWS::ECS::TaskDefinition'),
    autoScalingGroups: all('AWS::AutoScaling::AutoScalingGroup'),
    securityGroups: all('AWS::EC2::SecurityGroup'),
    standaloneRules: all('AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress'),
    listenerCertificates: all('AWS::ElasticLoadBalancingV2::ListenerCertificate'),
    certificates: all('AWS::CertificateManager::Certificate'),
    dnsRecords: all('AWS::Route53::RecordSet', 'AWS::Route53::RecordSetGroup'),
    distributions: all('AWS::CloudFront::Distribution'),
    lambdaPermissions: all('AWS::Lambda::Permission'),
    bucketPolicies: all('AWS::S3::BucketPolicy'),
    deploymentGroups: all('AWS::CodeDeploy::DeploymentGroup'),
    webAclAssociations: all('AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation'),
    namersOf: (all, named) => application.names.namersOf(all, named),
    ownerOf: (span) => owners.of(span),
    unseen: stacks.flatMap(({ evaluator }) => unseenIn(evaluator.template)),
    gaps: [
      ...application.missing.map(missingTemplate),
      ...unusedDefinitions(application),
      ...stacks.flatMap(({ evaluator }) => unseenGaps(evaluator.template)),
    ],
  };
}

const missingTemplate = ({ declaration, name, span }: MissingTemplate): Gap => ({
  from: { id: declaration.logicalId, type: declaration.type, span: declaration.key },
  to: 'nested stack',
  value: unknown({ kind: 'template', name }, `template(${name})`, span),
});

/** Task definitions in files of their own, of which no service was seen, let alone a load balancer. */
function unusedDefinitions(application: Application): readonly Gap[] {
  return application.registry.unused.map(({ declaration: { logicalId: id, type, key: span } }) => ({
    from: { id, type, span },
    to: 'load balancer',
    value: unknown({ kind: 'template', name: `of the service that runs ${id}` }, `service(${id})`, span),
  }));
}

/** Transforms of AWS that add nothing between a load balancer and its targets. */
const harmless = /^AWS::(Serverless-2016-10-31|LanguageExtensions|CodeDeployBlueGreen|SecretsManager-.+)$/;

function unseenIn({ hidden, transforms, tree }: Template): readonly Unknown[] {
  const macros: readonly Hidden[] = transforms
    .filter((name) => !harmless.test(name))
    .map((name) => ({ name, span: tree.span, location: undefined }));
  return [...hidden, ...macros].map(({ name, span, location }) =>
    location === undefined
      ? unknown({ kind: 'unsupported', name: `resources that ${name} adds` }, `unseen(${name})`, span)
      : unknown({ kind: 'template', name: location }, `unseen(${location})`, span),
  );
}

/** What macros do to a template is said once, whether or not a rule stumbles over it. */
const unseenGaps = (template: Template): readonly Gap[] =>
  unseenIn(template).map((value) => ({
    from: { id: value.symbol, type: 'Transform', span: value.span },
    to: 'resources',
    value,
  }));
