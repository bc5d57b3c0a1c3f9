import type { AclEntry, NetworkAcl } from '../../src/graph/acl.ts';
import type { Subnet, Vpc } from '../../src/graph/network.ts';
import type { Value } from '../../src/value.ts';

/** A place. */
export const span = { file: { path: 'acl.yaml', text: '' }, start: 0, end: 0 };
/** A value that is written there. */
export const known = <T>(value: T): Value<T> => ({ kind: 'known', value, span, via: [] });
/** A value that is the default of a parameter. */
export const byDefault = <T>(name: string, value: T): Value<T> => ({
  ...known(value),
  via: [{ kind: 'parameter-default', name, span }],
});
/** Something that nobody knows. */
export const hidden = (symbol: string): Value<never> => ({
  kind: 'unknown',
  reason: { kind: 'parameter', name: symbol },
  symbol,
  span,
  via: [],
});
const resource = {
  span,
  exists: true,
  comesAfter: () => false,
  dependsOn: known(undefined),
  referrers: [],
  property: () => known(undefined),
};
const readAs = <T>(text: string, read: (text: string) => T): Value<T> =>
  text.startsWith('?') ? hidden(text) : known(read(text));

/** An entry from what is written of it: `in 100 allow 6 0.0.0.0/0 80-80`; what begins with a question mark is unknown. */
export function entry(written: string): AclEntry {
  const [direction = '', number = '', action = '', protocol = '', cidr = '', ports = ''] = written.split(' ');
  return {
    span: { ...span, start: Number.parseInt(number, 10) || 0 },
    number: readAs(number, Number),
    egress: readAs(direction, (text) => text === 'out'),
    protocol: readAs(protocol, String),
    action: readAs(action, String),
    cidr: readAs(cidr, (text) => (text === 'ipv6' ? undefined : text)),
    ports: readAs(ports, (text) => {
      const [from = 0, to = from] = text.split('-').map(Number);
      return text === '' ? undefined : { from, to };
    }),
  };
}

/** A subnet with a network ACL, or with none that the sources show. */
export const subnet = (cidr: string, id = 'Subnet', networkAcl?: Subnet['networkAcl']): Subnet => ({
  ...resource,
  id,
  type: 'AWS::EC2::Subnet',
  key: id,
  vpc: hidden('vpc'),
  cidr: known(cidr),
  availabilityZone: known(undefined),
  zone: hidden('zone'),
  outsideRegion: known(false),
  defaultRoute: hidden('route'),
  ...(networkAcl && { networkAcl }),
});

export const vpc = (cidr: Value<string>): Vpc => ({
  ...resource,
  id: 'Vpc',
  type: 'AWS::EC2::VPC',
  key: 'Vpc',
  cidr,
  endpoints: known([]),
});

/** A network ACL from what is written of its entries. */
export const acl = (entries: readonly string[], id = 'Acl'): NetworkAcl => ({
  ...resource,
  id,
  type: 'AWS::EC2::NetworkAcl',
  key: id,
  entries: known(entries.map(entry)),
});
