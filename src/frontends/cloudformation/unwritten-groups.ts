import type { Resource } from '../../graph/entities.ts';
import type { SecurityGroup } from '../../graph/network.ts';
import { lazy } from '../../lazy.ts';
import type { Span } from '../../source/file.ts';
import type { Unknown, Value } from '../../value.ts';
import { dependsOnDocs } from './order.ts';
import { unknown } from './properties.ts';
import type { Stack } from './stack.ts';

/** Security groups that a stack uses and no template writes. */
export class UnwrittenGroups {
  readonly #stack: Stack;
  readonly #called = new Map<string, SecurityGroup>();
  #ofVpc: SecurityGroup | undefined;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  /** One that is known only by its id. */
  called(id: string, span: Span): SecurityGroup {
    const known = this.#called.get(id);
    if (known) return known;
    const rules = unknownRules(id, span);
    const group: SecurityGroup = {
      id,
      key: `external/${id}`,
      type: 'AWS::EC2::SecurityGroup',
      span,
      exists: true,
      ...outside,
      unwritten: 'by id',
      ingress: rules,
      egress: rules,
      strayRules: [],
    };
    this.#called.set(id, group);
    return group;
  }

  /** The default one, which AWS attaches where none is named. It admits its own members and lets everything out. */
  ofVpc(span: Span): SecurityGroup {
    if (this.#ofVpc) return this.#ofVpc;
    const docs = 'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html';
    const given = <T>(value: T): Value<T> => ({ kind: 'defaulted', value, docs, span, via: [] });
    const fixed = {
      id: 'default',
      key: `${this.#stack.name}/default security group`,
      type: 'AWS::EC2::SecurityGroup',
      span,
      exists: true,
      ...outside,
      unwritten: 'as default' as const,
    };
    const group: SecurityGroup = lazy(this.#stack.scenarios, Object.assign(fixed, { strayRules: [] }), {
      ingress: (): SecurityGroup['ingress'] => {
        if (this.#changesDefault()) return unknownRules('default', span);
        const peer = { kind: 'group', group: given(group) } as const;
        return given([{ span, protocol: given('-1'), fromPort: given(-1), toPort: given(-1), peer }]);
      },
      egress: (): SecurityGroup['egress'] => given('all'),
    });
    this.#ofVpc = group;
    return group;
  }

  /** Whether there are several default groups, or rules that may be one's own. */
  #changesDefault(): boolean {
    const stack = this.#stack;
    if (stack.declarations('AWS::EC2::VPC').length > 1) return true;
    return stack.declarations('AWS::EC2::SecurityGroupIngress').some((declaration) => {
      const group = stack.properties(declaration).get('GroupId');
      return group?.kind !== 'reference' || group.attribute === 'DefaultSecurityGroup';
    });
  }
}

const unknownRules = (id: string, span: Span): Unknown =>
  unknown({ kind: 'runtime', name: `rules of security group ${id}` }, `rules(${id})`, span);

const nowhere: Span = { file: { path: '', text: '' }, start: 0, end: 0 };

/** What can be said of a resource that is not in the template. */
const outside: Pick<Resource, 'comesAfter' | 'dependsOn' | 'referrers' | 'property'> = {
  comesAfter: () => true,
  dependsOn: { kind: 'defaulted', value: undefined, docs: dependsOnDocs, span: nowhere, via: [] },
  referrers: [],
  property: (path) => unknown({ kind: 'runtime', name: path }, `outside(${path})`, nowhere),
};
