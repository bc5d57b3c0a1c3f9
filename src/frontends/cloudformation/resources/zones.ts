import type { Zone } from '../../../graph/placement.ts';
import type { Value } from '../../../value.ts';
import { type Properties, unknown, unknownOf } from '../properties.ts';

/** The Availability Zone of a subnet, comparable with others even where its name is not known. */
export function zoneOf(properties: Properties): Value<Zone> {
  const written = properties.get('AvailabilityZone');
  const id = properties.get('AvailabilityZoneId');
  const evaluated = written ?? id;
  if (!evaluated) {
    const { file, start } = properties.span;
    const reason = { kind: 'runtime', name: 'the Availability Zone that AWS picks' } as const;
    return unknown(reason, `zone@${file.path}:${start}`, properties.span);
  }
  const { span, via } = evaluated;
  const known = (list: string, member: string, name: string): Value<Zone> => ({
    kind: 'known',
    value: { list, member, name },
    span,
    via,
  });
  if (evaluated.kind === 'literal')
    return known(written ? 'names' : 'ids', evaluated.text.trim(), `\`${evaluated.text.trim()}\``);
  if (evaluated.kind !== 'unknown') return unknownOf(evaluated);
  // `Fn::GetAZs` lists each zone once, so two places of it are two zones.
  const [, index = '', zones] = /^Select\((\d+),(GetAZs\(.*\))\)$/s.exec(evaluated.symbol) ?? [];
  if (zones) return known(zones, index, `zone ${Number(index) + 1} of the region`);
  const [region, letter, ...rest] = evaluated.parts ?? [];
  if (typeof region === 'object' && typeof letter === 'string' && rest.length === 0)
    return known(region.symbol, letter, `zone ${letter} of the region`);
  const { symbol: list, reason } = evaluated;
  const value = { list, member: '', name: `the zone that \`${reason.name}\` names`, source: evaluated };
  return { kind: 'known', value, span, via };
}

/** `us-west-2-lax-1a` is a Local Zone: https://docs.aws.amazon.com/local-zones/latest/ug/available-local-zones.html */
const outsideZone = /^[a-z]+(-[a-z]+)+-\d+-[a-z0-9]+-[a-z0-9-]+$/;

/** Whether a subnet lies on an Outpost, in a Local Zone or in a Wavelength Zone. */
export function outsideRegion(properties: Properties): Value<boolean> {
  const outpost = properties.get('OutpostArn');
  const zone = properties.get('AvailabilityZone');
  const { span, via } = outpost ?? zone ?? { span: properties.span, via: [] };
  if (outpost) return { kind: 'known', value: true, span, via };
  const outside = zone?.kind === 'literal' && outsideZone.test(zone.text.trim());
  return { kind: 'known', value: outside, span, via };
}
