/**
 * The address blocks of `Fn::Cidr`, or nothing when it cannot be carried out.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
 */
export function cidrBlocks(block: string, count: number, hostBits: number): readonly string[] | undefined {
  const [address = '', prefixText = ''] = block.split('/');
  const isV6 = address.includes(':');
  const width = isV6 ? 128 : 32;
  const prefix = /^\d+$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  const base = isV6 ? parseV6(address) : parseV4(address);
  const isWhole = Number.isInteger(count) && Number.isInteger(hostBits);
  if (base === undefined || !isWhole || count < 1 || count > 256 || hostBits < 1) return undefined;
  if (!(prefix <= width - hostBits)) return undefined;
  const size = 1n << BigInt(hostBits);
  const room = 1n << BigInt(width - prefix);
  if (size * BigInt(count) > room) return undefined;
  const first = base - (base % room);
  const show = isV6 ? showV6 : showV4;
  return Array.from({ length: count }, (_, i) => `${show(first + size * BigInt(i))}/${width - hostBits}`);
}

function parseV4(address: string): bigint | undefined {
  const bytes = address.split('.');
  if (bytes.length !== 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256)) return undefined;
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function parseV6(address: string): bigint | undefined {
  const [head = '', tail, ...more] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - front.length - back.length;
  if (more.length > 0 || missing < 0 || (tail === undefined && missing > 0)) return undefined;
  const groups = [...front, ...Array.from({ length: missing }, () => '0'), ...back];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(Number.parseInt(group, 16)), 0n);
}

const showV4 = (address: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');

function showV6(address: bigint): string {
  const groups = [7n, 6n, 5n, 4n, 3n, 2n, 1n, 0n].map((i) => ((address >> (i * 16n)) & 65535n).toString(16));
  const zeros = [...groups.join(':').matchAll(/\b0(?::0)+\b/g)].sort((a, b) => b[0].length - a[0].length)[0];
  if (!zeros) return groups.join(':');
  const text = groups.join(':');
  const before = text.slice(0, zeros.index).replace(/:$/, '');
  const after = text.slice(zeros.index + zeros[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
