import { expect, test } from 'vitest';
import { lint } from '../src/index.ts';
import { blocked, rule } from './blocked.ts';

const ids = (text: string, wish = {}) =>
  lint([{ path: 'api.yaml', text }], wish).findings.map(({ rule: { id }, suppressed }) =>
    suppressed ? `(${id})` : id,
  );

test('the library heeds comments, tells unknown rules, and takes levels', () => {
  const text = blocked().replace('9090\n', `9090  # alb-lint: ignore[${rule}, nonsense] opened by hand\n`);
  expect(ids(text)).toEqual(expect.arrayContaining([`(${rule})`, 'unused-suppression']));
  expect(ids(text, { rules: [] })).toEqual(['unused-suppression']);
  expect(ids(blocked(), { levels: new Map([[rule, 'off']]) })).not.toContain(rule);
});
