import { expect, test } from 'vitest';
import { partsOf } from '../../src/frontends/parts.ts';
import type { SourcesGiven } from '../../src/frontends/sources.ts';
import type { SourceFile } from '../../src/source/file.ts';

const template = (inside = '') => `Resources:\n  Alb:\n    Type: AWS::ElasticLoadBalancingV2::LoadBalancer\n${inside}`;

/** Which files stay together, by their paths. */
function parts(texts: Readonly<Record<string, string>>, given: SourcesGiven = {}): readonly string[] {
  const files: readonly SourceFile[] = Object.entries(texts).map(([path, text]) => ({ path, text }));
  return partsOf(files, given).map((part) => part.map(({ path }) => path).join(' '));
}

test('templates that have nothing to do with each other are apart, in the order of their paths', () => {
  expect(parts({ 'b.yaml': template(), 'a.yaml': template(), 'c.json': '{}' })).toEqual(['a.yaml', 'b.yaml', 'c.json']);
});

test.each([
  ['a nested stack', 'Type: AWS::CloudFormation::Stack # network.yaml'],
  ['a nested stack whose file is named without its extension', 'Type: AWS::CloudFormation::Stack # ${Url}/network'],
  ['a nested SAM application', 'Type: AWS::Serverless::Application # network.yaml'],
  ['an include', 'Name: AWS::Include # network.yaml'],
])('%s keeps its file', (_, inside) => {
  const all = { 'app.yaml': template(inside), 'network.yaml': template(), 'other.yaml': template() };
  expect(parts(all)).toEqual(['app.yaml network.yaml', 'other.yaml']);
});

test('exports and imports stay together', () => {
  const all = {
    'app.yaml': template('# Fn::ImportValue'),
    'network.yaml': template('# Export:'),
    'other.yaml': template('# Outputs:'),
  };
  expect(parts(all)).toEqual(['app.yaml network.yaml', 'other.yaml']);
  expect(parts({ ...all, 'app.yaml': template('# Fn::GetStackOutput') })).toEqual(['app.yaml network.yaml other.yaml']);
});

test('what leaves values with Systems Manager stays together with what reads them', () => {
  const reading = (name: string) => template(`# Type: AWS::SSM::Parameter::Value<String>\n# Default: ${name}`);
  const writer = { 'network.yaml': template('# Type: AWS::SSM::Parameter'), 'other.yaml': template() };
  const together = ['app.yaml network.yaml', 'other.yaml'];
  const apart = ['app.yaml', 'network.yaml', 'other.yaml'];
  expect(parts({ 'app.yaml': reading('/net/vpc'), ...writer })).toEqual(together);
  expect(parts({ 'app.yaml': template('# {{resolve:ssm:/net/vpc}}'), ...writer })).toEqual(together);
  expect(parts({ 'app.yaml': template('# {{resolve:ssm-secure:/net/vpc}}'), ...writer })).toEqual(apart);
  expect(parts({ 'app.yaml': reading('/net/vpc'), 'network.yaml': template(), 'other.yaml': template() })).toEqual(
    apart,
  );
  expect(parts({ 'app.yaml': reading('/aws/service/ami'), ...writer })).toEqual(apart);
  const both = `${reading('"/cdk-bootstrap/hnb659fds/version"')}\n${reading('/net/vpc')}`;
  expect(parts({ 'app.yaml': reading('"/cdk-bootstrap/hnb659fds/version"'), ...writer })).toEqual(apart);
  expect(parts({ 'app.yaml': both, ...writer })).toEqual(together);
});

test('in a cloud assembly a nested template may go by its hash', () => {
  const all = { 'app.json': template('AWS::CloudFormation::Stack'), 'network.json': template() };
  expect(parts(all)).toHaveLength(2);
  expect(parts(all, { assetOf: () => undefined })).toEqual(['app.json network.json']);
});

test('files of Amazon ECS and what the user calls them keep everything together', () => {
  const all = { 'app.yaml': template(), 'task.json': '{ "containerDefinitions": [] }' };
  expect(parts(all)).toEqual(['app.yaml task.json']);
  const named = { 'a.yaml': template(), 'b.yaml': template() };
  expect(parts(named, { taskDefinitions: new Map([['Task', 'b.yaml']]) })).toEqual(['a.yaml b.yaml']);
});

test('a template that names no load balancer is left out, unless somebody named it or it talks to us', () => {
  const bucket = 'Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n';
  const files = [
    { path: 'bucket.yaml', text: bucket },
    { path: 'group.yaml', text: `${bucket}  # its TargetGroupARNs` },
    { path: 'ignored.yaml', text: `${bucket}  # alb-lint: ignore[x] y` },
    { path: 'named.yaml', text: bucket },
  ];
  const taken: string[] = [];
  const kept = partsOf(files, {
    found: new Set(files.slice(0, 3)),
    taken: ({ path }, as) => taken.push(`${path}: ${as}`),
  });
  expect(kept.flat().map(({ path }) => path)).toEqual(['group.yaml', 'ignored.yaml', 'named.yaml']);
  expect(taken).toEqual(['bucket.yaml: a template, left out: it names no load balancer and nothing of Amazon ECS']);
});
