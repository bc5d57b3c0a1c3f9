import type { Value } from '../value.ts';

/** Facts that no template contains, stated by the user; their spans lie in the configuration. */
export interface Assumptions {
  /** By container name, then by fact: `keepAliveSeconds`, `startupSeconds`. */
  readonly containers: ReadonlyMap<string, ReadonlyMap<string, Value<number>>>;
  /** By the logical id of an Auto Scaling group or an instance, then by fact: `keepAliveSeconds`. */
  readonly instances: ReadonlyMap<string, ReadonlyMap<string, Value<number>>>;
}
