import type { Value } from '../../../value.ts';
import { type Properties, parseNumber, scalar } from '../properties.ts';

/** Facts that the user states, of which those in `Metadata` win over those of the configuration, and later ones over earlier. */
export function factsOf(
  assumed: ReadonlyMap<string, Value<number>> | undefined,
  ...metadata: readonly Properties[]
): ReadonlyMap<string, Value<number>> {
  const facts = new Map(assumed);
  for (const source of metadata)
    for (const key of source.keys) {
      const evaluated = source.get(key);
      if (evaluated && evaluated.kind !== 'map') facts.set(key, scalar(evaluated, parseNumber));
    }
  return facts;
}
