/** A block of IPv4 addresses; both ends belong to it. */
export interface Block {
  readonly from: number;
  readonly to: number;
}

/** `10.0.0.0/16` as a block; `undefined` for anything that is not IPv4 in CIDR notation. */
export function parseCidr(text: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text.trim());
  if (!match) return undefined;
  const numbers = match.slice(1).map(Number);
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = numbers;
  if (prefix > 32 || [a, b, c, d].some((octet) => octet > 255)) return undefined;
  const size = 2 ** (32 - prefix);
  const from = Math.floor((((a * 256 + b) * 256 + c) * 256 + d) / size) * size;
  return { from, to: from + size - 1 };
}

export const contains = (outer: Block, inner: Block): boolean => outer.from <= inner.from && inner.to <= outer.to;

export const overlaps = (a: Block, b: Block): boolean => a.from <= b.to && b.from <= a.to;

/** Whether a range has private addresses only: https://datatracker.ietf.org/doc/html/rfc1918 and carriers' shared ones. */
export const isPrivate = (text: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.).*\/([89]|[12]\d|3[0-2])$/.test(
    text.trim(),
  );
