import { expect, test } from 'vitest';
import { holdsCode } from '../../src/graph/codes.ts';

test.each([
  ['200', [200]],
  ['200,302', [200, 302]],
  ['200-299', [200, 250, 299]],
  [' 200 , 301 - 302 ', [200, 301, 302]],
  ['0-99', [0, 12, 99]],
  ['200-200', [200]],
])('%j holds %j', (list, codes) => {
  for (const code of codes) expect(holdsCode(list, code)).toBe(true);
});

test.each([
  ['200', [199, 201, 20, 2000]],
  ['200-299', [199, 300]],
  ['201-299,401', [200, 300, 400, 402]],
  ['299-200', [200, 250, 299]],
  ['', [0, 200]],
  ['x200', [200]],
  ['200x', [200]],
  ['200-', [200]],
  ['200-299-399', [200, 300]],
  ['2xx', [200]],
])('%j holds none of %j', (list, codes) => {
  for (const code of codes) expect(holdsCode(list, code)).toBe(false);
});
