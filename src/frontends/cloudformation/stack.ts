import type { NetworkAcl } from '../../graph/acl.ts';
import type { Assumptions } from '../../graph/assumptions.ts';
import type { UserPoolClient } from '../../graph/authentication.ts';
import type { DeploymentGroup } from '../../graph/bluegreen.ts';
import type { AutoScalingGroup, Instance, LambdaFunction } from '../../graph/compute.ts';
import type { Service, TaskDefinition } from '../../graph/ecs.ts';
import type { Referrer, Resource } from '../../graph/entities.ts';
import type { WebAcl, WebAclAssociation } from '../../graph/firewall.ts';
import type { Certificate, Distribution, DnsRecords, ListenerCertificate } from '../../graph/front.ts';
import type { LambdaPermission } from '../../graph/lambda.ts';
import type { Listener, ListenerRule, LoadBalancer, TargetGroup } from '../../graph/load-balancing.ts';
import type { Bucket, BucketPolicy } from '../../graph/logs.ts';
import type { SecurityGroup, StandaloneRule, Subnet, Vpc } from '../../graph/network.ts';
import { lazy } from '../../lazy.ts';
import { append } from '../../multimap.ts';
import type { Scenarios } from '../../scenario.ts';
import { entryOf, type Tree } from '../../source/tree.ts';
import type { Value } from '../../value.ts';
import { type Application, keyOf } from './application.ts';
import type { Evaluated } from './evaluated.ts';
import type { Evaluator } from './evaluator.ts';
import { identities } from './mentions.ts';
import { dependsOnDocs } from './order.ts';
import { Properties, unknown, unknownOf } from './properties.ts';
import type { ResourceDeclaration } from './template.ts';
import { UnwrittenGroups } from './unwritten-groups.ts';

/** The resource types that become entities of the graph. */
export interface EntityTypes {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': LoadBalancer;
  'AWS::ElasticLoadBalancingV2::Listener': Listener;
  'AWS::ElasticLoadBalancingV2::ListenerRule': ListenerRule;
  'AWS::ElasticLoadBalancingV2::TargetGroup': TargetGroup;
  'AWS::ECS::Service': Service;
  'AWS::ECS::TaskSet': Service;
  'AWS::ECS::TaskDefinition': TaskDefinition;
  'AWS::AutoScaling::AutoScalingGroup': AutoScalingGroup;
  'AWS::EC2::Instance': Instance;
  'AWS::Lambda::Function': LambdaFunction;
  'AWS::Serverless::Function': LambdaFunction;
  'AWS::EC2::SecurityGroup': SecurityGroup;
  'AWS::EC2::SecurityGroupIngress': StandaloneRule;
  'AWS::EC2::SecurityGroupEgress': StandaloneRule;
  'AWS::EC2::Subnet': Subnet;
  'AWS::EC2::VPC': Vpc;
  'AWS::CertificateManager::Certificate': Certificate;
  'AWS::ElasticLoadBalancingV2::ListenerCertificate': ListenerCertificate;
  'AWS::Route53::RecordSet': DnsRecords;
  'AWS::Route53::RecordSetGroup': DnsRecords;
  'AWS::CloudFront::Distribution': Distribution;
  'AWS::Lambda::Permission': LambdaPermission;
  'AWS::S3::Bucket': Bucket;
  'AWS::S3::BucketPolicy': BucketPolicy;
  'AWS::EC2::NetworkAcl': NetworkAcl;
  'AWS::Cognito::UserPoolClient': UserPoolClient;
  'AWS::CodeDeploy::DeploymentGroup': DeploymentGroup;
  'AWS::WAFv2::WebACL': WebAcl;
  'AWS::WAFRegional::WebACL': WebAcl;
  'AWS::WAFv2::WebACLAssociation': WebAclAssociation;
  'AWS::WAFRegional::WebACLAssociation': WebAclAssociation;
}

export type Readers = {
  readonly [T in keyof EntityTypes]: (declaration: ResourceDeclaration, stack: Stack) => EntityTypes[T];
};

/** What every entity of a template has. */
export type Base = Pick<Resource, keyof Resource>;

/** One template deployed under one set of parameters: its resources as entities, made when they are asked for. */
export class Stack {
  readonly evaluator: Evaluator;
  readonly scenarios: Scenarios;
  /** Prefix of the identities of what this stack holds; empty for a stack of its own. */
  readonly name: string;
  readonly assumptions: Assumptions | undefined;
  readonly application: Application;
  /** The security groups it uses that no template writes. */
  readonly unwritten: UnwrittenGroups;
  readonly #readers: Readers;
  readonly #entities = new Map<string, Resource>();
  #named: ReadonlyMap<string, readonly Referrer[]> | undefined;
  #byType: ReadonlyMap<string, readonly ResourceDeclaration[]> | undefined;

  constructor(
    evaluator: Evaluator,
    scenarios: Scenarios,
    name: string,
    readers: Readers,
    application: Application,
    assumptions?: Assumptions,
  ) {
    this.application = application;
    this.assumptions = assumptions;
    this.evaluator = evaluator;
    this.scenarios = scenarios;
    this.name = name;
    this.#readers = readers;
    this.unwritten = new UnwrittenGroups(this);
    scenarios.whenForgetting(() => {
      this.#named = undefined;
    });
  }

  declarations(type: string): readonly ResourceDeclaration[] {
    if (!this.#byType) {
      const byType = new Map<string, ResourceDeclaration[]>();
      // In no order of the file's, so that resources that trade places change nothing that is said.
      const inOrder = [...this.evaluator.template.resources.values()].sort(byName);
      for (const declaration of inOrder) append(byType, declaration.type, declaration);
      this.#byType = byType;
    }
    return this.#byType.get(type) ?? [];
  }

  /** Every entity of a type, those that the scenario at hand leaves out included. */
  all<T extends keyof EntityTypes>(type: T): readonly EntityTypes[T][] {
    return this.declarations(type).map((declaration) => this.#entity(type, declaration));
  }

  #entity<T extends keyof EntityTypes>(type: T, declaration: ResourceDeclaration): EntityTypes[T] {
    const known = this.#entities.get(declaration.logicalId);
    if (known) return known as EntityTypes[T];
    const entity = this.#readers[type](declaration, this);
    this.#entities.set(declaration.logicalId, entity);
    this.application.register(entity, this);
    return entity;
  }

  /** The entity that an expression refers to; unknown when it leads out of the template or to something else. */
  link<T extends keyof EntityTypes>(evaluated: Evaluated, ...types: readonly T[]): Value<EntityTypes[T]> {
    const { application } = this;
    const reference = application.referenceOf(evaluated) ?? application.registry.find(evaluated, types, this);
    if (!reference) return unknownLink(evaluated);
    const { attribute, span, via } = reference;
    const found = application.found(reference);
    const type = types.find((wanted) => wanted === found?.declaration.type);
    if (!found || !type || (attribute !== undefined && !identities.test(attribute))) return unknownOf(reference);
    return { kind: 'known', value: found.stack.#entity(type, found.declaration), span, via };
  }

  /** A security group: of this template, the VPC's default one, or one known only by its id. */
  securityGroup(evaluated: Evaluated): Value<SecurityGroup> {
    const { span, via } = evaluated;
    if (evaluated.kind === 'reference' && evaluated.attribute === 'DefaultSecurityGroup')
      return { kind: 'known', value: this.unwritten.ofVpc(span), span, via };
    if (evaluated.kind !== 'literal') return this.link(evaluated, 'AWS::EC2::SecurityGroup');
    return { kind: 'known', value: this.unwritten.called(evaluated.text, span), span, via };
  }

  /** What an output of this stack comes to; nothing where the scenario leaves it out. */
  output(name: string): Evaluated | undefined {
    const tree = this.evaluator.template.outputs.get(name)?.value;
    const condition = entryOf(tree, 'Condition')?.value;
    if (condition?.kind === 'scalar' && !this.evaluator.condition(condition.text)) return undefined;
    return this.evaluator.evaluate(entryOf(tree, 'Value')?.value);
  }

  /** The properties of a resource. */
  properties(declaration: ResourceDeclaration): Properties {
    return new Properties(this.evaluator.evaluate(declaration.properties), declaration.key);
  }

  /** The facts that a resource's `Metadata` states for this tool. */
  stated(declaration: ResourceDeclaration): Properties {
    return new Properties(this.evaluator.evaluate(declaration.metadata), declaration.key).in('alb-lint');
  }

  base(declaration: ResourceDeclaration): Base {
    const { logicalId, key, type, constructPath } = declaration;
    const fixed: Pick<Resource, 'id' | 'key' | 'type' | 'span' | 'comesAfter' | 'property' | 'constructPath'> = {
      id: logicalId,
      key: keyOf(this.name, logicalId),
      type,
      span: key,
      comesAfter: (other) => this.application.order.isSure(declaration, this, other),
      property: (name: string) => this.#property(declaration, name),
      ...(constructPath !== undefined && { constructPath }),
    };
    return lazy(this.scenarios, fixed, {
      exists: () => this.evaluator.exists(declaration),
      dependsOn: () => this.#dependsOn(declaration),
      referrers: () => this.#referrers().get(logicalId) ?? [],
    });
  }

  #property(declaration: ResourceDeclaration, path: string): Value<string | undefined> {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const holder = names.reduce((properties, name) => properties.in(name), this.properties(declaration));
    return holder.text<undefined>(last, { value: undefined, docs: '' });
  }

  #dependsOn(declaration: ResourceDeclaration): Value<string | undefined> {
    const resource = new Properties(this.evaluator.evaluate(declaration.tree), declaration.key);
    return resource.text<undefined>('DependsOn', { value: undefined, docs: dependsOnDocs });
  }

  /** Who names each resource. */
  #referrers(): ReadonlyMap<string, readonly Referrer[]> {
    if (this.#named) return this.#named;
    const named = new Map<string, Referrer[]>();
    const add = (tree: Tree | undefined, referrer: Omit<Referrer, 'identifies'>) => {
      for (const [id, identifies] of this.evaluator.references(tree)) append(named, id, { ...referrer, identifies });
    };
    const { resources, outputs } = this.evaluator.template;
    // What a nested stack does with it is seen where its template was given.
    for (const { logicalId: id, type, properties } of resources.values())
      if (!this.application.nestedIn(this, id)) add(properties, { kind: 'resource', id, type });
    for (const [id, { value }] of outputs) add(value, { kind: 'output', id, type: 'Output' });
    this.#named = named;
    return named;
  }

  /** The declaration behind an entity of this stack. */
  declarationOf(entity: Resource): ResourceDeclaration | undefined {
    return this.evaluator.template.resources.get(entity.id);
  }

  /** Whether a resource names another of its template, or a parameter, anywhere: no scenario is consulted. */
  mentions(entity: Resource, id: string): boolean {
    return this.evaluator.references(this.declarationOf(entity)?.properties).has(id);
  }
}

const byName = (a: ResourceDeclaration, b: ResourceDeclaration): number => (a.logicalId < b.logicalId ? -1 : 1);

/** A link to something outside: literal ARNs and ids are their own identity. */
function unknownLink(evaluated: Evaluated) {
  if (evaluated.kind !== 'literal') return unknownOf(evaluated);
  return unknown(
    { kind: 'runtime', name: evaluated.text },
    `literal(${evaluated.text})`,
    evaluated.span,
    evaluated.via,
  );
}
