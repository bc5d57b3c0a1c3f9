import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configKeys, readConfig } from '../src/config.ts';
import { configDraft } from '../src/config-draft.ts';
import { configSchema } from '../src/config-schema.ts';
import { configText } from '../src/config-text.ts';
import { InputError, textOf } from '../src/source/file.ts';
import { read } from '../src/source/read.ts';
import { plain, type Tree } from '../src/source/tree.ts';
import { notices } from '../src/suppression/notices.ts';
import { at, rules } from './all-rules.ts';

const all = [...rules, ...notices].sort((a, b) => (a.id < b.id ? -1 : 1));
const ids = all.map(({ id }) => id);
const schema = configSchema(all);
const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

// Generated, as `rules/index.ts` is: `npm test -- -u` rewrites it.
test('alb-lint.schema.json is what editors get', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(at('alb-lint.schema.json'));
});

test('every key and every rule has a description, so that an editor can tell of it', () => {
  const { properties } = JSON.parse(JSON.stringify(schema));
  expect(Object.keys(properties).sort()).toEqual([...configKeys].sort());
  const undescribed = (node: unknown, path: string): readonly string[] => {
    if (typeof node !== 'object' || node === null) return [];
    const own = 'properties' in node && typeof node.properties === 'object' && node.properties ? node.properties : {};
    return [
      ...Object.entries(own).flatMap(([key, value]) =>
        typeof value.description === 'string' ? [] : [`${path}.${key}`],
      ),
      ...Object.entries(node).flatMap(([key, value]) => undescribed(value, `${path}.${key}`)),
    ];
  };
  expect(undescribed(schema, '')).toEqual([]);
});

const tree = (text: string, path = 'alb-lint.yaml'): Tree => read({ path, text });

/** What the reader objects to, if anything: the place and the message. */
function objection(document: Tree): string | undefined {
  try {
    readConfig(document, ids);
    return undefined;
  } catch (error) {
    if (!(error instanceof InputError) || !error.span) throw error;
    return `${textOf(error.span)}: ${error.message}`;
  }
}

const good = [
  '{}',
  'files: infra',
  'files: [infra, "**/*.template.json", cdk.out]',
  'parameters: { Port: 8080, Private: true, Subnets: [subnet-1, subnet-2], Name: "" }',
  'parameters:\nrules:\n',
  'assume: { containers: { web: { keepAliveSeconds: 65, startupSeconds: 0.5 } } }',
  'assume: { instances: { Web: { keepAliveSeconds: 65 } } }',
  'assume: {}',
  'stacks: { api: { template: infra/api.yaml, parameters: { Vpc: "network#Outputs.Vpc" } }, other: {} }',
  'rules: { sg-target-blocks-alb: off, fargate-spot-only: info, unused-suppression: error }',
  'rules: { ./rules/ours.mjs: on, ../more.mjs: info, sg-target-blocks-alb: off }',
  'ignore: [{ rule: sg-target-blocks-alb, reason: opened by hand }]',
  'ignore: [{ rule: sg-target-blocks-alb, files: [legacy/**, old.yaml], reason: gone next quarter }]\n',
  '$schema: ./schema.json',
];

const bad: readonly (readonly [text: string, objection: string])[] = [
  ['[]', 'the configuration is a map'],
  ['rule: {}', 'rule: the configuration has no key `rule`; did you mean `rules`?'],
  ['parameters: []', '`parameters` is a map'],
  ['parameters: { A: { B: 1 } }', 'the value of a parameter is text'],
  ['parameters: { A: null }', 'the value of a parameter is text'],
  ['parameters: { A: !Ref B }', 'the value of a parameter is text'],
  ['assume: { container: {} }', 'container: `assume` has no key `container`; did you mean `containers`?'],
  ['assume: { containers: { web: { keepAlive: 65 } } }', 'did you mean `keepAliveSeconds`?'],
  ['assume: { containers: { web: { keepAliveSeconds: -1 } } }', '-1: `keepAliveSeconds` is a number of seconds'],
  ['assume: { containers: { web: { keepAliveSeconds: 65s } } }', '65s: `keepAliveSeconds` is a number of seconds'],
  ['assume: { containers: }', '`containers` is a map'],
  ['assume: { instances: { Web: { startupSeconds: 5 } } }', 'startupSeconds: `Web` has no key `startupSeconds`'],
  ['stacks: { api: { templates: x } }', 'did you mean `template`?'],
  ['stacks: { api: { template: [x] } }', '`template` is the path of a template'],
  ['stacks: { api: x }', 'stack `api` is a map'],
  [
    'rules: { sg-target-block-alb: off }',
    'sg-target-block-alb: there is no rule `sg-target-block-alb`; did you mean `sg-target-blocks-alb`?',
  ],
  ['rules: { ./rules/ours.mjs: true }', '`./rules/ours.mjs` cannot be made `true`; it is one of `on`, `off`'],
  ['rules: { nonsense: off }', '`alb-lint rules` lists them all'],
  [
    'rules: { sg-target-blocks-alb: warn }',
    'warn: `sg-target-blocks-alb` cannot be made `warn`; did you mean `warning`?',
  ],
  ['rules: { sg-target-blocks-alb: 2 }', 'it is one of `off`, `info`, `warning`, `error`'],
  ['rules: { sg-target-blocks-alb: false }', '`sg-target-blocks-alb` cannot be made `false`'],
  ['rules: [sg-target-blocks-alb]', '`rules` is a map'],
  ['ignore: { rule: sg-target-blocks-alb }', '`ignore` is a list'],
  ['ignore: [{ rule: sg-target-blocks-alb }]', 'gives no `reason`'],
  ['ignore: [{ rule: sg-target-blocks-alb, reason: "-" }]', '"-": this entry of `ignore` gives no `reason`'],
  ['ignore: [{ rule: sg-target-blocks-alb, reason: 7 }]', '`reason` says why'],
  ['ignore: [{ reason: x }]', 'names no `rule`'],
  ['ignore: [{ rule: sg-target-block-alb, reason: x }]', 'did you mean `sg-target-blocks-alb`?'],
  ['ignore: [{ rule: sg-target-blocks-alb, path: a, reason: x }]', 'path: an entry of `ignore` has no key `path`'],
  ['ignore: [sg-target-blocks-alb]', 'an entry of `ignore` is a map'],
  ['ignore: [{ rule: sg-target-blocks-alb, files: [], reason: x }]', '`files` names nothing'],
  ['files: []', '`files` names nothing'],
  ['files: [1]', '1: `files` is a path, a glob, or a list of them'],
  ['files: ""', '`files` is a path'],
  ['$schema: 1', '`$schema` is the address'],
];

describe('the reader and the schema agree', () => {
  test.each(good)('%s is good', (text) => {
    expect(objection(tree(text))).toBeUndefined();
    expect([validate(plain(tree(text))), validate.errors]).toEqual([true, null]);
  });

  test.each(bad)('%s is refused', (text, says) => {
    expect(objection(tree(text))).toContain(says);
    expect(validate(plain(tree(text)))).toBe(false);
  });

  test('on whatever may be written', () => {
    const key = fc.constantFrom(
      ...configKeys,
      ...['containers', 'web', 'keepAliveSeconds', 'startupSeconds', 'template', 'rule', 'reason', 'path'],
      ...['sg-target-blocks-alb', 'nonsense', 'unused-suppression'],
    );
    const leaf = fc.constantFrom<unknown>(
      null,
      true,
      0,
      65,
      -1,
      '',
      ' ',
      'off',
      'on',
      'error',
      'sg-target-blocks-alb',
      '-',
      'é',
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      ),
    }));
    // Most of what is made of random pieces is refused at once, so pieces of what is good are exchanged as well.
    const sections = fc
      .tuple(fc.constantFrom(...good), fc.constantFrom(...good), key, value)
      .map(([a, b, name, piece]) => ({ ...Object(plain(tree(a))), ...Object(plain(tree(b))), [name]: piece }));
    fc.assert(
      fc.property(fc.oneof(value, sections), (document) => {
        const written = tree(JSON.stringify(document), 'alb-lint.json');
        expect([objection(written) === undefined, document]).toEqual([validate(document), document]);
      }),
      { numRuns: 2000 },
    );
  });
});

test('what is printed reads back as the same', () => {
  for (const text of good) {
    const config = readConfig(tree(text), ids);
    const again = configText(readConfig(tree(configText(config)), ids));
    expect(again).toBe(configText(config));
    expect([validate(plain(tree(again))), validate.errors]).toEqual([true, null]);
  }
});

test('a draft is valid as it is, and with everything in it uncommented, whatever the names', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '');
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 4 }), fc.uniqueArray(name, { maxLength: 4 }), (paths, names) => {
      const draft = configDraft({
        templates: paths,
        assemblies: ['cdk.out'],
        taskDefinitions: paths,
        parameters: [...names, ...names].map((each) => ({ name: each, type: 'Number', file: each })),
        containers: names,
        schema: './schema.json',
      });
      expect(objection(tree(draft))).toBeUndefined();
      const open = draft.replaceAll(/^# ((?: |[\w]+:$).*)$/gm, '$1').replaceAll(/^#( {2,}.*)$/gm, '$1');
      const config = readConfig(tree(open), ids);
      expect([...config.assume.containers.keys()].sort()).toEqual(names.length > 0 ? [...names].sort() : ['web']);
      expect([...config.parameters.keys()].sort()).toEqual(names.length > 0 ? [...names].sort() : ['Name']);
      expect(config.levels.size + config.ignore.length).toBe(2);
    }),
    { numRuns: 200, examples: [[['/ '], []]] },
  );
});
