import { spend } from '../effort.ts';
import type { Unknown } from '../value.ts';
import type { SecurityGroup } from './network.ts';

/** What is handed a security group, and may add rules to it where nobody can look. */
export const mayAddRules =
  /^(AWS::CloudFormation::(Stack|StackSet|CustomResource)|Custom::.+|AWS::SSM::Parameter|.+::MODULE)$/;

/**
 * Who is handed a group of either side, or the one of both, may let one into the other where nobody can look; with one of
 * two it cannot.
 */
export function addedBetween(groups: readonly SecurityGroup[], others: readonly SecurityGroup[]): Unknown | undefined {
  for (const group of groups)
    for (const other of others) {
      spend(5);
      if (stackOf(group) !== stackOf(other)) continue;
      const theirs = new Set(other.referrers.map(({ id }) => id));
      const adder = group.referrers.find(({ id, type }) => theirs.has(id) && mayAddRules.test(type));
      if (!adder) continue;
      const both = group === other ? group.id : `${group.id} and ${other.id}`;
      const reason = { kind: 'runtime', name: `what ${adder.id} does with ${both}` } as const;
      return { kind: 'unknown', reason, symbol: `added(${group.id}, ${adder.id})`, span: group.span, via: [] };
    }
  return undefined;
}

/** What tells the stack that a resource is in from others. */
const stackOf = ({ key, id }: SecurityGroup): string => key.slice(0, key.length - id.length);
