import type { AclEntry, NetworkAcl } from '../../../graph/acl.ts';
import type { PortSpan } from '../../../graph/ecs.ts';
import { lazy } from '../../../lazy.ts';
import { derived, type Unknown, type Value } from '../../../value.ts';
import { unknown, unknownOf } from '../properties.ts';
import type { Stack } from '../stack.ts';
import type { ResourceDeclaration } from '../template.ts';
import { namers } from './namers.ts';
import { handedOn, reachable } from './routing.ts';

const entryDocs = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html';
const defaultDocs = 'https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html';

const aclType = 'AWS::EC2::NetworkAcl';
const entryType = 'AWS::EC2::NetworkAclEntry';
const associationType = 'AWS::EC2::SubnetNetworkAclAssociation';

export function readNetworkAcl(declaration: ResourceDeclaration, stack: Stack): NetworkAcl {
  return lazy(stack.scenarios, stack.base(declaration), {
    entries: (): NetworkAcl['entries'] => {
      const { logicalId: id, key: span } = declaration;
      const { found, doubt } = namers(declaration, entryType, 'NetworkAclId', stack);
      // Where another stack's entries are seen to use what is put out, nobody else is suspected.
      const isShared = found.some(({ stack: other }) => other !== stack);
      const unseen = isShared ? handedOn([{ id, span }], stack) : reachable([{ id, span }], stack);
      const elsewhere = unseen ?? strayEntry(stack) ?? doubt;
      if (elsewhere) return elsewhere;
      const value = found.map((entry) => entryOf(entry.declaration, entry.stack));
      return { kind: 'known', value, span, via: [] };
    },
  });
}

/** An entry whose network ACL is no resource of the template may be any one's. */
function strayEntry(stack: Stack): Unknown | undefined {
  for (const entry of stack.declarations(entryType)) {
    if (!stack.evaluator.exists(entry)) continue;
    const id = stack.properties(entry).get('NetworkAclId');
    if (id?.kind === 'unknown') return id;
  }
  return undefined;
}

function entryOf(declaration: ResourceDeclaration, stack: Stack): AclEntry {
  const properties = stack.properties(declaration);
  const absent = { value: undefined, docs: entryDocs };
  return {
    span: declaration.key,
    number: properties.requiredNumber('RuleNumber'),
    egress: properties.boolean('Egress', { value: false, docs: entryDocs }),
    protocol: properties.requiredText('Protocol'),
    action: properties.required('RuleAction', (s) => s.toLowerCase()),
    cidr: properties.text<undefined>('CidrBlock', absent),
    ports: portsOf(declaration, stack),
  };
}

function portsOf(declaration: ResourceDeclaration, stack: Stack): Value<PortSpan | undefined> {
  const range = stack.properties(declaration).in('PortRange');
  if (!range.written) return { kind: 'defaulted', value: undefined, docs: entryDocs, span: declaration.key, via: [] };
  const [from, to] = [range.requiredNumber('From'), range.requiredNumber('To')];
  if (from.kind === 'unknown') return from;
  if (to.kind === 'unknown') return to;
  return derived({ from: from.value, to: to.value }, range.span, [from, to]);
}

/** A subnet without an association is in the VPC's default network ACL, which lets everything through. */
export function networkAclOf(subnet: ResourceDeclaration, stack: Stack): Value<NetworkAcl | 'default'> {
  const { found, doubt } = namers(subnet, associationType, 'SubnetId', stack);
  const [association, second] = found;
  if (!association)
    return doubt ?? { kind: 'defaulted', value: 'default', docs: defaultDocs, span: subnet.key, via: [] };
  const acl = association.stack.properties(association.declaration).get('NetworkAclId');
  if (acl && !second) return association.stack.link(acl, aclType);
  const reason = { kind: 'runtime', name: `the network ACL of ${subnet.logicalId}` } as const;
  const { key } = association.declaration;
  return acl?.kind === 'unknown' ? unknownOf(acl) : unknown(reason, `acl(${subnet.logicalId})`, key);
}
