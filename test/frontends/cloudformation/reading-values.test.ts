import { expect, test } from 'vitest';
import { Properties } from '../../../src/frontends/cloudformation/properties.ts';
import type { Value } from '../../../src/value.ts';
import { around, evaluation } from './evaluation.ts';

// What a property is where a number, a flag or a list belongs; nothing else is guessed from what does not read as one.

const sections = 'Parameters: { P: { Type: String } }';
const missing = { value: undefined, docs: 'https://docs' };

function propertiesOf(written: string): Properties {
  const value = evaluation(around(`{ K: ${written} }`, sections)).get();
  if (!value) throw new Error('nothing to read');
  return new Properties(value, value.span);
}

const said = (value: Value<unknown>): unknown => (value.kind === 'unknown' ? value.reason.name : value.value);

test.each<[string, unknown]>([
  ['80', 80],
  ['" 80 "', 80],
  ['"080"', 80],
  ['-1', -1],
  ['+1', 1],
  ['1.25', 1.25],
  ['"80x"', 'value 80x'],
  ['"x80"', 'value x80'],
  ['"1."', 'value 1.'],
  ['"1.2.3"', 'value 1.2.3'],
  ['""', 'value '],
  ['[80]', 'K that is a list'],
  ['{ a: 80 }', 'K that is a map'],
  ['!Ref P', 'P'],
  ['!GetAtt Other.Port', 'Other.Port'],
])('the number %s', (written, expected) =>
  expect(said(propertiesOf(written).number<undefined>('K', missing))).toBe(expected),
);

test.each<[string, unknown]>([
  ['true', true],
  ['"True"', true],
  ['"yes"', true],
  ['"on"', true],
  ['false', false],
  ['"No"', false],
  ['"off"', false],
  ['"untrue"', 'value untrue'],
  ['"trueish"', 'value trueish'],
  ['"notoff"', 'value notoff'],
  ['"offline"', 'value offline'],
  ['"1"', 'value 1'],
])('the flag %s', (written, expected) =>
  expect(said(propertiesOf(written).boolean<undefined>('K', missing))).toBe(expected),
);

test('a list may be as long as AWS takes any', () => {
  const list = (length: number) =>
    propertiesOf(`[${Array.from({ length }, () => 'x').join(', ')}]`).list('K', (item) => item.kind, {
      value: [],
      docs: '',
    });
  expect(said(list(1000))).toHaveLength(1000);
  expect(said(list(1001))).toBe('a list of 1001 items');
});

test('properties that nobody knows are written all the same', () => {
  expect(propertiesOf('!Ref P').in('K').written).toBe(true);
  expect(propertiesOf('{ a: b }').in('K').written).toBe(true);
  expect(propertiesOf('x').in('L').written).toBe(false);
});
