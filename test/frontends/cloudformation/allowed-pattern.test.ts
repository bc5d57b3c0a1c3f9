import { describe, expect, test } from 'vitest';
import { matches } from '../../../src/frontends/cloudformation/allowed-pattern.ts';

const octet = '([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])';

describe('a pattern has to match the whole text', () => {
  test.each([
    ['[a-zA-Z][a-zA-Z0-9]*', 'a1', true],
    ['[a-zA-Z][a-zA-Z0-9]*', '1a', false],
    ['^[a-zA-Z]([a-zA-Z0-9])+$', 'ThisIsALongNameOfSomething', true],
    ['(arn:aws:acm:)([a-z0-9/:-])*', 'arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234', true],
    [`^(${octet}\\.){3}${octet}(\\/([0-9]|[1-2][0-9]|3[0-2]))$`, '10.0.0.0/16', true],
    [`^(${octet}\\.){3}${octet}(\\/([0-9]|[1-2][0-9]|3[0-2]))$`, '10.0.0.256/16', false],
    ['(^$|^((?!-)[A-Za-z0-9-]{1,63}(?<!-)\\.)+[A-Za-z]{2,6}$)', '', true],
    ['\\)|[)(]', ')', true],
    ['\\p{Lu}\\p{L}*', 'Émile', true],
  ])('%s on %j: %s', (pattern, text, verdict) => {
    expect(matches(pattern, text)).toBe(verdict);
  });
});

// Each of these, tried on such a text, would run for longer than anybody waits.
describe('what could be read for ever is not tried', () => {
  const text = 'a'.repeat(60);
  test.each([
    '(a|a)*b',
    '(a+)+b',
    '(a*)*b',
    '((a|a)(a|a)){20,}b',
    `${'a*'.repeat(20)}b`,
    `${'(a|a)'.repeat(60)}b`,
    '(.|.|.){1,60}b',
    '(?:a?){60}a{60}b',
    '(?=(a|a)*b)',
    `${'('.repeat(30)}${'a)*'.repeat(30)}b`,
    '[',
    '(',
    'a)',
    'x'.repeat(2000),
  ])('%s', (pattern) => {
    expect(matches(pattern, text)).toBe(undefined);
  });
});
