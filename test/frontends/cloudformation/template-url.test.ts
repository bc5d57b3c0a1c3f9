import { expect, test } from 'vitest';
import { isMeantBy } from '../../../src/frontends/cloudformation/settings.ts';
import { fileMeant } from '../../../src/frontends/cloudformation/template-url.ts';

// Which of the files given a path or a URL means.

const meant = (url: string, ...paths: readonly string[]) =>
  fileMeant(
    url,
    { path: 'app/main.yaml', text: '' },
    paths.map((path) => ({ file: { path, text: '' } })),
  )?.file.path;

test('the one at that path, seen from the file that names it', () => {
  expect(meant('net.yaml', 'net.yaml', 'app/net.yaml')).toBe('app/net.yaml');
  expect(meant('./net.yaml', 'net.yaml', 'app/net.yaml')).toBe('app/net.yaml');
  expect(meant('../net.yaml', 'net.yaml', 'app/net.yaml')).toBe('net.yaml');
  expect(meant('../../net.yaml', '../net.yaml', 'app/net.yaml')).toBe('../net.yaml');
  expect(meant('../../net.yaml', '../net.yaml', '../../net.yaml')).toBe('../net.yaml');
  expect(meant('../../../net.yaml', '../../net.yaml', '../net.yaml')).toBe('../../net.yaml');
  expect(meant('child/../net.yaml', 'net.yaml', 'app/net.yaml')).toBe('app/net.yaml');
  expect(meant('/app/net.yaml', '/app/net.yaml', 'app/net.yaml')).toBe('/app/net.yaml');
  expect(meant('child//net.yaml', 'other/child/net.yaml', 'app/child/net.yaml')).toBe('app/child/net.yaml');
});

test('else the one whose path ends alike, where it is alone in that', () => {
  const url = 'https://s3.amazonaws.com/bucket/v1/child/net.yaml';
  expect(meant(url, 'net.yaml')).toBe('net.yaml');
  expect(meant(url, 'net.yaml', 'child/net.yaml')).toBe('child/net.yaml');
  expect(meant(url, 'child/net.yaml', 'net.yaml')).toBe('child/net.yaml');
  expect(meant(url, 'a/child/net.yaml', 'v1/child/net.yaml', 'b/child/net.yaml')).toBe('v1/child/net.yaml');
  expect(meant(url, 'a/net.yaml', 'b/net.yaml')).toBeUndefined();
  expect(meant(url, 'a/child/net.yaml', 'b/child/net.yaml')).toBeUndefined();
  expect(meant(url, 'my-net.yaml', 'net.yml')).toBeUndefined();
  expect(meant(url)).toBeUndefined();
  expect(meant('https://s3.amazonaws.com/', 'a.yaml')).toBeUndefined();
  expect(meant('https://net.yaml', 'net.yaml')).toBeUndefined();
});

test('in a configuration, by a path or its end', () => {
  expect(isMeantBy('app/net.yaml', 'app/net.yaml')).toBe(true);
  expect(isMeantBy('app/net.yaml', 'net.yaml')).toBe(true);
  expect(isMeantBy('app/my-net.yaml', 'net.yaml')).toBe(false);
  expect(isMeantBy('net.yaml/app', 'net.yaml')).toBe(false);
  expect(isMeantBy('/net.yaml/app', 'net.yaml')).toBe(false);
});
