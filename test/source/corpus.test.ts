import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Document, isMap, isScalar, isSeq, parseDocument, type Range } from 'yaml';
import { InputError, textOf } from '../../src/source/file.ts';
import { read } from '../../src/source/read.ts';
import { plain, type Tree } from '../../src/source/tree.ts';
import { plainOf } from './oracle.ts';
import { isUsual } from './usual.ts';

const corpus = resolve(import.meta.dirname, '../../../shared/corpus');
const here = existsSync(corpus);
const files = here
  ? readdirSync(corpus, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:ya?ml|template|json|out)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
  : [];
const source = (name: string) => ({ path: name, text: readFileSync(name, 'utf8') });
const isJson = (text: string): boolean => text.trimStart().startsWith('{');

function isStrictJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!here)(`the corpus${here ? '' : ' (skipped: ../shared/corpus is absent)'}`, () => {
  const sources = files.map(source);

  test('says in JSON what JSON.parse says', () => {
    const json = sources.filter((file) => isJson(file.text));
    expect(json.length).toBeGreaterThan(200);
    for (const file of json) {
      if (isStrictJson(file.text)) expect(plain(read(file)), file.path).toEqual(JSON.parse(file.text));
      else expect(() => read(file), file.path).toThrow(InputError);
    }
  });

  test('says in YAML what the yaml package says, at the same places', () => {
    const yaml = sources.filter((file) => !isJson(file.text));
    expect(yaml.length).toBeGreaterThan(300);
    for (const file of yaml) {
      const document = parseDocument(file.text, { merge: true, uniqueKeys: false, logLevel: 'silent' });
      if (document.errors.length > 0) {
        expect(() => read(file), file.path).toThrow(InputError);
        continue;
      }
      const tree = read(file);
      expect(plain(tree), file.path).toEqual(plainOf(document, document.contents));
      samePlaces(document, document.contents, tree);
    }
  }, 30_000);

  test('is written as usual, nearly all of it', () => {
    const yaml = sources.filter((file) => !isJson(file.text));
    expect(yaml.filter(({ text }) => isUsual(text)).length / yaml.length).toBeGreaterThan(0.95);
  });

  test('is written as usual on Windows, too', () => {
    const yaml = sources.filter((file) => !isJson(file.text)).map(({ text }) => text.replaceAll(/\r?\n/g, '\r\n'));
    expect(yaml.filter(isUsual).length / yaml.length).toBeGreaterThan(0.9);
  });
});

/** Compares the places of two trees of one text; nodes that are calls in ours have the tag in their span. */
function samePlaces(document: Document, theirs: unknown, ours: Tree): void {
  if (isScalar(theirs)) {
    const inner = ours.kind === 'call' ? ours.args : ours;
    if (inner.kind !== 'scalar') throw new Error('a scalar is no scalar');
    expectSameText(inner, theirs.range, inner.text);
    if (ours.kind === 'call') expect(textOf(ours.span)).toMatch(/^!/);
    return;
  }
  if (isSeq(theirs)) {
    const list = ours.kind === 'call' ? ours.args : ours;
    if (list.kind !== 'list') throw new Error('a list is no list');
    expect(list.span.start).toBe(theirs.range?.[0]);
    theirs.items.forEach((item, index) => {
      const node = list.items[index];
      if (node) samePlaces(document, item, node);
    });
    return;
  }
  if (!isMap(theirs)) return;
  const tagged = theirs.tag?.startsWith('!');
  const mapping = tagged && ours.kind === 'call' ? ours.args : ours;
  expect(mapping.span.start).toBe(theirs.range?.[0]);
  const last = new Map(theirs.items.map((item) => [nameOf(item.key), item]));
  for (const item of theirs.items) {
    const { key, value } = item;
    const name = nameOf(key);
    if (!isScalar(key) || name === '<<' || last.get(name) !== item) continue;
    const entry = mapping.kind === 'map' ? mapping.entries.get(name) : undefined;
    if (entry) {
      expectSameText({ span: entry.key }, key.range, name);
      samePlaces(document, value, entry.value);
    } else if (mapping.kind === 'call') samePlaces(document, value, mapping.args);
    else throw new Error(`no entry ${name}`);
  }
}

function nameOf(key: unknown): string {
  if (!isScalar(key)) throw new Error('a key that is no scalar');
  return String(key.source ?? key.value);
}

function expectSameText({ span }: { span: Tree['span'] }, range: Range | null | undefined, text: string): void {
  if (!range || text === '') return;
  const [start, end] = range;
  expect([span.start, textOf(span)]).toEqual([start, span.file.text.slice(start, end).trimEnd()]);
}
