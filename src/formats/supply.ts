import type { Entity } from '../graph/entities.ts';
import type { Report } from '../report.ts';
import type { Reason, Unknown } from '../value.ts';
import { compare } from './order.ts';
import { safe } from './safe.ts';

/** What the user can hand over so that the unknown becomes known; nothing where only a deployment could tell. */
export function supply({ reason }: Unknown, resource: Entity): string | undefined {
  if (reason.heldUpBy) return waitsFor(reason.heldUpBy);
  switch (reason.kind) {
    case 'parameter':
      return `--parameter ${safe(reason.name)}=…`;
    case 'import':
      return `the template that exports ${safe(reason.name)}`;
    case 'template':
      return `the template ${safe(reason.name)}`;
    case 'application':
      return stated.test(reason.name) ? `assume: ${safe(reason.name)}${forWhom(reason, resource)}` : undefined;
    case 'runtime':
    case 'unsupported':
      return undefined;
  }
}

function waitsFor(heldUpBy: NonNullable<Reason['heldUpBy']>): string {
  if ('parameter' in heldUpBy) return `--parameter ${safe(heldUpBy.parameter)}=…`;
  return `the stack name of ${safe(heldUpBy.stackOf)} under \`stacks\` in the configuration`;
}

// The facts that `assume:` and `Metadata` take have their unit in their name; a command or a variable is none of them.
const stated = /Seconds$/;

function forWhom({ of }: Reason, { type, id }: Entity): string {
  const owner = of ?? (type === 'container' ? id : undefined);
  return owner === undefined ? '' : ` for ${safe(owner)}`;
}

/** One thing to supply, or one thing nobody can supply, and how much waits for it. */
export interface Want {
  readonly supply: string | undefined;
  readonly reason: Reason;
  /** Checks that stopped for want of it, and links that could not be followed. */
  readonly waiting: number;
}

/** Everything the report waits for, what most waits for first. */
export function wants({ coverage: { undecided, gaps } }: Report): readonly Want[] {
  const all = new Map<string, { readonly first: Want; readonly waiting: Set<string> }>();
  const add = (value: Unknown, resource: Entity, waiter: string): void => {
    const text = supply(value, resource);
    const { kind, name, of = '' } = value.reason;
    const key = text ?? `${kind} ${name} ${of}`;
    const known = all.get(key) ?? { first: { supply: text, reason: value.reason, waiting: 0 }, waiting: new Set() };
    known.waiting.add(waiter);
    all.set(key, known);
  };
  for (const { value, resource, rule } of undecided) add(value, resource, `${rule.id} ${place(resource)}`);
  for (const { value, from, to } of gaps) add(value, from, `${to} of ${place(from)}`);
  return [...all]
    .map(([key, { first, waiting }]) => ({ key, want: { ...first, waiting: waiting.size } }))
    .sort((a, b) => b.want.waiting - a.want.waiting || compare(a.key, b.key))
    .map(({ want }) => want);
}

const place = ({ id, span }: Entity): string => `${id} ${span.file.path} ${span.start}`;
