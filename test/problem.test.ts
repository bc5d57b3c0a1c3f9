import { expect, test } from 'vitest';
import { lint } from '../src/lint.ts';
import type { Rule, TargetGroupUse } from '../src/rule.ts';
import { blocked } from './blocked.ts';

/** What a check of a rule that was written without types comes to. */
function crash(told: (subject: TargetGroupUse) => unknown): string {
  const check = told as unknown as Rule<'targetGroup'>['check'];
  const rule = {
    id: 'ours',
    title: 'x',
    status: [],
    during: 'always',
    severity: 'error',
    why: '',
    remedy: '',
    references: [],
    over: 'targetGroup',
    check,
  } satisfies Rule<'targetGroup'>;
  const { crashes, findings } = lint([{ path: 'a.yaml', text: blocked() }], [rule as Rule]);
  expect(crashes.length + findings.length).toBe(1);
  return crashes.map(({ error }) => String(error)).join();
}

const message = 'it is so';

test.each<[string, (at: readonly unknown[]) => unknown, string]>([
  ['a text', () => message, 'the check returned a string, not a problem'],
  ['null', () => null, 'the check returned null, not a problem'],
  ['a list with a hole', (at) => [{ message, at }, undefined], 'the check returned a undefined, not a problem'],
  ['a promise', async (at) => ({ message, at }), 'it has to answer at once'],
  ['no message', (at) => ({ at }), '`message`'],
  ['a number for a message', (at) => ({ message: 5, at }), '`message`'],
  ['no place', () => ({ message }), '`at`'],
  ['a place without a text', ([value]) => ({ message, at: [value] }), '`at`'],
  ['a place that is none', () => ({ message, at: [{ span: {} }, 'x'] }), '`at`'],
  ['places that are no list', (at) => ({ message, at, because: 5 }), '`because`'],
  ['a place without a text beside another', (at) => ({ message, at, because: [at, []] }), '`because`'],
  ['a fix without a title', (at) => ({ message, at, fix: { set: [] } }), '`fix`'],
  ['a fix that sets nothing', (at) => ({ message, at, fix: { title: 'x', set: [5] } }), '`set`'],
  ['a status that is no list', (at) => ({ message, at, status: '502' }), '`status`'],
  ['a severity that there is not', (at) => ({ message, at, severity: 'grave' }), '`severity`'],
  ['a time that there is not', (at) => ({ message, at, during: 'often' }), '`during`'],
  ['a statement that is no text', (at) => ({ message, at, statement: 5 }), '`statement`'],
  ['a problem', (at) => ({ message, at }), ''],
])('a check that tells %s', (_, told, expected) => {
  const error = crash(({ targetGroup: { port } }) => told([port, 'here']));
  expect(error).toContain(expected);
  if (expected === '') expect(error).toBe('');
});
