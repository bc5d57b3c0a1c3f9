import { describe, expect, test } from 'vitest';
import { cidrBlocks } from '../../../src/frontends/cloudformation/cidr.ts';

// The blocks of `Fn::Cidr`, at the edges of what it takes.

describe('IPv4', () => {
  test.each<[string, number, number, readonly string[]]>([
    ['10.0.0.0/16', 1, 8, ['10.0.0.0/24']],
    ['10.0.0.0/24', 1, 8, ['10.0.0.0/24']],
    ['10.0.0.0/24', 2, 7, ['10.0.0.0/25', '10.0.0.128/25']],
    ['10.0.1.77/23', 2, 8, ['10.0.0.0/24', '10.0.1.0/24']],
    ['255.255.255.255/31', 1, 1, ['255.255.255.254/31']],
    ['0.0.0.0/0', 2, 31, ['0.0.0.0/1', '128.0.0.0/1']],
  ])('%s for %i blocks of %i bits', (block, count, bits, expected) =>
    expect(cidrBlocks(block, count, bits)).toEqual(expected),
  );

  test('has up to 256 blocks', () => {
    expect(cidrBlocks('10.0.0.0/16', 256, 8)?.at(-1)).toBe('10.0.255.0/24');
    expect(cidrBlocks('10.0.0.0/8', 256, 8)?.at(-1)).toBe('10.0.255.0/24');
    expect(cidrBlocks('10.0.0.0/8', 257, 8)).toBeUndefined();
  });
});

describe('IPv6', () => {
  test.each<[string, number, number, readonly string[]]>([
    ['2001:db8::/56', 2, 64, ['2001:db8::/64', '2001:db8:0:1::/64']],
    ['2001:DB8:0:0:1:0:0:0/64', 1, 64, ['2001:db8::/64']],
    ['::1/120', 2, 4, ['::/124', '::10/124']],
    ['2001:0:0:1::/64', 1, 8, ['2001:0:0:1::/120']],
    ['1:2:3:4:5:6:7:8/112', 1, 16, ['1:2:3:4:5:6:7:0/112']],
    ['1:2:3:4:5:6:7::/112', 1, 8, ['1:2:3:4:5:6:7:0/120']],
  ])('%s for %i blocks of %i bits', (block, count, bits, expected) =>
    expect(cidrBlocks(block, count, bits)).toEqual(expected),
  );
});

test.each<[string, number, number]>([
  ['10.0.0.0', 1, 8],
  ['10.0.0.0/x', 1, 8],
  ['10.0.0.0/33', 1, 8],
  ['10.0.0.0/25', 1, 8],
  ['10.0.0.0/24', 3, 7],
  ['10.0.0.0/24', 0, 4],
  ['10.0.0.0/24', 1, 0],
  ['10.0.0.0/24', 1.5, 4],
  ['10.0.0.0/24', 1, 4.5],
  ['10.0.0/24', 1, 4],
  ['10.0.0.0.0/24', 1, 4],
  ['10.0.0.256/24', 1, 4],
  ['10.0.0.-1/24', 1, 4],
  ['10.0.0.1000/24', 1, 4],
  ['2001:db8::1::/64', 1, 8],
  ['2001:db8/64', 1, 8],
  ['1:2:3:4:5:6:7:8:9/64', 1, 8],
  ['2001:db8:1g::/64', 1, 8],
  ['2001:db800001::/64', 1, 8],
])('%s for %d blocks of %d bits cannot be carried out', (block, count, bits) =>
  expect(cidrBlocks(block, count, bits)).toBeUndefined(),
);
