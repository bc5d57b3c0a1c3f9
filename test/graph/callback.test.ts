import { describe, expect, test } from 'vitest';
import { leadsBack } from '../../src/graph/callback.ts';
import type { Unknown, Value } from '../../src/value.ts';
import { byDefault, known, span } from './acls.ts';

// Whether an identity provider sends browsers back to a load balancer.

const hidden = (symbol: string, parts?: Unknown['parts']): Unknown => ({
  kind: 'unknown',
  reason: { kind: 'parameter', name: symbol },
  symbol,
  span,
  via: [],
  ...(parts && { parts }),
});

const answer = (urls: readonly Value<string>[], host?: Value<string>) => {
  const verdict = leadsBack(known(urls), host);
  return verdict.kind === 'unknown' ? `unknown ${verdict.symbol}` : verdict.value;
};
const at = (url: string) => [known(url)];

describe('any host', () => {
  test.each([
    ['https://app.example.com/oauth2/idpresponse', true],
    ['https://app.example.com:8443/oauth2/idpresponse', true],
    [' https://app.example.com/oauth2/idpresponse ', true],
    ['http://app.example.com/oauth2/idpresponse', false],
    ['xhttps://app.example.com/oauth2/idpresponse', false],
    ['https://app.example.com/oauth2/idpresponse/', false],
    ['https://app.example.com/oauth2/idpresponse\nx', false],
    ['https://app.example.com/oauth2/idpresponse?x', false],
    ['https://app.example.com/OAuth2/idpresponse', false],
    ['https://app.example.com/app/oauth2/idpresponse', false],
    ['https://app.example.com', false],
    ['', false],
  ])('%j: %s', (url, expected) => expect(answer(at(url))).toBe(expected));

  test('one of several is enough, whatever the others are', () => {
    expect(answer([...at('https://a/b'), ...at('https://a/oauth2/idpresponse')])).toBe(true);
    expect(answer([hidden('Url'), ...at('https://a/oauth2/idpresponse')])).toBe(true);
    expect(answer([hidden('Url'), ...at('https://a/b')])).toBe('unknown Url');
    expect(answer([...at('https://a/b'), hidden('First'), hidden('Second')])).toBe('unknown First');
    expect(answer([])).toBe(false);
    expect(leadsBack(hidden('Urls'))).toMatchObject({ symbol: 'Urls' });
  });
});

describe('one host', () => {
  const url = 'https://app.example.com/oauth2/idpresponse';
  test.each([
    [url, known('app.example.com'), true],
    [url, known('APP.example.com'), true],
    [url, known('other.example.com'), false],
    ['https://APP.example.com/oauth2/idpresponse', known('app.example.com'), false],
    ['https://app.example.com:8443/oauth2/idpresponse', known('app.example.com'), true],
    ['https://app.example.com/', known('app.example.com'), false],
    [url, hidden('Host'), 'unknown Host'],
    ['https://app.example.com/', hidden('Host'), false],
  ] as const)('%j %j: %s', (callback, host, expected) => expect(answer(at(callback), host)).toBe(expected));
});

describe('addresses with holes', () => {
  const host = hidden('Host');
  test.each([
    [['https://', host, '/oauth2/idpresponse'], undefined, true],
    [['https://', host, '/oauth2/idpresponse'], host, true],
    [['https://', host, '/oauth2/idpresponse'], hidden('Other'), 'unknown url'],
    [['https://', host, '/oauth2/idpresponse'], known('app.example.com'), 'unknown url'],
    [['http://', host, '/oauth2/idpresponse'], host, 'unknown url'],
    [['https://', host, ':8443/oauth2/idpresponse'], undefined, true],
    [['https://', host, '/other'], undefined, false],
    [['https://', host, '/other'], host, false],
    [['https://app.', host, '/oauth2/idpresponse'], undefined, true],
    [['x https://', host, '/oauth2/idpresponse'], undefined, 'unknown url'],
    [['http://', host, '/oauth2/idpresponse'], undefined, 'unknown url'],
    [['https://', host, '.example.com/oauth2/idpresponse'], host, 'unknown url'],
    [['https://', host, '/oauth2/idpresponse', host], host, 'unknown url'],
    [[host, '/oauth2/idpresponse'], undefined, 'unknown url'],
    [[host, '/idpresponse'], undefined, 'unknown url'],
    [[host, '/login'], undefined, false],
    [['https://app.example.com', host], undefined, 'unknown url'],
    [undefined, undefined, 'unknown url'],
    [undefined, host, 'unknown url'],
  ] as const)('%j for %j: %s', (parts, wanted, expected) =>
    expect(answer([hidden('url', parts)], wanted)).toBe(expected),
  );
});

test('a verdict rests on the defaults of parameters in all addresses, or in the one that is enough', () => {
  const rests = (...urls: readonly Value<string>[]) => leadsBack(byDefault('Urls', urls)).via.map(({ name }) => name);
  const ours = byDefault('Ours', 'https://a/oauth2/idpresponse');
  const theirs = byDefault('Theirs', 'https://a/b');
  const elsewhere: Value<string> = {
    ...hidden('url', ['https://', hidden('Host'), '/other']),
    via: byDefault('Path', '').via,
  };
  expect(rests(theirs, ours)).toEqual(['Urls', 'Ours']);
  expect(rests(theirs, elsewhere)).toEqual(['Urls', 'Theirs', 'Path']);
});
