import { map, type Value } from '../../../value.ts';
import { type Properties, text, unknown } from '../properties.ts';
import type { Stack } from '../stack.ts';

/** Which VPC `VpcId` names: one that a template creates, by its stack and logical id, or the id of one that exists. */
export function networkOf(properties: Properties, stack: Stack): Value<string> {
  const written = properties.get('VpcId');
  if (!written) {
    const reason = { kind: 'runtime', name: 'the default VPC' } as const;
    return unknown(reason, 'default-vpc', properties.span);
  }
  if (written.kind === 'literal') return text(written);
  return map(stack.link(written, 'AWS::EC2::VPC'), ({ id, key = id }) => key.replace(/^\//, ''));
}
