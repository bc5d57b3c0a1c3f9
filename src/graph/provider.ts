import { derived, type Unknown, type Value } from '../value.ts';
import { ephemeralPorts } from './acl.ts';
import { type Admission, covers, coversTcp, isUnknown, type NearMiss, type Verdict, valuesOf } from './admission.ts';
import type { Authentication } from './authentication.ts';
import { isEverywhere, isPrivate, parseCidr } from './cidr.ts';
import { type Crossing, clientsCross } from './crossing.ts';
import type { LoadBalancer } from './load-balancing.ts';
import type { SecurityGroupRule } from './network.ts';

/** Where an identity provider is. */
export interface Address {
  /** Absent where part of the name is unknown. */
  readonly host?: string;
  readonly port: number;
  /** Whether it is on the public internet for certain: a private address may have a public name, too. */
  readonly isPublic: boolean;
}

/** Identity providers that nobody runs in a VPC of their own. */
const publicHosts =
  /(^|\.)(amazoncognito\.com|amazonaws\.com|google\.com|googleapis\.com|microsoftonline\.com|windows\.net|okta\.com|auth0\.com|onelogin\.com|pingone\.com|facebook\.com)$/i;

/** What an address says although part of it is unknown. `undefined` where it is no URL that begins with `https://`. */
export function addressOf(url: Value<string>): Value<Address | undefined> {
  const pieces = url.kind === 'unknown' ? url.parts : [url.value.trim()];
  if (!pieces) return url as Unknown;
  const text = pieces.map((piece) => (typeof piece === 'string' ? piece : hole)).join('');
  const [, host, port] = /^https:\/\/([^/:?#]*)(?::(\d+))?(?:[/?#]|$)/i.exec(text) ?? [];
  if (host === undefined || host === '')
    return url.kind === 'unknown' && (text.startsWith(hole) || /^https:\/\//i.test(text))
      ? url
      : derived(undefined, url.span, [url]);
  // The unknown end of a name may hold a port.
  if (url.kind === 'unknown' && host.endsWith(hole)) return url;
  const isPublic = publicHosts.test(host);
  const address = { port: Number(port ?? 443), isPublic, ...(host.includes(hole) ? {} : { host }) };
  return { kind: 'known', value: address, span: url.span, via: url.via };
}

const hole = '\u0000';

/** The addresses that a load balancer itself connects to; Cognito's are AWS's own. */
export function providerOf({ kind, endpoints, span }: Authentication): Value<readonly Address[]> {
  if (kind === 'cognito') return derived([{ port: 443, isPublic: true }], span, []);
  const found: Address[] = [];
  const from: Value<unknown>[] = [];
  for (const { url, contacted } of endpoints) {
    if (!contacted) continue;
    const address = addressOf(url);
    if (address.kind === 'unknown') return address;
    if (address.value) found.push(address.value);
    from.push(address);
  }
  return derived(found, span, from);
}

/**
 * Whether the security groups of a load balancer let it out to an address, which it reaches over IPv4 only.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
 */
export function reachesProvider({ securityGroups }: LoadBalancer, { port, isPublic }: Address): Value<Admission> {
  if (securityGroups.kind === 'unknown') return securityGroups;
  const near: NearMiss[] = [];
  const from: Value<unknown>[] = [securityGroups];
  const open = (): Value<Admission> => derived({ extent: 'open', near: [] }, securityGroups.span, from);
  let doubt: Unknown | undefined;
  for (const group of securityGroups.value) {
    if (group.kind === 'unknown') {
      doubt ??= group;
      continue;
    }
    const { egress, strayRules } = group.value;
    if (egress.kind === 'unknown') {
      doubt ??= egress;
      continue;
    }
    if (egress.value === 'all') return open();
    doubt ??= strayRules[0];
    for (const rule of egress.value) {
      const wanted = derived(port, securityGroups.span, []);
      const verdicts = [coversTcp(rule), covers(rule, wanted).verdict, leadsOut(rule, isPublic)];
      if (verdicts.every((verdict) => verdict === 'yes')) return open();
      from.push(...valuesOf(rule));
      if (!verdicts.includes('no')) doubt ??= verdicts.find(isUnknown);
      else if (verdicts[0] !== 'no' && verdicts[1] !== 'no' && rule.peer.kind === 'cidr-ipv6')
        near.push({ group: group.value, rule, wrong: 'ipv6' });
    }
  }
  return doubt ?? derived({ extent: 'closed', near }, securityGroups.span, from);
}

/** Whether a rule leads to the identity provider. Ranges of public addresses may be the provider's. */
function leadsOut({ peer, span }: SecurityGroupRule, isPublic: boolean): Verdict {
  switch (peer.kind) {
    case 'none':
    case 'cidr-ipv6':
      return 'no';
    case 'cidr': {
      const { cidr } = peer;
      if (cidr.kind === 'unknown') return isPublic && cidr.symbol.endsWith('.CidrBlock') ? 'no' : cidr;
      const block = parseCidr(cidr.value);
      if (!block || block.from >= 224 * 2 ** 24 || loopback.test(cidr.value)) return 'no';
      if (isEverywhere(block)) return 'yes';
      return isPublic && isPrivate(cidr.value) ? 'no' : { ...whoIs(cidr.value), span, via: [] };
    }
    case 'group':
      return isPublic ? 'no' : { ...whoIs('a security group'), span, via: [] };
    case 'prefix-list':
      return { ...whoIs('a prefix list'), span, via: [] };
    case 'unknown':
      return peer.value;
  }
}

/**
 * What the network ACLs around a load balancer stop of its way to an address: out to the port, or the answers back in.
 * https://repost.aws/knowledge-center/elb-configure-authentication-alb
 */
export function crossesToProvider({ subnets }: LoadBalancer, { port, isPublic }: Address): Value<Crossing> {
  const far = isPublic ? 'internet' : 'anywhere';
  const ways = [
    clientsCross(subnets, 'out', far, { from: port, to: port }),
    clientsCross(subnets, 'in', far, ephemeralPorts),
  ];
  const known = ways.flatMap((way) => (way.kind === 'unknown' ? [] : [way.value]));
  const barriers = known.flatMap((crossing) => crossing.barriers);
  const chosen = known.find((crossing) => crossing.chosen)?.chosen;
  const doubt = ways.find(({ kind }) => kind === 'unknown');
  if (barriers.length === 0 && doubt) return doubt as Unknown;
  if (barriers.length === 0 && chosen)
    return { ...whoIs(`the addresses that ${chosen.id} lets through`), span: subnets.span, via: [] };
  return derived({ barriers, everyPair: known.some(({ everyPair }) => everyPair) }, subnets.span, ways);
}

const loopback = /^\s*127\./;

const whoIs = (peer: string): Pick<Unknown, 'kind' | 'reason' | 'symbol'> => ({
  kind: 'unknown',
  reason: { kind: 'runtime', name: `whether the identity provider is in ${peer}` },
  symbol: `provider(${peer})`,
});
