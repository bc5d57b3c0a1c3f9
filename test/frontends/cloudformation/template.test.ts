// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { isTemplate, readTemplate } from '../../../src/frontends/cloudformation/template.ts';
import { InputError, textOf } from '../../../src/source/file.ts';
import { read } from '../../../src/source/read.ts';

const parse = (text: string) => read({ path: 'x.yaml', text });

describe('a template', () => {
  test.each([
    ['a resource', 'Resources: { A: { Type: AWS::SNS::Topic } }'],
    ['a custom resource', 'Resources: { A: { Type: Custom::Thing } }'],
    ['only a loop', 'Resources: { Fn::ForEach::X: [A, [b], { "x${A}": { Type: AWS::SNS::Topic } }] }'],
    ['only a macro', 'Resources: { Fn::Transform: { Name: AWS::Include } }'],
    ['its version, though a resource lacks its type', 'AWSTemplateFormatVersion: 2010-09-09\nResources: { A: {} }'],
  ])('is known by %s', (_, text) => {
    expect(isTemplate(parse(text))).toBe(true);
  });

  test.each([
    ['a Kubernetes manifest', 'apiVersion: v1\nkind: Service\nspec: { ports: [] }'],
    ['a package', '{"name": "x", "dependencies": {}}'],
    ['a Compose file', 'services: { web: { image: x } }'],
    ['a Serverless file', 'service: x\nresources: { Resources: {} }'],
    ['a template without resources', 'AWSTemplateFormatVersion: 2010-09-09\nParameters: {}'],
    ['other resources', 'Resources: { cpu: { Type: 4 }, memory: 8 }'],
    ['an empty map of resources', 'Resources: {}'],
    ['a list', '[1, 2]'],
    ['text', 'Resources'],
  ])('is not %s', (_, text) => {
    expect(isTemplate(parse(text))).toBe(false);
  });
});

test('sections are told apart', () => {
  const template = readTemplate(
    parse(`
Transform: [AWS::LanguageExtensions, { Name: Mine }]
Parameters: { P: { Type: Number, Default: 080 } }
Mappings: { M: { a: { b: c } } }
Conditions: { C: !Equals [a, b] }
Resources:
  A:
    Type: AWS::SNS::Topic
    Condition: C
    DependsOn: B
    Unheard: of
    Metadata: { x: y }
  B: { Type: AWS::SNS::Topic, DependsOn: [A, C] }
Outputs: { O: { Value: 1 } }`),
  );
  expect(template.transforms).toEqual(['AWS::LanguageExtensions', 'Mine']);
  expect(template.parameters.get('P')).toMatchObject({ type: 'Number', default: { text: '080' } });
  expect([...template.mappings.keys(), ...template.conditions.keys(), ...template.outputs.keys()]).toEqual([
    'M',
    'C',
    'O',
  ]);
  expect(template.resources.get('A')).toMatchObject({ type: 'AWS::SNS::Topic', condition: 'C', dependsOn: ['B'] });
  expect(template.resources.get('B')?.dependsOn).toEqual(['A', 'C']);
});

test.each([
  ['Resources: [a]', '`Resources` is not a mapping', '[a]'],
  ['Resources: { A: x }', 'resource `A` is not a mapping', 'x'],
  ['Resources: { A: { Properties: {} } }', 'resource `A` has no `Type`', 'A'],
  ['Resources: {}\nParameters: { P: String }', 'parameter `P` is not a mapping', 'String'],
  ['Resources: {}\nMappings: { M: x }', 'mapping `M` is not a mapping', 'x'],
  ['Resources: {}\nMappings: { M: { a: x } }', 'key `a` of mapping `M` is not a mapping', 'x'],
  ['Resources: {}\nConditions: x', '`Conditions` is not a mapping', 'x'],
])('%s: %s', (text, message, at) => {
  const attempt = () => readTemplate(parse(text));
  expect(attempt).toThrow(InputError);
  expect(attempt).toThrow(message);
  try {
    attempt();
  } catch (error) {
    expect(error instanceof InputError && error.span && textOf(error.span)).toBe(at);
  }
});
