import { describe, expect, test } from 'vitest';
import { isPrivate, parseCidr } from '../../src/graph/cidr.ts';

describe('a range of addresses', () => {
  test.each([
    ['0.0.0.0/0', 0, 2 ** 32 - 1],
    ['10.0.0.0/8', 0x0a000000, 0x0affffff],
    ['10.1.2.3/32', 0x0a010203, 0x0a010203],
    ['10.1.2.3/24', 0x0a010200, 0x0a0102ff],
    ['255.255.255.255/32', 2 ** 32 - 1, 2 ** 32 - 1],
    [' 10.1.2.3/32\n', 0x0a010203, 0x0a010203],
  ])('%j has its first and its last address', (text, from, to) => expect(parseCidr(text)).toEqual({ from, to }));

  test.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.256/24',
    '256.0.0.0/8',
    '10.0.0/8',
    '10.0.0.0.0/8',
    '10.0.0.0/8,',
    'x10.0.0.0/8',
    '::/0',
    '1000.0.0.0/8',
    '10.0.0.0/100',
    '',
  ])('%j is none', (text) => expect(parseCidr(text)).toBeUndefined());
});

describe('private addresses', () => {
  test.each([
    '10.0.0.0/8',
    '10.255.255.255/32',
    '172.16.0.0/12',
    '172.31.255.0/24',
    '192.168.0.0/16',
    '192.168.255.255/32',
    '100.64.0.0/10',
    '100.127.255.0/24',
    ' 10.0.0.0/16 ',
  ])('are all of %j', (text) => expect(isPrivate(text)).toBe(true));

  test.each([
    '10.0.0.0/7',
    '9.255.255.255/32',
    '11.0.0.0/8',
    '172.15.0.0/16',
    '172.32.0.0/16',
    '172.16.0.0/8',
    '192.167.0.0/16',
    '192.169.0.0/16',
    '192.168.0.0/15',
    '100.63.0.0/16',
    '100.128.0.0/16',
    '0.0.0.0/0',
    'nonsense',
  ])('are not all of %j', (text) => expect(isPrivate(text)).toBe(false));
});
