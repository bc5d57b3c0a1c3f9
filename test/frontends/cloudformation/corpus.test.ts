import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Evaluated } from '../../../src/frontends/cloudformation/evaluated.ts';
import { Evaluator } from '../../../src/frontends/cloudformation/evaluator.ts';
import { isTemplate, readTemplate } from '../../../src/frontends/cloudformation/template.ts';
import { Scenarios } from '../../../src/scenario.ts';
import { InputError } from '../../../src/source/file.ts';
import { read } from '../../../src/source/read.ts';
import type { Tree } from '../../../src/source/tree.ts';
import { given } from './evaluation.ts';

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus');
const here = existsSync(corpus);

const trees: (readonly [name: string, tree: Tree])[] = [];
for (const entry of here ? readdirSync(corpus, { recursive: true, withFileTypes: true }) : []) {
  if (!entry.isFile() || !/\.(?:ya?ml|template|json)$/.test(entry.name)) continue;
  const path = join(entry.parentPath, entry.name);
  try {
    trees.push([relative(corpus, path), read({ path, text: readFileSync(path, 'utf8') })]);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}
const templates = trees.filter(([, tree]) => isTemplate(tree));

describe.skipIf(!here)(`the corpus${here ? '' : ' (skipped: ../shared/corpus is absent)'}`, () => {
  test('has templates, and other files that are not taken for templates', () => {
    expect(templates.length).toBeGreaterThan(400);
    const missed = trees.filter(([, tree]) => !isTemplate(tree)).filter(([name]) => /\.template\.json$/.test(name));
    expect(missed).toEqual([]);
  });

  test('evaluates every property of every resource, in every scenario', () => {
    let values = 0;
    let unsupported = 0;
    for (const [name, tree] of templates) {
      const scenarios = new Scenarios();
      const evaluator = new Evaluator(readTemplate(tree), scenarios, given());
      for (const resource of evaluator.template.resources.values()) {
        const { outcomes } = scenarios.explore(
          () => evaluator.exists(resource) && leaves(evaluator.evaluate(resource.properties)),
        );
        expect(outcomes.length, `${name} ${resource.logicalId}`).toBeGreaterThan(0);
        const all = outcomes.flatMap(({ result }) => result || []);
        values += all.length;
        unsupported += all.filter((leaf) => leaf.kind === 'unknown' && leaf.reason.kind === 'unsupported').length;
      }
    }
    expect(values).toBeGreaterThan(40_000);
    expect(unsupported / values).toBeLessThan(0.002);
  });
});

function leaves(value: Evaluated | undefined): readonly Evaluated[] {
  if (value?.kind === 'list') return value.items.flatMap(leaves);
  if (value?.kind === 'map') return value.keys.flatMap((key) => leaves(value.get(key)));
  return value ? [value] : [];
}
