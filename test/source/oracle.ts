import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { longName } from '../../src/source/tree.ts';

/** The plain data of a document of the `yaml` package, calls in their long form, keys as they are written. */
export function plainOf(document: Document, node: unknown): unknown {
  if (node === null || node === undefined) return null;
  if (isAlias(node)) return plainOf(document, node.resolve(document));
  if (isScalar(node)) return called(node, typeof node.value === 'bigint' ? Number(node.value) : node.value);
  if (isSeq(node))
    return called(
      node,
      node.items.map((item) => plainOf(document, item)),
    );
  if (!isMap(node)) throw new Error('no YAML node');
  const entries = new Map<string, unknown>();
  const merged = new Set<string>();
  for (const { key, value } of node.items) {
    const name = keyText(document, key);
    if (name !== '<<' || (isScalar(key) && key.type !== 'PLAIN')) {
      entries.set(name, plainOf(document, value));
      continue;
    }
    const sources = plainOf(document, value);
    for (const source of Array.isArray(sources) ? sources : [sources]) {
      for (const [k, v] of Object.entries(source)) {
        if (entries.has(k)) continue;
        entries.set(k, v);
        merged.add(k);
      }
    }
  }
  return called(node, Object.fromEntries(entries));
}

/** A key's text: `keepSourceTokens` is not needed, `source` is what was written of a plain scalar. */
function keyText(document: Document, key: unknown): string {
  const scalar = isAlias(key) ? key.resolve(document) : key;
  if (!isScalar(scalar)) throw new Error('a key that is no scalar');
  return written(scalar);
}

const written = (scalar: Scalar): string => (typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? ''));

const called = (node: Node, value: unknown): unknown => {
  const { tag } = node as { tag?: string };
  return tag?.startsWith('!') && tag.length > 1 ? { [longName(tag.slice(1))]: value } : value;
};
