// Stands for vitest where its tests run thousands of times in one process: a mutant is judged by a few tests, and to start
// vitest for each would take longer than the tests do.
import { readFileSync } from 'node:fs';
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
chai.use(({ Assertion }) =>
  Assertion.addMethod('toMatchFileSnapshot', function (path) {
    new Assertion(this._obj).toBe(readFileSync(path, 'utf8'));
  }),
);
export const expect = Object.assign((value, message) => chai.expect(value, message), chai.expect);

/** The tests of the files that were imported so far. */
export const tests = [];

const suites = [];

export function test(name, body, more) {
  const run = typeof body === 'function' ? body : more;
  tests.push({ name: [...suites, name].join(' > '), run: () => run({ expect }) });
}

export function describe(name, body) {
  suites.push(name);
  body();
  suites.pop();
}

const nothing = Object.assign(() => {}, { each: () => () => {} });
const rowOf = (row) => (Array.isArray(row) ? row : [row]);
const each = (register) => (table) => (name, body) => {
  for (const [i, row] of table.entries())
    register(name.includes('%s') ? name.replace('%s', String(rowOf(row)[0])) : `${name} ${i}`, () =>
      body(...rowOf(row)),
    );
};
for (const register of [test, describe]) {
  register.each = each(register);
  register.skipIf = (skipped) => (skipped ? nothing : register);
}
test.concurrent = test;
export const it = test;
