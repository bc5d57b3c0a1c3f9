import { expect, test } from 'vitest';
import { validatorOf } from '../../../scripts/validator.mjs';
import { definitions } from '../../../src/frontends/ecs/schema.ts';
import { at } from '../../all-rules.ts';

test('src/frontends/ecs/validator.js is what the schema says, and needs nothing when it runs', async () => {
  const source = validatorOf(definitions);
  expect(source).not.toMatch(/\bimport\b|\brequire\(/);
  await expect(source).toMatchFileSnapshot(at('src/frontends/ecs/validator.js'));
});
