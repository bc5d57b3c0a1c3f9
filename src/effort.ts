/** Thrown where checks together take more work than a template may ask for; no error, since the engine tells it. */
export class TooMuch {}

let left = Number.POSITIVE_INFINITY;

/** Lets checks take so many steps from now on, each of them some tens of nanoseconds. */
export function allow(steps: number): void {
  left = steps;
}

/** Takes steps of a check: what it asks for, and what it compares. @throws TooMuch when they are used up. */
export function spend(steps: number): void {
  left -= steps;
  if (left < 0) throw new TooMuch();
}
