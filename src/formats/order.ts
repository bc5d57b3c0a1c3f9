/** The order of code units: the same on every machine, whatever its language. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A number with its thousands apart: `4,096`. */
export const grouped = (n: number): string =>
  n > Number.MAX_SAFE_INTEGER ? 'more than 9,007,199,254,740,991' : String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 error`, `2 errors`. */
export const counted = (n: number, noun: string): string => `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`;

/** The first few of a list, and how many more there are. */
export const few = (items: readonly string[], most: number): string =>
  items.length <= most
    ? items.join(', ')
    : `${items.slice(0, most).join(', ')} and ${grouped(items.length - most)} more`;
