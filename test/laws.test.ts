import { describe, expect, test } from 'vitest';
import { lint } from '../src/lint.ts';
import { apply } from '../src/source/edit.ts';
import { read } from '../src/source/read.ts';
import { plain } from '../src/source/tree.ts';
import { fixtures } from './all-rules.ts';

// Laws that hold for every rule. Nobody writes these again for a new one.

const bad = fixtures.filter((f) => f.expected === 'bad');

describe.each(bad.map((f) => [`${f.rule.id} / ${f.name}`, f] as const))('%s', (_, { rule, file }) => {
  const check = (text: string, path = file.path) => lint([{ path, text }], [rule]);
  const { findings } = check(file.text);
  const json = JSON.stringify(plain(read(file)), null, 2);

  test('never accuses on a value it cannot know', () => {
    for (const { evidence, message } of findings)
      for (const value of evidence) {
        const slot = value.kind === 'known' && value.via.length === 0 ? value.slot?.() : undefined;
        if (!slot) continue;
        const hidden = check(apply(file.text, [{ span: slot.span, text: '{ "Ref": "Hidden" }' }]));
        expect(hidden.findings.map((finding) => finding.message)).not.toContain(message);
        expect([...hidden.coverage.undecided, ...hidden.coverage.gaps, ...hidden.findings]).not.toEqual([]);
      }
  });

  test('a fix removes the finding', () => {
    for (const { fix, message } of findings)
      if (fix) {
        const after = check(apply(file.text, fix.edits));
        expect(after.errors).toEqual([]);
        expect(after.findings.map((finding) => finding.message)).not.toContain(message);
      }
  });

  test('says the same about the JSON form', () => {
    const same = check(json, file.path.replace(/\.\w+$/, '.json'));
    expect(same.findings.map((f) => f.message).sort()).toEqual(findings.map((f) => f.message).sort());
  });

  test('says the same whatever the order of resources', () => {
    const template = JSON.parse(json);
    template.Resources = Object.fromEntries(Object.entries(template.Resources).reverse());
    const turned = check(JSON.stringify(template), 'turned.json');
    expect(turned.findings.map((f) => f.message).sort()).toEqual(findings.map((f) => f.message).sort());
    expect(turned.findings.map((f) => f.fingerprint).sort()).toEqual(findings.map((f) => f.fingerprint).sort());
  });

  test('is not moved by a resource that has nothing to do with it', () => {
    const template = JSON.parse(json);
    template.Resources.Unrelated = { Type: 'AWS::SNS::Topic' };
    expect(check(JSON.stringify(template), 'more.json').findings.map((f) => f.message)).toEqual(
      check(JSON.stringify(JSON.parse(json)), 'more.json').findings.map((f) => f.message),
    );
  });

  test('says nothing twice of one place', () => {
    for (const { primary, related } of findings) {
      const said = [primary, ...related.map(({ label }) => label)].map(
        ([{ span }, text]) => `${span.file.path}:${span.start}-${span.end} ${text}`,
      );
      expect(said).toEqual([...new Set(said)]);
    }
  });

  test('speaks of the infrastructure, not of template syntax', () => {
    for (const { message } of findings) expect(message).not.toMatch(/Fn::|\bRef\b|should|invalid|misconfigured|\.$/);
  });
});
