import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Rule } from '../src/rule.ts';
import type { SourceFile } from '../src/source/file.ts';

const root = new URL('../', import.meta.url);

/** The path of something in the repository. */
export const at = (path: string): string => fileURLToPath(new URL(path, root));

export const ids = readdirSync(at('rules'))
  .filter((f) => f.endsWith('.ts') && f !== 'index.ts' && f !== 'causes.ts')
  .map((f) => basename(f, '.ts'))
  .sort();

// Read from the folder, not from rules/index.ts, so that a new rule is tested before the index knows it.
export const rules: readonly Rule[] = await Promise.all(
  ids.map(async (id): Promise<Rule> => (await import(new URL(`rules/${id}.ts`, root).href)).default),
);

export type Kind = 'bad' | 'good' | 'unsure';

export interface Fixture {
  readonly rule: Rule;
  readonly file: SourceFile;
  readonly name: string;
  readonly expected: Kind;
}

/** A fixture's first word is the verdict we expect of it. */
export const fixtures: readonly Fixture[] = rules.flatMap((rule) =>
  (existsSync(at(`fixtures/${rule.id}`)) ? readdirSync(at(`fixtures/${rule.id}`)) : [])
    .filter((f) => !f.endsWith('.out'))
    .sort()
    .map((name) => {
      const file: SourceFile = { path: name, text: readFileSync(at(`fixtures/${rule.id}/${name}`), 'utf8') };
      return { rule, file, name, expected: name.split(/[-.]/)[0] as Kind };
    }),
);
