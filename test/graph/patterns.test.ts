import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers } from '../../src/graph/patterns.ts';

describe('a pattern of a listener rule covers another one', () => {
  test.each([
    ['/*', '/api/*'],
    ['*', ''],
    ['/api*', '/api/v?/*'],
    ['*.example.com', 'www.example.com'],
    ['*.example.com', '*.eu.example.com'],
    ['/a?c', '/abc'],
    ['/a?c', '/a?c'],
    ['/a*c', '/a*b*c'],
    ['/api', '/api'],
    ['**', '/a'],
    ['/a**', '/a*'],
    ['?', 'a'],
    ['a*?', 'ab'],
    ['?', '?'],
    ['*b', 'ab'],
  ])('%s covers %s', (wide, narrow) => {
    expect(covers(wide, narrow)).toBe(true);
  });

  test.each([
    ['/api/*', '/api'],
    ['/api', '/api/*'],
    ['/a?c', '/a*c'],
    ['/abc', '/a?c'],
    ['*.example.com', 'example.com'],
    ['/a*', '*'],
    ['', 'a'],
    ['?', ''],
    ['a?', 'a'],
    ['a*?', 'a'],
    ['a*c', 'ab'],
    ['b*', 'ab'],
    ['?', 'ab'],
    ['x*', ''],
  ])('%s does not cover %s', (wide, narrow) => {
    expect(covers(wide, narrow)).toBe(false);
  });

  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
  const matches = (glob: string, text: string): boolean =>
    new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);

  test('only where it matches whatever the other one matches', () => {
    fc.assert(
      fc.property(
        pattern,
        pattern,
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }),
        (wide, narrow, text) => {
          if (covers(wide, narrow) && matches(narrow, text)) expect(matches(wide, text)).toBe(true);
        },
      ),
    );
  });

  test('covers a text without wildcards exactly where it matches it', () => {
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 }), (wide, text) => {
        expect(covers(wide, text)).toBe(matches(wide, text));
      }),
    );
  });
});
