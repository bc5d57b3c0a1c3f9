import { expect, test } from 'vitest';
import causes from '../rules/causes.ts';
import { ids, rules } from './all-rules.ts';

// The table of causes is what completeness is measured by: every cause has a rule or a reason, every rule a cause.

test('the causes are those of the page, in its order, and then those that it forgets', () => {
  const page = Array.from({ length: 72 }, (_, i) => `T${String(i + 1).padStart(2, '0')}`);
  const more = Array.from({ length: causes.length - page.length }, (_, i) => `X${String(i + 1).padStart(2, '0')}`);
  expect(causes.map(({ id }) => id)).toEqual([...page, ...more]);
});

test('a cause that templates tell has a rule, or the reason why it has none', () => {
  const orphans = causes.filter(
    ({ decidable, rules, declined }) => decidable !== 'no' && rules.length === 0 && declined === undefined,
  );
  expect(orphans).toEqual([]);
});

test('a cause names rules that exist, each of them once', () => {
  const named = causes.flatMap(({ id, rules }) => rules.map((rule) => `${id} ${rule}`));
  expect(named.filter((name) => !ids.includes(name.split(' ')[1] ?? ''))).toEqual([]);
  expect(named.filter((name, i) => named.indexOf(name) !== i)).toEqual([]);
});

test('every rule finds a cause', () => {
  const named = new Set(causes.flatMap((cause) => cause.rules));
  expect(ids.filter((id) => !named.has(id))).toEqual([]);
});

test('what a rule says clients see is what its causes show', () => {
  const shown = (id: string): readonly string[] =>
    causes
      .filter((cause) => cause.rules.includes(id))
      // Targets that fail their health checks end in any of these.
      .flatMap(({ seen }) => (seen.includes('unhealthy') ? [...seen, '502', '503', '504', 'deploy'] : seen));
  const unexplained = rules.flatMap(({ id, status }) =>
    status.filter((code) => !shown(id).includes(code)).map((code) => `${id} ${code}`),
  );
  expect(unexplained).toEqual([]);
});

test('every cause says how to confirm it on a running system', () => {
  expect(causes.filter(({ confirm }) => confirm === undefined).map(({ id }) => id)).toEqual([]);
});

test('what is seen is a status code or a word that has a meaning', () => {
  const word = /^(\d{3}|deploy|no answer|unhealthy|certificate|slow|passed through)$/;
  expect(causes.flatMap(({ seen }) => seen).filter((seen) => !word.test(seen))).toEqual([]);
});
