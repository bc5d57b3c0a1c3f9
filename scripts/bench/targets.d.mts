/** What is to be reached. */
export interface Target {
  readonly says: string;
}

/** At most so many times as long as bare Node. */
export function ofNode(most: number): Target;
/** A peer takes at least so many times as long as alb-lint. */
export function ofOurs(least: number): Target;
/** At most so many MiB. */
export function memory(most: number): Target;
/** Of so many times the size, at most so many times the time and the memory, and a tenth. */
export function growth(smaller: string, times: number): Target;
