import { type AliasEnd, defineRule, type LoadBalancer, map, type Problem } from '../src/rule.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-route53-aliastarget.html */
const cloudFrontZone = 'Z2FDTNDATAQYW2';

export default defineRule({
  id: 'route53-alias-wrong-load-balancer',
  title: 'an alias record names one load balancer and the zone of something else',
  status: ['deploy', 'no answer'],
  during: 'deploy',
  severity: 'warning',
  why: `
    An alias needs both ends of its target: the name of the load balancer, and the zone that this name lies in, which is
    AWS's own, not the zone that the record is written in. Where the two do not belong together, Route 53 finds no such
    name in that zone: it refuses the record, or the domain resolves to nothing and clients never reach the load balancer.
  `,
  remedy: `
    Take \`DNSName\` and \`CanonicalHostedZoneID\` from the same load balancer.
  `,
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-route53-aliastarget.html',
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html',
  ],

  over: 'dnsRecords',
  check({ id, records }, { need, peek, same }) {
    return need(records).flatMap(({ alias, hostedZone }): Problem | [] => {
      // What leads to another stack's load balancer is that stack's to know.
      if (!alias) return [];
      const end = peek(alias.dnsName);
      if (end?.kind !== 'load-balancer') return [];
      const own = same(map(alias.hostedZone, textOf), hostedZone) === true;
      const zone = own ? 'the zone that the record itself lies in' : zoneOf(need(alias.hostedZone), end.loadBalancer);
      if (zone === undefined) return [];
      if (own) peek(hostedZone);
      return {
        message: `the alias \`${id}\` has the name of \`${end.loadBalancer.id}\`, but ${zone}`,
        at: [alias.hostedZone, `not where the name of \`${end.loadBalancer.id}\` lies`],
        because: [[alias.dnsName, `the name of \`${end.loadBalancer.id}\``]],
      };
    });
  },
});

const textOf = (end: AliasEnd): string => (end.kind === 'literal' ? end.text : '');

/** Whose zone it is, where that is certainly not the load balancer's. */
function zoneOf(zone: AliasEnd, { id }: LoadBalancer): string | undefined {
  switch (zone.kind) {
    case 'load-balancer':
      return zone.loadBalancer.id === id ? undefined : `the zone of \`${zone.loadBalancer.id}\``;
    case 'resource':
      return /^AWS::(Route53::HostedZone|ElasticLoadBalancing::LoadBalancer)$/.test(zone.type)
        ? `the zone of \`${zone.id}\``
        : undefined;
    case 'literal':
      return zone.text === cloudFrontZone ? 'the zone of CloudFront' : undefined;
  }
}
