import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ListenerRules } from '../../src/graph/listener-rules.ts';
import type { ListenerRule } from '../../src/graph/load-balancing.ts';
import type { Parts } from '../../src/graph/parts.ts';
import { coversRule } from '../../src/graph/patterns.ts';
import { Scenarios } from '../../src/scenario.ts';
import { same } from '../../src/value.ts';
import { hidden, known } from './acls.ts';
import { condition, saidBy } from './conditions.ts';

// Which rules of a listener are compared with each other: none is left out that would have been found by comparing all.

const pattern = fc.oneof(
  fc.constantFrom('?P', '?Q', '*', '/*', '/'),
  fc.string({ unit: fc.constantFrom('a', 'b', 'A', '/', '*', '-'), minLength: 1, maxLength: 5 }),
);
const values = fc.oneof(
  { weight: 9, arbitrary: fc.array(pattern, { maxLength: 3 }).map((all) => all.join(' ')) },
  fc.constantFrom('??All', 'a ~ ^/x'),
);
const written = fc
  .tuple(fc.constantFrom('path-pattern', 'host-header', 'http-header:X', 'path-pattern:?H', 'source-ip', '?F'), values)
  .map(([field, rest]) => `${field} ${rest}`);
const priority = fc.constantFrom(known(1), known(2), known(3), saidBy('?A'), saidBy('?B'));
const rules = fc.array(
  fc.record({
    priority,
    conditions: fc.oneof(
      { weight: 9, arbitrary: fc.array(written, { maxLength: 3 }).map((all) => known(all.map(condition))) },
      fc.constant(hidden('?Conditions')),
    ),
  }),
  { maxLength: 8 },
);

const listener = { id: 'Listener' };

function usesOf(all: readonly object[], listenerOfAll: unknown = known(listener)) {
  const listenerRules = all.map((one) => ({
    exists: true,
    listener: listenerOfAll,
    ...one,
  })) as unknown as ListenerRule[];
  const parts = { listenerRules, namersOf: (these: readonly unknown[]) => these } as unknown as Parts;
  const found = new ListenerRules(parts, new Scenarios());
  return listenerRules.map((rule) => found.use(rule));
}

test('every rule that may take the requests of another one is looked at, in the order of the template', () => {
  fc.assert(
    fc.property(rules, (all) => {
      for (const { rule, siblings, sharingRequests } of usesOf(all)) {
        const covering = siblings().filter((other) => coversRule(other, rule) !== false);
        expect(sharingRequests().filter((other) => coversRule(other, rule) !== false)).toEqual(covering);
        expect(sharingRequests()).not.toContain(rule);
      }
    }),
  );
});

test('every rule that may have the priority of another one is looked at, in the order of the template', () => {
  fc.assert(
    fc.property(rules, (all) => {
      for (const { rule, siblings, sharingPriority } of usesOf(all)) {
        const tying = siblings().filter((other) => same(other.priority, rule.priority) !== false);
        expect(sharingPriority()).toEqual(tying);
      }
    }),
  );
});

test('rules with paths of their own are not compared with each other', () => {
  const all = ['/a/*', '/b/*', '/ab', '/a/b/*', '/*'].map((path, i) => ({
    priority: known(i),
    conditions: known([condition(`path-pattern ${path}`)]),
  }));
  const shared = usesOf(all).map(({ sharingRequests }) =>
    sharingRequests().map((rule) => all.findIndex(({ priority }) => priority === rule.priority)),
  );
  expect(shared).toEqual([[4], [4], [4], [0, 4], []]);
  expect(usesOf(all).map(({ sharingPriority }) => sharingPriority())).toEqual([[], [], [], [], []]);
});

test('hosts are compared in any case, paths are not', () => {
  const counts = (...texts: readonly string[]) =>
    usesOf(texts.map((text, i) => ({ priority: known(i), conditions: known([condition(text)]) }))).map(
      ({ sharingRequests }) => sharingRequests().length,
    );
  expect(counts('host-header WWW.example.com', 'host-header www.EXAMPLE.com')).toEqual([1, 1]);
  expect(counts('path-pattern /API', 'path-pattern /api')).toEqual([0, 0]);
});

test('rules of a listener that nobody knows are compared with each other, and with those of no other', () => {
  const one = { priority: known(1), conditions: known([condition('path-pattern /a')]) };
  const counts = (listeners: readonly unknown[]) =>
    usesOf(listeners.map((each) => ({ ...one, listener: each }))).map(
      ({ sharingPriority }) => sharingPriority().length,
    );
  expect(counts([hidden('?L'), hidden('?L'), hidden('?M'), known(listener)])).toEqual([1, 1, 0, 0]);
});
