// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { isMeantBy } from '../../../src/frontends/cloudformation/settings.ts';
import { type ResourceDeclaration, readTemplate } from '../../../src/frontends/cloudformation/template.ts';
import { childOf, Files } from '../../../src/frontends/cloudformation/template-url.ts';
import { textOf } from '../../../src/source/file.ts';
import { read } from '../../../src/source/read.ts';
import { evaluation } from './evaluation.ts';

// Which of the files given a path or a URL means.

const meant = (url: string, ...paths: readonly string[]) =>
  new Files(paths.map((path) => ({ file: { path, text: '' } }))).meant(url, { path: 'app/main.yaml', text: '' })?.file
    .path;

test('the one at that path, seen from the file that names it', () => {
  expect(meant('net.yaml', 'net.yaml', 'app/net.yaml')).toBe('app/net.yaml');
  expect(meant('./net.yaml', 'net.yaml', 'app/net.yaml')).toBe('app/net.yaml');
  expect(meant('../net.yaml', 'net.yaml', 'app/net.yaml')).toBe('net.yaml');
  expect(meant('../../net.yaml', '../net.yaml', 'app/net.yaml')).toBe('../net.yaml');
  expect(meant('../../net.yaml', '../net.yaml', '../../net.yaml')).toBe('../net.yaml');
  expect(meant('../../../net.yaml', '../../net.yaml', '../net.yaml')).toBe('../../net.yaml');
  expect(meant('../../../net.yaml', '../../net.yaml', 'net.yaml')).toBe('../../net.yaml');
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
  expect(meant('https://s3.amazonaws.com/child/net.yaml', 'child/net.yaml', 'a/child/net.yaml')).toBeUndefined();
  expect(meant('https://s3.amazonaws.com/child/.//net.yaml', 'child/net.yaml', 'net.yaml')).toBe('child/net.yaml');
  expect(meant(url, 'my-net.yaml', 'net.yml')).toBeUndefined();
  expect(meant(url)).toBeUndefined();
  expect(meant('https://s3.amazonaws.com/', 'a.yaml')).toBeUndefined();
  expect(meant('https://net.yaml', 'net.yaml')).toBeUndefined();
  expect(meant('https://anet.yaml', 'net.yaml')).toBeUndefined();
});

describe('the template of a nested stack', () => {
  const nested = (
    url: string,
    paths: readonly string[],
    metadata = '{}',
    assetAt?: (url: string) => string | undefined,
  ) => {
    const text = `Resources:\n  R: { Type: AWS::CloudFormation::Stack, Metadata: ${metadata}, Properties: { P: ${url} } }`;
    const { evaluator, get } = evaluation(text, undefined, 'a/b/main.yaml');
    const { file, resources } = evaluator.template;
    const templates = new Files(paths.map((path) => readTemplate(read({ path, text: '{}' }))));
    const found = childOf(get(), resources.get('R') as ResourceDeclaration, file, templates, [], assetAt);
    return {
      is: found.kind === 'template' ? found.template.file.path : `missing ${found.name}`,
      at: textOf(found.span),
    };
  };
  const unknown = (path: string) => `!Sub 'https://\${AWS::Region}.amazonaws.com${path}'`;

  test.each<[url: string, paths: readonly string[], is: string]>([
    ['./net.yaml', ['net.yaml', 'a/net.yaml', 'a/b/net.yaml'], 'a/b/net.yaml'],
    ['./net.yaml?v=1', ['net.yaml', 'a/b/net.yaml'], 'a/b/net.yaml'],
    ['https://s3.amazonaws.com/b/net.yaml?versionId=/c/d', ['net.yaml', 'c/d'], 'net.yaml'],
    [unknown('/net.yaml'), ['net.yaml', 'a/b/net.yaml'], 'a/b/net.yaml'],
    [unknown('/net.yaml?versionId=/c/d'), ['net.yaml', 'c/d'], 'net.yaml'],
    [unknown('.net.yaml'), ['amazonaws.com.net.yaml', '.amazonaws.com.net.yaml'], 'missing of the nested stack R'],
    ["!Sub 'https://x/net.yaml/${AWS::Region}'", ['net.yaml'], 'missing of the nested stack R'],
    ['!Ref AWS::NoValue', ['net.yaml'], 'missing of the nested stack R'],
    ['./other.yaml', ['net.yaml'], 'missing ./other.yaml'],
  ])('%s among %j', (url, paths, is) => expect(nested(url, paths).is).toBe(is));

  const within = (url: string, paths: readonly string[]) => {
    const text = `Parameters: { Name: { Type: String } }\nResources:\n  R: { Type: AWS::CloudFormation::Stack, Properties: { P: ${url} } }`;
    const { evaluator, get } = evaluation(text, undefined, 'app/service.yaml');
    const { file, resources } = evaluator.template;
    const templates = paths.map((path) => readTemplate(read({ path, text: '{}' })));
    const above = templates.filter((template) => template.file.path === 'app/service.yaml');
    const found = childOf(get(), resources.get('R') as ResourceDeclaration, file, new Files(templates), above);
    return found.kind === 'template' ? found.template.file.path : `missing ${found.name}`;
  };

  test.each<[url: string, paths: readonly string[], is: string]>([
    ["!Sub 'https://s3/b/app/apps/${Name}/service.yaml'", ['app/service.yaml'], 'missing service.yaml'],
    [
      "!Sub 'https://s3/b/app/apps/${Name}/service.yaml'",
      ['app/service.yaml', 'app/apps/api/service.yaml'],
      'app/apps/api/service.yaml',
    ],
    [
      "!Sub 'https://s3/b/app/apps/${Name}/service.yaml'",
      ['app/service.yaml', 'app/apps/api/service.yaml', 'app/apps/web/service.yaml'],
      'missing service.yaml',
    ],
    [
      "!Sub 'https://s3/b/app/apps/${Name}/service.yaml'",
      ['app/service.yaml', 'other/api/service.yaml', 'app/apps/web/service.yaml'],
      'app/apps/web/service.yaml',
    ],
    ["!Sub 'https://s3/b/${Name}/service.yaml'", ['app/service.yaml', 'api/service.yaml'], 'missing service.yaml'],
    ["!Sub 'https://s3/${Name}/net.yaml'", ['app/service.yaml', 'app/net.yaml', 'net.yaml'], 'app/net.yaml'],
    ["!Sub 'https://s3/b/lib/${Name}/net.yaml'", ['app/net.yaml', 'lib/v1/net.yaml'], 'lib/v1/net.yaml'],
    ["!Sub 'https://s3/b/lib/${Name}net.yaml'", ['app/net.yaml', 'net.yaml'], 'missing of the nested stack R'],
    ['./service.yaml', ['app/service.yaml'], 'app/service.yaml'],
  ])('%s in app/service.yaml among %j', (url, paths, is) => expect(within(url, paths)).toBe(is));

  test('is the file that CDK wrote for it', () => {
    const paths = ['a/b/child.json', 'c/child.json', 'c/0a1b.json'];
    expect(nested(unknown('/0a1b.json'), paths).is).toBe('c/0a1b.json');
    expect(nested(unknown('/0a1b.json'), paths, "{ 'aws:asset:path': child.json }").is).toBe('a/b/child.json');
    expect(nested(unknown('/0a1b.json'), paths, "{ 'aws:asset:path': [child.json] }").is).toBe('c/0a1b.json');
    const asset = (url: string) => (url === '0a1b.json' ? 'c/child.json' : undefined);
    expect(nested(unknown('/0a1b.json'), paths, '{}', asset).is).toBe('c/child.json');
    expect(nested('!Ref AWS::NoValue', paths, '{}', () => 'c/child.json').is).toBe('missing of the nested stack R');
  });

  test('is asked for where its URL is written, or the resource', () => {
    expect(nested('net.yaml', []).at).toBe('net.yaml');
    expect(nested('!Ref AWS::NoValue', []).at).toBe('R');
  });
});

test('in a configuration, by a path or its end', () => {
  expect(isMeantBy('app/net.yaml', 'app/net.yaml')).toBe(true);
  expect(isMeantBy('app/net.yaml', 'net.yaml')).toBe(true);
  expect(isMeantBy('app/my-net.yaml', 'net.yaml')).toBe(false);
  expect(isMeantBy('net.yaml/app', 'net.yaml')).toBe(false);
  expect(isMeantBy('/net.yaml/app', 'net.yaml')).toBe(false);
});
