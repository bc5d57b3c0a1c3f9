import { expect, test } from 'vitest';
import { addressOf } from '../../src/graph/provider.ts';
import type { Unknown, Value } from '../../src/value.ts';
import { hidden, known } from './acls.ts';

// Where the address of an identity provider leads, although part of it may be hidden: `?A` stands for a hidden part.

const part = (text: string): string | Unknown => (text.startsWith('?') ? (hidden(text) as Unknown) : text);
const url = (...parts: readonly string[]): Value<string> =>
  parts.some((text) => text.startsWith('?'))
    ? { ...(hidden('url') as Unknown), parts: parts.map(part) }
    : known(parts.join(''));

const said = (value: ReturnType<typeof addressOf>): string => {
  if (value.kind === 'unknown') return 'unknown';
  if (!value.value) return 'nowhere';
  const { host, port, isPublic } = value.value;
  return `${isPublic ? 'public ' : ''}${host ?? 'somewhere'}:${port}`;
};

test.each([
  [['https://login.example.com/token'], 'login.example.com:443'],
  [['https://login.example.com'], 'login.example.com:443'],
  [['https://login.example.com:8443/token'], 'login.example.com:8443'],
  [['https://login.example.com:8443'], 'login.example.com:8443'],
  [[' https://login.example.com '], 'login.example.com:443'],
  [['https://login.example.com?a'], 'login.example.com:443'],
  [['https://login.example.com#a'], 'login.example.com:443'],
  [['HTTPS://x.okta.com/token'], 'public x.okta.com:443'],
  [['https://okta.com'], 'public okta.com:443'],
  [['https://notokta.com'], 'notokta.com:443'],
  [['https://okta.com.example.com'], 'okta.com.example.com:443'],
  [['http://login.example.com'], 'nowhere'],
  [['x https://login.example.com'], 'nowhere'],
  [['https://'], 'nowhere'],
  [['https:///token'], 'nowhere'],
  [['?A'], 'unknown'],
  [['?A', '/token'], 'unknown'],
  [['https://', '?A'], 'unknown'],
  [['https://', '?A', '/token'], 'unknown'],
  [['https://', '?A', ':8443/token'], 'unknown'],
  [['https://', '?A', '.okta.com/token'], 'public somewhere:443'],
  [['https://', '?A', '.example.com:8443/token'], 'somewhere:8443'],
  [['https://x.okta.com', '?A'], 'unknown'],
  [['https://x.okta.com', '?A', '/token'], 'unknown'],
  [['https://x.okta.com:', '?A', '/token'], 'unknown'],
  [['https://x.okta.com:84', '?A'], 'unknown'],
  [['https://x.okta.com/', '?A'], 'public x.okta.com:443'],
  [['https://x.okta.com/', '?A', '/token'], 'public x.okta.com:443'],
  [['http://', '?A', '/token'], 'nowhere'],
  [['x', '?A'], 'nowhere'],
  [['x https://', '?A'], 'nowhere'],
])('%j: %s', (parts, expected) => expect(said(addressOf(url(...parts)))).toBe(expected));

test('an address that is hidden altogether', () => expect(said(addressOf(hidden('url')))).toBe('unknown'));
