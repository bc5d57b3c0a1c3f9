import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { constructs, inCdk } from '../src/cdk.ts';
import { pretty } from '../src/formats/pretty.ts';
import { lint } from '../src/lint.ts';
import { at, rules } from './all-rules.ts';

/** What TypeScript says of texts that name properties of aws-cdk-lib's constructs; nothing where all exist. */
function complaints(lines: readonly string[]): string {
  const folder = mkdtempSync(at('node_modules/.cdk-names-'));
  try {
    writeFileSync(join(folder, 'names.ts'), `import type * as cdk from 'aws-cdk-lib';\n${lines.join('\n')}\n`);
    const options = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--types',
      '',
      'names.ts',
    ];
    execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), ...options], { cwd: folder, stdio: 'pipe' });
    return '';
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A type that only exists where a path of properties does. */
const named = (props: string, path: string, i: number): string =>
  `export type T${i} = ${path.split('.').reduce((type, name) => `NonNullable<${type}['${name}']>`, `cdk.${props}`)};`;

test('every name of CDK exists in the type declarations of aws-cdk-lib', () => {
  const lines = Object.values(constructs).flatMap(({ name, props, properties }) => [
    `export type Class = cdk.${props.split('.')[0]}.${name};`,
    ...Object.values(properties).map((path, i) => named(props, path, i)),
  ]);
  expect(lines.length).toBeGreaterThan(40);
  const unique = [...new Set(lines.map((line) => line.replace(/^export type \w+ = /, '')))];
  expect(complaints(unique.map((type, i) => `export type T${i} = ${type}`))).toBe('');
  expect(complaints([named('aws_ecs.FargateServiceProps', 'healthCheckGrace', 0)])).toMatch(/healthCheckGrace/);
}, 60_000);

describe('a finding', () => {
  const text = readFileSync(at('fixtures/health-check-port-not-served/bad.yaml'), 'utf8');
  const fromCdk = text.replace(/^( +)Type: AWS::ElasticLoadBalancingV2::TargetGroup\n/gm, (line, indent) =>
    [line, `${indent}Metadata:\n`, `${indent}  aws:cdk:path: Shop/Targets/Resource\n`].join(''),
  );
  const findings = (template: string) =>
    lint([{ path: 'a.yaml', text: template }], rules).findings.filter(
      ({ rule }) => rule.id === 'health-check-port-not-served',
    );

  test('on a resource from CDK names the construct and the property as CDK does', () => {
    const [finding] = findings(fromCdk);
    expect(finding?.resource.constructPath).toBe('Shop/Targets/Resource');
    expect(finding && inCdk(finding)).toContain('`HealthCheckPort` is `healthCheck.port` of ApplicationTargetGroup');
    const shown = pretty(lint([{ path: 'a.yaml', text: fromCdk }], rules), { color: false });
    expect(shown).toContain('= construct: Shop/Targets/Resource\n');
    expect(shown).toContain('= in CDK: `HealthCheckPort` is `healthCheck.port` of ApplicationTargetGroup');
  });

  test('on any other resource speaks CloudFormation only', () => {
    const [finding] = findings(text);
    expect(finding && inCdk(finding)).toEqual([]);
    expect(pretty(lint([{ path: 'a.yaml', text }], rules), { color: false })).not.toMatch(/construct:|in CDK:/);
  });
});
