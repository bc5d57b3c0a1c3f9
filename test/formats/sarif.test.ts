import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { sarif, sarifLog } from '../../src/formats/sarif.ts';
import type { Result, SarifRegion } from '../../src/formats/sarif-log.ts';
import { apply } from '../../src/source/edit.ts';
import { linesOf } from '../../src/source/file.ts';
import { edit, entity, file, finding, label, related, report, rule, span } from './builder.ts';
import { everything, orders, rules, tool } from './real.ts';

const require = createRequire(import.meta.url);

// The schema of the standard, as the package of its editors carries it. It is written for draft 4 of JSON Schema, whose
// keywords it uses mean the same today.
const { $schema: _, id: __, ...schema } = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(
  schema,
);

const api = file('api.yaml', 'ApiSecurityGroup:\n  FromPort: 80\nApiTask:\n  HostPort: 0\r\nEnd: 1\n');
const port80 = label(api, '80', 'only this port is open');
const resultOf = (more: Parameters<typeof finding>[1]): Result =>
  sarifLog(report({ findings: [finding(port80, more)] }), [rule()], tool).runs[0].results[0] as Result;

describe('is valid by the schema of the standard', () => {
  test.each([
    ['an application', orders],
    ['every fixture', everything],
    ['nothing at all', report()],
  ])('%s', (_, of) => {
    validate(JSON.parse(sarif(of, rules, tool)));
    expect(validate.errors).toBeNull();
  });

  test('which notices what is not', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
  });
});

const validator = (() => {
  try {
    const path: string = require('@microsoft/sarif-multitool');
    return spawnSync(path, ['version']).status === null ? undefined : path;
  } catch {
    return undefined;
  }
})();
if (!validator) console.warn('skipped: the validator of @microsoft/sarif-multitool does not run on this machine');

test.skipIf(!validator)(
  'Microsoft’s validator has no error and no warning, by the rules of SARIF and of GitHub',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'alb-lint-sarif-'));
    try {
      const tools = validator ?? '';
      const [log, settings, verdict] = ['log.sarif', 'settings.xml', 'verdict.sarif'].map((name) =>
        join(folder, name),
      ) as [string, string, string];
      const tenth = everything.findings.filter((_, i) => i % 10 === 0);
      writeFileSync(log, sarif({ ...everything, findings: tenth }, rules, tool));
      spawnSync(tools, ['export-validation-config', settings]);
      // It would ask the network for every address in the log.
      const quiet = readFileSync(settings, 'utf8').replace(
        /(SARIF2006\.UrisShouldBeReachable\.Options">\s*<Property Key="RuleEnabled" Value=")Default/,
        '$1Disabled',
      );
      expect(quiet).toContain('Disabled');
      writeFileSync(settings, quiet);
      const { stdout } = spawnSync(
        tools,
        ['validate', log, '--rule-kind', 'Sarif;Ghas', '--config', settings, '-o', verdict, '--level', 'Error;Warning'],
        { encoding: 'utf8' },
      );
      expect(stdout).toContain('Analysis completed successfully');
      expect(JSON.parse(readFileSync(verdict, 'utf8')).runs[0].results).toEqual([]);
      writeFileSync(log, sarif(orders, [], tool).replaceAll('"startLine": 5', '"startLine": -5'));
      const { stdout: complaint } = spawnSync(tools, ['validate', log, '--config', settings], { encoding: 'utf8' });
      expect(complaint).toContain('error JSON');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test('a result names its rule, its places, its path and its fingerprint', () => {
  const { runs } = sarifLog(orders, rules, tool);
  const [{ results, tool: described, invocations }] = runs;
  const first = results.find(({ ruleId }) => ruleId === 'sg-target-blocks-alb');
  expect(described.driver.rules[first?.ruleIndex ?? -1]?.id).toBe('sg-target-blocks-alb');
  expect(first).toMatchObject({
    level: 'error',
    locations: [
      {
        message: { text: 'only port 80 is open to `AlbSecurityGroup`' },
        physicalLocation: {
          artifactLocation: { uri: 'fixtures/apps/orders-service.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 53, startColumn: 21, endLine: 53, endColumn: 23 },
        },
        logicalLocations: [{ name: 'TaskSecurityGroup', kind: 'resource' }],
      },
    ],
    suppressions: [],
  });
  expect(first?.message.text.split('\n')[0]).toMatch(/^requests go to port 8080, but .* there\.$/);
  expect(first?.relatedLocations?.map(({ physicalLocation: { region } }) => region.startLine)).toEqual([63, 159]);
  const stops = first?.codeFlows?.[0].threadFlows[0].locations.map(({ location }) => [
    location.message?.text,
    location.physicalLocation.region.startLine,
  ]);
  expect(stops).toEqual([
    ['PublicAlb', 58],
    ['HTTPS:443', 81],
    ['/orders/*', 96],
    ['OrdersTargets', 108],
    ['OrdersService', 170],
    ['OrdersTask', 144],
    ['orders:8080', 154],
  ]);
  expect(first?.partialFingerprints).toEqual({ 'albLint/v1': orders.findings[0]?.fingerprint });
  expect(invocations[0].executionSuccessful).toBe(true);
});

test('every rule that ran is described, whether it found something or not', () => {
  const described = sarifLog(report(), rules, tool).runs[0].tool.driver.rules;
  expect(described.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
  for (const { shortDescription, fullDescription, help, helpUri, properties } of described) {
    expect(shortDescription.text).toMatch(/^\S.*\.$/);
    expect(fullDescription.text.length).toBeGreaterThan(shortDescription.text.length / 2);
    expect(help.text).toContain('Instead: ');
    expect(help.markdown).toContain('**Instead.** ');
    expect(help.markdown).toContain('https://');
    expect(helpUri).toMatch(/^https:/);
    expect((properties.tags as string[]).length).toBeLessThanOrEqual(10);
  }
});

/** The text that a region covers, by lines and columns alone. */
function offsets(text: string, { startLine, startColumn, endLine = 0, endColumn = 0 }: SarifRegion): [number, number] {
  const starts = linesOf({ path: '', text });
  return [(starts[startLine - 1] ?? 0) + startColumn - 1, (starts[endLine - 1] ?? 0) + endColumn - 1];
}

test('a fix that a viewer carries out does what ours does', () => {
  const edits = [
    edit(span(api, '80'), '8080'),
    edit(span(api, '0', 'HostPort: '), '8080'),
    edit(span(api, '1', 'End'), ''),
  ];
  const [fix] = resultOf({ fix: { title: 'open the port', safety: 'review', edits } }).fixes ?? [];
  expect(fix?.description.text).toBe('open the port');
  const [change] = fix?.artifactChanges ?? [];
  expect(change?.artifactLocation.uri).toBe('api.yaml');
  let text = api.text;
  for (const { deletedRegion, insertedContent } of [...(change?.replacements ?? [])].reverse()) {
    const [start, end] = offsets(api.text, deletedRegion);
    text = text.slice(0, start) + insertedContent.text + text.slice(end);
  }
  expect(text).toBe(apply(api.text, edits));
});

test('what could not be read is told, and the run was not successful', () => {
  const { invocations, results } = sarifLog(everything, rules, tool).runs[0];
  expect(invocations[0].executionSuccessful).toBe(false);
  const files = invocations[0].toolExecutionNotifications.map(
    ({ locations }) => locations?.[0]?.physicalLocation.artifactLocation.uri,
  );
  expect(files).toEqual(['broken.yaml', 'other.yaml']);
  expect(new Set(results.map(({ partialFingerprints }) => partialFingerprints['albLint/v1'])).size).toBeGreaterThan(
    100,
  );
  const resource = entity(span(api, 'ApiTask'), 'ApiTask');
  const crashed = sarifLog(report({ crashes: [{ rule: rule(), resource, error: new Error('boom') }] }), [rule()], tool);
  expect(crashed.runs[0].invocations[0].toolExecutionNotifications).toMatchObject([
    {
      level: 'error',
      associatedRule: { id: 'sg-target-blocks-alb' },
      message: { text: expect.stringContaining('boom') },
    },
  ]);
});

// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/troubleshoot-sarif-uploads/results-exceed-limit
test('stays within what GitHub takes, and keeps the gravest', () => {
  const many = Array.from({ length: 25_010 }, (_, i) => finding(port80, i < 20 ? { severity: 'info' } : {}));
  const { results, invocations } = sarifLog(report({ findings: many }), [rule()], tool).runs[0];
  expect(results.length).toBe(25_000);
  expect(results.filter(({ level }) => level === 'note').length).toBe(10);
  expect(invocations[0].toolExecutionNotifications[0]?.message.text).toContain('10 milder findings');
  const places = related(...Array.from({ length: 300 }, () => port80));
  expect(resultOf({ related: places }).relatedLocations?.length).toBe(100);
});

test('addresses of files are addresses', () => {
  const uris = ['a b/ü.yaml', '../x#1?.yaml', '/abs/%41.yaml', 'C:/t/a.yaml', 'a:b', '<stdin>', '\ud800'].map(
    (path) => {
      const at = { ...api, path };
      const [first] = sarifLog(report({ findings: [finding(label(at, '80', ''))] }), [], tool).runs[0].results;
      return first?.locations[0].physicalLocation.artifactLocation.uri ?? '';
    },
  );
  expect(uris).toEqual([
    'a%20b/%C3%BC.yaml',
    '../x%231%3F.yaml',
    'file:///abs/%2541.yaml',
    'file:///C:/t/a.yaml',
    'a%3Ab',
    '%3Cstdin%3E',
    '%EF%BF%BD',
  ]);
});

test('a text that looks like a link of SARIF is not one', () => {
  expect(resultOf({ message: 'see [this](1) or [2]' }).message.text).toContain('see \\[this\\](1) or \\[2\\].');
  expect(resultOf({ message: 'ports [80, 81]' }).message.text).toContain('ports [80, 81].');
});
