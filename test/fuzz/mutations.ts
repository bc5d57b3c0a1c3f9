import fc, { type Arbitrary } from 'fast-check';

const pieces = [
  '!Ref ',
  '!Sub ',
  '!If [',
  '!GetAtt ',
  'Fn::If:',
  'Ref: ',
  '&a ',
  '*a',
  '<<: *a',
  '{',
  '}',
  '[',
  ']',
  ': ',
  '- ',
  '? ',
  '| ',
  '> ',
  '#',
  '"',
  "'",
  '\t',
  '\n',
  '\r\n',
  '\u0000',
  '\ufeff',
  '\u2028',
  '\ud800',
  '---\n',
  '...\n',
  '%YAML 1.2\n',
  '!!binary ',
  '!!int ',
  '! ',
  '~',
  'null',
  'Resources:\n',
  'Properties:\n',
  'Type: AWS::ECS::Service\n',
  '  ',
  '${',
  '${A}',
  '0x50',
  '.inf',
  '__proto__: ',
  'Fn::ForEach::L:',
  'Fn::Transform:',
  '{{resolve:ssm:x}}',
  ',',
  '"\\u',
  '\\',
  '0',
  '-1',
  '1e400',
];

type Mutation = (text: string) => string;

const at = (share: number, text: string): number => Math.floor(share * text.length);
const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

const mutation = (others: readonly string[]): Arbitrary<Mutation> => {
  const lineOf = (text: string, where: number): readonly [number, number] => {
    const start = text.lastIndexOf('\n', at(where, text) - 1) + 1;
    const end = text.indexOf('\n', start);
    return [start, end < 0 ? text.length : end + 1];
  };
  return fc.oneof(
    fc.tuple(share, fc.constantFrom(...pieces)).map(
      ([where, piece]): Mutation =>
        (text) =>
          text.slice(0, at(where, text)) + piece + text.slice(at(where, text)),
    ),
    fc.tuple(share, fc.integer({ min: 1, max: 30 })).map(
      ([where, count]): Mutation =>
        (text) =>
          text.slice(0, at(where, text)) + text.slice(at(where, text) + count),
    ),
    share.map(
      (where): Mutation =>
        (text) => {
          const [start, end] = lineOf(text, where);
          return text.slice(0, start) + text.slice(end);
        },
    ),
    fc.tuple(share, share).map(
      ([from, to]): Mutation =>
        (text) => {
          const [start, end] = lineOf(text, from);
          const [into] = lineOf(text, to);
          return text.slice(0, into) + text.slice(start, end) + text.slice(into);
        },
    ),
    fc.tuple(share, share, share, fc.constantFrom(...others)).map(
      ([where, from, to, other]): Mutation =>
        (text) => {
          const [start, end] = [from, to].map((each) => at(each, other)).sort((a, b) => a - b);
          return text.slice(0, at(where, text)) + other.slice(start, end) + text.slice(at(where, text));
        },
    ),
    share.map(
      (where): Mutation =>
        (text) => {
          const [start, end] = lineOf(text, where);
          return text.slice(0, start) + text.slice(start, end).replace(/:.*/, ': !Ref Nobody') + text.slice(end);
        },
    ),
    share.map(
      (where): Mutation =>
        (text) =>
          text.slice(0, at(where, text)),
    ),
  );
};

/** A text with some accidents in it. */
export const mutated = (texts: readonly string[]): Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...texts), fc.array(mutation(texts), { minLength: 1, maxLength: 6 }))
    .map(([text, mutations]) => mutations.reduce((so, mutate) => mutate(so), text));

/** Bytes, characters and shreds of syntax. */
export const noise: Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder('latin1').decode(bytes)),
  fc
    .array(fc.constantFrom(...pieces, 'a', 'Resources: ', 'Type: ', 'AWS::X::Y', '\n  ', '\n    '), { maxLength: 60 })
    .map((all) => all.join('')),
  fc.json({ maxDepth: 6 }),
);
