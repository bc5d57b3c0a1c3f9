import type { AttributePair, Attributes } from '../../../graph/load-balancing.ts';
import { lazy } from '../../../lazy.ts';
import type { Span } from '../../../source/file.ts';
import { givenThat, isSurely, map, type Value } from '../../../value.ts';
import type { Evaluated } from '../evaluated.ts';
import { type Default, Properties, text, unknown } from '../properties.ts';
import type { Stack } from '../stack.ts';

interface Attribute extends AttributePair {
  readonly expression: Evaluated | undefined;
}

/** Attributes whose values can be followed to the resources they name. */
export interface ReadAttributes extends Attributes {
  /** The value of a key that is sure to be written. */
  expression(key: string): Evaluated | undefined;
}

/** `LoadBalancerAttributes` and `TargetGroupAttributes`: a list of keys and values, all of them text. */
export function attributesOf(properties: () => Properties, property: string, span: Span, stack: Stack): ReadAttributes {
  const read = lazy(
    stack.scenarios,
    {},
    {
      list: () =>
        properties().list<Attribute, never>(
          property,
          (item) => {
            const pair = new Properties(item, item.span);
            const missing = unknown({ kind: 'unsupported', name: property }, `missing@${item.span.start}`, item.span);
            const key = pair.get('Key');
            const value = pair.get('Value');
            return { key: key ? text(key) : missing, setting: value ? text(value) : missing, expression: value };
          },
          { value: [], docs: '' },
        ),
    },
  );
  return {
    span,
    get keys() {
      return map(read.list, (pairs) => pairs.map(({ key }) => key));
    },
    get pairs() {
      return read.list;
    },
    get(key) {
      const { list } = read;
      if (list.kind === 'unknown') return list;
      const written = list.value.findLast((pair) => isSurely(pair.key, key));
      if (written) return givenThat(written.setting, written.key);
      const hidden = list.value.find((pair) => pair.key.kind === 'unknown');
      if (hidden?.key.kind === 'unknown') return hidden.key;
      return { kind: 'defaulted', value: undefined, docs: '', span, via: list.value.flatMap((pair) => pair.key.via) };
    },
    expression(key) {
      const { list } = read;
      if (list.kind === 'unknown') return undefined;
      return list.value.findLast((pair) => isSurely(pair.key, key))?.expression;
    },
  };
}

/** An attribute read as a typed value, with AWS's default where the key is absent. */
export function attribute<T>(
  attributes: Attributes,
  key: string,
  parse: (text: string) => T | undefined,
  otherwise: Default<T>,
): Value<T> {
  const value = attributes.get(key);
  if (value.kind === 'unknown') return value;
  if (value.value === undefined) return { kind: 'defaulted', ...otherwise, span: attributes.span, via: value.via };
  const parsed = parse(value.value);
  if (parsed !== undefined) return { ...value, kind: 'known', value: parsed };
  const name = `${key} ${value.value}`;
  return unknown({ kind: 'unsupported', name }, `unreadable@${value.span.start}`, value.span, value.via);
}
