import { defineRule } from '../src/rule.ts';

export default defineRule({
  id: 'health-threshold-order',
  title: 'a zone is taken out of DNS later than its requests are sent to unhealthy targets',
  status: ['deploy'],
  during: 'deploy',
  severity: 'error',
  why: `
    When a zone has fewer healthy targets than the one threshold, its addresses are taken out of DNS; below the other one
    its requests go to all targets, unhealthy ones too. Elastic Load Balancing wants the first to happen before or with
    the second, so it rejects a threshold for DNS failover below that for routing failover.
  `,
  remedy: `
    Raise the threshold for DNS failover to that for routing failover or above, or set it to \`off\`.
  `,
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html',
  ],

  over: 'targetGroup',
  check({ targetGroup }, { need }) {
    const { attributes } = targetGroup;
    return (['count', 'percentage'] as const).flatMap((unit) => {
      const dns = attributes.get(`target_group_health.dns_failover.minimum_healthy_targets.${unit}`);
      const routing = attributes.get(`target_group_health.unhealthy_state_routing.minimum_healthy_targets.${unit}`);
      if (dns.kind === 'defaulted' || routing.kind === 'defaulted') return [];
      const [before, after] = [need(dns) ?? '', need(routing) ?? ''];
      if (![before, after].every((text) => /^\d+$/.test(text)) || Number(before) >= Number(after)) return [];
      const few = (n: string) =>
        unit === 'count'
          ? `fewer than ${n} healthy ${n === '1' ? 'target' : 'targets'}`
          : `less than ${n} % of targets healthy`;
      return [
        {
          message: `\`${targetGroup.id}\` takes a zone out of DNS with ${few(before)}, but sends its requests to unhealthy targets with ${few(after)} already`,
          confidence: 'likely' as const,
          at: [dns, 'has to be the larger one, or equal'] as const,
          because: [[routing, 'happens first'] as const],
        },
      ];
    });
  },
});
