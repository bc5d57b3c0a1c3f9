const INTEGER = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INFINITY = /^[-+]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['', null],
  ['~', null],
  ...['null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

/** What a plain scalar means in the core schema, https://yaml.org/spec/1.2.2/#103-core-schema. */
export function typed(text: string): string | number | boolean | null {
  if (text.length > 5) return mayBeNumber(text.charCodeAt(0)) ? (numeric(text) ?? text) : text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  return mayBeNumber(text.charCodeAt(0)) ? (numeric(text) ?? text) : text;
}

/** The value of a scalar under a tag of the core schema such as `int`; undefined when its text is none of these. */
export function tagged(tag: string, text: string): string | number | boolean | null | undefined {
  switch (tag) {
    case 'str':
      return text;
    case 'int':
      return INTEGER.test(text) ? Number(text) : undefined;
    case 'float':
      return numeric(text);
    case 'bool':
    case 'null': {
      const word = WORDS.get(text);
      return (tag === 'null') === (word === null) ? word : undefined;
    }
    default:
      return undefined;
  }
}

function numeric(text: string): number | undefined {
  if (INTEGER.test(text) || FLOAT.test(text)) return Number(text);
  if (INFINITY.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return NOT_A_NUMBER.test(text) ? Number.NaN : undefined;
}

/** A digit, `+`, `-` or `.`: everything else is text at a glance. */
const mayBeNumber = (code: number): boolean => (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;
