import { type AliasEnd, type Ask, defineRule, type LoadBalancer, map, type Problem } from '../src/rule.ts';

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
    Application and Classic Load Balancers of a region share one zone; there the name alone decides where requests go.
  `,
  remedy: `
    Take \`DNSName\` and \`CanonicalHostedZoneID\` from the same load balancer.
  `,
  references: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-route53-aliastarget.html',
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html',
    'https://docs.aws.amazon.com/general/latest/gr/elb.html',
  ],

  over: 'dnsRecords',
  check({ id, records }, ask) {
    const { need, peek, same } = ask;
    return need(records).flatMap(({ alias, hostedZone }): Problem | [] => {
      // What leads to another stack's load balancer is that stack's to know.
      if (!alias) return [];
      const end = peek(alias.dnsName);
      if (end?.kind !== 'load-balancer') return [];
      const { loadBalancer } = end;
      const own = same(map(alias.hostedZone, textOf), hostedZone) === true;
      const zone = own ? ownZone : zoneOf(need(alias.hostedZone), loadBalancer, ask);
      if (zone === undefined) return [];
      if (own) peek(hostedZone);
      const because = [[alias.dnsName, `the name of \`${loadBalancer.id}\``]] as const;
      const statement = `the alias \`${id}\` has the name of \`${loadBalancer.id}\`, but ${zone.name}`;
      if (!zone.isSame)
        return {
          message: statement,
          at: [alias.hostedZone, `not where the name of \`${loadBalancer.id}\` lies`],
          because,
        };
      return {
        message: `${statement}, which is the same one: it leads to \`${loadBalancer.id}\`, whichever was meant`,
        severity: 'info',
        confidence: 'possible',
        status: [],
        at: [alias.hostedZone, 'of another load balancer than the name'],
        because,
      };
    });
  },
});

const textOf = (end: AliasEnd): string => (end.kind === 'literal' ? end.text : '');

interface Zone {
  readonly name: string;
  /** Whether the name of the load balancer lies there all the same. */
  readonly isSame: boolean;
}

const ownZone: Zone = { name: 'the zone that the record itself lies in', isSame: false };

/** The zone of something else than the load balancer, where that is certain. */
function zoneOf(zone: AliasEnd, { key, kind }: LoadBalancer, { need }: Ask): Zone | undefined {
  // In a region all Application and Classic Load Balancers have one zone, and all Network Load Balancers another.
  const isSame = (other: string) => (other === 'network') === (need(kind) === 'network');
  switch (zone.kind) {
    case 'load-balancer': {
      const { loadBalancer } = zone;
      if (loadBalancer.key === key) return undefined;
      return { name: `the zone of \`${loadBalancer.id}\``, isSame: isSame(need(loadBalancer.kind)) };
    }
    case 'resource': {
      const name = `the zone of \`${zone.id}\``;
      if (zone.type === 'AWS::ElasticLoadBalancing::LoadBalancer') return { name, isSame: isSame('classic') };
      return zone.type === 'AWS::Route53::HostedZone' ? { name, isSame: false } : undefined;
    }
    case 'literal':
      return zone.text === cloudFrontZone ? { name: 'the zone of CloudFront', isSame: false } : undefined;
  }
}
