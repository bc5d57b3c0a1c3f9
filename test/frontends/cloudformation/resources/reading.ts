import { Application } from '../../../../src/frontends/cloudformation/application.ts';
import { readers } from '../../../../src/frontends/cloudformation/cloudformation.ts';
import type { EntityTypes, Stack } from '../../../../src/frontends/cloudformation/stack.ts';
import { readTemplate } from '../../../../src/frontends/cloudformation/template.ts';
import { Files } from '../../../../src/frontends/cloudformation/template-url.ts';
import { read } from '../../../../src/source/read.ts';
import type { Value } from '../../../../src/value.ts';

const parameters = `
Parameters:
  Hidden: { Type: String }
  Other: { Type: String }
  HiddenList: { Type: CommaDelimitedList }
`;

/** The stack of these resources; what is `Hidden`, `HiddenList` or `Other` nobody knows. */
export function stackOf(resources: string, sections = ''): Stack {
  const text = `${sections}${parameters}Resources:\n${resources.replace(/^\n/, '')}`;
  const template = readTemplate(read({ path: 'template.yaml', text }));
  const [stack] = new Application(new Map([['', { template }]]), new Files([template]), readers, {
    parameters: new Map(),
  }).stacks;
  if (!stack) throw new Error('no stack');
  return stack;
}

/** The stack of these resources, nested as `Nested` in a stack of others; what that one passes is its parameters. */
export function nestedStackOf(resources: string, passed: string, around: string): Stack {
  const names = [...passed.matchAll(/(\w+):/g)].map(([, name]) => `${name}: { Type: String }`);
  const texts = {
    'child.yaml': `Parameters: { ${names} }\nResources:\n${resources}`,
    'template.yaml': `Resources:
  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child.yaml, Parameters: { ${passed} } } }
${around}`,
  };
  const [child, template] = Object.entries(texts).map(([path, text]) => readTemplate(read({ path, text })));
  if (!child || !template) throw new Error('no templates');
  const given = { parameters: new Map() };
  const nested = new Application(new Map([['', { template }]]), new Files([child, template]), readers, given).stack(
    '/Nested',
  );
  if (!nested) throw new Error('no nested stack');
  return nested;
}

/** A resource as an entity. */
export function entity<T extends keyof EntityTypes>(stack: Stack, type: T, logicalId = 'R'): EntityTypes[T] {
  const found = stack.all(type).find(({ id }) => id === logicalId);
  if (!found) throw new Error(`no ${type} ${logicalId}`);
  return found;
}

const isValue = (value: object): value is Value<unknown> => 'kind' in value && 'via' in value && 'span' in value;

/** What was read, in short: `80`, `60 by default`, `?Hidden` for what nobody knows, and an entity by its id. */
export function shown(read: unknown): string {
  if (read === undefined) return 'nothing';
  if (typeof read !== 'object' || read === null) return String(read);
  if (isValue(read)) {
    if (read.kind === 'unknown') return `?${read.reason.name}`;
    return read.kind === 'defaulted' ? `${shown(read.value)} by default` : shown(read.value);
  }
  if (Array.isArray(read)) return `[${read.map(shown).join(', ')}]`;
  if ('key' in read && 'id' in read && 'referrers' in read) return String(read.id);
  const fields = Object.entries(read).filter(([name, value]) => name !== 'span' && typeof value !== 'function');
  return `{ ${fields.map(([name, value]) => `${name}: ${shown(value)}`).join(', ')} }`;
}
