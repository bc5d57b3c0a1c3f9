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

/** Whether a block holds every IPv4 address. */
export const isEverywhere = (block: Block | undefined): boolean => block?.from === 0 && block.to === 2 ** 32 - 1;

/** https://datatracker.ietf.org/doc/html/rfc1918 and the addresses that carriers share. */
const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].flatMap(
  (text) => parseCidr(text) ?? [],
);

/** Whether a range has private addresses only. */
export function isPrivate(text: string): boolean {
  const block = parseCidr(text);
  return block !== undefined && privateBlocks.some((whole) => contains(whole, block));
}
