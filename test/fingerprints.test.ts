import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lint } from '../src/lint.ts';
import type { Finding } from '../src/report.ts';
import { read } from '../src/source/read.ts';
import { plain } from '../src/source/tree.ts';
import { fixtures } from './all-rules.ts';

const bad = fixtures.filter((f) => f.expected === 'bad');

/** Which fingerprint each thing that is said has. */
const marks = (findings: readonly Finding[]): readonly string[] =>
  findings
    .map(({ fingerprint, rule, resource, message }) => `${fingerprint} ${rule.id} ${resource.id} ${message}`)
    .sort();

const fingerprints = (findings: readonly Finding[]): readonly string[] => findings.map((f) => f.fingerprint).sort();

describe.each(bad.map((f) => [`${f.rule.id} / ${f.name}`, f] as const))('%s', (_, { rule, file }) => {
  const before = lint([file], [rule]).findings;

  test('survives a renamed file, moved lines and resources in any order', () => {
    const template = plain(read(file));
    if (typeof template !== 'object' || template === null || !('Resources' in template)) return;
    const resources = Object.entries(template.Resources ?? {});
    fc.assert(
      fc.property(
        fc.shuffledSubarray(resources, { minLength: resources.length }),
        fc.stringMatching(/^[a-z]{1,8}$/),
        (order, name) => {
          const turned = JSON.stringify({ Metadata: {}, ...template, Resources: Object.fromEntries(order) }, null, 2);
          expect(marks(lint([{ path: `${name}.json`, text: turned }], [rule]).findings)).toEqual(marks(before));
        },
      ),
      { numRuns: 2, seed: 5 },
    );
  });

  test('is one of a kind, and the others stay when a template is there twice', () => {
    const twice = lint([file, { ...file, path: 'zz.yaml' }], [rule]).findings;
    expect(new Set(fingerprints(twice)).size).toBe(twice.length);
    expect(fingerprints(twice)).toEqual(expect.arrayContaining([...fingerprints(before)]));
    const renamed = lint(
      [
        { ...file, path: 'yy.yaml' },
        { ...file, path: 'aa.yaml' },
      ],
      [rule],
    ).findings;
    expect(fingerprints(renamed)).toEqual(fingerprints(twice));
  });
});

test('what two stacks of one template have in common is said once', () => {
  const [nested] = bad.filter(({ rule, name }) => rule.id === 'sg-target-blocks-alb' && name === 'bad.yaml');
  if (!nested) throw new Error('no such fixture');
  const { rule, file } = nested;
  const root = (path: string, more = '') => ({
    path,
    text: `Resources: { App: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${file.path} } }${more} }`,
  });
  const once = lint([file], [rule]).findings.map(({ message }) => message);
  const twice = ', Other: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: bad.yaml } }';
  for (const roots of [[root('dev.yaml'), root('prod.yaml')], [root('both.yaml', twice)]]) {
    const { findings, coverage } = lint([file, ...roots], [rule]);
    expect(findings.map(({ message }) => message)).toEqual(once);
    expect(findings.map(({ fingerprint }) => fingerprint).join()).not.toContain(':');
    expect(coverage.paths).toBe(2);
  }
});
