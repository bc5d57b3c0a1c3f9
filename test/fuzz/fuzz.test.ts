import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import { fixtures } from '../all-rules.ts';
import { bred } from './bred.ts';
import { linking, propertiesFor } from './properties.ts';

// A short run that is the same each time; `npm run fuzz -- --minutes N` throws other dice.

const texts = fixtures.map(({ file }) => file.text);
const properties = propertiesFor(texts);
const command = inject('command');

describe('whatever the input', () => {
  test.each(Object.entries(properties))('%s', (_, property) => {
    fc.assert(property, { seed: 6, numRuns: 60 });
  });

  test('one process says the same as many', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alb-lint-processes-'));
    try {
      const templates = fc
        .sample(bred(texts), { seed: 6, numRuns: 20 })
        .map(({ Outputs: _, ...template }) => JSON.stringify(template))
        .filter((text) => !linking.test(text));
      const names = templates.map((_, i) => `${i}.json`);
      for (const [i, text] of templates.entries()) writeFileSync(join(folder, `${i}.json`), text);
      const together = await findingsOf(names, folder);
      const alone: string[] = [];
      for (const name of names) alone.push(...(await findingsOf([name], folder)));
      expect(together.length).toBeGreaterThan(10);
      expect(alone.toSorted()).toEqual(together.toSorted());
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});

/** What the command says of files; the same fault in several of them is numbered, which is left out. */
function findingsOf(names: readonly string[], cwd: string): Promise<readonly string[]> {
  return new Promise((resolve) =>
    execFile(process.execPath, [command, '--format', 'json', ...names], { cwd, maxBuffer: 1e9 }, (_, out) =>
      resolve(JSON.parse(out).findings.map((finding: object) => JSON.stringify(finding).replace(/:\d+"/g, '"'))),
    ),
  );
}
