import fc, { type Arbitrary } from 'fast-check';
import rules from '../../rules/index.ts';
import { read } from '../../src/source/read.ts';
import { plain } from '../../src/source/tree.ts';
import type { Plain } from './templates.ts';

/** What the templates at hand are made of. */
interface Stock {
  readonly templates: readonly Plain[];
  /** Every resource by its logical id, of every template. */
  readonly resources: readonly (readonly [id: string, resource: Plain])[];
  /** What stands in some template at a place, by the place: `AWS::ECS::Service.LoadBalancers.*.ContainerPort`. */
  readonly values: ReadonlyMap<string, readonly unknown[]>;
}

/** One step away from a template: what is done, and the dice for it. */
type Gene = readonly [deed: number, where: number, what: number, which: number];

/**
 * Templates bred from others: resources of several in one, values that stand at the same place elsewhere, and values that
 * depend on a condition or that nobody knows. They reach whatever the given texts reach, whichever rule they are of.
 */
export function bred(texts: readonly string[]): Arbitrary<Plain> {
  const stock = stockOf(texts);
  const gene = fc.tuple(fc.nat(999), fc.nat(1e6), fc.nat(1e6), fc.nat(1e6));
  return fc
    .tuple(fc.nat(stock.templates.length - 1), fc.array(gene, { maxLength: 8, size: 'max' }))
    .map(([first, genes]) => genes.reduce<Plain>((so, each) => step(so, each, stock), stock.templates[first] ?? {}));
}

function stockOf(texts: readonly string[]): Stock {
  const templates = texts.flatMap((text): readonly Plain[] => {
    try {
      const template = plain(read({ path: 'x.template', text }));
      return isPlain(template) && isPlain(template.Resources) ? [template] : [];
    } catch {
      return [];
    }
  });
  const resources = templates.flatMap(({ Resources }) =>
    Object.entries(Resources as Plain).flatMap(([id, resource]) =>
      isPlain(resource) ? [[id, resource] as const] : [],
    ),
  );
  const values = new Map<string, unknown[]>();
  for (const [, { Type, Properties }] of resources)
    for (const { name, value } of placesIn(Properties, [], String(Type))) {
      const known = values.get(name);
      if (known) known.push(value);
      else values.set(name, [value]);
    }
  return { templates, resources, values };
}

interface Place {
  readonly path: readonly string[];
  /** With the type of the resource in front, and `*` for whichever item of a list. */
  readonly name: string;
  readonly value: unknown;
}

/** Every value below, the functions' arguments included. */
function placesIn(value: unknown, path: readonly string[], name: string): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value) ? value.map((item, i) => [String(i), item] as const) : Object.entries(value);
  return entries.flatMap(([key, inner]) => {
    const place = { path: [...path, key], name: `${name}.${Array.isArray(value) ? '*' : key}`, value: inner };
    return [place, ...placesIn(inner, place.path, place.name)];
  });
}

const odd: readonly unknown[] = [
  null,
  '',
  [],
  {},
  true,
  -1,
  0,
  70_000,
  'x',
  '1e400',
  [[]],
  { a: 1 },
  '*',
  '\u0000é',
  '5.5',
];
const ruleIds = rules.map(({ id }) => id);
const names = ['__proto__', 'constructor', 'toString', 'Other', 'A', 'length'];

/** The same value, or one that comes of it, by a function. */
const functions: readonly ((value: unknown) => unknown)[] = [
  (value) => ({ 'Fn::Select': [0, [value]] }),
  (value) => ({ 'Fn::Select': ['1', { 'Fn::Split': ['|', `x|${value}`] }] }),
  (value) => ({ 'Fn::Join': ['', [value]] }),
  (value) => ({ 'Fn::Sub': ['${A}', { A: value }] }),
  (value) => ({ 'Fn::If': ['Is', value, value] }),
  (value) => ({ 'Fn::FindInMap': ['Nowhere', 'a', 'b', { DefaultValue: value }] }),
  (value) => ({ 'Fn::Length': [value, value] }),
  (value) => ({ 'Fn::ToJsonString': { a: value } }),
  (value) => ({ 'Fn::Base64': value }),
  (value) => ({ 'Fn::Sub': `\${Hidden}${value}` }),
  () => ({ 'Fn::Select': [0, { 'Fn::Cidr': ['10.0.0.0/16', 4, 8] }] }),
  () => ({ 'Fn::Select': [0, { 'Fn::Cidr': [{ 'Fn::Select': [0, ['fd00::/56']] }, 2, '64'] }] }),
  () => ({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: '1.json' } } }),
  () => ({ 'Fn::GetAtt': ['Nested', 'Outputs.O'] }),
  () => ({ 'Fn::GetStackOutput': { StackName: 'x', OutputName: 'O' } }),
  () => ({ 'Fn::ImportValue': { 'Fn::Sub': '${Hidden}-x' } }),
];

function step(template: Plain, [deed, where, what, which]: Gene, stock: Stock): Plain {
  const resources = template.Resources as Plain;
  const [id, resource] = pick(Object.entries(resources), which) ?? [];
  if (id === undefined || !isPlain(resource)) return template;
  const withResources = (more: Plain): Plain => ({ ...template, Resources: { ...resources, ...more } });
  const entry = (name: string, value: unknown): Plain => Object.fromEntries([[name, value]]);
  const place = pick(placesIn(resource.Properties, [], String(resource.Type)), where);
  const elsewhere = place && pick(stock.values.get(place.name) ?? [], what);
  const put = (value: unknown, sections: Plain = {}): Plain =>
    place
      ? {
          ...withResources(entry(id, { ...resource, Properties: replaced(resource.Properties, place.path, value) })),
          ...sections,
        }
      : template;
  const open = { Parameters: { ...recordIn(template.Parameters), Hidden: { Type: 'String' } } };
  const condition = {
    ...open,
    Conditions: { ...recordIn(template.Conditions), Is: { 'Fn::Equals': [{ Ref: 'Hidden' }, 'x'] } },
  };
  const deeds: readonly (readonly [weight: number, () => Plain])[] = [
    [250, () => put(elsewhere)],
    [150, () => put(undefined)],
    [100, () => put({ Ref: 'Hidden' }, open)],
    [100, () => put({ 'Fn::If': ['Is', place?.value, elsewhere ?? { Ref: 'AWS::NoValue' }] }, condition)],
    [50, () => put(pick(odd, what))],
    [100, () => put(pick(functions, what)?.(place?.value), { ...condition, Transform: 'AWS::LanguageExtensions' })],
    [
      30,
      () => ({
        ...withResources(entry('Fn::ForEach::Loop', ['X', ['A', 'B'], { [`${id}In\${X}`]: resource }])),
        Transform: 'AWS::LanguageExtensions',
      }),
    ],
    [
      30,
      () => ({
        ...template,
        ...open,
        Rules: {
          Rule: {
            RuleCondition: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Hidden' }, 'y'] }] },
            Assertions: [{ Assert: { 'Fn::Contains': [['x', 'y'], { Ref: 'Hidden' }] } }],
          },
        },
      }),
    ],
    [
      30,
      () => {
        const ignore = [{ id: pick(ruleIds, what), reason: pick(['by choice', ''], where) }];
        return withResources(entry(id, { ...resource, Metadata: { 'alb-lint': { ignore } } }));
      },
    ],
    [
      20,
      () =>
        withResources({
          Nested: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: { TemplateURL: pick(['./0.json', 'https://s3.amazonaws.com/x/1.json', './2.json'], what) },
          },
        }),
    ],
    [50, () => ({ ...withResources(entry(id, { ...resource, Condition: 'Is' })), ...condition })],
    [30, () => withResources(entry(id, { ...resource, DependsOn: pick(Object.keys(resources), what) }))],
    [50, () => withResources(entry(`${id}2`, resource))],
    [20, () => withResources(entry(pick(names, what) ?? id, resource))],
    [100, () => withResources(Object.fromEntries([pick(stock.resources, what) ?? [id, resource]]))],
    [100, () => joined(template, pick(stock.templates, what) ?? {})],
  ];
  let rest = deed % deeds.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, change] of deeds) {
    if (rest < weight) return change();
    rest -= weight;
  }
  return template;
}

/** Both templates in one; what both name is the second's, so that the first's references lead into it. */
const joined = (a: Plain, b: Plain): Plain =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((section) => [
      section,
      isPlain(a[section]) || isPlain(b[section])
        ? { ...recordIn(a[section]), ...recordIn(b[section]) }
        : (a[section] ?? b[section]),
    ]),
  );

/** A copy with another value at a path; without what was there where the value is `undefined`. */
function replaced(holder: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(holder)) {
    const items = holder.map((item, i) => (String(i) === key ? replaced(item, rest, value) : item));
    return items.filter((item) => item !== undefined);
  }
  const entries = Object.entries(recordIn(holder)).map(
    ([name, inner]) => [name, name === key ? replaced(inner, rest, value) : inner] as const,
  );
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

const pick = <T>(all: readonly T[], dice: number): T | undefined => all[dice % Math.max(1, all.length)];

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const recordIn = (value: unknown): Plain => (isPlain(value) ? value : {});
