import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { json, small, stacks, yaml } from '../scripts/bench/inputs.mjs';
import { generated } from '../scripts/bench/mixed.mjs';
import { missed, table } from '../scripts/bench/table.mjs';
import { growth, memory, ofNode, ofOurs } from '../scripts/bench/targets.mjs';
import { lint } from '../src/index.ts';
import type { SourceFile } from '../src/source/file.ts';

/** How many of each rule are found beside advice, and that nothing was left open or could not be read. */
function found(files: readonly SourceFile[]) {
  const { findings, coverage, errors, crashes } = lint(files);
  expect({ errors, crashes, undecided: coverage.undecided, gaps: coverage.gaps }).toEqual({
    errors: [],
    crashes: [],
    undecided: [],
    gaps: [],
  });
  const grave = findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule.id);
  return {
    paths: coverage.paths,
    ...Object.fromEntries([...new Set(grave)].map((id) => [id, grave.filter((each) => each === id).length])),
  };
}

const near = (text: string, size: number): void => expect(Math.abs(text.length / size - 1)).toBeLessThan(0.005);

describe('the inputs of the benchmark are what its table says', () => {
  test('one service in YAML', () => {
    near(small(), 6_800);
    expect(found([{ path: 'service.yaml', text: small() }])).toMatchObject({ paths: 1, 'sg-target-blocks-alb': 1 });
  });

  test('98 services in JSON', () => {
    near(json(), 521_000);
    expect(Object.keys(JSON.parse(json()).Resources)).toHaveLength(497);
    expect(found([{ path: 'large.json', text: json() }])).toEqual({ paths: 98, 'sg-target-blocks-alb': 5 });
  });

  test('98 services in YAML', () => {
    near(yaml(), 590_000);
    expect(yaml().match(/^ {2}\w+:$/gm)).toHaveLength(500 + 1); // the resources and the output
    expect(found([{ path: 'large.yaml', text: yaml() }])).toEqual({ paths: 98, 'sg-target-blocks-alb': 5 });
  });

  test('an assembly', () => {
    const made = stacks(3);
    expect(made.map(({ Resources }) => Object.keys(Resources).length)).toEqual([500, 500, 500]);
    const files = made.map((stack, i) => ({ path: `${i}.json`, text: JSON.stringify(stack) }));
    expect(found(files)).toEqual({ paths: 60, 'sg-target-blocks-alb': 3 });
  });

  test('a mixture, where the public templates are not at hand', () => {
    const folder = mkdtempSync(join(tmpdir(), 'alb-lint-mixed-'));
    try {
      const { paths, size } = generated(folder);
      const files = paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
      expect(files).toHaveLength(297);
      expect(size / 2_700_000).toBeCloseTo(1, 1);
      expect(files.filter(({ text }) => !/ElasticLoadBalancing|AWS::ECS/.test(text)).length).toBeGreaterThan(100);
      expect(found(files)).toEqual({ paths: 317 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the table', () => {
  const result = (work: string, program: string, ms: number, mib: number, more = {}) => ({
    ...{ work, program, ms, mib, low: ms, high: ms, targets: [] },
    ...more,
  });
  const results = [
    result('nothing', 'bare Node', 30, 37),
    result('small', 'alb-lint', 90, 101, { targets: [ofNode(3), memory(100)] }),
    result('small', 'slow', 1700, 160, { targets: [ofOurs(20)], peer: true }),
    result('small', 'unmeasured', 1800, Number.NaN, { targets: [ofOurs(20), memory(100)], peer: true }),
    result('50 stacks', 'alb-lint', 1000, 100),
    result('100 stacks', 'alb-lint', 2300, 180, { targets: [growth('50 stacks', 2)] }),
  ];

  test('says of every target whether it is met', () => {
    expect(table(results).split('\n').slice(2)).toEqual([
      '| nothing | bare Node | 30.0 | 30.0–30.0 | 1.0 |  | 37 |  |',
      '| small | alb-lint | 90.0 | 90.0–90.0 | 3.0 |  | 101 | ≤ 3 × Node: met; ≤ 100 MiB: **missed** |',
      '|  | slow | 1700 | 1700–1700 | 57 | 19 | 160 | ≥ 20 × alb-lint: **missed** |',
      '|  | unmeasured | 1800 | 1800–1800 | 60 | 20 | – | ≥ 20 × alb-lint: met; ≤ 100 MiB: not measured |',
      '| 50 stacks | alb-lint | 1000 | 1000–1000 | 33 |  | 100 |  |',
      '| 100 stacks | alb-lint | 2300 | 2300–2300 | 77 |  | 180 | linear from 50 stacks: **missed** |',
    ]);
  });

  test('names the targets that are missed', () => {
    expect(missed(results)).toEqual([
      'missed: small, alb-lint: ≤ 100 MiB',
      'missed: small, slow: ≥ 20 × alb-lint',
      'missed: 100 stacks, alb-lint: linear from 50 stacks',
    ]);
  });
});
