// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts of Fn::Sub are written so
import { describe, expect, test } from 'vitest';
import { Includes, locationOf } from '../../../src/frontends/cloudformation/include.ts';
import type { SourceFile } from '../../../src/source/file.ts';
import { read } from '../../../src/source/read.ts';
import { entryOf, plain } from '../../../src/source/tree.ts';

// What a template is once its includes are in their places.

const include = (location: string) => `{ Name: 'AWS::Include', Parameters: { Location: ${location} } }`;

function includes(files: Readonly<Record<string, string>>, copies = 100) {
  const sources = Object.entries(files).map(([path, text]): SourceFile => ({ path, text }));
  const reads: string[] = [];
  const all = new Includes(sources, copies, (file) => {
    reads.push(file.path);
    return read(file);
  });
  return { all, reads, sources };
}

function completed(template: string, files: Readonly<Record<string, string>> = {}, copies = 100) {
  const { all, reads, sources } = includes({ 'app.yaml': template, ...files }, copies);
  const tree = read(sources[0] as SourceFile);
  const whole = all.complete(tree);
  return { is: plain(whole), same: whole === tree, used: [...all.used].map(({ path }) => path), reads };
}

test('a template that includes nothing stays the very same', () => {
  expect(completed('A: { B: [1, !Ref C] } # AWS::Include')).toMatchObject({ same: true, used: [] });
  expect(completed('A: 1')).toMatchObject({ same: true });
  expect(completed('[AWS::Include]')).toMatchObject({ same: true });
});

test('a map takes the entries of the file, anything else is replaced by it', () => {
  const template = `A: { Fn::Transform: ${include('map.yaml')}, Own: 1 }\nB: !Transform ${include('list.yaml')}\nC: [!Transform ${include('list.yaml')}, 2]\nD: !Sub ["x", { E: !Transform ${include('map.yaml')} }]`;
  const { is, used, reads } = completed(template, { 'map.yaml': 'In: { Deep: 1 }', 'list.yaml': '[1, 2]' });
  expect(is).toEqual({
    A: { In: { Deep: 1 }, Own: 1 },
    B: [1, 2],
    C: [[1, 2], 2],
    D: { 'Fn::Sub': ['x', { E: { In: { Deep: 1 } } }] },
  });
  expect(used).toEqual(['map.yaml', 'list.yaml']);
  expect(reads).toEqual(['map.yaml', 'list.yaml']);
});

describe('at the top', () => {
  const parts = { 'parts.yaml': 'Resources: { B: 2 }\nOutputs: { O: 1 }\nDescription: theirs' };
  test('sections are added to those of the template', () => {
    expect(completed(`Transform: ${include('parts.yaml')}\nResources: { A: 1 }\nDescription: ours`, parts).is).toEqual({
      Resources: { A: 1, B: 2 },
      Outputs: { O: 1 },
      Description: 'theirs',
    });
    expect(completed(`Transform: ${include('parts.yaml')}\nResources: none`, parts).is).toMatchObject({
      Resources: { B: 2 },
    });
  });

  test('other macros stay', () => {
    const sections = { Resources: { B: 2 }, Outputs: { O: 1 }, Description: 'theirs' };
    expect(completed(`Transform: [Mine, ${include('parts.yaml')}]`, parts).is).toEqual({
      Transform: ['Mine'],
      ...sections,
    });
    expect(completed(`Transform: ${include('nowhere.yaml')}`, parts).is).toEqual({
      Transform: [{ Name: 'AWS::Include', Parameters: { Location: 'nowhere.yaml' } }],
    });
    expect(completed(`Transform: [${include('parts.yaml')}]`, { 'parts.yaml': '[1]' }).is).toEqual({});
  });
});

test('a file is no part of itself', () => {
  const template = `Resources: { Fn::Transform: ${include('app.yaml')} }`;
  expect(completed(template)).toMatchObject({ same: true, used: [] });
});

test('what is included again is a copy, of which there may be so many', () => {
  const again = (times: number) =>
    `A: [${Array(times)
      .fill(`!Transform ${include('part.yaml')}`)
      .join(', ')}]`;
  const copies = (times: number, part: string, most: number) => () =>
    completed(again(times), { 'part.yaml': part }, most);
  const five = '{ A: 1, B: [2, !Ref C] }';
  expect(copies(1, five, 0)).not.toThrow();
  expect(copies(2, five, 6)).not.toThrow();
  expect(copies(2, five, 5)).toThrow('the includes up to here copy more than 5 values');
  expect(copies(3, five, 12)).not.toThrow();
  expect(copies(3, five, 11)).toThrow('more than 11 values');
});

test.each([
  [include('part.yaml'), 'part.yaml'],
  [include('!Sub "s3://${Bucket}/parts/part.yaml"'), 'parts/part.yaml'],
  [include('!Sub ["s3://${Bucket}/part.yaml", { Bucket: x }]'), 'part.yaml'],
  [include('!Join ["s3://${Bucket}/part.yaml"]'), undefined],
  [include('!Sub "part.yaml"'), undefined],
  [include('!Sub "s3://bucket/${File}"'), undefined],
  [include('!Sub { A: 1 }'), undefined],
  [include('[part.yaml]'), undefined],
  ["{ Name: 'Mine', Parameters: { Location: part.yaml } }", undefined],
  ["{ Name: ['AWS::Include'], Parameters: { Location: part.yaml } }", undefined],
  ['{ Parameters: { Location: part.yaml } }', undefined],
  ["{ Name: 'AWS::Include' }", undefined],
])('the file of %s is %s', (text, expected) => {
  const tree = read({ path: 'app.yaml', text: `A: ${text}` });
  expect(locationOf(entryOf(tree, 'A')?.value ?? tree)).toBe(expected);
});
