import type {
  Alias,
  AliasEnd,
  CacheBehavior,
  Distribution,
  DnsRecord,
  DnsRecords,
  Origin,
} from '../../../graph/front.ts';
import type { LoadBalancer } from '../../../graph/load-balancing.ts';
import { lazy } from '../../../lazy.ts';
import type { Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { Properties, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';

const recordDocs = 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html';
const originDocs = 'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomOriginConfig.html';
const behaviorDocs = 'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html';

/** A record set by itself; a group's records share the zone that the group names. */
export function readDnsRecords(declaration: ResourceDeclaration, stack: Stack): DnsRecords {
  const properties = () => stack.properties(declaration);
  return lazy(stack.scenarios, stack.base(declaration), {
    records: (): Value<readonly DnsRecord[]> => {
      const own = properties();
      if (declaration.type === 'AWS::Route53::RecordSetGroup')
        return own.list('RecordSets', (item) => recordOf(new Properties(item, item.span), own, stack), {
          value: [],
          docs: recordDocs,
        });
      return { kind: 'known', value: [recordOf(own, own, stack)], span: declaration.key, via: [] };
    },
  });
}

function recordOf(properties: Properties, group: Properties, stack: Stack): DnsRecord {
  const holder = [properties, group].find((each) => each.get('HostedZoneId')) ?? properties;
  const base = {
    span: properties.span,
    name: properties.requiredText('Name'),
    hostedZone: holder.requiredText('HostedZoneId'),
  };
  const alias = properties.in('AliasTarget');
  return properties.get('AliasTarget') ? { ...base, alias: aliasOf(alias, stack) } : base;
}

const aliasOf = (properties: Properties, stack: Stack): Alias => ({
  span: properties.span,
  dnsName: endOf(properties, 'DNSName', 'DNSName', stack),
  hostedZone: endOf(properties, 'HostedZoneId', 'CanonicalHostedZoneID', stack),
});

function endOf(properties: Properties, key: string, attribute: string, stack: Stack): Value<AliasEnd> {
  const evaluated = properties.get(key);
  if (!evaluated) return properties.missing(key);
  const { span, via } = evaluated;
  const known = (value: AliasEnd): Value<AliasEnd> => ({ kind: 'known', value, span, via });
  if (evaluated.kind === 'literal') return known({ kind: 'literal', text: evaluated.text });
  const loadBalancer = loadBalancerBehind(evaluated, attribute, stack);
  if (loadBalancer) return known({ kind: 'load-balancer', loadBalancer });
  const found = stack.application.found(evaluated);
  if (!found) return unknownOf(evaluated);
  const { logicalId: id, type } = found.declaration;
  return known({ kind: 'resource', id, type });
}

/** The load balancer whose attribute this is: alone, or after the `dualstack.` that its name may be given. */
function loadBalancerBehind(evaluated: Evaluated, attribute: string, stack: Stack): LoadBalancer | undefined {
  const [before, ...rest] = evaluated.kind === 'unknown' ? (evaluated.parts ?? [evaluated]) : [evaluated];
  const [owner, ...more] = before === 'dualstack.' ? rest : [before, ...rest];
  if (typeof owner !== 'object' || more.length > 0) return undefined;
  const reference = stack.application.referenceOf(owner);
  if (reference?.attribute !== attribute) return undefined;
  const { attribute: _, ...whole } = reference;
  const link = stack.link(whole, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
  return link.kind === 'unknown' ? undefined : link.value;
}

export function readDistribution(declaration: ResourceDeclaration, stack: Stack): Distribution {
  const properties = () => stack.properties(declaration).in('DistributionConfig');
  return lazy(stack.scenarios, stack.base(declaration), {
    origins: () =>
      properties().list('Origins', (item) => originOf(new Properties(item, item.span), stack), {
        value: [],
        docs: originDocs,
      }),
    behaviors: (): Value<readonly CacheBehavior[]> => {
      const config = properties();
      const others = config.list('CacheBehaviors', (item) => behaviorOf(new Properties(item, item.span)), {
        value: [],
        docs: behaviorDocs,
      });
      if (others.kind === 'unknown' || !config.get('DefaultCacheBehavior')) return others;
      return { ...others, value: [behaviorOf(config.in('DefaultCacheBehavior')), ...others.value] };
    },
  });
}

function originOf(properties: Properties, stack: Stack): Origin {
  const custom = properties.in('CustomOriginConfig');
  return {
    span: properties.span,
    id: properties.requiredText('Id'),
    loadBalancer: originLoadBalancer(properties, stack),
    protocolPolicy: custom.requiredText('OriginProtocolPolicy'),
    httpPort: custom.number('HTTPPort', { value: 80, docs: originDocs }),
    httpsPort: custom.number('HTTPSPort', { value: 443, docs: originDocs }),
    readTimeout: custom.number('OriginReadTimeout', { value: 30, docs: originDocs }),
  };
}

function originLoadBalancer(properties: Properties, stack: Stack): Value<LoadBalancer> {
  const domain = properties.get('DomainName');
  if (!domain) return properties.missing('DomainName');
  const value = loadBalancerBehind(domain, 'DNSName', stack);
  return value ? { kind: 'known', value, span: domain.span, via: domain.via } : unknownOf(domain);
}

function behaviorOf(properties: Properties): CacheBehavior {
  return {
    span: properties.span,
    pathPattern: properties.text('PathPattern', { value: '*', docs: behaviorDocs }),
    originId: properties.requiredText('TargetOriginId'),
    grpc: properties.in('GrpcConfig').boolean('Enabled', { value: false, docs: behaviorDocs }),
  };
}
