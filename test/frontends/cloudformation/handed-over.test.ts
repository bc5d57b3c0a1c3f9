import { expect, test } from 'vitest';
import type { Evaluated } from '../../../src/frontends/cloudformation/evaluated.ts';
import { handedOver } from '../../../src/frontends/cloudformation/handed-over.ts';
import { literal } from '../../../src/frontends/cloudformation/text.ts';
import type { Hop } from '../../../src/value.ts';
import { around, evaluation } from './evaluation.ts';

// What crosses from one stack to another.

const of = (expression: string) => handedOver(evaluation(around(expression)).get());

test('texts and lists of them cross, lists of anything else and maps do not', () => {
  expect(of('a')).toMatchObject({ kind: 'literal', text: 'a' });
  expect(of('[a, !Ref Other]')).toMatchObject({ kind: 'list' });
  expect(of('[]')).toMatchObject({ kind: 'list' });
  expect(of('[a, [b]]')).toMatchObject({ kind: 'unknown', reason: { name: 'a list that another stack hands over' } });
  expect(of('[{ a: b }, c]')).toMatchObject({ kind: 'unknown' });
  expect(of('{ a: b }')).toMatchObject({ kind: 'unknown', reason: { name: 'a map that another stack hands over' } });
  expect(of('!Ref AWS::NoValue')).toBeUndefined();
});

test('no step on the way is told twice', () => {
  const span = { file: { path: 'a.yaml', text: 'abc' }, start: 1, end: 2 };
  const hop = (name: string, kind: Hop['kind'] = 'parameter-default', start = 1): Hop => ({
    kind,
    name,
    span: { ...span, start },
  });
  const via = (...hops: readonly Hop[]) => handedOver(literal('x', { span, via: hops }) as Evaluated)?.via;
  expect(via()).toEqual([]);
  expect(via(hop('A'))).toEqual([hop('A')]);
  expect(via(hop('A'), hop('A'))).toEqual([hop('A')]);
  expect(via(hop('A'), hop('B'), hop('A'))).toEqual([hop('A'), hop('B')]);
  expect(via(hop('A'), hop('A', 'parameter'), hop('A', 'parameter-default', 2))).toHaveLength(3);
  const map = evaluation(around('{ a: b }')).get();
  const cut = map && handedOver({ ...map, via: [hop('A'), hop('A')] } as Evaluated);
  expect(cut).toMatchObject({ kind: 'unknown', via: [hop('A')] });
  expect(cut?.span).toEqual(map?.span);
});
