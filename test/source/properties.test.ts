import fc from 'fast-check';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { InputError, textOf } from '../../src/source/file.ts';
import { read } from '../../src/source/read.ts';
import { plain, type Tree } from '../../src/source/tree.ts';
import { readYaml } from '../../src/source/yaml.ts';
import { isUsual } from './usual.ts';

const json = fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' });
const tags = fc.constantFrom('a', 'Ref', 'Fn::Sub', 'Condition', '<', '<<', '__proto__', 'on', '1', '~', '');
const value = fc
  .oneof(json, fc.dictionary(tags, json, { noNullPrototype: true }))
  .map((data): unknown => JSON.parse(JSON.stringify(data)));

test('JSON means what JSON.parse says, however it is laid out', () => {
  fc.assert(
    fc.property(value, fc.constantFrom('', ' ', '\t', '  '), (data, indent) => {
      const text = JSON.stringify(data, null, indent);
      expect(plain(read({ path: 'a.json', text }))).toEqual(JSON.parse(text));
    }),
  );
});

test('of keys that are written more than once the last one counts, as for JSON.parse and js-yaml', () => {
  const key = fc.constantFrom('a', 'b', 'Ref', '__proto__', '');
  const { mapping } = fc.letrec<{ value: string; mapping: string }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, fc.constantFrom('1', '"x"', '[]', '{}'), tie('mapping')),
    mapping: fc
      .array(fc.tuple(key, tie('value')), { maxLength: 6 })
      .map((all) => `{${all.map(([name, each]) => `"${name}": ${each}`).join(',\n ')}}`),
  }));
  fc.assert(
    fc.property(mapping, (text) => {
      expect(plain(read({ path: 'a.json', text }))).toEqual(JSON.parse(text));
      const yaml = `A: ${text}\nB: 1\nA: ${text}\n`;
      const tree = readYaml({ path: 'a.yaml', text: yaml });
      expect(isUsual(yaml)).toBe(true);
      expect(plain(tree)).toEqual(load(yaml, { json: true }));
    }),
  );
});

test('YAML means what was written, in every style', () => {
  fc.assert(
    fc.property(
      value,
      fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
      fc.constantFrom('block', 'flow', 'any'),
      fc.constantFrom('\n', '\r\n'),
      (data, defaultStringType, collectionStyle, lineBreak) => {
        const text = stringify(data, {
          defaultStringType,
          collectionStyle,
          defaultKeyType: 'QUOTE_DOUBLE',
          version: '1.2',
        });
        const tree = read({ path: 'a.yaml', text: text.replaceAll('\n', lineBreak) });
        expect(plain(tree)).toEqual(data);
      },
    ),
  );
});

test('the text of a node is YAML for that node', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json, { minKeys: 1, noNullPrototype: true }), (data) => {
      const tree = read({
        path: 'a.yaml',
        text: stringify(data, { collectionStyle: 'flow', defaultStringType: 'QUOTE_DOUBLE' }),
      });
      for (const node of within(tree)) {
        if (textOf(node.span) !== '')
          expect(plain(read({ path: 'b.yaml', text: textOf(node.span) }))).toEqual(plain(node));
      }
    }),
  );
});

test('any text is read, as usual or as all of YAML, or refused at a place within it', () => {
  const fragments = fc.constantFrom(
    ...[
      'a: ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      ', ',
      '\n',
      '\n  ',
      '\n    ',
      '\t',
      '\r\n',
      '#',
      ' # c',
      '|',
      '>-',
      '!Ref ',
      '!!int ',
      '!',
    ],
    ...[
      '&x ',
      '*x',
      '<<: ',
      '? ',
      ': ',
      '---\n',
      '...\n',
      '%YAML 1.2\n',
      '\ufeff',
      '1',
      'x',
      '\\',
      '\\u',
      '//',
      '0x1',
      '@',
      '\u0085',
      '\ud800',
    ],
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.array(fragments, { maxLength: 25 }), fc.array(fc.string())),
      fc.boolean(),
      (pieces, named) => {
        const text = pieces.join('');
        if (!named) isUsual(text);
        try {
          for (const { span } of within(read({ path: named ? 'a.json' : 'a.yaml', text }))) {
            expect(span.start).toBeLessThanOrEqual(span.end);
            expect(span.end).toBeLessThanOrEqual(text.length);
          }
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          const { start = -1, end = -1 } = error.span ?? {};
          expect(0 <= start && start <= end && end <= text.length, `${start}..${end}`).toBe(true);
        }
      },
    ),
    { numRuns: 3000 },
  );
});

function* within(tree: Tree): Generator<Tree> {
  yield tree;
  if (tree.kind === 'list') for (const item of tree.items) yield* within(item);
  if (tree.kind === 'map') for (const { value } of tree.entries.values()) yield* within(value);
  if (tree.kind === 'call') yield* within(tree.args);
}
