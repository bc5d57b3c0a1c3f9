import { describe, expect, test } from 'vitest';
import type { Evaluated } from '../../../src/frontends/cloudformation/evaluated.ts';
import { Evaluator } from '../../../src/frontends/cloudformation/evaluator.ts';
import { Includes } from '../../../src/frontends/cloudformation/include.ts';
import { insertion as insertionIn } from '../../../src/frontends/cloudformation/slots.ts';
import { readTemplate } from '../../../src/frontends/cloudformation/template.ts';
import { Scenarios } from '../../../src/scenario.ts';
import { apply } from '../../../src/source/edit.ts';
import { read } from '../../../src/source/read.ts';
import { entryOf } from '../../../src/source/tree.ts';
import type { Slot } from '../../../src/value.ts';
import { around, data, evaluation, given } from './evaluation.ts';

type Writable = string | number | boolean;

/** The text after one write, and what the property is then. */
function written(
  text: string,
  path: string,
  find: (value: Evaluated | undefined) => Slot | undefined,
  value: Writable,
) {
  const slot = find(evaluation(text, undefined, path).get());
  if (!slot) return undefined;
  const after = apply(text, [{ span: slot.span, text: slot.write(value) }]);
  return { after, now: data(evaluation(after, undefined, path).get()) };
}

const ownSlot = (value: Evaluated | undefined) => (value?.kind === 'literal' ? value.slot?.() : undefined);
const insertion = (key: string) => (value: Evaluated | undefined) =>
  value?.kind === 'map' ? value.insert?.(key) : undefined;

const line = (text: string, at: string): string =>
  text
    .split(/\r?\n/)
    .find((each) => each.includes(at))
    ?.trim() ?? '';

describe('a literal is rewritten in its own style', () => {
  test.each<[source: string, value: Writable, after: string]>([
    ['80', 8080, '8080'],
    ["'80'", 8080, "'8080'"],
    ['"80"', '8080', '"8080"'],
    ['"/"', '/a"b\\c', '"/a\\"b\\\\c"'],
    ["'/'", "it's", "'it''s'"],
    ['HTTP', 'HTTPS', 'HTTPS'],
    ['80', 'traffic-port', 'traffic-port'],
    ['/', 'a: b # c', '"a: b # c"'],
    ['yes', 'true', '"true"'],
    ['false', true, 'true'],
    ['/x # the path', '/health', '/health # the path'],
    ["'{{resolve:ssm:/x'", '/x', "'/x'"],
    ['/*', '/x', '/x'],
    ['x"', 'z', 'z'],
    ["x'", 'z', 'z'],
  ])('%s becomes %s: %s', (source, value, after) => {
    const result = written(
      around(`V: ${source}`),
      't.yaml',
      (map) => ownSlot(map?.kind === 'map' ? map.get('V') : undefined),
      value,
    );
    expect(line(result?.after ?? '', 'V: ')).toBe(`V: ${after}`);
    expect(String((result?.now as Record<string, unknown>)?.V)).toBe(String(value));
  });

  test.each<[source: string, value: Writable, after: string]>([
    ['80', 8080, '8080'],
    ['"80"', 8080, '"8080"'],
    ['80', 'traffic-port', '"traffic-port"'],
    ['true', false, 'false'],
  ])('in JSON, %s becomes %s: %s', (source, value, after) => {
    const text = `{"Resources":{"R":{"Type":"A::B","Properties":{"P":${source}}}}}`;
    expect(written(text, 't.json', ownSlot, value)?.after).toBe(text.replace(source, after));
  });

  test('in the branch that is taken', () => {
    const slot = ownSlot(evaluation(around("!If [C, '80', 81]", 'Conditions: { C: !Equals [a, a] }')).get());
    expect(slot?.write(9)).toBe("'9'");
  });

  test.each([
    ['through a parameter', '!Ref X', 'Parameters: { X: { Type: String, Default: a } }'],
    ['through a mapping', '!FindInMap [M, a, b]', 'Mappings: { M: { a: { b: c } } }'],
    ['out of a list', '!Select [0, [a]]', ''],
    ['as a block of text', '|\n  a', ''],
    ['as an empty one', '|', ''],
    ['with a tag', '!!str 80', ''],
  ])('but not %s', (_, expression, sections) => {
    const value = evaluation(around(expression, sections)).get();
    expect(value?.kind).toBe('literal');
    expect(ownSlot(value)).toBeUndefined();
  });

  test('nor where an alias repeats it', () => {
    const text = around('[&x { V: 1 }, *x, { V: 2 }]');
    const list = evaluation(text).get();
    const values =
      list?.kind === 'list' ? list.items.map((item) => (item.kind === 'map' ? item.get('V') : undefined)) : [];
    expect(values.map((value) => ownSlot(value) !== undefined)).toEqual([false, false, true]);
    const conditions = 'Conditions: { C: !Equals [a, a] }';
    expect(ownSlot(evaluation(around('!If [C, &x 80, *x]', conditions)).get())).toBeUndefined();
    expect(ownSlot(evaluation(around('!If [C, &x 80, 81]', conditions)).get())).toBeDefined();
  });
});

describe('a property is added in the style of its neighbours', () => {
  const add = (text: string, path = 't.yaml', value: Writable = 5) => written(text, path, insertion('New'), value);

  test('in a block, after a first entry of one line', () => {
    const result = add(around('A: 1 # one\nB:\n  C: 2'));
    expect(result?.after).toContain('        A: 1 # one\n        New: 5\n        B:\n');
    expect(result?.now).toEqual({ A: 1, New: 5, B: { C: 2 } });
  });

  test.each(['1', ' 1', "'x y'", '"x y"', '1 # one'])('in a block, after A: %s', (written) => {
    expect(add(around(`A: ${written}\nB: 2`))?.after).toContain(`A: ${written}\n        New: 5\n        B: 2`);
  });

  test('but not where all there is comes from elsewhere, or some from a loop', () => {
    expect(add(around('{ A: { B: 1 } }').replace('{ A: { B: 1 } }', '<<: { B: 1 }'))).toBeUndefined();
    expect(add(around("A: 1\nFn::ForEach::X: [X, [b], { 'K${X}': 1 }]"))).toBeUndefined();
  });

  test('in a block, before a first entry of several lines', () => {
    const result = add(around('A:\n  - 1\n  - 2\nB: |\n  x'), 't.yaml', 'a: b');
    expect(result?.after).toContain('        New: "a: b"\n        A:\n');
    expect(result?.now).toEqual({ New: 'a: b', A: [1, 2], B: 'x\n' });
    expect(add(around('A: x\n  y\nB: 2'))?.now).toEqual({ A: 'x y', New: 5, B: 2 });
  });

  const find = (value: Evaluated | undefined) =>
    value?.kind === 'list' ? insertion('New')(value.items.at(-1)) : undefined;

  test('in an item of a list', () => {
    const result = written(around('- C: 3\n- A: 1\n  B: 2'), 't.yaml', find, true);
    expect(result?.after).toContain('        - A: 1\n          New: true\n          B: 2\n');
    expect(result?.now).toEqual([{ C: 3 }, { A: 1, New: true, B: 2 }]);
    const nested = written(around('- A:\n    X: 1\n  B: 2'), 't.yaml', find, 1);
    expect(nested?.now).toEqual([{ New: 1, A: { X: 1 }, B: 2 }]);
  });

  test('beside what is its own, not what it has from further up or from another file', () => {
    const merged = written(around('- &x { A: 1 }\n- <<: *x\n  B: 2'), 't.yaml', find, 5);
    expect(merged?.now).toEqual([{ A: 1 }, { A: 1, B: 2, New: 5 }]);
    expect(written(around('- &x { A: 1 }\n- { <<: *x }'), 't.yaml', find, 5)).toBeUndefined();
    expect(written(around('- &x 1\n- { A: *x, B: 2 }'), 't.yaml', find, 5)).toBeUndefined();
    const text = around("{ Fn::Transform: { Name: 'AWS::Include', Parameters: { Location: more.yaml } }, B: 2 }");
    expect(including(text, `${'#'.repeat(text.indexOf('{'))}\nA: 1`)).toContain(', B: 2, New: 5 }');
    const value = "!Transform { Name: 'AWS::Include', Parameters: { Location: more.yaml";
    expect(including(around(`{ A: ${value} } }, B: 2 }`), `${'#'.repeat(1000)}\n1`)).toBeUndefined();
    expect(including(around(`A: ${value}\n  } }\nB: 2`), '1')).toContain(`        New: 5\n        A: ${value}\n`);
  });

  /** The text after one write, where it includes another file. */
  function including(text: string, included: string) {
    const file = { path: 't.yaml', text };
    const whole = new Includes([file, { path: 'more.yaml', text: included }], 100, read).complete(read(file));
    const evaluator = new Evaluator(readTemplate(whole), new Scenarios(), given());
    const map = evaluator.evaluate(entryOf(evaluator.template.resources.get('R')?.properties, 'P')?.value);
    const slot = insertion('New')(map);
    return slot && apply(text, [{ span: slot.span, text: slot.write(5) }]);
  }

  test('at the very beginning of a file', () => {
    const text = 'A: 1\nB: 2\n';
    const map = read({ path: 't.yaml', text });
    const slot = map.kind === 'map' ? insertionIn(map)?.('New') : undefined;
    expect(slot && apply(text, [{ span: slot.span, text: slot.write(5) }])).toBe('A: 1\nNew: 5\nB: 2\n');
  });

  test('with the line ends of the file', () => {
    const result = add(around('A: 1\nB: 2').replaceAll('\n', '\r\n'));
    expect(result?.after).toContain('A: 1\r\n        New: 5\r\n        B: 2\r\n');
    expect(result?.after.replaceAll('\r\n', '')).not.toContain('\n');
    expect(result?.now).toEqual({ A: 1, New: 5, B: 2 });
  });

  test('at the end of a file without a last line end', () => {
    expect(add(around('A: 1').trimEnd())?.after).toMatch(/ {8}A: 1\n {8}New: 5$/);
  });

  test('in a flow mapping', () => {
    expect(add(around('{ A: 1, B: [x] }'))?.after).toContain('{ A: 1, New: 5, B: [x] }');
    expect(add(around('{ # one\n  A: 1,\n  B: 2 }'))?.after).toContain('A: 1,\n          New: 5,\n          B: 2 }');
    expect(add(around('{\n  <<: {}, A: 1 }'))?.after).toContain('<<: {}, A: 1, New: 5 }');
    expect(add(around('{ A: {C: !Ref Other}, B: 2 }'))?.now).toEqual({
      A: { C: { reference: '/Other' } },
      New: 5,
      B: 2,
    });
    expect(add(around('{}'), 't.yaml', 'x y')?.now).toEqual({ New: 'x y' });
  });

  test('in JSON, compact or on lines', () => {
    const template = (map: string) => `{"Resources":{"R":{"Type":"A::B","Properties":{"P":${map}}}}}`;
    expect(add(template('{"A":1,"B":2}'), 't.json')?.now).toEqual({ A: 1, New: 5, B: 2 });
    const pretty = JSON.stringify(JSON.parse(template('{"A":{"Ref":"X"},"B":2}')), null, 2);
    const result = add(pretty, 't.json', 'it"s');
    expect(result?.after).toContain('          },\n          "New": "it\\"s",\n          "B": 2');
    expect(add(pretty.replaceAll('\n', '\r\n'), 't.json')?.after).toContain(',\r\n          "New": 5,\r\n');
    expect(add(template('{}'), 't.json')?.now).toEqual({ New: 5 });
    expect(add(`\n${template('{}')}`, 't.json')?.after).toContain('{ "New": 5 }');
  });

  test('and a whole mapping in one comes with no slot where it stands for several', () => {
    const text = around('[&x { V: 1 }, *x]');
    const list = evaluation(text).get();
    expect(list?.kind === 'list' && list.items.map((item) => insertion('New')(item))).toEqual([undefined, undefined]);
  });
});
