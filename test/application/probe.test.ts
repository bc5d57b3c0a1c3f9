import { expect, test } from 'vitest';
import { probesOf } from '../../src/application/probe.ts';
import type { Known, Unknown, Value } from '../../src/value.ts';
import { unknown } from './container.ts';

const nowhere = { file: { path: 'task.yaml', text: '' }, start: 0, end: 0 };
const known = <T>(value: T): Known<T> => ({ kind: 'known', value, span: nowhere, via: [] });
const some = known(1);

const asks = (...words: readonly (string | Unknown)[]) => {
  const command = known(words.map((word): Value<string> => (typeof word === 'string' ? known(word) : word)));
  const probes = probesOf({ command, interval: some, timeout: some, retries: some, startPeriod: some, span: nowhere });
  return probes.kind === 'unknown'
    ? probes.reason.name
    : probes.value.map((probe) => (probe.kind === 'unknown' ? '?' : `${probe.value.port} ${probe.value.path ?? '-'}`));
};
const text = (...parts: readonly (string | Unknown)[]): Unknown => ({ ...unknown('Text'), parts });

test.each([
  [['CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1'], ['8080 /health']],
  [['CMD-SHELL', 'curl -f http://localhost || exit 1'], ['80 -']],
  [['CMD-SHELL', 'curl -fk https://127.0.0.1/'], ['443 /']],
  [['CMD-SHELL', `wget -q -O - '0.0.0.0:9000/ready?x=1'`], ['9000 /ready?x=1']],
  [['CMD', 'wget', '-qO-', 'http://[::1]:3000'], ['3000 -']],
  [
    ['CMD-SHELL', 'curl localhost:1/a && curl localhost:2/b;'],
    ['1 /a', '2 /b'],
  ],
  [['CMD-SHELL', 'pg_isready -h localhost'], []],
  [['CMD-SHELL', 'curl http://notlocalhost:80/ http://localhost.example:81/'], []],
  [['CMD', '/bin/healthcheck'], []],
])('%j asks %j', (words, expected) => expect(asks(...words)).toEqual(expected));

test('what is unknown of a command counts where it is the port, and only there', () => {
  expect(asks('CMD-SHELL', text('curl http://localhost:', unknown('Port'), '/health'))).toBe('Port');
  expect(asks('CMD-SHELL', text('curl http://localhost:80/', unknown('Path')))).toEqual(['80 -']);
  expect(asks('CMD-SHELL', unknown('Command'))).toBe('Command');
});
