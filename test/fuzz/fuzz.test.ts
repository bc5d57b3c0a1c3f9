import fc from 'fast-check';
import { describe, test } from 'vitest';
import { fixtures } from '../all-rules.ts';
import { propertiesFor } from './properties.ts';

// A short run that is the same each time; `npm run fuzz -- --minutes N` throws other dice.

const properties = propertiesFor(fixtures.map(({ file }) => file.text));

describe('whatever the input', () => {
  test.each(Object.entries(properties))('%s', (_, property) => {
    fc.assert(property, { seed: 6, numRuns: 60 });
  });
});
