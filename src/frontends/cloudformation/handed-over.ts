import type { Hop } from '../../value.ts';
import type { Evaluated } from './evaluated.ts';
import { opaque } from './text.ts';

/**
 * A value as one stack hands it to another. Only texts and lists of them cross, and no step on the way is told twice:
 * stacks that hand on what they were handed would otherwise double it each time.
 */
export function handedOver(value: Evaluated | undefined): Evaluated | undefined {
  if (!value) return undefined;
  const { span } = value;
  const via = eachOnce(value.via);
  const isText = ({ kind }: Evaluated): boolean => kind !== 'list' && kind !== 'map';
  if (isText(value) || (value.kind === 'list' && value.items.every(isText))) return { ...value, via };
  const name = `a ${value.kind} that another stack hands over`;
  return opaque(`${value.kind}@${span.file.path}:${span.start}`, { kind: 'unsupported', name }, { span, via });
}

function eachOnce(via: readonly Hop[]): readonly Hop[] {
  if (via.length < 2) return via;
  const nameOf = ({ kind, name, span }: Hop) => `${kind} ${name} ${span.file.path}:${span.start}`;
  return [...new Map(via.map((hop) => [nameOf(hop), hop])).values()];
}
